from __future__ import annotations

import io
import json
import re

import pytest

from opbook.model.diagnostic import Diagnostic, Location, Problem, Related, Severity
from opbook.source import problems
from opbook.source.report import as_json, as_text, excerpt, summary, summary_line, write
from tests.workbench import TinyPlaybook

TOO_WIDE = 130


def finding(message: str = "something is wrong", severity: Severity = Severity.ERROR, **fields: object) -> Diagnostic:
    place = fields.pop("location", Location("roles/a.yml", 1, 1, 1, 2))
    return Diagnostic(Problem("Y099", "a-name", severity), message, place, **fields)


class TestExcerpt:
    def test_the_caret_stands_under_the_words_concerned(self):
        lines = excerpt(Location("f", 2, 8, 2, 12), "a: b\nlevel: boss\n")
        assert lines == [
            "  2 | level: boss",
            "    |        ^^^^",
        ]

    def test_the_gutter_grows_with_the_line_number(self):
        lines = excerpt(Location("f", 100, 1, 100, 2), "\n" * 99 + "ab")
        assert lines == ["  100 | ab", "      | ^"]

    @pytest.mark.parametrize(
        ("before", "cells"),
        [("é", 1), ("e\u0301", 1), ("漢", 2), ("🙂", 2), ("\x1b", 4), ("\u200d", 6), ("\U000e0001", 10), ("\t", 1)],
    )
    def test_it_stands_there_in_a_terminal_too(self, before: str, cells: int):
        text = f"{before}boss"
        shown, caret = excerpt(Location("f", 1, len(before) + 1, 1, len(text) + 1), text)
        assert shown.endswith("boss")
        assert caret == "    | " + " " * cells + "^^^^"

    def test_wide_words_get_a_wide_caret(self):
        _, caret = excerpt(Location("f", 1, 1, 1, 3), "漢字x")
        assert caret == "    | ^^^^"

    @pytest.mark.parametrize("text", ["a\x1b[31mb", "a\x00b", "a\x9bb", "a\u202eb", "a\x7fb"])
    def test_control_characters_are_made_visible(self, text: str):
        shown, _ = excerpt(Location("f", 1, 2, 1, 3), text)
        assert shown.isprintable()
        assert "\\" in shown

    def test_a_range_over_several_lines_is_marked_to_the_end_of_the_first(self):
        lines = excerpt(Location("f", 1, 4, 3, 2), "a: 'bc\n  d\n  e'\n")
        assert lines == ["  1 | a: 'bc", "    |    ^^^"]

    def test_an_empty_range_has_a_caret_too(self):
        assert excerpt(Location("f", 1, 3, 1, 3), "a:\n") == ["  1 | a:", "    |   ^"]

    @pytest.mark.parametrize("place", [Location("f", 2, 1, 2, 1), Location("f", 9, 1, 9, 1), Location("f", 0, 1, 0, 1)])
    def test_there_is_none_of_a_line_that_is_not_there_or_blank(self, place: Location):
        assert excerpt(place, "a\n \nb") == []
        assert excerpt(place, "") == []

    @pytest.mark.parametrize("column", [1, 50, 61, 62, 200, 500, 996])
    def test_long_lines_are_cut_around_the_words_concerned(self, column: int):
        text = "".join(chr(ord("a") + index % 26) for index in range(1000))
        shown, caret = excerpt(Location("f", 1, column, 1, column + 4), text)
        assert len(shown) <= TOO_WIDE
        under = [sign for sign, mark in zip(shown.ljust(len(caret)), caret, strict=False) if mark == "^"]
        assert "".join(under) == text[column - 1 : column + 3]
        assert shown.startswith("  1 | …") == (column > 61)
        assert shown.endswith("…") == (column < 900)

    def test_a_range_that_is_longer_than_the_cut_ends_with_it(self):
        shown, caret = excerpt(Location("f", 1, 4, 1, 900), "a: " + "b" * 1000)
        assert len(caret) < len(shown)
        assert caret == "    |    " + "^" * caret.count("^")

    def test_lines_are_counted_as_the_parser_counts_them(self):
        text = "a\x0b\x0c\x1c\x85\u2028b\r\nc\rd\ne"
        assert [excerpt(Location("f", line, 1, line, 2), text)[0] for line in (2, 3, 4)] == [
            "  2 | c",
            "  3 | d",
            "  4 | e",
        ]


class TestText:
    def test_a_whole_report(self, tiny: TinyPlaybook):
        tiny.swap("roles/owner.yml", "level: lead", "level: leed")
        tiny.add("rituals/sync.yml", "activities:\n  begin: {name: Begin, raci: {}}\n")
        reading = tiny.read()
        assert as_text(reading.findings, reading.texts) == (
            "roles/owner.yml:3:8: error[Y013] `level` cannot be `leed`; did you mean `lead`?\n"
            "  3 | level: leed\n"
            "    |        ^^^^\n"
            "  to mend it: write one of executive, lead, practitioner\n"
            "\n"
            "stages/launch.yml:6:3: error[Y009] "
            "the activity `begin` is already the id of something: rituals/sync.yml:9\n"
            "  6 |   begin:\n"
            "    |   ^^^^^\n"
            "  see rituals/sync.yml:9: it stands here first\n"
            "  to mend it: give one of them another id\n"
            "\n"
            "2 errors\n"
        )

    def test_nothing_found(self):
        assert as_text([], {}) == "nothing is wrong\n"

    def test_nothing_that_steers_a_terminal_is_sent(self):
        evil = "\x1b[2J\x9b0m\u202e\x07"
        place = Location(f"roles/{evil}.yml", 1, 1, 1, 2)
        each = finding(evil, location=place, fix=evil, related=(Related(evil, place),))
        text = as_text([each], {place.path: evil})
        assert all(line.isprintable() for line in text.split("\n"))

    def test_colour_only_on_demand(self):
        findings = [finding(severity=severity) for severity in Severity]
        plain, coloured = as_text(findings, {}), as_text(findings, {}, colour=True)
        assert "\x1b" not in plain
        assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
        assert re.findall(r"\x1b\[(\d+);1m(\w+)\[Y099\]\x1b\[0m", coloured) == [
            ("31", "error"),
            ("33", "warning"),
            ("36", "info"),
        ]

    def test_write_sends_the_same_to_a_stream(self):
        stream = io.StringIO()
        write([finding()], {}, stream)
        assert stream.getvalue() == as_text([finding()], {})


class TestSummary:
    def test_every_severity_is_counted(self):
        found = [finding(), finding(), finding(severity=Severity.WARNING)]
        assert summary(found) == {"error": 2, "warning": 1, "info": 0}
        assert summary_line(found) == "2 errors, 1 warning"

    def test_one_and_none(self):
        assert summary_line([finding(severity=Severity.INFO)]) == "1 info"
        assert summary_line([]) == "nothing is wrong"


class TestJson:
    def test_the_shape_is_version_1(self):
        each = Diagnostic(
            problems.ID_TWICE,
            "it is taken",
            Location("roles/a.yml", 3, 5, 3, 9),
            fix="give it another",
            entity="role:a",
            related=(Related("first here", Location("roles/b.yml", 1, 2, 3, 4)),),
        )
        assert json.loads(as_json([each])) == {
            "version": 1,
            "findings": [
                {
                    "code": "Y009",
                    "name": "id-twice",
                    "severity": "error",
                    "message": "it is taken",
                    "path": "roles/a.yml",
                    "line": 3,
                    "column": 5,
                    "end_line": 3,
                    "end_column": 9,
                    "entity": "role:a",
                    "related": [
                        {
                            "message": "first here",
                            "path": "roles/b.yml",
                            "line": 1,
                            "column": 2,
                            "end_line": 3,
                            "end_column": 4,
                        }
                    ],
                    "fix": "give it another",
                }
            ],
            "summary": {"error": 1, "warning": 0, "info": 0, "suppressed": 0},
        }

    def test_nothing_found(self):
        empty = {"version": 1, "findings": [], "summary": {"error": 0, "warning": 0, "info": 0, "suppressed": 0}}
        assert json.loads(as_json([])) == empty

    def test_every_sign_comes_back_and_none_steers_a_terminal(self):
        message = 'é 漢 🙂 \x1b[31m \x9b \x7f \u202e \u2028 \u200d \U000e0001 " \\ \n \ud800'
        text = as_json([finding(message)])
        assert json.loads(text)["findings"][0]["message"] == message
        assert "é 漢 🙂" in text
        assert all(line.isprintable() for line in text.split("\n"))
