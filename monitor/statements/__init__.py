"""A document becomes statements: who said what, when, in which words. Pure."""
