"""The types of single values. YAML gives the model nothing but text; each type here says what text it takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from dateutil.relativedelta import relativedelta
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z")
_SPAN = re.compile(r"([0-9]{1,4}) (day|week|month)s?\Z")


@dataclass(frozen=True, slots=True)
class Reference:
    """Marks a text that must be the id of an entity of one kind."""

    kind: str


@dataclass(frozen=True, slots=True)
class ProseMark:
    """Marks a text as CommonMark without HTML, images and headings; its links may be addresses."""


@dataclass(frozen=True, slots=True)
class AddressMark:
    """Marks a text that must be the address of an entity, ``KIND:ID``."""


@dataclass(frozen=True, slots=True)
class IdMark:
    """Marks a text that is an id, given where it stands and looked up nowhere."""


def wrong(expected: str) -> PydanticCustomError:
    """Say that a value is not what its field takes; `expected` ends the sentence "expected …"."""
    return PydanticCustomError("value", "expected {expected}", {"expected": expected})


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise wrong("a text")
    if not value.strip():
        raise PydanticCustomError("empty", "has no value")
    return value.strip()


def _line(value: Any) -> str:
    text = _text(value)
    if "\n" in text:
        raise wrong("a text of one line")
    return text


def _int(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"0|[1-9][0-9]{0,8}", value):
        raise wrong("a whole number, such as 4")
    return int(value)


@dataclass(frozen=True, slots=True)
class Between:
    """A validator that takes whole numbers from `low` to `high`, both included."""

    low: int
    high: int

    def __call__(self, value: Any) -> int:
        """Read the number, or say which would do."""
        number = _int(value)
        if not self.low <= number <= self.high:
            raise wrong(f"a whole number from {self.low} to {self.high}")
        return number


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value not in ("true", "false"):
        raise wrong("true or false")
    return bool(value == "true")


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    match = _DAY.match(value) if isinstance(value, str) else None
    if match is None:
        raise wrong("a date as YYYY-MM-DD, such as 2026-01-12")
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        raise wrong("a date that exists") from None


def _clock(value: Any) -> str:
    if not isinstance(value, str) or not _CLOCK.match(value):
        raise wrong('a time of day as HH:MM, such as "09:30"')
    return value


def _web(value: Any) -> str:
    text = _line(value)
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme != "https" or not parts.netloc:
        raise wrong("a web address that starts with https://")
    return text


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as people say it, e.g. 2 days."""

    count: int
    unit: str

    def __str__(self) -> str:
        return f"{self.count} {self.unit}" + ("" if self.count == 1 else "s")

    def after(self, day: date) -> date:
        """The day on which it is over, counted from a day: a month after 31 January is the last day of February.

        What would lie beyond the calendar is the calendar's last day.
        """
        try:
            return day + relativedelta(**{f"{self.unit}s": self.count})  # type: ignore[arg-type]
        except (OverflowError, ValueError):
            return date.max


def _span(value: Any) -> Span:
    if isinstance(value, Span):
        return value
    match = _SPAN.match(value) if isinstance(value, str) else None
    if match is None:
        raise wrong("a length of time in days, weeks or months, such as 2 days")
    return Span(int(match[1]), match[2])


def _one_or_many(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


T = TypeVar("T")

Line = Annotated[str, BeforeValidator(_line)]
"""A text of one line, shown exactly as written."""
Prose = Annotated[str, BeforeValidator(_text), ProseMark()]
"""CommonMark without HTML, images and headings; links may be addresses."""
Flag = Annotated[bool, BeforeValidator(_flag)]
"""``true`` or ``false``, nothing else: ``no`` stays a word."""
Day = Annotated[date, BeforeValidator(_day)]
"""A calendar day, ``YYYY-MM-DD``."""
Clock = Annotated[str, BeforeValidator(_clock)]
"""A time of day, ``HH:MM``, 24 hours."""
Web = Annotated[str, BeforeValidator(_web)]
"""An ``https:`` address."""
Length = Annotated[Span, BeforeValidator(_span)]
"""A length of time in days, weeks or months."""
Count = Annotated[int, BeforeValidator(Between(1, 999_999))]
"""A whole number, at least 1."""
AnyAddress = Annotated[str, BeforeValidator(_line), AddressMark()]
"""The address of any entity, ``KIND:ID``."""

NewId = Annotated[str, IdMark()]
"""An id as a key that gives it to what stands below."""
OldId = Annotated[str, BeforeValidator(_line), IdMark()]
"""An id that something had before."""

RoleId = Annotated[str, BeforeValidator(_line), Reference("role")]
RitualId = Annotated[str, BeforeValidator(_line), Reference("ritual")]
PracticeId = Annotated[str, BeforeValidator(_line), Reference("practice")]
StageId = Annotated[str, BeforeValidator(_line), Reference("stage")]
ActivityId = Annotated[str, BeforeValidator(_line), Reference("activity")]
TeamId = Annotated[str, BeforeValidator(_line), Reference("team")]
ProductId = Annotated[str, BeforeValidator(_line), Reference("product")]
BetId = Annotated[str, BeforeValidator(_line), Reference("bet")]
MetricId = Annotated[str, BeforeValidator(_line), Reference("metric")]
SkillId = Annotated[str, BeforeValidator(_line), Reference("skill")]
ToolId = Annotated[str, BeforeValidator(_line), Reference("tool")]
DisciplineId = Annotated[str, BeforeValidator(_line), Reference("discipline")]
SkillGroupId = Annotated[str, BeforeValidator(_line), Reference("skill group")]

Many = Annotated[tuple[T, ...], BeforeValidator(_one_or_many)]
"""One value or a list of them; kept as a tuple, possibly empty."""
