from __future__ import annotations

from opbook.model.measures import metrics_in_force, open_bets_on, outcomes, place_to_review, users_of
from opbook.model.product import Product
from tests.workbench import entity, playbook, ritual

GONE = {"date": "2026-11-02", "reason": "Nobody needs it."}


def test_metrics_in_force_keep_the_order_and_leave_out_withdrawn_ones():
    found = playbook(entity("metric", "a"), entity("metric", "b"), entity("metric", "c", withdrawn=GONE))
    assert [each.id for each in metrics_in_force(found, ["b", "c", "a", "b", "nowhere"])] == ["b", "a"]


def test_outcomes_are_those_that_measure_one():
    found = playbook(entity("metric", "a", measures="guardrail"), entity("metric", "b"))
    assert [each.id for each in outcomes(found, ["a", "b"])] == ["b"]


def test_open_bets_on_a_product():
    product = entity("product", "p")
    assert isinstance(product, Product)
    bets = [
        entity("bet", "mine", product="p", state="idea"),
        entity("bet", "over", product="p", state="done"),
        entity("bet", "gone", product="p", withdrawn=GONE),
        entity("bet", "other"),
    ]
    assert [each.id for each in open_bets_on(playbook(product, *bets), product)] == ["mine"]


def test_users_of_a_metric_are_of_every_kind():
    users = [entity(kind, "u", metrics=["m"]) for kind in ("role", "practice", "product", "bet")]
    found = playbook(entity("metric", "m"), entity("metric", "n", counter="m"), *users)
    assert [str(each.address) for each in users_of(found, "m")] == [
        "role:u",
        "practice:u",
        "product:u",
        "bet:u",
        "metric:n",
    ]
    assert users_of(found, "n") == ()


def test_the_place_to_review_requires_most_and_is_a_review_where_it_can():
    found = playbook(
        ritual("kickoff", "a b", kind="kickoff"),
        ritual("review", "a b", kind="review"),
        ritual("sync", "a"),
        roles="a b c",
    )
    assert getattr(place_to_review(found, ["a", "b"]), "id", None) == "review"
    assert getattr(place_to_review(found, ["a"]), "id", None) == "review"
    assert place_to_review(found, ["c"]) is None
