"""Keeps the store current: schedule, fetch, parse, reconcile, tag, store, tell.

`compare`, `reconcile`, `matching`, `schedule` and `pace` are pure: the time is handed in.
"""
