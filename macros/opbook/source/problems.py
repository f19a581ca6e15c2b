"""The catalogue of what can be wrong while reading. A code, once published, keeps its meaning."""

from __future__ import annotations

from opbook.model.diagnostic import Problem, Severity


def _error(code: str, name: str) -> Problem:
    return Problem(code, name, Severity.ERROR)


YAML_SYNTAX = _error("Y001", "yaml-syntax")
NOT_TEXT = _error("Y002", "not-text")
REFUSED_CONSTRUCT = _error("Y003", "refused-construct")
DUPLICATE_KEY = _error("Y004", "duplicate-key")
UNKNOWN_FIELD = _error("Y005", "unknown-field")
WRONG_TYPE = _error("Y006", "wrong-type")
MISSING_FIELD = _error("Y007", "missing-field")
INVALID_ID = _error("Y008", "invalid-id")
ID_TWICE = _error("Y009", "id-twice")
UNKNOWN_REFERENCE = _error("Y010", "unknown-reference")
OVER_LIMIT = _error("Y011", "over-limit")
MISPLACED_FILE = _error("Y012", "misplaced-file")
INVALID_VALUE = _error("Y013", "invalid-value")
REFUSED_MARKUP = _error("Y014", "refused-markup")
CONTRADICTION = _error("Y015", "contradiction")

PAGE_SYNTAX = _error("Y051", "page-syntax")
UNKNOWN_NAME_IN_PAGE = _error("Y052", "unknown-name-in-page")
WRONG_ARGUMENT = _error("Y053", "wrong-argument")
NOTHING_AT_ADDRESS = _error("Y054", "nothing-at-address")
BROKEN_TEMPLATE = _error("Y055", "broken-template")

CATALOGUE = (
    YAML_SYNTAX,
    NOT_TEXT,
    REFUSED_CONSTRUCT,
    DUPLICATE_KEY,
    UNKNOWN_FIELD,
    WRONG_TYPE,
    MISSING_FIELD,
    INVALID_ID,
    ID_TWICE,
    UNKNOWN_REFERENCE,
    OVER_LIMIT,
    MISPLACED_FILE,
    INVALID_VALUE,
    REFUSED_MARKUP,
    CONTRADICTION,
    PAGE_SYNTAX,
    UNKNOWN_NAME_IN_PAGE,
    WRONG_ARGUMENT,
    NOTHING_AT_ADDRESS,
    BROKEN_TEMPLATE,
)
"""Every problem of reading data (Y00x, Y01x) and pages (Y05x)."""
