"""The rules: what a playbook should not say, in families, each with examples that document and test it."""
