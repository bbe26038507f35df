"""One fetch boundary: polite, capped, guarded; it answers a closed set of outcomes and never raises.

Importing this package loads nothing: `reader.net.fetch` brings httpx2 in when the first request is made.
"""
