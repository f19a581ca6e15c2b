"""The RACI explorer: filters, two roles compared, the address that says both, paper, and failure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from opbook.model.activity import Activity
from opbook.model.flow import changes_of_hands
from opbook.model.meetings import shared_rituals
from opbook.model.playbook import Playbook
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE, Opener

Explore = Callable[..., Page]

LOOK = """() => {
  const seen = (selector) => [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility());
  return {
    rows: seen(".ob-matrix tr[data-id]").map((row) => row.dataset.id),
    columns: seen(".ob-matrix thead th[data-id]").map((head) => head.dataset.id),
    groups: seen(".ob-matrix .ob-group th").map((head) => head.querySelector("span").firstChild.textContent),
  };
}"""
ASKEW = """() => {
  const heads = [...document.querySelectorAll(".ob-matrix thead th")];
  const cells = [...document.querySelectorAll(".ob-matrix tbody :is(td, .ob-group th)")];
  const shown = cells.filter((each) => each.checkVisibility());
  const middle = (each) => (each.getBoundingClientRect().left + each.getBoundingClientRect().right) / 2;
  const width = heads[0].parentElement.getBoundingClientRect().width;
  return shown.filter((each) => each.tagName === "TD"
    ? Math.abs(middle(each) - middle(heads[each.cellIndex])) > 1
    : Math.abs(each.getBoundingClientRect().width - width) > 2).length;
}"""


@pytest.fixture(params=[DESKTOP, PHONE], ids=["wide", "phone"])
def screen(request: pytest.FixtureRequest) -> dict[str, int]:
    """Both screens, one after the other."""
    return dict(request.param)


@pytest.fixture
def explore(context: Opener) -> Iterator[Explore]:
    """Opens the explorer with a query, on a wide screen unless told otherwise; no page may complain."""
    complaints: list[str] = []

    def opened(query: str = "", *, within: BrowserContext | None = None, **options: Any) -> Page:
        page = (within or context(**options)).new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(f"/raci/{query}")
        _count(page).wait_for()
        return page

    yield opened
    assert not complaints


def _count(page: Page) -> Locator:
    return page.locator(".ob-explorer__result [role=status]")


def _panel(page: Page) -> Locator:
    """The controls, open: on a phone they are closed at first."""
    panel = page.locator(".ob-explorer__panel")
    if panel.get_attribute("open") is None:
        panel.locator("> summary").click()
    return panel


def _roles(page: Page) -> Locator:
    panel = _panel(page)
    panel.get_by_text(re.compile("^Roles: ")).click()
    return panel


def _look(page: Page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = page.evaluate(LOOK)
    return found


def _rows(page: Page) -> list[str]:
    return _look(page)["rows"]


def _wanted(shipped: Playbook, is_wanted: Callable[[Activity], Any]) -> list[str]:
    found = [id_ for id_, each in shipped.activities.items() if is_wanted(each)]
    assert 0 < len(found) < len(shipped.activities), "this filter would show nothing of what it does"
    return found


def _by_mouse(page: Page, label: str, value: str) -> None:
    _panel(page).get_by_label(label, exact=True).select_option(label=value)


def _by_keys(page: Page, label: str, value: str) -> None:
    summary = page.locator(".ob-explorer__panel > summary")
    summary.focus()
    if page.locator(".ob-explorer__panel").get_attribute("open") is None:
        page.keyboard.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.labels?.[0]?.textContent")
        if focused == label:
            break
    assert focused == label
    page.keyboard.type(value)


CHOOSING = pytest.mark.parametrize("choose", [_by_mouse, _by_keys], ids=["mouse", "keys"])
Choose = Callable[[Page, str, str], None]


def test_at_first_everything_is_there_and_counted(explore: Explore, shipped: Playbook, screen: dict[str, int]):
    page = explore(viewport=screen)
    look = _look(page)
    assert look["rows"] == list(shipped.activities)
    expect(_count(page)).to_have_text(f"{len(look['rows'])} activities, {len(look['columns'])} roles")
    expect(page.get_by_role("button", name="Clear all")).to_be_hidden()
    assert page.url.endswith("/raci/")


def test_on_a_phone_the_controls_take_little_room_and_say_how_many_are_on(explore: Explore):
    page = explore("?role=product-owner&letter=A&stage=launch", viewport=PHONE)
    expect(page.get_by_label("Part", exact=True)).to_be_hidden()
    expect(page.locator(".ob-explorer__panel > summary")).to_have_text("Filter and compare (3 on)")
    box = page.locator(".ob-explorer").bounding_box()
    assert box is not None
    assert box["height"] < 0.3 * PHONE["height"]


@CHOOSING
def test_a_stage(explore: Explore, shipped: Playbook, screen: dict[str, int], choose: Choose):
    page = explore(viewport=screen)
    choose(page, "Stage, practice or ritual", "Launch")
    assert page.url.endswith("/raci/?stage=launch")
    look = _look(page)
    assert look["rows"] == list(shipped.stages["launch"].activities)
    assert look["groups"] == ["Launch"], "a group in which nothing is left is still there"
    used = {role for id_ in look["rows"] for role in shipped.activities[id_].roles}
    assert set(look["columns"]) == used
    assert used < set(shipped.roles), "no column could have gone"
    expect(_count(page)).to_have_text(
        f"{len(look['rows'])} of {len(shipped.activities)} activities, {len(used)} of {len(shipped.roles)} roles"
    )
    assert page.evaluate(ASKEW) == 0


def test_a_ritual_has_what_is_talked_over_in_it(explore: Explore, shipped: Playbook):
    page = explore()
    _by_mouse(page, "Stage, practice or ritual", shipped.rituals["launch-readiness"].name)
    assert page.url.endswith("?ritual=launch-readiness")
    assert set(_rows(page)) == {each.id for each in shipped.talked_over["launch-readiness"]}


@CHOOSING
def test_a_discipline_keeps_its_columns_and_what_they_have_a_part_in(
    explore: Explore, shipped: Playbook, choose: Choose, screen: dict[str, int]
):
    page = explore(viewport=screen)
    choose(page, "Discipline", "Project")
    roles = {id_ for id_, role in shipped.roles.items() if role.discipline == "project"}
    look = _look(page)
    assert look["rows"] == _wanted(shipped, lambda each: roles & set(each.roles))
    assert set(look["columns"]) == roles
    assert page.url.endswith("?discipline=project")


@CHOOSING
def test_a_team_has_its_own_columns_and_what_its_roles_have_in_hand(
    explore: Explore, shipped: Playbook, choose: Choose, screen: dict[str, int]
):
    page = explore(viewport=screen)
    id_ = "lantern"
    choose(page, "Team", shipped.teams[id_].name)
    roles = set(shipped.teams[id_].roles)
    look = _look(page)
    assert look["rows"] == _wanted(shipped, lambda each: roles & set(each.hands))
    assert set(look["columns"]) == roles & {role for id_ in look["rows"] for role in shipped.activities[id_].roles}
    assert page.url.endswith(f"?team={id_}")


@CHOOSING
def test_a_letter_alone_is_anybodys(explore: Explore, shipped: Playbook, choose: Choose, screen: dict[str, int]):
    page = explore(viewport=screen)
    choose(page, "Discipline", "Business")
    choose(page, "Part", "Responsible")
    roles = {id_ for id_, role in shipped.roles.items() if role.discipline == "business"}
    assert _rows(page) == _wanted(shipped, lambda each: roles & set(each.responsible))


def test_roles_by_mouse_any_of_them_and_then_with_a_letter(explore: Explore, shipped: Playbook, screen: dict[str, int]):
    page = explore(viewport=screen)
    panel = _roles(page)
    for id_ in ("product-owner", "designer"):
        panel.get_by_label(shipped.roles[id_].name, exact=True).check()
    expect(panel.get_by_text("Roles: 2 chosen")).to_be_visible()
    pair = {"product-owner", "designer"}
    assert _rows(page) == _wanted(shipped, lambda each: pair & set(each.roles))
    assert page.url.endswith("?role=product-owner,designer")
    _by_mouse(page, "Part", "Accountable")
    assert _rows(page) == _wanted(shipped, lambda each: pair & set(each.accountable))
    expect(page.locator(".ob-explorer__filter")).to_have_text("Filter: Product Owner or Designer; Accountable")


def test_roles_by_keys_and_the_first_chosen_column_comes_into_view(explore: Explore, shipped: Playbook):
    page = explore(viewport=PHONE)
    page.locator(".ob-explorer__panel > summary").focus()
    page.keyboard.press("Enter")
    page.locator(".ob-explorer__roles > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.value") != "customer-success-lead":
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert _rows(page) == _wanted(shipped, lambda each: "customer-success-lead" in each.roles)
    area, head = (page.locator(each).bounding_box() for each in (".ob-scroll", "th[data-id=customer-success-lead]"))
    assert area is not None
    assert head is not None
    assert head["x"] + head["width"] <= area["x"] + area["width"] + 1


@pytest.mark.parametrize("way", ["mouse", "keys"])
def test_only_decisions_and_only_changes_of_hands(
    explore: Explore, shipped: Playbook, screen: dict[str, int], way: str
):
    steps = {end.id for step in changes_of_hands(shipped) for end in (step.first, step.second)}
    page = explore(viewport=screen)

    def turn(label: str) -> None:
        box = _panel(page).get_by_label(label)
        if way == "mouse":
            box.click()
        else:
            box.focus()
            page.keyboard.press("Space")

    turn("only decisions")
    assert _rows(page) == _wanted(shipped, lambda each: each.is_decision)
    turn("only changes of hands")
    assert _rows(page) == _wanted(shipped, lambda each: each.is_decision and each.id in steps)
    assert page.url.endswith("?only=decisions,changes-of-hands")
    turn("only decisions")
    assert _rows(page) == _wanted(shipped, lambda each: each.id in steps)


def test_text_finds_names_of_activities_and_of_roles_word_by_word(
    explore: Explore, shipped: Playbook, screen: dict[str, int]
):
    page = explore(viewport=screen)
    box = _panel(page).get_by_label("Find", exact=True)
    box.click()
    page.keyboard.type("ROLL rehéarsed ")
    assert [shipped.activities[id_].name for id_ in _rows(page)] == ["Roll out with rehearsed rollback"]
    box.fill("designer")
    found = _rows(page)
    assert set(_wanted(shipped, lambda each: "designer" in each.roles)) <= set(found) < set(shipped.activities)
    page.keyboard.press("Enter")
    assert page.url.endswith("?text=designer"), "the form was sent away"


def test_filters_together(explore: Explore, shipped: Playbook, screen: dict[str, int]):
    page = explore("?role=product-owner&letter=A&stage=launch", viewport=screen)
    launch = shipped.stages["launch"].activities
    wanted = _wanted(shipped, lambda each: each.id in launch and "product-owner" in each.accountable)
    look = _look(page)
    assert look["rows"] == wanted
    assert "product-owner" in look["columns"]
    expect(page.locator(".ob-explorer__filter")).to_have_text("Filter: Product Owner; Accountable; stage Launch")
    assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]


def test_a_letter_of_a_role_within_a_discipline(explore: Explore, shipped: Playbook):
    look = _look(explore("?role=project-manager&discipline=product&letter=R"))
    product = {id_ for id_, role in shipped.roles.items() if role.discipline == "product"}
    assert look["rows"] == _wanted(
        shipped, lambda each: "project-manager" in each.responsible and product & set(each.roles)
    )
    assert set(look["columns"]) <= {*product, "project-manager"}


def test_nothing_left_says_so_and_can_be_cleared(explore: Explore, shipped: Playbook, screen: dict[str, int]):
    page = explore("?text=nobody+does+this&stage=launch", viewport=screen)
    expect(_count(page)).to_have_text(f"0 of {len(shipped.activities)} activities")
    expect(page.get_by_text("No activity fits what is chosen.")).to_be_visible()
    expect(page.locator(".ob-matrix")).to_be_hidden()
    page.get_by_role("button", name="Clear all filters").click()
    assert _rows(page) == list(shipped.activities)
    assert page.url.endswith("/raci/")
    expect(page.locator(".ob-explorer__panel > summary")).to_be_focused()


def test_clear_all_by_keys(explore: Explore, shipped: Playbook):
    page = explore("?compare=product-owner,designer&only=decisions&role=designer&text=e")
    page.get_by_role("button", name="Clear all").focus()
    page.keyboard.press("Enter")
    look = _look(page)
    assert look["rows"] == list(shipped.activities)
    assert len(look["columns"]) == len({role for each in shipped.activities.values() for role in each.roles})
    expect(page.locator(".ob-explorer__summary")).to_be_hidden()
    assert page.locator(".ob-explorer__form :checked:not(option)").count() == 0


@CHOOSING
def test_two_roles_are_compared(explore: Explore, shipped: Playbook, screen: dict[str, int], choose: Choose):
    page = explore(viewport=screen)
    choose(page, "Compare", "Product Owner")
    expect(page.locator(".ob-explorer__filter")).to_have_text("Choose a second role to compare with.")
    assert _rows(page) == list(shipped.activities)
    choose(page, "with", "Project Manager")
    assert page.url.endswith("?compare=product-owner,project-manager")
    pair = {"product-owner", "project-manager"}
    shared = _wanted(shipped, lambda each: pair <= set(each.roles))
    look = _look(page)
    assert (look["rows"], set(look["columns"])) == (shared, pair)
    summary = page.get_by_role("region", name="Two roles compared")
    expect(summary.get_by_role("heading", level=2)).to_have_text("Product Owner and Project Manager")
    expect(summary).to_contain_text(f"Both have a part in {len(shared)} of the activities in view")
    hrefs = summary.locator("a").evaluate_all("links => links.map(({ pathname, hash }) => pathname + hash)")
    for id_ in shared:
        home = shipped.activities[id_].home
        assert any(each.endswith(f"#{id_}") for each in hrefs), f"{id_} of {home} is not in the summary"
    rituals = [each.id for each in shared_rituals(shipped, *sorted(pair))]
    last = summary.locator("ul").last.locator("a")
    assert last.evaluate_all("links => links.map(({ pathname }) => pathname)") == [
        f"/rituals/{id_}/" for id_ in rituals
    ]
    assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]


def test_the_comparison_says_who_answers_who_does_it_and_where_it_is_talked_over(explore: Explore, shipped: Playbook):
    one, other = "product-owner", "project-manager"
    page = explore(f"?compare={one},{other}")
    rituals = {each.id: each.name for each in shared_rituals(shipped, one, other)}
    for details in page.locator(".ob-explorer__summary details").all():
        if details.get_attribute("open") is None:
            details.locator("summary").click()
    answers = _wanted(shipped, lambda each: one in each.accountable and other in each.responsible)
    group = page.locator(".ob-explorer__summary details").filter(
        has_text=f"Product Owner answers for it, Project Manager does the work ({len(answers)})"
    )
    assert group.locator("li > a").all_inner_texts() == [shipped.activities[id_].name for id_ in answers]
    for item in page.locator(".ob-explorer__summary details li").all():
        activity = shipped.activities[item.locator("> a").evaluate("({ hash }) => hash.slice(1)")]
        letters = item.locator(".ob-letter").all_inner_texts()
        assert letters == [*activity.letters(one), *activity.letters(other)]
        about = [name for id_, name in rituals.items() if id_ in activity.rituals or activity.home.id == id_]
        said = item.inner_text()
        if about:
            assert said.endswith(f"talked over in {', '.join(about)}")
        else:
            assert "no conversation of theirs is about it; they meet in " in said


def test_two_whom_nothing_brings_together_are_told_so(explore: Explore, context: Opener):
    within = context()

    def alone(route: Route) -> None:
        facts = route.fetch().json()
        for role in facts["roles"]:
            role["rituals"] = []
        route.fulfill(json=facts)

    within.route("**/raci/explorer.json", alone)
    page = explore("?compare=product-owner,project-manager", within=within)
    summary = page.locator(".ob-explorer__summary")
    expect(summary).to_contain_text("none: no conversation requires them both")
    expect(summary.locator("details li").first).to_contain_text("no conversation brings them together about it")


def test_nobody_is_compared_with_themselves(explore: Explore):
    page = explore("?compare=designer")
    assert page.locator("select[name=second] option[value=designer]").is_disabled()
    assert page.locator("select[name=first] option[value=designer]").is_enabled()


def test_the_address_says_it_all(explore: Explore, screen: dict[str, int]):
    query = "role=designer,product-owner&letter=R&practice=value-portfolio-inventory&discipline=product&team=journeys"
    page = explore(f"?from=mail&{query}&text=e&only=decisions&compare=designer,product-owner#__", viewport=screen)
    _panel(page).get_by_label("only decisions").uncheck()
    page.locator("select[name=home]").select_option("stage:build")
    assert page.url.split("?")[1] == (
        "from=mail&role=product-owner,designer&letter=R&stage=build&discipline=product&team=journeys&text=e"
        "&compare=designer,product-owner#__"
    )
    again = explore(page.url[page.url.index("?") :], viewport=screen)
    assert _look(again) == _look(page)
    assert again.locator(".ob-explorer__filter").inner_text() == page.locator(".ob-explorer__filter").inner_text()
    assert again.url == page.url


def test_back_and_forth_bring_back_what_was_chosen(explore: Explore, shipped: Playbook):
    page = explore()
    _by_mouse(page, "Stage, practice or ritual", "Launch")
    _panel(page).get_by_label("only decisions").check()
    decisions = _rows(page)
    page.go_back()
    assert _rows(page) == list(shipped.stages["launch"].activities)
    expect(page.get_by_label("only decisions")).not_to_be_checked()
    page.go_back()
    assert _rows(page) == list(shipped.activities)
    assert page.locator("select[name=home]").input_value() == ""
    page.go_forward()
    page.go_forward()
    assert _rows(page) == decisions


def test_typing_leaves_no_trail(explore: Explore):
    page = explore("?stage=launch")
    before = page.evaluate("history.length")
    page.get_by_label("Find", exact=True).press_sequentially("support")
    page.keyboard.press("Tab")
    assert page.url.endswith("?stage=launch&text=support")
    assert page.evaluate("history.length") == before


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("role=foo", "The address names the role foo, which this playbook does not have; it is left out."),
        ("compare=foo,designer", "The address names the role foo, which this playbook does not have; it is left out."),
        ("team=<i>", "The address names the team <i>, which this playbook does not have; it is left out."),
        ("letter=Z", "The address names the part Z, which this playbook does not have; it is left out."),
        ("only=jokes", "The address names the mark jokes, which this playbook does not have; it is left out."),
        (
            "practice=launch",
            "The address names the practice launch, which this playbook does not have; it is left out.",
        ),
        ("discipline=constructor", "The address names the discipline constructor, which this playbook does not have"),
        ("stage=build", "The address names the stage build, which is one too many; it is left out."),
        ("ritual=demo", "The address names the ritual demo, which is one too many; it is left out."),
    ],
)
def test_what_an_address_gets_wrong_is_told_and_the_rest_applies(
    explore: Explore, shipped: Playbook, query: str, said: str
):
    page = explore(f"?stage=launch&{query}")
    expect(page.locator(".ob-explorer__problems > p")).to_have_count(1)
    expect(page.locator(".ob-explorer__problems")).to_contain_text(said)
    assert _rows(page) == list(shipped.stages["launch"].activities)
    _panel(page).get_by_label("only decisions").check()
    expect(page.locator(".ob-explorer__problems > p")).to_have_count(0)


def test_a_former_id_still_leads_to_its_role(explore: Explore, context: Opener, shipped: Playbook):
    within = context()

    def renamed(route: Route) -> None:
        route.fulfill(json={**route.fetch().json(), "renamed": {"role:draughtsman": "designer"}})

    within.route("**/raci/explorer.json", renamed)
    page = explore("?role=draughtsman", within=within)
    assert _rows(page) == _wanted(shipped, lambda each: "designer" in each.roles)
    expect(page.locator(".ob-explorer__problems > p")).to_have_count(0)


def test_the_link_is_copied_or_the_reader_is_told_how(explore: Explore, context: Opener):
    allowed = context(permissions=["clipboard-read", "clipboard-write"])
    page = explore("?stage=launch", within=allowed)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("The link is copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    denied = explore("?stage=launch")
    denied.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    denied.get_by_role("button", name="Copy link").click()
    expect(denied.get_by_text("take the address from its address bar")).to_be_visible()


def test_paper_has_what_is_left_and_says_what_was_chosen(explore: Explore, screen: dict[str, int]):
    page = explore("?role=product-owner&letter=A&stage=launch", viewport=screen)
    on_screen = _look(page)
    page.emulate_media(media="print")
    assert _look(page) == on_screen
    expect(page.locator(".ob-explorer__panel")).to_be_hidden()
    for button in page.locator(".ob-explorer button").all():
        expect(button).to_be_hidden()
    expect(page.locator(".ob-explorer__filter")).to_have_text("Filter: Product Owner; Accountable; stage Launch")
    expect(page.locator(".ob-explorer__filter")).to_be_visible()


def test_paper_has_the_whole_comparison(explore: Explore):
    page = explore("?compare=product-owner,project-manager")
    hidden = page.locator(".ob-explorer__summary details:not([open]) li").first
    assert not hidden.evaluate("each => each.checkVisibility({ contentVisibilityAuto: true })")
    page.emulate_media(media="print")
    box = hidden.bounding_box()
    assert box is not None
    assert box["height"] > 0


def _many(context: BrowserContext) -> None:
    """Make the table three times as long."""

    def page(route: Route) -> None:
        html = route.fetch().text()
        bodies = "".join(re.findall(r"<tbody>.*?</tbody>", html, re.DOTALL))
        more = "".join(re.sub(r'<tr data-id="([^"]+)"', rf'<tr data-id="\1-{n}"', bodies) for n in (2, 3))
        route.fulfill(body=html.replace("</table>", f"{more}</table>", 1), content_type="text/html")

    def facts(route: Route) -> None:
        said = route.fetch().json()
        own = said["activities"]
        said["activities"] = own + [{**each, "id": f"{each['id']}-{n}"} for n in (2, 3) for each in own]
        route.fulfill(json=said)

    context.route(re.compile(r"/raci/(\?.*)?$"), page)
    context.route("**/raci/explorer.json", facts)


def test_of_a_very_long_table_the_first_200_rows_are_shown_and_the_rest_on_demand(
    explore: Explore, context: Opener, shipped: Playbook
):
    every = 3 * len(shipped.activities)
    assert every > 200
    within = context()
    _many(within)
    page = explore(within=within)
    expect(_count(page)).to_have_text(re.compile(f"^{every} activities"))
    assert len(_rows(page)) == 200
    expect(page.get_by_text("The first 200 are shown.")).to_be_visible()
    page.emulate_media(media="print")
    assert len(_rows(page)) == every
    page.emulate_media(media="screen")
    page.get_by_role("button", name=f"Show all {every}").click()
    assert len(_rows(page)) == every
    expect(page.get_by_text("The first 200 are shown.")).to_be_hidden()
    expect(page.locator(".ob-scroll")).to_be_focused()
    _panel(page).get_by_label("only decisions").check()
    decisions = sum(each.is_decision for each in shipped.activities.values())
    assert len(_rows(page)) == min(3 * decisions, 200)


@pytest.mark.parametrize("answer", [{"status": 404, "body": ""}, {"status": 200, "body": "{"}, None])
def test_without_its_facts_the_table_stays_and_the_reader_is_told(
    page: Page, shipped: Playbook, answer: dict[str, Any] | None
):
    page.route("**/raci/explorer.json", lambda route: route.fulfill(**answer) if answer else route.abort())
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("/raci/")
    expect(page.locator("#ob-explorer [role=status]")).to_contain_text("could not be loaded")
    assert _rows(page) == list(shipped.activities)
    assert not errors


def test_header_row_and_first_column_stay_in_view_when_filtered(explore: Explore):
    page = explore("?role=product-owner", viewport={"width": 360, "height": 480})
    area = page.locator(".ob-scroll:has(> .ob-matrix)")
    area.evaluate("area => area.scrollTo(150, 300)")
    places = area.evaluate("""(area) => {
      const seen = (each) => each.checkVisibility();
      const box = (each) => each.getBoundingClientRect();
      const heads = [...area.querySelectorAll("thead th")].filter(seen);
      const rows = [...area.querySelectorAll("tbody th[scope=row]")].filter(seen);
      return [heads.map((each) => box(each).top - box(area).top), rows.map((each) => box(each).left - box(area).left)];
    }""")
    assert area.evaluate("area => [area.scrollLeft, area.scrollTop]") == [150, 300]
    for each in places:
        assert each == pytest.approx([0] * len(each), abs=2)


STATES = {
    "filtered": "?role=product-owner&letter=A&only=decisions",
    "compared": "?compare=product-owner,project-manager",
    "nothing left": "?text=zzz",
    "wrong address": "?role=foo&stage=launch",
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(explore: Explore, screen: dict[str, int], state: str):
    page = explore(STATES[state], viewport=screen)
    _roles(page)
    page.evaluate("for (const each of document.querySelectorAll('.ob-explorer details')) each.open = true")
    assert violations(page) == []
