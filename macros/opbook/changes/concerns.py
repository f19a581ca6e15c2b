"""What a reviewer must look at first: which part of the operating model a difference concerns."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from opbook.changes.compare import ORDER
from opbook.changes.difference import Difference
from opbook.changes.trees import PROSE, Entry, Leaf


class Concern(Enum):
    """The parts of an operating model, in the order in which a reviewer looks at them."""

    ACCOUNTABILITY = "Who answers, and who does the work"
    DECISIONS = "Who decides"
    STEWARDSHIP = "Who looks after products"
    TIME = "People's time"
    SUCCESS = "What counts as success"
    THINGS = "What is new, gone or renamed"
    WORK = "How the work is done"
    WORDING = "Wording"


_OF_FIELD: Mapping[tuple[str, str], Concern] = {
    ("activity", ""): Concern.ACCOUNTABILITY,
    ("activity", "accountable"): Concern.ACCOUNTABILITY,
    ("activity", "parts"): Concern.ACCOUNTABILITY,
    ("role", ""): Concern.ACCOUNTABILITY,
    ("role", "accountabilities"): Concern.ACCOUNTABILITY,
    ("role", "agreed"): Concern.ACCOUNTABILITY,
    ("activity", "written as"): Concern.DECISIONS,
    ("activity", "kind"): Concern.DECISIONS,
    ("activity", "reversible"): Concern.DECISIONS,
    ("activity", "limit"): Concern.DECISIONS,
    ("activity", "escalate"): Concern.DECISIONS,
    ("role", "decision_rights"): Concern.DECISIONS,
    ("role", "level"): Concern.DECISIONS,
    ("product", "stewards"): Concern.STEWARDSHIP,
    ("product", "backup"): Concern.STEWARDSHIP,
    ("product", "mode"): Concern.STEWARDSHIP,
    ("product", "stage"): Concern.STEWARDSHIP,
    ("product", "launched"): Concern.STEWARDSHIP,
    ("product", "retired"): Concern.STEWARDSHIP,
    ("team", "starts"): Concern.STEWARDSHIP,
    ("team", "ends"): Concern.STEWARDSHIP,
    ("team", "ends_when"): Concern.STEWARDSHIP,
    ("team", "transfer"): Concern.STEWARDSHIP,
    ("team", "kind"): Concern.STEWARDSHIP,
    ("ritual", "minutes"): Concern.TIME,
    ("ritual", "cadence"): Concern.TIME,
    ("ritual", "participants"): Concern.TIME,
    ("ritual", "facilitator"): Concern.TIME,
    ("team", "rituals"): Concern.TIME,
    ("team", "roles"): Concern.TIME,
    ("", "hours"): Concern.TIME,
    ("role", "metrics"): Concern.SUCCESS,
    ("practice", "metrics"): Concern.SUCCESS,
    ("product", "metrics"): Concern.SUCCESS,
    ("bet", "stream"): Concern.SUCCESS,
    ("bet", "state"): Concern.SUCCESS,
    ("bet", "state_since"): Concern.SUCCESS,
    ("bet", "metrics"): Concern.SUCCESS,
    ("bet", "tranche"): Concern.SUCCESS,
    ("bet", "review_date"): Concern.SUCCESS,
    ("bet", "stop_rule"): Concern.SUCCESS,
    ("bet", "hypothesis"): Concern.SUCCESS,
}

_SUCCESS_OF_A_METRIC = {
    "definition",
    "unit",
    "direction",
    "measures",
    "owners",
    "baseline",
    "target",
    "due",
    "source",
    "reviewed_in",
    "counter",
    "conflicts_with",
}
_THINGS = {"", "id", "name", "withdrawn", "draft", "home"}
_WORDING = {"summary", "aliases", "tags", "purpose", "rationale", "see"}


FIRST = {("bet", "state"), ("product", "stewards"), ("team", "kind")}
"""What is told of something before all else that is different about it: the rest often follows from it."""


def concern_of(difference: Difference) -> Concern:
    """What a difference concerns."""
    kind = difference.subject.kind if difference.subject is not None else ""
    field = difference.route[0] if difference.route else ""
    if (kind, field) in _OF_FIELD:
        return _OF_FIELD[kind, field]
    if kind == "metric" and field in _SUCCESS_OF_A_METRIC:
        return Concern.SUCCESS
    if field in _THINGS:
        return Concern.THINGS
    if field in _WORDING or _is_wording(difference):
        return Concern.WORDING
    return Concern.WORK


def _is_wording(difference: Difference) -> bool:
    """Whether a text was only put into other words."""
    before, after = difference.before, difference.after
    if difference.route[-1:] == (ORDER,):
        return False
    if isinstance(before, Leaf) and isinstance(after, Leaf):
        return before.sort == after.sort == PROSE
    return isinstance(before, Entry) and isinstance(after, Entry) and before.more == after.more
