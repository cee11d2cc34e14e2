"""An item becomes a document: sentences, language, and the passages on a topic. Pure."""
