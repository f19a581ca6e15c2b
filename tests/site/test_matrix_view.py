from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from opbook.model.activity import Letter
from opbook.model.playbook import Playbook
from opbook.site.views.matrix import Matrix, decisions, matrix, of_home, of_role, of_tag, of_team
from tests.workbench import activity, entity, playbook, ritual

A, R, S, C, I = Letter  # noqa: E741 - what everybody calls them


def small() -> Playbook:
    return playbook(
        entity(
            "stage",
            "build",
            order=1,
            activities={
                "plan": activity("a", "b", raci={"support": "c", "consulted": "d"}, rituals=["sync"]),
                "make": activity("b", "b c", tags=["craft"]),
            },
        ),
        entity("stage", "launch", order=2, tags=["go-live"], activities={"go": activity("a", "a", kind="decision")}),
        entity(
            "practice",
            "inventory",
            activities={
                "rank": {
                    "name": "Rank",
                    "daci": {"driver": "b", "approver": "a", "contributors": ["c"], "informed": "d"},
                }
            },
        ),
        ritual("sync", "a b", activities={"settle": activity("d", "d")}),
        entity("team", "crew", kind="standing", roles={"c": 2, "d": 1}),
        roles="d c b a",
    )


def rows(table: Matrix) -> dict[str, dict[str, str]]:
    """What a reader finds: for each activity, the letters of each column that has some."""
    return {
        row.activity.id: {role.id: "".join(cell) for role, cell in zip(table.columns, row.cells, strict=True) if cell}
        for section in table.sections
        for row in section.rows
    }


def test_every_activity_has_a_row_with_the_letters_of_each_role():
    assert rows(matrix(small())) == {
        "plan": {"a": "A", "b": "R", "c": "S", "d": "C"},
        "make": {"b": "AR", "c": "R"},
        "go": {"a": "AR"},
        "rank": {"a": "A", "b": "R", "c": "C", "d": "I"},
        "settle": {"d": "AR"},
    }


def test_columns_stand_in_the_order_of_roles_and_sections_in_that_of_work():
    table = matrix(small())
    assert [role.id for role in table.columns] == ["a", "b", "c", "d"]
    assert [str(section.group.home) for section in table.sections] == [
        "stage:build",
        "stage:launch",
        "practice:inventory",
        "ritual:sync",
    ]


def test_only_roles_with_a_part_get_a_column():
    table = of_home(small(), "stage", "launch")
    assert [role.id for role in table.columns] == ["a"]
    assert rows(table) == {"go": {"a": "AR"}}


def test_the_table_of_a_ritual_has_what_is_talked_over_in_it_and_its_own():
    assert list(rows(of_home(small(), "ritual", "sync"))) == ["plan", "settle"]


def test_the_table_of_a_team_has_what_its_roles_have_in_hand_and_their_columns_only():
    table = of_team(small(), "crew")
    assert rows(table) == {"make": {"c": "R"}, "settle": {"d": "AR"}}
    assert [role.id for role in table.columns] == ["c", "d"]


def test_the_table_of_a_tag_has_activities_that_carry_it_and_those_of_what_carries_it():
    assert list(rows(of_tag(small(), "craft"))) == ["make"]
    assert list(rows(of_tag(small(), "go-live"))) == ["go"]
    assert of_tag(small(), "nothing").sections == ()


def test_the_legend_has_the_letters_that_occur_and_says_whether_there_is_a_daci():
    assert matrix(small()).letters == (A, R, S, C, I)
    assert matrix(small()).has_daci
    launch = of_home(small(), "stage", "launch")
    assert launch.letters == (A, R)
    assert not launch.has_daci


def test_a_playbook_without_activities_has_an_empty_table():
    table = matrix(playbook(roles="a"))
    assert (table.columns, table.sections, table.letters) == ((), (), ())


def test_a_role_that_is_not_there_has_no_column():
    model = playbook(entity("stage", "build", activities={"plan": activity("a ghost", "ghost")}), roles="a")
    assert rows(matrix(model)) == {"plan": {"a": "A"}}


def test_what_a_single_role_sees_is_its_letters_the_other_hands_and_the_rituals():
    first, second = of_role(small(), "b")
    assert str(first.group.home) == "stage:build"
    plan, make = first.parts
    assert (plan.activity.id, plan.letters, plan.others) == ("plan", (R,), ("a",))
    assert [each.id for each in plan.rituals] == ["sync"]
    assert (make.activity.id, make.letters, make.others, make.rituals) == ("make", (A, R), ("c",), ())
    assert [each.activity.id for each in second.parts] == ["rank"]


def test_every_letter_of_a_role_stands_in_the_matrix_and_on_its_page(shipped: Playbook):
    everything = rows(matrix(shipped))
    for id_ in shipped.roles:
        own = {part.activity.id: "".join(part.letters) for group in of_role(shipped, id_) for part in group.parts}
        assert own == {activity: cells[id_] for activity, cells in everything.items() if id_ in cells}


def test_decisions_are_those_marked_so_and_those_with_a_daci():
    found = [(each.activity.id, str(each.group.home)) for each in decisions(small())]
    assert found == [("go", "stage:launch"), ("rank", "practice:inventory")]


@given(st.sets(st.sampled_from(["plan", "make", "go", "rank", "settle"])))
def test_a_table_of_some_activities_is_the_whole_table_without_the_others(kept: set[str]):
    whole, some = rows(matrix(small())), rows(matrix(small(), lambda each: each.id in kept))
    assert some == {id_: cells for id_, cells in whole.items() if id_ in kept}
