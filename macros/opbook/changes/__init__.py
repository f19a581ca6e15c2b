"""What differs between two states of a playbook, in the model's words."""
