"""Bytes from the world become items: guarded, bounded, identified, and looked at on time."""
