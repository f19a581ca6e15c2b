from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import segno

from opbook.model.playbook import Playbook
from opbook.site.registry import Call, macros
from opbook.site.views.cards import cards, code
from tests.site.built import Element, Site, parsed
from tests.workbench import entity, playbook, ritual


def card(article: Element, id: str) -> Element:
    (found,) = [each for each in article.all("section") if each["id"] == id]
    return found


def test_every_ritual_and_practice_has_a_card_with_the_code_of_its_page(site: Site, shipped: Playbook):
    article = site.article("cards/")
    html = site.html("cards/")
    for kind, entities in (("ritual", shipped.rituals), ("practice", shipped.practices)):
        for id_, each in entities.items():
            address = f"https://playbook.harbourline.example/{kind}s/{id_}/"
            found = card(article, f"{kind}-{id_}")
            assert next(found.all("h3")).text == each.name
            assert found.one("div", role="img")["aria-label"].endswith(address)
            assert address.removeprefix("https://") in found.text
            assert str(code(address)) in html
    assert len(list(article.all("section"))) == len(shipped.rituals) + len(shipped.practices)


def test_a_card_of_a_ritual_says_what_a_wall_needs(site: Site, shipped: Playbook):
    demo = shipped.rituals["demo"]
    found = card(site.article("cards/"), "ritual-demo").text
    assert f"{demo.minutes} minutes" in found
    for id_ in (*demo.facilitator.roles, *demo.participants.required):
        assert shipped.roles[id_].name in found
    for each in demo.agenda:
        assert f"{each.item} {each.minutes} min" in found
    for text in (*demo.outputs, *(item.text for item in demo.checklist.before)):
        assert text in found


def test_a_card_of_a_practice_says_what_a_wall_needs(site: Site, call: Call):
    practice = call.edition.playbook.practices["cost-of-delay"]
    found = card(site.article("cards/"), "practice-cost-of-delay").text
    levels = [each.statement for each in practice.levels.values()]
    for text in (practice.outcome, practice.replaces, *practice.steps, *levels):
        assert text
        assert parsed(call.edition.prose(text)).text in found


def test_the_pages_of_rituals_and_practices_lead_to_their_cards(site: Site, shipped: Playbook):
    for kind, ids in (("ritual", shipped.rituals), ("practice", shipped.practices)):
        for id_ in ids:
            assert f"../../cards/#{kind}-{id_}" in {each["href"] for each in site.article(f"{kind}s/{id_}/").all("a")}


def test_what_is_withdrawn_has_no_card():
    gone = ritual("gone", "a", withdrawn={"date": "2026-01-01", "reason": "Done."})
    kept = entity("practice", "kept")
    found = cards(playbook(gone, kept, roles="a"), None)  # type: ignore[arg-type]
    assert (found["rituals"], found["practices"]) == ((), (kept,))


def test_without_an_address_of_its_own_a_site_has_cards_without_codes_that_say_what_is_missing(call: Call):
    shown = call.edition.playbook
    unknown = Playbook.of(shown.settings.model_copy(update={"public_url": None}), shown.entities)
    made = parsed(macros()["overview_page"](replace(call, edition=replace(call.edition, playbook=unknown)), "cards"))
    assert not list(made.all("svg"))
    assert "Set site_url in mkdocs.yml." in card(made, "ritual-demo").text


def drawn(svg: ElementTree.Element) -> set[tuple[int, int]]:
    """The dark modules, each by column and row: the lines that the path draws along the middle of the rows."""
    (path,) = [each for each in svg.iter() if each.get("stroke") == "#000"]
    x, y, found = 0.0, 0.0, set()
    for letter, numbers in re.findall(r"([a-zA-Z])([^a-zA-Z]*)", path.get("d") or ""):
        values = [float(each) for each in re.findall(r"-?[\d.]+", numbers)]
        if letter == "M":
            x, y = values
        elif letter == "m":
            x, y = x + values[0], y + values[1]
        else:
            assert letter == "h"
            found |= {(int(x) + step, int(y)) for step in range(int(values[0]))}
            x += values[0]
    return found


def test_a_code_has_the_modules_of_its_address_dark_on_white_with_a_quiet_zone():
    address = "https://playbook.example/rituals/demo/"
    svg = ElementTree.fromstring(str(code(address)))
    made = segno.make_qr(address, error="m")
    size = made.symbol_size(border=4)[0]
    assert svg.get("viewBox") == f"0 0 {size} {size}"
    (paper,) = [each for each in svg.iter() if each.get("fill") == "#fff"]
    assert paper.get("d") == f"M0 0h{size}v{size}h-{size}z"
    wanted = {(x + 4, y + 4) for y, row in enumerate(made.matrix) for x, dark in enumerate(row) if dark}
    assert drawn(svg) == wanted
