"""What the reader can do on the main screen, by subject."""
