"""What the pages say: macros, templates, views, and the list of generated files."""
