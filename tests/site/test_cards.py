from __future__ import annotations

from xml.etree import ElementTree

import segno

from opbook.model.playbook import Playbook
from opbook.site.views.cards import cards, code
from tests.site.built import Site
from tests.workbench import entity, playbook, ritual


def test_every_ritual_and_practice_has_a_card_with_the_code_of_its_page(site: Site, shipped: Playbook):
    article = site.article("cards/")
    ids = {each["id"] for each in article.all()}
    wanted = {f"ritual-{id_}" for id_ in shipped.rituals} | {f"practice-{id_}" for id_ in shipped.practices}
    assert wanted <= ids
    assert len(list(article.all("svg"))) == len(wanted)
    html = site.html("cards/")
    for address in ("rituals/demo/", "practices/cost-of-delay/"):
        assert str(code(f"https://playbook.harbourline.example/{address}")) in html


def test_a_card_says_what_a_wall_needs(site: Site, shipped: Playbook):
    (card,) = [each for each in site.article("cards/").all() if each["id"] == "ritual-demo"]
    demo = shipped.rituals["demo"]
    assert all(each.item in card.text for each in demo.agenda)
    assert f"{demo.minutes} min" in card.text


def test_what_is_withdrawn_has_no_card():
    gone = ritual("gone", "a", withdrawn={"date": "2026-01-01", "reason": "Done."})
    kept = entity("practice", "kept")
    found = cards(playbook(gone, kept, roles="a"), None)  # type: ignore[arg-type]
    assert (found["rituals"], found["practices"]) == ((), (kept,))


def test_a_code_has_the_modules_of_its_address_dark_on_white_with_a_quiet_zone():
    address = "https://playbook.example/rituals/demo/"
    svg = ElementTree.fromstring(str(code(address)))
    made = segno.make_qr(address, error="m")
    size = made.symbol_size(border=4)[0]
    assert svg.get("viewBox") == f"0 0 {size} {size}"
    fills = [each.get("fill") for each in svg.iter()]
    assert "#fff" in fills
    assert "#000" in [each.get("stroke") for each in svg.iter()]
