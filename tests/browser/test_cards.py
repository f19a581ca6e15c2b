"""Cards for the wall, as a telephone sees them."""

from __future__ import annotations

import io
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from opbook.model.playbook import Playbook

SEEN: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "paper": {"media": "print"},
}


def read(page: Page, card: str) -> list[str]:
    """What a reader of QR codes finds in the picture of a card."""
    picture = page.locator(f"section#{card} .ob-wall__code").screenshot(animations="disabled")
    return [each.text for each in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))]


@pytest.mark.parametrize("seen", SEEN)
def test_the_code_of_each_card_is_read_as_the_address_of_its_page(page: Page, shipped: Playbook, seen: str):
    page.emulate_media(**SEEN[seen])
    page.goto("/cards/")
    cards = {
        f"{kind}-{id_}": [f"https://playbook.harbourline.example/{kind}s/{id_}/"]
        for kind, ids in (("ritual", shipped.rituals), ("practice", shipped.practices))
        for id_ in ids
    }
    assert {card: read(page, card) for card in cards} == cards
