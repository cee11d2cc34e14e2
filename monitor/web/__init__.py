"""The status endpoint."""
