"""Whose week is longer or shorter: where it is told, and how often."""

from __future__ import annotations

from typing import Any

import pytest

from opbook.changes.change import Change
from opbook.changes.hours import Clock, decimals
from opbook.changes.words import as_plain
from opbook.model.entity import Entity
from opbook.model.playbook import Playbook
from tests.changes.edited import told
from tests.workbench import activity, entity, playbook, ritual

LESS = "Ann -1.0 h a week, now 0.0 of 10"
MANY = "ann bob cay dan eve"
WITHDRAWN = {"withdrawn": {"date": "2026-11-20", "reason": "Enough."}}


def sync(required: str = "ann", **fields: Any) -> Entity:
    return ritual("sync", required, facilitator="ann", **fields)


def full(before: Playbook, after: Playbook) -> list[str]:
    return [as_plain(each.sentence) for each in told(before, after)]


def weeks(before: Playbook, after: Playbook) -> list[tuple[str, str, float, float]]:
    found = Clock.of(before, after, {}).weeks()
    return [(each.role, each.team, round(each.before, 2), round(each.after, 2)) for each in found]


def the_one(changes: tuple[Change, ...]) -> Change:
    (change,) = changes
    return change


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ([sync()], [sync(**WITHDRAWN)], f"Sync is withdrawn since 2026-11-20: “Enough.”: {LESS}"),
        ([sync(**WITHDRAWN)], [sync()], "Sync is in force again (was withdrawn): Ann +1.0 h a week, now 1.0 of 10"),
        ([sync(draft="true")], [sync()], "Sync is now published (was a draft): Ann +1.0 h a week, now 1.0 of 10"),
        ([sync()], [sync(draft="true")], f"Sync is now a draft and no longer published: {LESS}"),
        ([sync()], [], f"The ritual Sync is gone: {LESS}"),
        (
            [],
            [sync()],
            "New ritual: Sync, every week, 60 min, led by Ann: Ann +1.0 h a week, now 1.0 of 10",
        ),
        ([sync(**WITHDRAWN)], [], "The ritual Sync is gone (was withdrawn)"),
        ([], [sync(draft="true")], "New ritual, as a draft: Sync, every week, 60 min, led by Ann; needed: Ann"),
    ],
)  # fmt: skip
def test_a_ritual_takes_time_only_while_it_is_in_force_and_published(before, after, sentence: str):
    old, new = playbook(*before, roles="ann"), playbook(*after, roles="ann")
    assert full(old, new) == [sentence]
    assert len(weeks(old, new)) == int("h a week" in sentence)


def test_a_withdrawn_ritual_that_gets_longer_takes_nobodys_time():
    old, new = playbook(sync(**WITHDRAWN), roles="ann"), playbook(sync(minutes=90, **WITHDRAWN), roles="ann")
    assert full(old, new) == ["Sync is 30 min longer: 90 min (was 60)"]
    assert weeks(old, new) == []


def test_what_a_withdrawal_does_is_told_with_it_whatever_else_is_different():
    old, new = playbook(sync(), roles="ann"), playbook(sync(minutes=90, **WITHDRAWN), roles="ann")
    assert [each.endswith("Ann -1.0 h a week, now 0.0 of 10") for each in full(old, new)] == [False, True]


def test_an_activity_that_goes_takes_nobodys_time():
    home = {"activities": {"it": activity("ann", "ann")}}
    old, new = playbook(sync(**home), roles="ann"), playbook(sync(), roles="ann")
    assert full(old, new) == ["Do it is no longer done in Sync (was: Ann accountable, Ann responsible)"]
    assert weeks(old, new) == []


def test_of_two_causes_together_the_last_tells_what_they_do():
    old, new = playbook(sync(), roles="ann"), playbook(sync(minutes=90, every="workday"), roles="ann")
    assert full(old, new) == [
        "Sync now takes place every working day (was every week)",
        "Sync is 30 min longer: 90 min (was 60); both together: Ann +6.5 h a week, now 7.5 of 10",
    ]


def test_another_day_is_no_cause():
    tuesday = {"cadence": {"every": "week", "day": "tuesday"}}
    old, new = playbook(sync(), roles="ann"), playbook(sync(minutes=90, **tuesday), roles="ann")
    assert full(old, new) == [
        "Sync now takes place on Tuesdays (was on Mondays)",
        "Sync is 30 min longer: 90 min (was 60): Ann +0.5 h a week, now 1.5 of 10",
    ]


def test_causes_that_outweigh_each_other_do_nothing():
    old, new = playbook(sync(), roles="ann"), playbook(sync(minutes=120, every="2 weeks"), roles="ann")
    assert not any("h a week" in each for each in full(old, new))
    assert weeks(old, new) == []


def test_who_joins_is_told_with_all_that_it_takes_and_the_others_with_what_is_more():
    old, new = playbook(sync(), roles="ann bob"), playbook(sync("ann bob", minutes=90), roles="ann bob")
    assert full(old, new) == [
        "Sync is 30 min longer: 90 min (was 60): Ann +0.5 h a week, now 1.5 of 10",
        "Bob must now come to Sync (did not come before): +1.5 h a week, now 1.5 of 10",
    ]


def test_many_roles_are_counted_where_a_table_follows_and_told_in_full_elsewhere():
    old, new = playbook(sync(MANY), roles=MANY), playbook(sync(MANY, minutes=90), roles=MANY)
    change = the_one(told(old, new))
    assert as_plain(change.short) == (
        "Sync is 30 min longer: 90 min (was 60): +0.5 h a week for 5 roles (see the hours)"
    )
    assert as_plain(change.sentence) == (
        "Sync is 30 min longer: 90 min (was 60): +0.5 h a week for Ann (now 1.5 of 10), Bob (1.5 of 10), "
        "Cay (1.5 of 10), Dan (1.5 of 10) and Eve (1.5 of 10)"
    )
    assert as_plain(change.for_role("dan")) == ("Sync is 30 min longer: 90 min (was 60): +0.5 h a week, now 1.5 of 10")
    assert as_plain(change.for_role("zoe")) == "Sync is 30 min longer: 90 min (was 60)"


def test_three_roles_stand_in_the_line():
    old, new = playbook(sync("ann bob cay"), roles=MANY), playbook(sync("ann bob cay", minutes=90), roles=MANY)
    change = the_one(told(old, new))
    assert change.short == change.sentence
    assert as_plain(change.short).endswith(
        ": Ann +0.5 h a week, now 1.5 of 10; Bob +0.5 h a week, now 1.5 of 10; Cay +0.5 h a week, now 1.5 of 10"
    )


def team(id_: str, *rituals: str, **fields: Any) -> Entity:
    return entity("team", id_, roles={"ann": "1", "bob": "1"}, rituals={each: {} for each in rituals}, **fields)


def test_a_team_that_begins_to_hold_what_others_hold_spends_the_time():
    old = playbook(sync(), team("red", "sync"), team("blue"), roles="ann bob")
    new = playbook(sync(), team("red", "sync"), team("blue", "sync"), roles="ann bob")
    there = "Blue now holds Sync itself; its members: Ann +1.0 h a week, now 1.0 of 10"
    assert full(old, new) == [there]
    assert weeks(old, new) == [("ann", "blue", 0.0, 1.0)]
    assert full(new, old) == ["Blue no longer holds Sync itself; its members: Ann -1.0 h a week, now 0.0 of 10"]
    assert weeks(new, old) == [("ann", "blue", 1.0, 0.0)]


def test_the_first_team_to_hold_what_was_held_for_all_takes_it_from_the_others():
    old = playbook(sync(), team("red"), team("blue"), team("gone", ends="2026-01-01"), roles="ann bob")
    new = playbook(sync(), team("red", "sync"), team("blue"), team("gone", ends="2026-01-01"), roles="ann bob")
    assert full(old, new) == [
        "Red now holds Sync itself; it was held once for all until now, and Blue no longer joins it"
    ]
    assert full(new, old) == ["Red no longer holds Sync itself; no other team does, so that Blue joins it again"]
    assert weeks(old, new) == []


def test_a_new_seat_takes_the_time_of_the_teams_conversations():
    old = playbook(sync(), entity("team", "red"), roles="ann")
    new = playbook(sync(), entity("team", "red", roles={"ann": "1"}), roles="ann")
    assert full(old, new) == [
        "Red now has 1 seat for Ann (had none); whoever sits there spends 1.0 h a week in conversations"
    ]
    assert full(new, old) == ["Red no longer has a seat for Ann (had 1)"]
    assert weeks(old, new) == []


def test_another_limit_is_told_with_those_for_whom_it_matters():
    old, new = playbook(sync(), roles="ann bob"), playbook(sync(), roles="ann bob", hours={"lead": "9"})
    assert full(old, new) == ["Leads may spend at most 9 h a week in conversations (was 10)"]
    long = {"minutes": 570}
    old, new = playbook(sync(**long), roles="ann bob"), playbook(sync(**long), roles="ann bob", hours={"lead": "9"})
    change = the_one(told(old, new))
    assert as_plain(change.sentence) == (
        "Leads may spend at most 9 h a week in conversations (was 10); more than that now: Ann"
    )
    assert change.roles == {"ann"}
    (week,) = Clock.of(old, new, {}).weeks()
    assert (week.is_over, week.was_over, week.limit, week.former_limit) == (True, False, 9, 10)
    assert full(new, old)[0].endswith("; no longer too much: Ann")


def test_a_table_has_as_many_decimals_as_it_takes_to_add_up():
    def of(minutes: int, later: int) -> int:
        old, new = playbook(sync(minutes=minutes), roles="ann"), playbook(sync(minutes=later), roles="ann")
        return decimals(Clock.of(old, new, {}).weeks())

    assert of(60, 90) == 1
    assert of(60, 61) == 2
    assert of(214, 224) == 2, "3.57 and 3.73 differ by 0.17, 3.6 and 3.7 not by 0.2"
