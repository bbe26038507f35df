"""Dateline: a terminal reader for live news."""

__version__ = "0.1.0"
