"""An operating-model playbook: YAML in, a checked model and a searchable site out."""
