from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from opbook.model.address import FOLDERS
from opbook.model.cadence import Cadence
from opbook.model.cadence_words import cadence_in_words
from opbook.model.playbook import Playbook
from opbook.site.templating import day, number, plural
from opbook.site.words import KIND_WORDS

HERE = "Europe/Lisbon"


@pytest.mark.parametrize(
    ("cadence", "words"),
    [
        ({"every": "workday"}, "every working day"),
        ({"every": "workday", "at": "09:15"}, "every working day at 09:15"),
        ({"every": "week"}, "every week"),
        ({"every": "week", "day": "tuesday", "at": "10:00"}, "every Tuesday at 10:00"),
        ({"every": "2 weeks", "starts": "2026-01-12"}, "every other week"),
        ({"every": "2 weeks", "day": "monday", "starts": "2026-01-12"}, "every other Monday"),
        ({"every": "month"}, "every month"),
        ({"every": "month", "day": "third wednesday"}, "every month, third Wednesday"),
        ({"every": "month", "day": "last friday"}, "every month, last Friday"),
        ({"every": "quarter"}, "every quarter, at the start of its first month"),
        ({"every": "quarter", "month": 2}, "every quarter, at the start of its second month"),
        ({"every": "quarter", "day": "first monday", "month": 3}, "every quarter, first Monday of its third month"),
        ({"every": "year"}, "every year in January"),
        ({"every": "year", "month": 10}, "every year in October"),
        ({"every": "year", "day": "second tuesday", "month": 12}, "every year, second Tuesday of December"),
        ({"rrule": "FREQ=WEEKLY;INTERVAL=3", "starts": "2026-01-12"}, "every 3 weeks on Monday"),
        (
            {"rrule": "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1", "starts": "2026-01-12"},
            "by the rule FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1",
        ),
        ({"trigger": "a launch"}, "on call: a launch"),
        ({"trigger": "a launch", "per_year": 1}, "on call: a launch"),
        ({"trigger": "a launch", "per_year": 4}, "on call: a launch (about 4 times a year)"),
        ({"every": "week", "at": "10:00", "timezone": HERE}, "every week at 10:00"),
        ({"every": "week", "at": "10:00", "timezone": "UTC"}, "every week at 10:00 (UTC)"),
        ({"every": "week", "timezone": "UTC"}, "every week"),
    ],
)
def test_a_cadence_reads_as_people_say_it(cadence: dict[str, Any], words: str):
    assert cadence_in_words(Cadence.model_validate(cadence), HERE) == words


def test_no_cadence_that_is_shipped_lacks_words(shipped: Playbook):
    for ritual in shipped.rituals.values():
        for each in ritual.cadence:
            assert "None" not in cadence_in_words(each, shipped.settings.timezone)


def test_every_kind_has_a_heading():
    assert list(KIND_WORDS) == list(FOLDERS)
    assert len(set(KIND_WORDS.values())) == len(KIND_WORDS)


def test_a_day_is_written_out():
    assert day(date(2026, 1, 2)) == "2 January 2026"
    assert day(None) == ""


@pytest.mark.parametrize(("value", "words"), [(6, "6"), (6.0, "6"), (5.84, "5.8"), (0.04, "0"), (10.0, "10")])
def test_a_number_has_one_decimal_at_most(value: float, words: str):
    assert number(value) == words


def test_a_count_goes_with_its_noun():
    assert [plural(count, "role") for count in (0, 1, 2)] == ["0 roles", "1 role", "2 roles"]
    assert plural(2, "activity", "activities") == "2 activities"
