"""Sentences of their own for the differences that matter, one module for each sort of thing."""
