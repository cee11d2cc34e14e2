"""Watches official wording on rare earths and export controls, and alerts when it shifts."""

__version__ = "0.1.0"
