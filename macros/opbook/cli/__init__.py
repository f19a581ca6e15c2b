"""The command ``opbook``; the only place that knows click."""
