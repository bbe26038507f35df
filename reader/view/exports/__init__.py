"""Entries for other programs: JSON, JSON lines, CSV, Markdown, HTML, plain text. Each form is made as it is read."""
