from __future__ import annotations

from datetime import date

from opbook.model.entity import Entity
from opbook.model.pointers import pointers
from tests.workbench import activity, entity, playbook, ritual

ON = date(2026, 11, 22)


def found(*entities: Entity, at: str, roles: str = "a b") -> list[tuple[str, str, str]]:
    """What points at an entity: by what, from where, and at which address."""
    whole = playbook(*entities, roles=roles)
    (target,) = (each for each in whole.entities if str(each.address) == at)
    return [
        (str(each.by), ".".join(map(str, each.route)), str(each.as_written)) for each in pointers(whole, ON, [target])
    ]


def test_fields_addresses_and_links_point():
    sync = ritual("sync", "a b", outputs=["Ask [a](role:a), then [a](role:a) or <role:b>; role:a in words"])
    term = entity("term", "t", see=["role:a", "role:b"])
    assert found(sync, term, at="role:a") == [
        ("ritual:sync", "facilitator.roles.0", "role:a"),
        ("ritual:sync", "participants.required.0", "role:a"),
        ("ritual:sync", "outputs.0", "role:a"),
        ("term:t", "see.0", "role:a"),
    ]


def test_an_activity_points_itself_and_is_pointed_at_with_the_file_in_which_it_stands():
    first = entity("stage", "first", activities={"do": activity("a", "b")})
    other = entity("stage", "other", order=2, activities={"more": activity("b", "b", after=["do"])})
    assert found(first, other, at="stage:first") == [("activity:more", "after.0", "activity:do")]
    assert found(first, other, at="role:a") == [("activity:do", "raci.accountable.0", "role:a")]


def test_the_key_of_an_activity_is_not_in_it():
    first = entity("stage", "first", activities={"do": activity("a", "b")})
    assert [by for by, _, _ in found(first, at="role:b")] == ["activity:do"]


def test_what_points_at_itself_does_not_count():
    assert found(entity("term", "t", see=["term:t"]), at="term:t") == []


def test_what_is_withdrawn_or_over_points_no_more():
    gone = entity("term", "gone", see="role:a", withdrawn={"date": "2026-01-02", "reason": "R."})
    ended = entity("team", "ended", roles={"a": 1}, ends="2026-11-21")
    today = entity("team", "today", roles={"a": 1}, ends="2026-11-22")
    retired = entity("product", "retired", backup="a", retired="2026-11-21")
    closed = entity("bet", "closed", state="done", depends_on=[{"bet": "closed", "owner": "a"}])
    assert found(gone, ended, today, retired, closed, at="role:a") == [("team:today", "roles.a", "role:a")]
    past = entity("product", "p", stewards=[{"team": "today", "from": "2026-01-01", "until": "2026-06-30"}])
    assert found(today, past, at="team:today", roles="a") == []


def test_a_discipline_is_no_address():
    assert found(at="role:a") == []
