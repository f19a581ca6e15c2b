"""What the pictures show, and that nothing in them lies on anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from opbook.model.activity import Activity, Raci
from opbook.model.address import Address
from opbook.model.bet import Bet
from opbook.model.cadence import Cadence
from opbook.model.playbook import Playbook
from opbook.model.product import Product
from opbook.model.ritual import Facilitator, Participants, Ritual
from opbook.model.settings import Settings
from opbook.model.stage import Stage
from opbook.model.team import Holding, Team
from opbook.site.edition import Edition, reading_of
from opbook.site.markup import block
from opbook.site.views.coverage_picture import Care, coverage_picture
from opbook.site.views.flow_picture import IN_A_ROW, ROOM, FlowPicture, Hands, flow_picture, rows
from opbook.site.views.lettering import text_width, wrapped
from opbook.site.views.rhythm_picture import events, quarter, week, year

PROJECT = Path(__file__).parents[2]
ON = date(2026, 11, 22)
STAGES = sorted(path.stem for path in (PROJECT / "playbook_data" / "stages").glob("*.yml"))


@pytest.fixture(scope="module")
def edition() -> Edition:
    reading = reading_of(PROJECT, PROJECT / "playbook_data")
    assert reading.playbook is not None
    return Edition(PROJECT, PROJECT / "playbook_data", reading, reading.playbook, ON)


def rendered(edition: Edition, name: str, **values: Any) -> str:
    return block(edition.templates.environment.get_template(f"pictures/{name}.html").render(values))


# Playbooks of our own, for what the shipped one does not hold.


def a_stage(after: dict[str, list[str]], responsible: dict[str, str] | None = None) -> Playbook:
    """A stage whose activities are named, each done by a role of its own unless told otherwise."""
    home = Address("stage", "work")
    activities = {
        id_: Activity(
            name=id_, after=tuple(befores), raci=Raci(responsible=((responsible or {}).get(id_, "anyone"),))
        ).placed(id_, home)
        for id_, befores in after.items()
    }
    stage = Stage(name="Work", order=1, purpose="To work.", team="both", activities=activities).model_copy()
    return a_playbook(placed(stage, "work"))


def a_playbook(*entities: Any) -> Playbook:
    settings = Settings(title="A", organisation="B", disciplines={"product": {"name": "Product", "colour": "#112233"}})
    return Playbook.of(settings, entities)


def placed(entity: Any, id_: str) -> Any:
    return entity.placed(id_)


def a_ritual(id_: str, *cadence: dict[str, Any], minutes: int = 30) -> Ritual:
    return placed(
        Ritual(
            name=id_.capitalize(),
            kind="sync",
            purpose="To talk.",
            cadence=tuple(Cadence(**each) for each in cadence),
            minutes=minutes,
            facilitator=Facilitator(roles=("lead",)),
            participants=Participants(),
        ),
        id_,
    )


# Geometry.

Rectangle = tuple[float, float, float, float]


def overlap(a: Rectangle, b: Rectangle) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def points(path: str) -> Iterator[tuple[float, float]]:
    """Points along an SVG path of M, V and C, close to each other."""
    x = y = 0.0
    for command, numbers in re.findall(r"([MVC])([^MVC]*)", path):
        values = [float(number) for number in numbers.split()]
        if command == "M":
            x, y = values
            yield x, y
            continue
        if command == "V":
            ends = [(x, y), (x, y), (x, values[0]), (x, values[0])]
        else:
            ends = [(x, y), *zip(values[::2], values[1::2], strict=True)]
        for step in range(1, 41):
            t = step / 40
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            yield tuple(sum(w * end[i] for w, end in zip(weights, ends, strict=True)) for i in (0, 1))  # type: ignore[misc]
        x, y = ends[-1]


def assert_nothing_lies_on_anything(picture: FlowPicture) -> None:
    boxes = [(box.x, box.y, box.width, box.height) for box in picture.boxes]
    labels = [(label.x, label.y, label.width, label.height) for label in picture.labels]
    things = boxes + labels
    for index, one in enumerate(things):
        assert one[0] >= 0
        assert one[1] >= 0
        assert one[0] + one[2] <= picture.width
        assert one[1] + one[3] <= picture.height
        assert not any(overlap(one, other) for other in things[index + 1 :])
    for line in picture.lines:
        for x, y in points(line.path):
            inside = (x - 0.5, y + 0.2, 1.0, 0.0)
            assert not any(overlap(inside, (bx, by + 0.5, w, h - 1)) for bx, by, w, h in things), line.edges


@pytest.mark.parametrize("stage", STAGES)
def test_nothing_lies_on_anything_in_any_stage(edition, stage):
    picture = flow_picture(edition.playbook, stage)
    assert_nothing_lies_on_anything(picture)
    assert picture.width <= ROOM


@pytest.mark.parametrize("stage", STAGES)
def test_texts_stay_inside_their_boxes_and_labels(edition, stage):
    picture = flow_picture(edition.playbook, stage)
    for box in picture.boxes:
        for text in box.name:
            assert box.x < text.x
            assert text.x + text_width(text.text, 14, bold=True) < box.x + box.width
        for holder in box.holders:
            for text in holder.lines:
                assert text.x + text_width(text.text, 12.5, bold=holder.accountable) < box.x + box.width
                assert box.y < text.y - 9
                assert text.y + 4 < box.y + box.height
    for label in picture.labels:
        for text in (line for words in label.words for line in words.lines):
            assert text_width(text.text, 12.5, bold=True) < label.width
            assert label.y < text.y - 9
            assert text.y + 4 < label.y + label.height


@pytest.mark.parametrize("stage", STAGES)
def test_a_flow_shows_every_activity_once_below_what_it_takes_up(edition, stage):
    picture = flow_picture(edition.playbook, stage)
    activities = edition.playbook.stages[stage].activities
    assert sorted(box.activity.id for box in picture.boxes) == sorted(activities)
    top = {box.activity.id: box.y for box in picture.boxes}
    for box in picture.boxes:
        assert all(top[each] < box.y for each in box.activity.after if each in top)


@pytest.mark.parametrize("stage", STAGES)
def test_every_change_of_hands_has_a_label_that_names_what_spans_it(edition, stage):
    picture = flow_picture(edition.playbook, stage)
    changing = [line for line in picture.lines if line.hands is not Hands.STAY]
    spanned = [label for label in picture.labels if label.hands is not Hands.STAY]
    assert len(changing) == len(spanned)
    for label in spanned:
        assert any(words.kind == "ritual" for words in label.words)


def test_a_handoff_says_so():
    picture = flow_picture(a_stage({"give": [], "take": ["give"]}, {"give": "a", "take": "b"}), "work")
    assert [line.hands for line in picture.lines] == [Hands.HANDOFF]
    assert [text.text for label in picture.labels for words in label.words for text in words.lines] == [
        "no conversation"
    ]
    assert "changes hands once: 0 in a conversation, 1 without one" in picture.description


def test_a_step_where_somebody_stays_responsible_has_no_label():
    picture = flow_picture(a_stage({"begin": [], "go-on": ["begin"]}), "work")
    assert [line.hands for line in picture.lines] == [Hands.STAY]
    assert picture.labels == ()
    assert "changes hands nowhere" in picture.description


def test_a_stage_without_activities_has_an_empty_picture():
    picture = flow_picture(a_stage({}), "work")
    assert (picture.boxes, picture.lines, picture.width, picture.height) == ((), (), 0, 0)


def test_a_wide_rank_becomes_several_rows():
    playbook = a_stage({"first": [], **{f"next-{n}": ["first"] for n in range(8)}})
    assert [len(row) for row in rows(playbook, "work")] == [1, 3, 3, 2]
    assert_nothing_lies_on_anything(flow_picture(playbook, "work"))


def test_what_comes_from_nowhere_stands_right_above_what_takes_it_up():
    playbook = a_stage({"a": [], "b": ["a"], "late": [], "c": ["b", "late"]})
    assert [[each.id for each in row] for row in rows(playbook, "work")] == [["a"], ["late", "b"], ["c"]]


def test_a_loop_is_drawn_with_an_arrow_upwards():
    picture = flow_picture(a_stage({"try": ["learn"], "learn": ["try"]}), "work")
    assert len(picture.lines) == 2
    assert_nothing_lies_on_anything(picture)
    heads = {line.edges[0].second.id: float(line.arrow[1:].split("l")[0].split()[1]) for line in picture.lines}
    top = {box.activity.id: box for box in picture.boxes}
    upper, lower = sorted(top.values(), key=lambda box: box.y)
    assert heads[upper.activity.id] == pytest.approx(upper.y + upper.height, abs=0.2)
    assert heads[lower.activity.id] == pytest.approx(lower.y, abs=0.2)


def test_a_step_after_itself_is_left_out():
    assert flow_picture(a_stage({"again": ["again"]}), "work").lines == ()


@pytest.mark.parametrize("count", [12, 25])
def test_a_tangle_is_drawn_without_overlaps(count):
    """Everybody takes up much from everybody, each in other hands."""
    names = [f"activity-number-{n}-with-a-name" for n in range(count)]
    after = {name: [names[m] for m in range(n) if (n * m) % 3 == 1 or m == n - 4] for n, name in enumerate(names)}
    picture = flow_picture(a_stage(after, {name: f"role-{n % 5}" for n, name in enumerate(names)}), "work")
    assert_nothing_lies_on_anything(picture)
    assert max(len([box for box in picture.boxes if box.y == y]) for y in {box.y for box in picture.boxes}) <= IN_A_ROW


def test_the_same_playbook_gives_the_same_picture(edition):
    assert flow_picture(edition.playbook, "build") == flow_picture(edition.playbook, "build")


@pytest.mark.parametrize("stage", STAGES)
def test_the_words_say_all_that_the_picture_says(edition, stage):
    html = rendered(edition, "flow", picture=flow_picture(edition.playbook, stage))
    assert html.count("<svg role=") == 1
    assert "\n" not in html
    words = html[html.index("<details") :]
    for activity in edition.playbook.stages[stage].activities.values():
        assert f"#{activity.id}" in words
        for role in activity.hands:
            assert f"roles/{role}/" in words
    svg = html[html.index("<svg role=") : html.index("</svg>")]
    for activity in edition.playbook.stages[stage].activities.values():
        assert f"stages/{stage}/#{activity.id}" in svg


def test_yaml_text_is_escaped_in_a_flow(edition):
    playbook = a_stage({"x": []})
    activity = (
        playbook.activities["x"]
        .model_copy(update={"name": "<script>{{ 1 }}</script>"})
        .placed("x", Address("stage", "work"))
    )
    stage = placed(playbook.stages["work"].model_copy(update={"activities": {"x": activity}}), "work")
    html = rendered(edition, "flow", picture=flow_picture(a_playbook(stage), "work"))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_legend_can_be_left_out(edition):
    picture = flow_picture(edition.playbook, "build")
    assert "ob-flowkey" in rendered(edition, "flow", picture=picture)
    assert "ob-flowkey" not in rendered(edition, "flow", picture=picture, legend=False)


def test_a_word_too_long_for_a_line_is_cut():
    lines = wrapped("Unforeseeableinterdependencies now", 60, 14)
    assert "".join(lines) == "Unforeseeableinterdependenciesnow"
    assert all(text_width(line, 14) <= 60 for line in lines)


# Coverage.


def a_team(id_: str, **values: Any) -> Team:
    return placed(Team(**{"name": id_.capitalize(), "kind": "standing", "purpose": "To care."} | values), id_)


def a_product(*stewards: tuple[str, str, str | None], **values: Any) -> Product:
    care = tuple({"team": team, "from": since} | ({"until": until} if until else {}) for team, since, until in stewards)
    return placed(Product(**{"name": "Ferry", "customers": "All.", "stewards": care} | values), "ferry")


def the_lane(product: Product, *others: Any) -> Any:
    return coverage_picture(a_playbook(product, a_team("old"), a_team("new"), *others), ON).lanes[0]


def test_a_handover_with_an_overlap_shows_three_stretches():
    lane = the_lane(a_product(("old", "2022-01-01", "2024-06-30"), ("new", "2024-05-01", None), launched="2022-01-01"))
    assert [(each.care, each.teams) for each in lane.segments] == [
        (Care.STEWARD, ("old",)),
        (Care.OVERLAP, ("old", "new")),
        (Care.STEWARD, ("new",)),
    ]
    assert lane.segments[-1].goes_on
    assert not lane.segments[0].goes_on


def test_a_gap_says_nobody(edition):
    product = a_product(("old", "2022-01-01", "2024-03-31"), ("new", "2024-05-01", None), launched="2022-01-01")
    picture = coverage_picture(a_playbook(product, a_team("old"), a_team("new")), ON)
    gap = picture.lanes[0].segments[1]
    assert (gap.care, gap.days, gap.has_room) == (Care.GAP, 30, False)
    assert [note.text for note in picture.lanes[0].notes if note.kind == "gap"] == ["nobody 1 Apr 2024 to 30 Apr 2024"]
    assert "nobody" in rendered(edition, "coverage", picture=picture)


def test_a_bar_ends_when_the_product_retires():
    lane = the_lane(a_product(("old", "2022-01-01", None), launched="2022-01-01", retired="2027-03-31"))
    assert lane.segments[-1].end == date(2027, 3, 31)
    assert ("retired", "retires 31 Mar 2027") in [(note.kind, note.text) for note in lane.notes]


def test_a_bar_that_began_before_the_years_shown_says_so():
    lane = the_lane(a_product(("old", "2010-01-01", None), launched="2010-01-01"))
    assert lane.segments[0].from_before
    assert not the_lane(a_product(("old", "2022-01-01", None))).segments[0].from_before


def test_the_years_begin_where_they_are_needed_and_six_back_at_most():
    def first(since: str) -> date:
        return coverage_picture(a_playbook(a_product(("old", since, None))), ON).start

    assert first("2024-06-01") == date(2024, 1, 1)
    assert first("1998-01-01") == date(2021, 1, 1)
    assert coverage_picture(a_playbook(), ON).end == date(2028, 5, 31)


def test_a_swarm_that_works_on_a_bet_has_a_bar():
    swarm = a_team("rush", kind="swarm", starts="2026-09-01", ends="2027-02-28")
    bet = placed(
        Bet(name="Faster", stream="product", hypothesis="It is.", product="ferry", team="rush", state="active"),
        "faster",
    )
    lane = the_lane(a_product(("old", "2022-01-01", None)), swarm, bet)
    assert [(bar.team.id, [each.id for each in bar.bets]) for bar in lane.swarms] == [("rush", ["faster"])]
    assert 0 < lane.swarms[0].left < lane.swarms[0].left + lane.swarms[0].width < 100
    assert the_lane(a_product(("old", "2022-01-01", None)), swarm).swarms == ()


def test_segments_meet_without_a_seam_and_notes_do_not_overlap(edition):
    for lane in coverage_picture(edition.playbook, ON).lanes:
        for one, other in zip(lane.segments, lane.segments[1:], strict=False):
            assert one.left + one.width == pytest.approx(other.left, abs=0.03)
        assert all(0 <= each.left <= each.left + each.width <= 100.02 for each in lane.segments)
        assert len({(note.row, note.at) for note in lane.notes}) == len(lane.notes)


def test_one_product_can_be_shown_alone(edition):
    some = next(iter(edition.playbook.products))
    picture = coverage_picture(edition.playbook, ON, products=(some,))
    assert [lane.product.id for lane in picture.lanes] == [some]


def test_the_coverage_table_names_every_team(edition):
    picture = coverage_picture(edition.playbook, ON)
    html = rendered(edition, "coverage", picture=picture)
    table = html[html.index("<details") :]
    for lane in picture.lanes:
        assert f"products/{lane.product.id}/" in table
        for team in (team for segment in lane.segments for team in segment.teams):
            assert f"teams/{team}/" in table


def test_no_products_is_said_in_words(edition):
    assert "No product" in rendered(edition, "coverage", picture=coverage_picture(a_playbook(), ON))


# Rhythm.

MONTHLY = {"every": "month", "day": "third monday", "at": "14:00"}
WEEKLY = {"every": "week", "day": "thursday", "at": "10:00"}
QUARTERLY = {"every": "quarter", "month": 1, "day": "second tuesday"}
YEARLY = {"every": "year", "month": 2, "day": "first monday"}
DAILY = {"every": "workday", "at": "09:15"}
FORTNIGHTLY = {"every": "2 weeks", "day": "wednesday", "at": "14:30", "starts": "2026-01-14"}
TRIGGERED = {"trigger": "A bet is approved", "per_year": 4}


def test_a_year_has_what_recurs_monthly_or_less_often():
    playbook = a_playbook(
        *(
            a_ritual(id_, each)
            for id_, each in {"m": MONTHLY, "w": WEEKLY, "q": QUARTERLY, "y": YEARLY, "t": TRIGGERED}.items()
        )
    )
    picture = year(playbook, ON)
    assert [row.ritual.id for row in picture.rows] == ["m", "q", "y"]
    assert [column.head for column in picture.columns][:3] == ["Nov", "Dec", "Jan"]
    assert [column.over for column in picture.columns][:3] == ["2026", "", "2027"]
    assert (picture.start, picture.end) == (date(2026, 11, 1), date(2027, 10, 31))
    assert picture.rows[0].cells[0].text == "16"
    assert [index for index, cell in enumerate(picture.rows[2].cells) if cell.days] == [3]


def test_a_quarter_has_thirteen_weeks_and_no_daily_ritual():
    playbook = a_playbook(
        *(a_ritual(id_, each) for id_, each in {"m": MONTHLY, "w": WEEKLY, "d": DAILY, "y": YEARLY}.items())
    )
    picture = quarter(playbook, ON)
    assert [row.ritual.id for row in picture.rows] == ["w", "m"]
    assert len(picture.columns) == 13
    assert picture.start == date(2026, 11, 16)
    assert picture.end == picture.start + timedelta(weeks=13, days=-1)
    assert [cell.text for cell in picture.rows[0].cells][:3] == ["19", "26", "3"]


def test_a_ritual_of_teams_shows_the_days_of_all_of_them():
    days = ("monday", "tuesday", "wednesday", "thursday", "friday")
    teams = [a_team(f"team-{day}", rituals={"w": Holding(day=day)}) for day in days]
    few = quarter(a_playbook(a_ritual("w", WEEKLY), *teams[:2]), ON).rows[0]
    assert (few.by_teams, few.cells[0].text) == (True, "16, 17")
    assert few.cells[0].tells == "Monday 16 November, 10:00, Team-monday; Tuesday 17 November, 10:00, Team-tuesday"
    many = quarter(a_playbook(a_ritual("w", WEEKLY), *teams), ON).rows[0]
    assert many.cells[0].text == "16\N{EN DASH}20"


def test_a_typical_week_is_in_the_order_of_time():
    playbook = a_playbook(
        a_ritual("d", DAILY),
        a_ritual("w", WEEKLY),
        a_ritual("m", MONTHLY),
        a_ritual("f", FORTNIGHTLY),
        a_ritual("q", QUARTERLY),
        a_ritual("t", TRIGGERED),
    )
    found = {day.name: [(each.at, each.ritual.id, each.mark) for each in day.entries] for day in week(playbook).days}
    assert found == {
        "Monday": [("09:15", "d", ""), ("14:00", "m", "third Monday")],
        "Tuesday": [("09:15", "d", "")],
        "Wednesday": [("09:15", "d", ""), ("14:30", "f", "every other week")],
        "Thursday": [("09:15", "d", ""), ("10:00", "w", "")],
        "Friday": [("09:15", "d", "")],
    }


def test_a_ritual_of_many_teams_stands_in_the_week_once():
    teams = [a_team(f"team-{n}", rituals={"w": Holding(day="monday")}) for n in range(3)]
    picture = week(a_playbook(a_ritual("w", WEEKLY), *teams))
    assert [(day.name, each.by_teams) for day in picture.days for each in day.entries] == [("Thursday", True)]
    assert picture.has_teams


def test_a_day_at_the_weekend_gets_a_column():
    picture = week(a_playbook(a_ritual("w", {"every": "week", "day": "saturday"})))
    assert [day.name for day in picture.days][-1] == "Saturday"


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,WE", ["Monday", "Wednesday"]),
        ("FREQ=MONTHLY;BYMONTHDAY=10", []),  # falls on any day of the week
    ],
)
def test_a_rule_stands_on_the_days_on_which_it_falls(rule, names):
    picture = week(a_playbook(a_ritual("r", {"rrule": rule, "starts": "2026-01-05"})))
    assert [day.name for day in picture.days if day.entries] == names
    assert len(picture.loose) == (0 if names else 1)


def test_an_event_calls_for_all_its_rituals(edition):
    playbook = a_playbook(
        a_ritual("one", TRIGGERED), a_ritual("two", {"trigger": "A bet is approved"}), a_ritual("w", WEEKLY)
    )
    (event,) = events(playbook)
    assert (event.trigger, event.per_year, [each.id for each in event.rituals]) == (
        "A bet is approved",
        4,
        ["one", "two"],
    )
    assert 'rowspan="2"' in rendered(edition, "events", picture=events(playbook))


def test_the_shipped_rhythm_is_shown_whole(edition):
    playbook = edition.playbook
    shown = {
        "year": year(playbook, ON),
        "quarter": quarter(playbook, ON),
        "week": week(playbook),
        "events": events(playbook),
    }
    html = "".join(rendered(edition, name, picture=picture) for name, picture in shown.items())
    for ritual in playbook.rituals:
        assert f"rituals/{ritual}/" in html


@pytest.mark.parametrize("name", ["year", "quarter", "events"])
def test_an_empty_rhythm_is_said_in_words(edition, name):
    empty = a_playbook()
    picture = {"year": year(empty, ON), "quarter": quarter(empty, ON), "events": events(empty)}[name]
    assert 'class="ob-none"' in rendered(edition, name, picture=picture)
