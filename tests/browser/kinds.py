"""One page of each kind."""

from __future__ import annotations

from opbook.site.views.overview import OVERVIEWS

ENTITIES = (
    "/roles/product-owner/",
    "/rituals/product-project-sync/",
    "/practices/value-portfolio-inventory/",
    "/stages/launch/",
    "/teams/journeys/",
    "/teams/lantern/",
    "/products/fare-gate/",
    "/bets/contactless-at-the-gate/",
    "/metrics/decision-latency/",
    "/skills/negotiation/",
    "/tools/delivery-board/",
    "/principles/shared-ownership/",
)
OVERVIEW_PAGES = tuple(f"/{page.address}" for page in OVERVIEWS.values())
HAND_WRITTEN = ("/", "/why/", "/reading-a-raci/", "/contribute/", "/404.html")
PAGES = (*HAND_WRITTEN, *ENTITIES, *OVERVIEW_PAGES, "/health/", "/rules/", "/rules/h201/")
