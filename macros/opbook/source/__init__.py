"""YAML to model: reading with positions, and telling all that is wrong."""
