"""YAML becomes frozen settings, with every problem found at once."""
