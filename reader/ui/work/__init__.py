"""What runs beside the screen: queries in their thread, the engine, what comes after the first paint."""
