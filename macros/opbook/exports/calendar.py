"""Rituals as calendars (RFC 5545), to subscribe to or to take into one's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import takewhile
from zoneinfo import ZoneInfo

from dateutil.parser import parse
from icalendar import Calendar, Event, vText

from opbook.exports.plain_text import plain
from opbook.exports.timezone import vtimezone
from opbook.model.address import Address
from opbook.model.cadence import Cadence
from opbook.model.item import Items
from opbook.model.meetings import Held, holdings
from opbook.model.playbook import Playbook
from opbook.model.ritual import Ritual

KINDS = ("ritual", "role", "team")
"""The kinds of entities that have a calendar."""

_DAY = timedelta(days=1)
_FAR = date(9999, 1, 1)  # an end so late is none; its moment in UTC might not exist
_YEARS_AHEAD = 15
_PLACEHOLDER = "10:00"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")  # no text of RFC 5545 may contain them


class _Text(vText):
    """Text of the playbook, escaped. The library takes a backslash before an N for a new line."""

    def to_ical(self) -> bytes:
        """The text as it stands in a line."""
        text = _CONTROL.sub("", self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,"))
        return "\\n".join(text.splitlines()).encode()


@dataclass(frozen=True, slots=True)
class _Entry:
    """An event as it stands in a file, and what else the file needs for it."""

    written: bytes
    zone: str
    year: int


def calendar(playbook: Playbook, address: Address | None = None, *, public_url: str, on: date) -> bytes:
    """One calendar, as the bytes of an ``.ics`` file.

    A ritual has all its holdings. A role has the rituals in which it takes part: as its own teams hold them, or as all
    do where none of its teams does. A team has what it holds itself and what is held once for all with one of its
    roles. A ritual that only an event calls for has a single event to move to the day; other calendars leave it out.
    What is withdrawn, and what ended before the year began, is left out.

    Args:
        playbook: The playbook.
        address: A ritual, a role or a team of the playbook (one of `KINDS`); everything where absent.
        public_url: The site's lasting address, ending in a slash; without links where empty.
        on: What day it is. A series without a first day begins with that day's year, so that a file stays the same from
            one day to the next but for its time stamps.
    """
    return Calendars(playbook, public_url=public_url, on=on).of(address)


class Calendars:
    """The calendars of a playbook. An event is written once, however many of them it stands in."""

    def __init__(self, playbook: Playbook, *, public_url: str, on: date) -> None:
        self._playbook = playbook
        self._public_url = public_url
        self._on = on
        self._entries: dict[tuple[str, str, bool], tuple[_Entry, ...]] = {}
        self._zones: dict[tuple[str, int], bytes] = {}

    def of(self, address: Address | None = None) -> bytes:
        """One calendar, as `calendar` describes it."""
        if address is None:
            entries = [each for held in self._held for each in self._series(held)]
            return self._written(self._playbook.settings.title, entries)
        if address.kind == "ritual":
            entries = list(self._of_ritual(self._playbook.rituals[address.id]))
        else:
            entries = list(self._of_role(address.id) if address.kind == "role" else self._of_team(address.id))
        name = self._playbook.of_kind(address.kind)[address.id].name
        return self._written(f"{name} · {self._playbook.settings.title}", entries)

    @cached_property
    def _held(self) -> tuple[Held, ...]:
        return tuple(
            each
            for each in holdings(self._playbook)
            if each.ritual.withdrawn is None and (each.team is None or each.team.withdrawn is None)
        )

    def _of_ritual(self, ritual: Ritual) -> Iterator[_Entry]:
        if any(cadence.rule for cadence in ritual.cadence):
            for held in self._held:
                if held.ritual.id == ritual.id:
                    yield from self._series(held)
        else:
            yield self._once(ritual)

    def _of_role(self, id: str) -> Iterator[_Entry]:
        seated = {each.ritual.id for each in self._held if each.team is not None and id in each.team.roles}
        for held in self._held:
            ritual = held.ritual
            needed = id in ritual.participants.required or id in ritual.facilitator.roles
            if not needed and id not in ritual.participants.optional:
                continue
            if held.team is None or id in held.team.roles or ritual.id not in seated:
                yield from self._series(held, is_optional=not needed)

    def _of_team(self, id: str) -> Iterator[_Entry]:
        roles = self._playbook.teams[id].roles
        for held in self._held:
            needed = (*held.ritual.participants.required, *held.ritual.facilitator.roles)
            if held.team.id == id if held.team is not None else any(role in roles for role in needed):
                yield from self._series(held)

    def _series(self, held: Held, *, is_optional: bool = False) -> tuple[_Entry, ...]:
        key = (held.ritual.id, held.team.id if held.team is not None else "", is_optional)
        if key not in self._entries:
            self._entries[key] = tuple(self._new_series(held, is_optional))
        return self._entries[key]

    def _new_series(self, held: Held, is_optional: bool) -> Iterator[_Entry]:
        for number, cadence in enumerate(held.cadences, 1):
            found = _recurrence(held, cadence, self._on) if cadence.rule else None
            if found is None:
                continue
            first, last, rule = found
            name = held.ritual.name + (f" · {held.team.name}" if held.team is not None else "")
            event = self._event(held.ritual, name + " (optional)" * is_optional)
            whose = f".{held.team.id}" if held.team is not None else ""
            event.add("UID", f"{held.ritual.id}{whose}.{number}@{self._namespace}")
            zone = ""
            if cadence.at is None:
                event.add("DTSTART", first)
            else:
                zone = cadence.timezone or self._playbook.settings.timezone
                self._sit(event, held.ritual, cadence, first, zone)
            if last is not None and last < _FAR:
                rule["UNTIL"] = (
                    datetime.combine(last, time(23, 59, 59), ZoneInfo(zone)).astimezone(UTC) if zone else last
                )
            event.add("RRULE", rule)
            if is_optional or not zone:
                event.add("TRANSP", "TRANSPARENT")
            yield _Entry(event.to_ical(), zone, first.year)

    def _once(self, ritual: Ritual) -> _Entry:
        """What somebody takes when the event has come; taken again on another day it is another meeting."""
        cadence = ritual.cadence[0]
        day = self._on + _DAY
        while day.weekday() > 4:
            day += _DAY
        note = f"The day is only a placeholder: move it to your day. What calls for it: {cadence.trigger}."
        event = self._event(ritual, f"{ritual.name} (move it to your day)", note)
        event.add("UID", f"{ritual.id}.{day:%Y%m%d}@{self._namespace}")
        zone = cadence.timezone or self._playbook.settings.timezone
        self._sit(event, ritual, cadence, day, zone)
        return _Entry(event.to_ical(), zone, day.year)

    def _sit(self, event: Event, ritual: Ritual, cadence: Cadence, day: date, zone: str) -> None:
        at = time.fromisoformat(cadence.at or _PLACEHOLDER)
        event.add("DTSTART", datetime.combine(day, at, ZoneInfo(zone)))
        event.add("DURATION", timedelta(minutes=ritual.minutes))

    def _event(self, ritual: Ritual, summary: str, note: str = "") -> Event:
        event = Event()
        event.add("DTSTAMP", self._stamp)
        event.add("SUMMARY", _Text(summary))
        event.add("DESCRIPTION", _Text("\n\n".join(filter(None, (note, self._description(ritual))))))
        event.add("CATEGORIES", [ritual.kind])
        if self._public_url:
            event.add("URL", self._page_of(ritual))
        return event

    @cached_property
    def _stamp(self) -> datetime:
        return datetime.combine(self._on, time(), UTC)

    @cached_property
    def _namespace(self) -> str:
        """What tells the events of one playbook from those of another, whoever exports them."""
        settings = self._playbook.settings
        named = (settings.public_url or settings.organisation).removeprefix("https://")
        return re.sub(r"[^\w.-]+", "-", named.lower()).strip("-")

    def _page_of(self, ritual: Ritual) -> str:
        return f"{self._public_url}rituals/{ritual.id}/"

    def _description(self, ritual: Ritual) -> str:
        people = {
            "Led by": ritual.facilitator.roles,
            "Needed": ritual.participants.required,
            "Welcome": ritual.participants.optional,
        }
        parts = [
            plain(ritual.purpose),
            "\n".join(f"{words}: {', '.join(map(self._role, ids))}" for words, ids in people.items() if ids),
            "\n".join(self._agenda(ritual)),
            *("\n".join(self._checklist(title, items)) for title, items in ritual.checklist if items),
            f"In the playbook: {self._page_of(ritual)}" if self._public_url else "",
        ]
        return "\n\n".join(filter(None, parts))

    def _agenda(self, ritual: Ritual) -> Iterator[str]:
        minute = 0
        for number, each in enumerate(ritual.agenda):
            if not number:
                yield "AGENDA"
            lead = f", {self._role(each.lead)}" if each.lead is not None else ""
            yield f"{minute // 60}:{minute % 60:02} {plain(each.item)} ({each.minutes} min{lead})"
            minute += each.minutes

    def _checklist(self, title: str, items: Items) -> Iterator[str]:
        yield title.upper()
        for each in items:
            yield f"- {plain(each.text)}" + (f" ({self._role(each.role)})" if each.role is not None else "")

    def _role(self, id: str) -> str:
        role = self._playbook.roles.get(id)
        return role.name if role is not None else id

    def _written(self, name: str, entries: list[_Entry]) -> bytes:
        """A file. A calendar in which nothing takes place yet has a time zone at least: the format asks for a part."""
        settings = self._playbook.settings
        head = Calendar()
        head.add("VERSION", "2.0")
        head.add("PRODID", "-//opbook//operating-model playbook//EN")
        head.add("CALSCALE", "GREGORIAN")
        head.add("METHOD", "PUBLISH")
        for title in ("NAME", "X-WR-CALNAME"):
            head.add(title, _Text(name))
        head.add("REFRESH-INTERVAL", _DAY, parameters={"VALUE": "DURATION"})
        head.add("X-PUBLISHED-TTL", "P1D")
        years: dict[str, int] = {} if any(each.zone for each in entries) else {settings.timezone: self._on.year}
        for each in filter(lambda each: each.zone, entries):
            years[each.zone] = min(each.year, years.get(each.zone, each.year))
        parts = [self._zone(zone, year) for zone, year in sorted(years.items())]
        parts += [each.written for each in entries]
        end = b"END:VCALENDAR\r\n"
        return b"".join((bytes(head.to_ical()).removesuffix(end), *parts, end))

    def _zone(self, name: str, year: int) -> bytes:
        key = (name, max(year, 1970))
        if key not in self._zones:
            last = min(max(key[1], self._on.year) + _YEARS_AHEAD, _FAR.year - 2)
            self._zones[key] = vtimezone(name, min(key[1], last), last).to_ical()
        return self._zones[key]


def _recurrence(held: Held, cadence: Cadence, on: date) -> tuple[date, date | None, dict[str, object]] | None:
    """The first and the last day of a series, and its rule without an end by a day; `None` where nothing is left."""
    team = held.team
    own = team.rituals[held.ritual.id] if team is not None else None
    lives = (team.starts, team.ends) if team is not None and team.is_swarm else (None, None)
    new_year = date(on.year, 1, 1)
    earliest = max(filter(None, (cadence.starts, lives[0])), default=new_year)
    rule = dict(part.split("=", 1) for part in cadence.rule.upper().split(";"))
    until = parse(rule.pop("UNTIL"), ignoretz=True).date() if "UNTIL" in rule else None
    last = min(filter(None, (own.ends if own is not None else None, lives[1], until)), default=None)
    days = takewhile(lambda day: last is None or day <= last, cadence.dates(earliest))
    if "COUNT" in rule:  # counts from the first day, and RFC 5545 knows no rule that also ends on a day
        counted = tuple(days)
        rule["COUNT"] = str(len(counted))
        first, last, ended = (counted[0], None, counted[-1]) if counted else (None, None, None)
    else:
        first, ended = next(days, None), last
    if first is None or (ended is not None and ended < new_year):
        return None
    return first, last, {name: value.split(",") for name, value in rule.items()}
