# ruff: noqa: A005 - it is always imported as `tests.site`
