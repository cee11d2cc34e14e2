"""The commands: what is typed becomes calls of the pipeline, what comes back becomes lines."""
