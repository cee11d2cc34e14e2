"""A statement and its history become shifts: what official wording changed. Pure."""
