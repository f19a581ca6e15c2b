"""What templates show, as values: each view is a pure function of the playbook."""
