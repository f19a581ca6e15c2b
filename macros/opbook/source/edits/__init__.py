"""Changing the YAML: safe commands that keep comments and layout, and matrices from spreadsheets."""
