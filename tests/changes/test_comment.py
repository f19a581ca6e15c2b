"""What a reviewer finds in the comment, and in which order."""

from __future__ import annotations

from opbook.changes.comment import MARKER, as_markdown_comment
from opbook.changes.comparison import Comparison
from opbook.changes.hours import Clock
from opbook.changes.report import as_json, as_text
from opbook.model.diagnostic import Diagnostic, Location, Problem, Severity
from opbook.model.playbook import Playbook
from tests.changes.edited import told
from tests.workbench import entity, playbook, ritual

ROLES = "ann bob cay dan eve fay gus hal ida"


def finding(code: str, severity: Severity, line: int, words: str = "it is so") -> Diagnostic:
    problem = Problem(code, "so-it-is", severity)
    return Diagnostic(problem, f"{words} {line}", Location("data/it_is.yml", line, 1, line, 2), fix="write `x_y: z`")


def comparison(
    before: Playbook, after: Playbook, *findings: Diagnostic, gone: tuple[Diagnostic, ...] = ()
) -> Comparison:
    weeks = Clock.of(before, after, {}).weeks()
    return Comparison(before, after, told(before, after), (), weeks, findings, gone)


def longer() -> tuple[Playbook, Playbook]:
    """A ritual of nine that is longer and more often; no two of them have the same week."""
    fields = {"facilitator": "ann"}
    own = [ritual(f"own-{id_}", id_, minutes=60 * at, facilitator=id_) for at, id_ in enumerate(ROLES.split(), 1)]
    event = {"trigger": "A swarm begins", "per_year": "6"}
    return (
        playbook(*own, ritual("kick-off", ROLES, cadence=event, **fields), roles=ROLES),
        playbook(
            *own, ritual("kick-off", ROLES, cadence=event | {"per_year": "12"}, minutes=120, **fields), roles=ROLES
        ),
    )


def sections(comment: str) -> dict[str, str]:
    """What stands in the comment for each role."""
    _, _, by_role = comment.partition("role by role</summary>")
    found = [each.partition("**\n") for each in by_role.partition("</details>")[0].split("\n**")[1:]]
    return {title: text for title, _, text in found}


def test_each_role_finds_its_own_hours_and_no_others():
    found = sections(as_markdown_comment(comparison(*longer())))
    assert list(found) == ROLES.title().split()
    for at, (name, text) in enumerate(found.items(), 1):
        assert f"both together: +0.3 h a week, now {at}.5 of 10" in text
        assert not any(other in text for other in found if other != name)


def test_roles_to_which_all_the_same_matters_stand_together():
    team = {"roles": {"ann": "1", "bob": "1", "cay": "1"}, "starts": "2026-01-01"}
    old = playbook(entity("team", "red", ends="2026-12-31", **team), roles=ROLES)
    new = playbook(
        entity("team", "red", ends="2027-01-07", **team | {"roles": team["roles"] | {"cay": "2"}}), roles=ROLES
    )
    found = sections(as_markdown_comment(comparison(old, new)))
    assert list(found) == ["Ann**, **Bob", "Cay"]
    assert "Red has 2 seats" not in found["Ann**, **Bob"]


def test_a_comment_about_a_ritual_of_nine_stays_short():
    comment = as_markdown_comment(comparison(*longer()))
    assert "both together: +0.3 h a week for 9 roles (see the hours)" in comment
    assert len(comment) < 4_000


def test_a_renamed_ritual_is_told_once_and_not_to_each_who_comes():
    old = playbook(ritual("demo", "ann bob", facilitator="ann"), roles="ann bob")
    new = playbook(
        entity(
            "ritual",
            "show",
            name="Demo",
            renamed_from="demo",
            facilitator="ann",
            participants={"required": ["ann", "bob"]},
            cadence={"every": "week"},
        ),
        roles="ann bob",
    )
    comment = as_markdown_comment(comparison(old, new))
    assert "- **Demo** is renamed: its address is now `ritual:show` (was `ritual:demo`)\n" in comment
    assert "role by role" not in comment
    (change,) = told(old, new)
    assert change.roles == frozenset()


def test_a_renamed_role_is_told_to_itself():
    (change,) = told(playbook(roles="ann"), playbook(entity("role", "zoe", name="Ann", renamed_from="ann")))
    assert change.roles == {"zoe"}


def test_errors_come_first_and_many_of_a_rule_are_folded():
    same = playbook(roles="ann")
    many = [finding("K907", Severity.WARNING, line) for line in range(1, 14)]
    others = [
        finding("R107", Severity.INFO, 20),
        finding("T502", Severity.ERROR, 30),
        finding("M408", Severity.WARNING, 40),
    ]
    comment = as_markdown_comment(comparison(same, same, *many, *others, gone=(finding("V606", Severity.WARNING, 50),)))
    lines = comment.splitlines()
    assert lines[0] == MARKER
    assert "new findings: 1 error, 14 warnings, 1 info; findings that are gone: 1 warning." in lines
    codes = [line.split("**")[1] for line in lines if line.startswith("- **")]
    assert codes == ["error T502", *["warning K907"] * 13, "warning M408", "info R107", "warning V606"]
    folded = comment.partition("<details><summary>10 more warnings of K907</summary>\n\n")[2].partition(
        "\n\n</details>"
    )[0]
    assert "\n- **warning K907**: it is so 3 (`data/it_is.yml:3`)" in comment.partition("<details>")[0]
    assert folded.count("K907") == 10
    assert "- **error T502**: it is so 30 (`data/it_is.yml:30`). To mend it: write `x_y: z`." in lines
    assert "- **warning V606**: it is so 50 (`data/it_is.yml:50`)." in lines, "what is gone needs no mending"


def test_three_of_a_rule_are_not_folded():
    same = playbook(roles="ann")
    comment = as_markdown_comment(
        comparison(same, same, *(finding("K907", Severity.WARNING, line) for line in (1, 2, 3)))
    )
    assert "<details>" not in comment


def test_a_rule_of_two_severities_is_two_groups():
    same = playbook(roles="ann")
    mixed = [finding("K907", Severity.WARNING, 1), finding("K907", Severity.ERROR, 2)]
    comment = as_markdown_comment(comparison(same, same, *mixed))
    assert comment.index("error K907") < comment.index("warning K907")


def test_who_is_over_the_limit_now_is_said_at_the_top():
    long = {"facilitator": "ann", "minutes": 600}
    old, new = (
        playbook(ritual("demo", "ann", **long), roles="ann"),
        playbook(ritual("demo", "ann", **long | {"minutes": 660}), roles="ann"),
    )
    comment = as_markdown_comment(comparison(old, new))
    assert "1 change; over the limit of hours now: **Ann**." in comment
    assert "| Ann | 10.0 | **11.0**, over the limit (+1.0) | 10 |" in comment


def test_the_terminal_gets_lines_that_fit_and_nothing_that_moves_the_cursor():
    old = playbook(entity("role", "ann", purpose="P."))
    new = playbook(entity("role", "ann", purpose="\x1b[31m" + "So it is. " * 40))
    text = as_text(comparison(old, new, *(finding("K907", Severity.WARNING, line) for line in range(1, 9))))
    assert max(map(len, text.splitlines())) <= 100
    assert "\x1b" not in text
    assert "\\x1b[31m" in text
    assert "warning K907 5 more: data/it_is.yml:4, data/it_is.yml:5" in text


def test_where_no_table_follows_nothing_points_at_one():
    """Two changes that outweigh each other leave everyone's week as it was."""

    def at(first: int, second: int) -> Playbook:
        both = [ritual(id_, ROLES, minutes=at, facilitator="ann") for id_, at in (("demo", first), ("sync", second))]
        return playbook(*both, roles=ROLES)

    found = comparison(at(30, 60), at(60, 30))
    for told_so in (as_text(found), as_markdown_comment(found)):
        assert "see the hours" not in told_so
        assert "Hours a week" not in told_so
        assert "+0.5 h a week for" in told_so


def test_json_has_every_sentence_in_full():
    told_in_full = as_json(comparison(*longer()))
    assert "both together: +0.3 h a week for Ann (now 1.5 of 10), Bob (2.5 of 10)" in told_in_full
    assert "see the hours" not in told_in_full
