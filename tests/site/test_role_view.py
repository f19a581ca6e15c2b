from __future__ import annotations

import pytest

from opbook.model.activity import Letter
from opbook.model.playbook import Playbook
from opbook.site.views.role import conversations, role_page, step
from tests.workbench import activity, entity, playbook, ritual

TELL = activity("lead", "lead", raci={"informed": "owner"})
FOR_OWNER = {"text": "Read", "for": "owner"}
IN_TURN = {"roles": ["owner", "lead"], "rotates": True}


def small() -> Playbook:
    """Two roles that work together, one that one of them may become, and what is theirs."""
    return playbook(
        entity(
            "role",
            "owner",
            level="practitioner",
            skills={"listening": 2, "writing": 4},
            tools=["board", "wiki"],
            metrics=["flow"],
            counterparts=[{"role": "manager", "how": "Talk."}, {"role": "ghost", "how": "Boo."}],
            next_roles=[
                {"role": "lead", "bridge": "B.", "ready_when": "R."},
                {"role": "ghost", "bridge": "B.", "ready_when": "R."},
            ],
            checklists={"Daily": [{"text": "Own item", "for": "owner"}]},
        ),
        entity("role", "manager", discipline="project", skills={"listening": 3}, tools=["board"], metrics=["flow"]),
        entity("role", "lead", skills={"listening": 3, "writing": 3, "selling": 1}),
        entity("skill", "listening"),
        entity("skill", "writing"),
        entity("skill", "selling"),
        entity("metric", "flow"),
        entity("stage", "build", activities={"plan": activity("owner", "owner manager"), "tell": TELL}),
        ritual("sync", "owner manager", facilitator="owner", checklist={"before": [FOR_OWNER, "Come"]}),
        ritual("daily", "owner lead", minutes=6, every="workday", facilitator=IN_TURN),
        ritual("review", "owner", minutes=60, every="month", facilitator="lead"),
        ritual("demo", "lead", participants={"required": ["lead"], "optional": ["owner"]}),
        ritual("other", "lead"),
        entity("team", "crew", kind="standing", roles={"owner": 2}, rituals={"daily": {}}),
        entity("team", "swarmed", kind="swarm", roles={"lead": 1}, rituals={"sync": {}}),
    )


def test_it_counts_the_letters_and_names_what_the_role_answers_for():
    page = role_page(small(), "owner")
    assert page.counts == {Letter.ACCOUNTABLE: 1, Letter.RESPONSIBLE: 1, Letter.INFORMED: 1}
    assert [each.id for each in page.accountable] == ["plan"]


def test_conversations_say_the_part_and_the_time_and_those_one_may_miss_come_last():
    found = [(each.ritual.id, each.part, round(each.hours, 2)) for each in conversations(small(), "owner")]
    assert found == [
        ("sync", "leads", 1.0),
        ("daily", "takes turns to lead", 0.5),
        ("review", "takes part", 0.23),
        ("demo", "may come", 0.0),
    ]


def test_the_hours_of_the_page_are_the_sum_of_its_conversations():
    page = role_page(small(), "owner")
    assert page.hours == pytest.approx(sum(each.hours for each in page.conversations))
    assert page.limit == 8


@pytest.mark.parametrize(("level", "limit"), [("executive", 12), ("lead", 10), ("practitioner", 8)])
def test_the_limit_is_that_of_the_level(level: str, limit: int):
    assert role_page(playbook(entity("role", "a", level=level)), "a").limit == limit


def test_a_pair_shows_all_that_the_two_share_and_passes_over_who_is_not_there():
    (pair,) = role_page(small(), "owner").pairs
    assert pair.role.id == "manager"
    assert [each.id for each in pair.shares.activities] == ["plan"]
    assert [each.id for each in pair.shares.rituals] == ["sync"]
    assert [each.id for each in pair.shares.metrics] == ["flow"]
    assert pair.shares.skills == {"listening": (2, 3)}
    assert pair.shares.tools == ("board",)


def test_a_step_shows_what_is_missing_and_what_is_carried():
    model = small()
    (made,) = role_page(model, "owner").steps
    assert made == step(model, model.roles["owner"], model.roles["owner"].next_roles[0])
    assert [(gap.skill, gap.has, gap.needs) for gap in made.gaps] == [("listening", 2, 3), ("selling", 0, 1)]
    assert made.carried == ("writing",)


def test_a_role_knows_from_where_careers_lead_to_it():
    assert [each.id for each in role_page(small(), "lead").arrivals] == ["owner"]
    assert role_page(small(), "manager").arrivals == ()


def test_a_seat_counts_what_its_team_holds_and_what_is_held_once_for_all():
    (seat,) = role_page(small(), "owner").seats
    assert (seat.team.id, seat.seats.count) == ("crew", 2)
    assert seat.hours == pytest.approx(0.5 + 12 / 52), "the daily and the review; the sync is another team's"


def test_items_elsewhere_that_name_the_role_are_found_and_its_own_are_not_repeated():
    assert [(kind, id_, title, item.text) for kind, id_, title, item in role_page(small(), "owner").items] == [
        ("ritual", "sync", "Before", "Read")
    ]


def test_a_role_of_which_nothing_is_said_has_an_empty_page():
    page = role_page(playbook(roles="a"), "a")
    assert (page.accountable, page.counts, page.conversations, page.hours) == ((), {}, (), 0)
    assert (page.pairs, page.steps, page.arrivals, page.seats, page.items) == ((), (), (), (), ())


def test_the_hours_of_every_role_that_is_shipped_add_up(shipped: Playbook):
    for id_ in shipped.roles:
        page = role_page(shipped, id_)
        assert page.hours == pytest.approx(sum(each.hours for each in page.conversations)), id_
