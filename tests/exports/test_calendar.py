"""Calendars, as two parsers of others read them and as a third one counts their days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
import vobject
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pydantic import ValidationError

from opbook.exports.calendar import Calendars, calendar
from opbook.exports.timezone import vtimezone
from opbook.model.address import FOLDERS, Address
from opbook.model.cadence import EVERY, NTH, WEEKDAYS, Cadence
from opbook.model.entity import Entity
from opbook.model.meetings import holdings
from opbook.model.playbook import Playbook
from opbook.model.rhythm import Occurrence, occurrences
from opbook.site.edition import Edition
from opbook.site.feeds import calendars
from opbook.source.reading import Reading
from tests.workbench import entity, playbook, ritual

ON = date(2026, 11, 22)
URL = "https://play.example/book/"
START, END = date(2026, 10, 1), date(2027, 4, 30)
"""A stretch in which Lisbon changes its clocks twice: on 25 October 2026 and on 28 March 2027."""
LISBON = "Europe/Lisbon"


def written(book: Playbook, address: str = "", on: date = ON) -> bytes:
    return calendar(book, Address.parse(address), public_url=URL, on=on)


def read(content: bytes) -> Any:
    """What vobject makes of a file; everything in it must be as the format asks."""
    found = vobject.readOne(content.decode("utf-8"))
    assert found.validate(raiseException=True)
    return found


def events(book: Playbook, address: str = "", on: date = ON) -> list[Any]:
    return list(getattr(read(written(book, address, on)), "vevent_list", []))


def summaries(book: Playbook, address: str = "", on: date = ON) -> list[str]:
    return [each.summary.value for each in events(book, address, on)]


def taking_place(content: bytes, start: date, end: date) -> list[tuple[str, str]]:
    """When what takes place, as a library of others counts it: the name, and the moment in UTC or the day."""
    whole = icalendar.Calendar.from_ical(content)
    found = recurring_ical_events.of(whole).between(start, end + timedelta(days=1))
    return sorted((str(each["SUMMARY"]), moment(each["DTSTART"].dt)) for each in found)


def moment(when: date) -> str:
    return when.astimezone(UTC).isoformat() if isinstance(when, datetime) else when.isoformat()


def expected(book: Playbook, found: Iterable[Occurrence]) -> list[tuple[str, str]]:
    """The same as the model counts it."""
    told = []
    for each in found:
        name = book.rituals[each.ritual].name + (f" · {book.teams[each.team].name}" if each.team else "")
        when: date = each.day
        if each.at:
            hour, minute = map(int, each.at.split(":"))
            zone = ZoneInfo(each.timezone or book.settings.timezone)
            when = datetime(each.day.year, each.day.month, each.day.day, hour, minute, tzinfo=zone)
        told.append((name, moment(when)))
    return sorted(told)


def sync(**fields: Any) -> Entity:
    return ritual("sync", "a", **{"cadence": {"every": "week", "day": "monday", "at": "10:00"}, **fields})


def of(**cadence: Any) -> Playbook:
    return playbook(sync(cadence=cadence), roles="a", timezone=LISBON)


def rules(book: Playbook, address: str = "") -> list[str]:
    return [each.rrule.value for each in events(book, address)]


class TestShipped:
    def test_the_whole_calendar_has_what_the_model_says(self, shipped: Playbook):
        found = taking_place(written(shipped), START, END)
        assert found == expected(shipped, occurrences(shipped, START, END))
        assert len(found) > 300

    def test_every_ritual_has_what_the_model_says_over_both_changes_of_clocks(self, shipped: Playbook):
        for each in shipped.rituals.values():
            if any(cadence.rule for cadence in each.cadence):
                said = (one for one in occurrences(shipped, START, END) if one.ritual == each.id)
                assert taking_place(written(shipped, f"ritual:{each.id}"), START, END) == expected(shipped, said)

    def test_every_calendar_is_read_by_another_parser(self, shipped: Playbook):
        for kind in ("ritual", "role", "team"):
            for each in shipped.of_kind(kind).values():
                found = read(written(shipped, str(each.address)))
                assert found.x_wr_calname.value == f"{each.name} · {shipped.settings.title}"
                assert found.vevent_list
                for event in found.vevent_list:
                    assert {"uid", "dtstamp", "dtstart", "summary", "description", "url"} <= set(event.contents)
                    assert "attendee" not in event.contents

    def test_a_swarm_meets_until_its_last_day(self, shipped: Playbook):
        lantern = shipped.teams["lantern"]
        assert lantern.starts is not None
        assert lantern.ends is not None
        own = [each for each in events(shipped, "team:lantern") if each.summary.value.endswith("Lantern")]
        assert len(own) == 4
        for each in own:
            assert each.dtstart.value.date() >= lantern.starts
            assert "UNTIL=20270226T235959Z" in each.rrule.value

    def test_lines_are_folded_and_end_as_the_format_asks(self, shipped: Playbook):
        content = written(shipped)
        assert content.endswith(b"END:VCALENDAR\r\n")
        lines = content.split(b"\r\n")
        assert not [line for line in lines if b"\r" in line or b"\n" in line]
        assert 70 < max(map(len, lines)) <= 75
        assert any("·" in line.decode("utf-8") for line in lines)

    def test_two_runs_give_the_same_bytes(self, shipped: Playbook):
        first, again = (Calendars(shipped, public_url=URL, on=ON) for _ in range(2))
        addresses = [
            None,
            *(each.address for kind in ("team", "role", "ritual") for each in shipped.of_kind(kind).values()),
        ]
        assert [first.of(each) for each in addresses] == [again.of(each) for each in reversed(addresses)][::-1]

    def test_another_day_of_the_year_changes_the_time_stamps_only(self, shipped: Playbook):
        later = written(shipped, on=date(2026, 12, 24))
        assert later != written(shipped)
        assert later.replace(b"DTSTAMP:20261224", b"DTSTAMP:20261122") == written(shipped)


cadences = st.one_of(
    st.fixed_dictionaries(
        {"every": st.sampled_from(EVERY)},
        optional={
            "day": st.builds(
                lambda nth, day: f"{nth} {day}".strip(), st.sampled_from(["", *NTH]), st.sampled_from(WEEKDAYS)
            ),
            "month": st.integers(1, 12).map(str),
            "starts": st.dates(date(2025, 1, 1), date(2027, 3, 1)).map(str),
        },
    ),
    st.fixed_dictionaries(
        {
            "rrule": st.builds(
                ";".join,
                st.tuples(
                    st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY"]),
                    st.integers(1, 3).map(lambda number: f"INTERVAL={number}"),
                    st.sampled_from(
                        ["BYDAY=MO,TH", "BYMONTHDAY=-1,15", "BYMONTH=3,10", "BYDAY=SU;WKST=SU", "BYDAY=FR;BYMONTH=3,11"]
                    ),
                    st.sampled_from(["WKST=MO", "COUNT=7", "UNTIL=20270401", "UNTIL=20270401T090000Z"]),
                ),
            ),
            "starts": st.dates(date(2026, 1, 1), date(2027, 3, 1)).map(str),
        }
    ),
)


class TestDates:
    @given(
        cadences,
        st.sampled_from([None, "01:30", "10:00", "23:30"]),
        st.sampled_from([LISBON, "America/New_York", "UTC", "Asia/Kolkata", "Pacific/Auckland"]),
        st.none() | st.dates(START, END),
    )
    @examples(max_examples=80)
    def test_a_calendar_has_the_days_of_the_model(
        self, fields: dict[str, str], at: str | None, zone: str, ends: date | None
    ):
        said = {**fields, "timezone": zone} | ({"at": at} if at else {})
        try:
            Cadence.model_validate(said)
        except ValidationError:
            return
        own = {"sync": {"ends": str(ends)} if ends else {}}
        book = playbook(sync(cadence=said), entity("team", "north", rituals=own), roles="a", timezone=LISBON)
        assert taking_place(written(book), START, END) == expected(book, occurrences(book, START, END))

    def test_the_wall_clock_stays_and_the_moment_moves(self):
        book = of(every="week", day="monday", at="10:00")
        found = dict(each[::-1] for each in taking_place(written(book), date(2026, 10, 19), date(2026, 10, 26)))
        assert list(found) == ["2026-10-19T09:00:00+00:00", "2026-10-26T10:00:00+00:00"]

    def test_a_series_begins_with_its_first_day(self):
        (event,) = events(of(every="2 weeks", day="thursday", at="10:00", starts="2026-01-12"))
        assert event.dtstart.value.isoformat()[:16] == "2026-01-15T10:00"

    def test_a_series_without_a_first_day_begins_with_the_year(self):
        (event,) = events(of(every="month", day="first friday", at="10:00"))
        assert event.dtstart.value.date() == date(2026, 1, 2)

    def test_without_a_time_of_day_it_takes_the_whole_day_and_nobodys_time(self):
        content = written(of(every="week", day="friday"))
        assert b"DTSTART;VALUE=DATE:20260102\r\n" in content
        assert b"TRANSP:TRANSPARENT\r\n" in content
        assert b"DURATION:" not in content.replace(b"VALUE=DURATION:", b"")

    def test_the_end_of_a_whole_day_series_is_a_day(self):
        team = entity("team", "north", rituals={"sync": {"ends": "2026-12-31"}})
        book = playbook(sync(cadence={"every": "week", "day": "friday"}), team, roles="a")
        assert rules(book) == ["FREQ=WEEKLY;UNTIL=20261231;BYDAY=FR"]

    def test_the_end_of_a_series_with_a_time_is_a_moment_in_utc(self):
        team = entity("team", "north", rituals={"sync": {"ends": "2026-07-06", "timezone": "America/New_York"}})
        assert rules(playbook(sync(), team, roles="a")) == ["FREQ=WEEKLY;UNTIL=20260707T035959Z;BYDAY=MO"]

    def test_a_count_ends_where_the_team_does(self):
        rule = {"rrule": "FREQ=DAILY;COUNT=30", "starts": "2026-11-01", "at": "09:00"}
        team = entity("team", "north", rituals={"sync": {"ends": "2026-11-10"}})
        assert rules(playbook(sync(cadence=rule), team, roles="a")) == ["FREQ=DAILY;COUNT=10"]
        swarm = entity("team", "fast", kind="swarm", starts="2026-11-28", ends="2027-01-01", rituals={"sync": {}})
        assert rules(playbook(sync(cadence=rule), swarm, roles="a")) == ["FREQ=DAILY;COUNT=3"]

    @pytest.mark.parametrize(
        "rule", ["FREQ=DAILY;COUNT=3", "FREQ=DAILY;UNTIL=20251231", "FREQ=YEARLY;UNTIL=20251231T120000Z"]
    )
    def test_what_ended_before_the_year_is_left_out(self, rule: str):
        assert events(of(rrule=rule, starts="2025-11-01")) == []

    def test_a_swarm_too_short_for_a_ritual_never_holds_it(self):
        swarm = entity("team", "fast", kind="swarm", starts="2026-11-03", ends="2026-11-05", rituals={"sync": {}})
        assert events(playbook(sync(), swarm, roles="a")) == []

    @pytest.mark.parametrize("starts", ["0001-01-01", "9999-12-31"])
    def test_the_ends_of_the_calendar_are_no_trouble(self, starts: str):
        team = entity("team", "north", rituals={"sync": {"ends": "9999-12-31", "timezone": "Pacific/Honolulu"}})
        cadence = {"every": "workday", "at": "23:00", "starts": starts}
        content = written(playbook(sync(cadence=cadence), team, roles="a"))
        assert f"DTSTART;TZID=Pacific/Honolulu:{starts.replace('-', '')}T230000".encode() in content
        assert b"UNTIL" not in content


class TestWhose:
    def test_a_role_has_what_needs_it_and_what_it_may_come_to(self):
        people = {"required": ["a"], "optional": ["b"]}
        book = playbook(
            sync(participants=people, facilitator="c"),
            ritual("talk", "d", facilitator="d"),
            roles="a b c d",
            timezone=LISBON,
        )
        assert summaries(book, "role:a") == summaries(book, "role:c") == ["Sync"]
        assert summaries(book, "role:b") == ["Sync (optional)"]
        assert b"TRANSP:TRANSPARENT" in written(book, "role:b")
        assert b"TRANSP" not in written(book, "role:a")

    def test_a_role_has_the_holdings_of_its_own_teams(self):
        north = entity("team", "north", rituals={"sync": {}}, roles={"a": 1})
        south = entity("team", "south", rituals={"sync": {}}, roles={"b": 1})
        book = playbook(sync(participants={"required": ["a", "b", "c"]}), north, south, roles="a b c")
        assert summaries(book, "role:a") == ["Sync · North"]
        assert summaries(book, "role:b") == ["Sync · South"]
        assert summaries(book, "role:c") == ["Sync · North", "Sync · South"]

    def test_a_team_has_its_own_and_what_calls_one_of_its_roles(self):
        north = entity("team", "north", rituals={"sync": {}}, roles={"a": 1})
        south = entity("team", "south", rituals={"sync": {}}, roles={"b": 1})
        book = playbook(
            sync(),
            north,
            south,
            ritual("all-hands", "b", facilitator="b"),
            ritual("board", "x", facilitator="x", participants={"required": ["x"], "optional": ["a"]}),
            roles="a b x",
        )
        assert summaries(book, "team:north") == ["Sync · North"]
        assert summaries(book, "team:south") == ["All-Hands", "Sync · South"]

    def test_what_is_withdrawn_is_left_out(self):
        gone = {"withdrawn": {"date": "2026-01-01", "reason": "Over."}}
        north = entity("team", "north", rituals={"sync": {}}, **gone)
        south = entity("team", "south", rituals={"sync": {}})
        book = playbook(sync(), ritual("old", "a", **gone), north, south, roles="a")
        assert summaries(book) == ["Sync · South"]
        assert summaries(playbook(sync(), north, roles="a")) == []

    def test_nothing_at_all_is_a_calendar_too(self):
        content = written(playbook(roles="a", timezone=LISBON), "role:a")
        assert b"BEGIN:VEVENT" not in content
        assert read(content).vtimezone.tzid.value == LISBON


class TestTriggered:
    def launch(self, *more: dict[str, Any]) -> Playbook:
        each = sync(cadence=[{"trigger": "A launch is near"}, *more], minutes=90)
        north = entity("team", "north", rituals={"sync": {}}, roles={"a": 1})
        return playbook(each, north, roles="a", timezone=LISBON)

    @pytest.mark.parametrize(("on", "day"), [("2026-11-20", 23), ("2026-11-22", 23), ("2026-11-23", 24)])
    def test_it_is_one_event_on_the_next_workday(self, on: str, day: int):
        (event,) = events(self.launch(), "ritual:sync", date.fromisoformat(on))
        assert event.dtstart.value == datetime(2026, 11, day, 10, tzinfo=ZoneInfo(LISBON))
        assert event.duration.value == timedelta(minutes=90)
        assert "rrule" not in event.contents
        assert event.summary.value == "Sync (move it to your day)"
        assert event.description.value.startswith("The day is only a placeholder: move it to your day.")
        assert "A launch is near" in event.description.value

    def test_taken_on_two_days_it_is_two_meetings(self):
        first, second = (events(self.launch(), "ritual:sync", date(2026, 11, day))[0] for day in (23, 24))
        assert first.uid.value != second.uid.value

    def test_other_calendars_leave_it_out(self):
        for address in ("", "role:a", "team:north"):
            assert summaries(self.launch(), address) == []

    def test_with_a_calendar_besides_only_that_is_there(self):
        book = self.launch({"every": "quarter", "at": "10:00"})
        assert summaries(book, "ritual:sync") == ["Sync · North"]


class TestIdentity:
    def uids(self, **fields: Any) -> list[str]:
        teams = [entity("team", id_, rituals={"sync": {}}) for id_ in ("north", "south")]
        book = playbook(sync(**fields), *teams, ritual("talk", "a"), roles="a", organisation="Tiny Works & Söhne")
        return [each.uid.value for each in events(book)]

    def test_each_series_has_its_own(self):
        assert self.uids() == [
            "sync.north.1@tiny-works-söhne",
            "sync.south.1@tiny-works-söhne",
            "talk.1@tiny-works-söhne",
        ]

    def test_it_stays_when_words_and_times_change(self):
        agenda = [{"item": "Something else", "minutes": "5"}]
        assert self.uids(agenda=agenda, name="Other", purpose="Q.", minutes=15) == self.uids()

    def test_the_public_address_tells_playbooks_apart(self):
        book = playbook(sync(), roles="a", public_url="https://play.example/book/")
        assert events(book)[0].uid.value == "sync.1@play.example-book"


HOSTILE = 'END:VEVENT BEGIN:VEVENT; a,b: C:\\New \\n \\, "q" 漢字🙂'


class TestText:
    def test_what_is_written_stays_text(self):
        purpose = "One\nline; two, three.\n\nEND:VEVENT\nBEGIN:VEVENT\n\n- first\n- *second*\n  1. third"
        book = playbook(sync(name=HOSTILE, purpose=purpose), roles="a")
        (event,) = events(book)
        assert event.summary.value == HOSTILE
        assert event.description.value.startswith(
            "One line; two, three.\nEND:VEVENT BEGIN:VEVENT\n- first\n- second\n  1. third\n\nLed by: A"
        )

    @given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=300))
    @examples(max_examples=100)
    def test_any_name_comes_back(self, name: str):
        name = f"x{name}x"
        content = written(playbook(sync(name=name), roles="a"))
        assert max(map(len, content.split(b"\r\n"))) <= 75
        (event,) = read(content).vevent_list
        assert event.summary.value == name

    def test_control_characters_are_left_out(self):
        content = written(playbook(sync(name="a\x00b\x1b[31mc\x7f"), roles="a"))
        assert b"SUMMARY:ab[31mc\r\n" in content

    def test_links_are_told_in_plain_words(self):
        purpose = "See [the talk](ritual:talk), [a book](https://b.example/) or <https://c.example/>, `now`."
        (event,) = events(playbook(sync(purpose=purpose), roles="a"))
        words = "See the talk, a book (https://b.example/) or https://c.example/, now."
        assert event.description.value.startswith(words)

    def test_it_tells_who_what_and_where(self):
        book = playbook(
            sync(
                purpose="Hear each other.",
                participants={"required": ["a", "b"], "optional": ["c"]},
                facilitator="b",
                minutes=90,
                agenda=[{"item": "Look back", "minutes": "65", "lead": "a"}, {"item": "Agree", "minutes": "25"}],
                checklist={"before": ["Read it"], "after": [{"text": "Send it", "for": "b"}]},
            ),
            roles="a b c",
        )
        (event,) = events(book)
        assert event.description.value.split("\n") == [
            "Hear each other.",
            "",
            "Led by: B",
            "Needed: A, B",
            "Welcome: C",
            "",
            "AGENDA",
            "0:00 Look back (65 min, A)",
            "1:05 Agree (25 min)",
            "",
            "BEFORE",
            "- Read it",
            "",
            "AFTER",
            "- Send it (B)",
            "",
            "In the playbook: https://play.example/book/rituals/sync/",
        ]
        assert event.url.value == "https://play.example/book/rituals/sync/"
        assert event.duration.value == timedelta(minutes=90)

    def test_without_a_lasting_address_there_is_no_link(self):
        content = calendar(of(every="week"), public_url="", on=ON)
        assert b"URL" not in content
        assert b"In the playbook" not in content


def test_the_head_says_what_programs_ask_for():
    content = written(of(every="week", at="10:00"))
    head = content[: content.index(b"BEGIN:VTIMEZONE")].decode().split("\r\n")
    assert head[1:3] == ["VERSION:2.0", "PRODID:-//opbook//operating-model playbook//EN"]
    assert {
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:T",
        "X-WR-CALNAME:T",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
    } <= set(head)


def test_each_zone_stands_there_once():
    own = {"sync": {"timezone": "Asia/Tokyo"}}
    teams = [entity("team", "north", rituals=own), entity("team", "south", rituals={"sync": {}})]
    book = playbook(sync(), *teams, entity("team", "east", rituals=own), roles="a", timezone=LISBON)
    zones = [each.tzid.value for each in read(written(book)).vtimezone_list]
    assert zones == ["Asia/Tokyo", LISBON]


@pytest.mark.parametrize(
    "name",
    [
        LISBON,
        "Europe/Dublin",
        "America/New_York",
        "America/Santiago",
        "Africa/Casablanca",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "Pacific/Auckland",
        "America/Mexico_City",
        "Asia/Jerusalem",
    ],
)
def test_a_zone_changes_its_clocks_when_it_does(name: str):
    changes = [(datetime.min.replace(tzinfo=UTC), timedelta())]
    for each in icalendar.Timezone.from_ical(vtimezone(name, 2021, 2032).to_ical()).subcomponents:
        onsets = [each.DTSTART, *(day for day, *_ in each.rdates)]
        if each.rrules:
            onsets = [
                *rrulestr(each.rrules[0].to_ical().decode(), dtstart=each.DTSTART).xafter(each.DTSTART, 13, inc=True)
            ]
        changes += [((onset - each.TZOFFSETFROM).replace(tzinfo=UTC), each.TZOFFSETTO) for onset in onsets]
    changes.sort()
    for hour in range(24 * 365 * 11):
        moment = datetime(2021, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
        while len(changes) > 1 and changes[1][0] <= moment:
            changes.pop(0)
        assert moment.astimezone(ZoneInfo(name)).utcoffset() == changes[0][1], moment


def test_a_zone_that_changes_every_year_says_so_by_a_rule():
    content = vtimezone(LISBON, 2026, 2041).to_ical().decode()
    assert "DTSTART:20250330T010000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in content
    assert "DTSTART:20251026T020000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10" in content
    assert "BYDAY=2SU;BYMONTH=3" in vtimezone("America/New_York", 2026, 2041).to_ical().decode()
    assert "RRULE" not in vtimezone("Africa/Casablanca", 2026, 2041).to_ical().decode()


def test_the_site_has_a_calendar_of_everything_in_force(shipped: Playbook):
    gone = entity("role", "gone", withdrawn={"date": "2026-01-01", "reason": "Over."})
    model = Playbook.of(shipped.settings, [*shipped.entities, gone])
    shown = Edition(Path(), Path(), Reading(model, ()), model, ON)
    made = {each.path: each.content for each in calendars.files(shown, "")}
    named = {f"{FOLDERS[kind]}/{id_}" for kind in ("ritual", "role", "team") for id_ in shipped.of_kind(kind)}
    assert set(made) == {f"data/calendar/{name}.ics" for name in {"all", *named}}
    public = shipped.settings.public_url
    assert made["data/calendar/all.ics"] == calendar(model, public_url=str(public), on=ON)
    assert f"URL:{public}rituals/demo/".encode() in bytes(made["data/calendar/rituals/demo.ics"])


def test_every_cadence_of_the_shipped_playbook_is_tried(shipped: Playbook):
    tried = {cadence.every for held in holdings(shipped) for cadence in held.cadences}
    assert {"workday", "week", "2 weeks", "month", "quarter"} <= tried
    days = takewhile(lambda day: day <= END, shipped.rituals["demo"].cadence[0].dates(START))
    assert len(list(days)) > 10
