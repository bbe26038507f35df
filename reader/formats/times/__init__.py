"""Times and days as pages print them, and what they mean."""
