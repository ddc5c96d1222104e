"""Organisations once: pairs that may be one are found, looked at, merged, and parted again."""
