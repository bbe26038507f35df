"""Plain frozen data that every room speaks in. No I/O, no third party."""
