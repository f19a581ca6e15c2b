"""What an operating model is. Values and pure functions: no files, no clock."""
