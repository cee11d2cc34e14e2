"""What wakes the pipeline, and ends it in order."""
