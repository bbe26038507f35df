"""Measurements, run by hand: `cd tests && python -m benchmarks parse`. Every row of a table comes from the same run."""
