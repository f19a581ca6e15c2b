from __future__ import annotations

from opbook.model.diagnostic import Diagnostic, Location, Problem, Severity

PROBLEM = Problem("Y010", "unknown-reference", Severity.ERROR)


def at(path: str = "a", line: int = 1, column: int = 1, message: str = "m", code: str = "Y010") -> Diagnostic:
    return Diagnostic(Problem(code, "n", Severity.ERROR), message, Location(path, line, column, line, column))


def test_code_and_severity_are_those_of_the_problem():
    each = Diagnostic(PROBLEM, "m", Location("a", 1, 1, 1, 1))
    assert (each.code, each.severity, each.fix, each.entity, each.related) == ("Y010", Severity.ERROR, "", "", ())


def test_the_order_is_path_line_column_code_words():
    ordered = [
        at("a", 1, 9),
        at("a", 2, 3, "b", "Y001"),
        at("a", 2, 3, "a", "Y002"),
        at("a", 2, 3, "b", "Y002"),
        at("a", 2, 10),
        at("a", 10, 1),
        at("b", 1, 1),
    ]
    shuffled = [ordered[index] for index in (6, 2, 0, 5, 3, 1, 4)]
    assert sorted(shuffled, key=lambda each: each.order) == ordered


def test_equal_findings_are_one():
    assert len({at(), at(), at(message="other")}) == 2
