"""What other readers understand: subscription lists in and out (OPML, newsboat's `urls`).

Only lists are read here, never what they point to; nothing in a list is run, fetched or looked up.
"""
