"""Live pages in HTML: known engines, schema.org, and structure as the last resort."""
