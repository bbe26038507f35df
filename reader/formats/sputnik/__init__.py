"""Sputnik live pages: the text renditions and both HTML designs."""
