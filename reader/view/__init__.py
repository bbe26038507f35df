"""What is to be shown, as lines of spans with roles. Knows nothing of Textual; colours are the business of `ui`."""
