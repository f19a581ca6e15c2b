"""Success: what roles, bets and products are measured by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from opbook.checks import metric_cards
from opbook.checks.rule import Breach, Case, Place, rule
from opbook.model.activity import Activity
from opbook.model.common_ground import shared_metrics
from opbook.model.diagnostic import Severity
from opbook.model.measures import metrics_in_force, open_bets_on, outcomes
from opbook.model.meetings import shared_rituals
from opbook.model.metric import Metric
from opbook.model.phrases import listed
from opbook.model.portfolio import open_bets
from opbook.model.responsibility import shared_work

__all__ = ["metric_cards"]  # what a metric's own file says: the other half of this family


def _with_kinds(metrics: Iterable[Metric]) -> str:
    return listed(f"{metric.name} ({metric.measures})" for metric in metrics)


@rule("M401", Severity.WARNING)
def sides_share_work_but_no_metric(case: Case) -> Iterator[Breach]:
    """Two roles of different sides work together and have no measure of success in common.

    Looked at are two roles, one of each of the playbook's `sides`, of which one names the other as a counterpart, and
    which are both accountable or responsible in at least one activity. They share a metric when each of them owns it
    or names it among its metrics.

    Why: people pull towards what they are measured by. Two who do one piece of work and answer for different numbers
    will each be right, and will argue about it every week.

    To mend it: make the second role an owner of a metric that the first one owns already and that fits the work they
    share. If none fits, write one outcome metric for the two, and look at it in a ritual that requires both.

    Smell: none
    """
    playbook = case.playbook
    seen: set[frozenset[str]] = set()
    for role in playbook.roles.values():
        for index, counterpart in enumerate(role.counterparts):
            other = playbook.roles.get(counterpart.role)
            pair = frozenset((role.id, counterpart.role))
            if other is None or pair in seen or role.withdrawn is not None or other.withdrawn is not None:
                continue
            seen.add(pair)
            if len(case.sides_of(set(pair))) < 2:
                continue
            work = shared_work(playbook, role.id, other.id)
            if not work or any(each.withdrawn is None for each in shared_metrics(playbook, role.id, other.id)):
                continue
            yield Breach(
                Place(role.address, ("counterparts", index, "role")),
                f"{role.name} and {other.name} both have a hand in {_quoted(work)}, and have no metric in common",
                _something_to_share(case, role.id, other.id, work),
                tuple(
                    (f"{other.name} names {role.name} too", Place(other.address, ("counterparts", back, "role")))
                    for back, each in enumerate(other.counterparts)
                    if each.role == role.id
                ),
            )


def _quoted(work: Iterable[Activity]) -> str:
    return listed((f'"{activity.name}"' for activity in work), most=4)


def _something_to_share(case: Case, a: str, b: str, work: tuple[Activity, ...]) -> str:
    """How two roles come to a metric in common: the one that the other could join most easily."""
    playbook = case.playbook
    together = [ritual for ritual in shared_rituals(playbook, a, b) if ritual.withdrawn is None]
    offers: list[tuple[bool, bool, str]] = []
    for metric in playbook.metrics.values():
        holders = [role for role in (a, b) if role in metric.owners or metric.id in playbook.roles[role].metrics]
        if not holders or metric.withdrawn is not None or metric.measures == "output":
            continue
        newcomer = b if holders[0] == a else a
        seen_by_both = any(ritual.id == metric.reviewed_in for ritual in together)
        why = (
            f"an outcome of {case.name('role', holders[0])}" if metric.measures == "outcome" else f"a {metric.measures}"
        )
        if seen_by_both:
            why = f"which both see in {case.name('ritual', metric.reviewed_in or '')}"
        fix = f"add {case.name('role', newcomer)} to the owners of {metric.name}, {why}"
        offers.append((metric.measures != "outcome", not seen_by_both, fix))
    if offers:
        return min(offers, key=lambda offer: offer[:2])[2]
    where = f", and look at it in {together[0].name}" if together else ""
    return f"write one outcome metric for {_quoted(work[:1])}, with {case.names('role', (a, b))} as its owners{where}"


@rule("M404", Severity.ERROR)
def bet_without_outcome(case: Case) -> Iterator[Breach]:
    """An open bet names no metric that would show an outcome.

    Looked at are bets that are an idea, in shaping, funded, active or paused. Of their metrics only those that measure
    an `outcome` and are not withdrawn count; guardrails, flow and output do not.

    Why: a bet without an outcome cannot be lost. It ends when the money does, everybody was busy, and nobody can tell
    whether a customer is better off.

    To mend it: name an outcome metric of its product. If the bet is to change something else, agree in a metrics
    alignment what customers should notice, and write a metric for it before money is released.

    Smell: ME2
    """
    for bet in open_bets(case.playbook):
        if outcomes(case.playbook, bet.metrics):
            continue
        named = metrics_in_force(case.playbook, bet.metrics)
        evidence = f"is measured by {_with_kinds(named)}, and by no outcome" if named else "names no metric"
        product = case.playbook.products.get(bet.product or "")
        offered = outcomes(case.playbook, product.metrics) if product is not None else ()
        fix = "write a metric with `measures: outcome` for what its hypothesis promises, and name it in its `metrics`"
        if product is not None and offered:
            names = listed(metric.name for metric in offered)
            fix = (
                f"add {names} to its `metrics` if that is what it is to move: {product.name} is measured by it already"
            )
            if len(offered) > 1:
                fix = f"add to its `metrics` what it is to move: {product.name} is measured by {names} already"
        route = ("metrics",) if bet.metrics else ("hypothesis",)
        yield Breach(Place(bet.address, route, key=not bet.metrics), f"{bet.name} {evidence}", fix)


@rule("M405", Severity.ERROR)
def product_without_outcome(case: Case) -> Iterator[Breach]:
    """A product on which customers depend has no metric that shows an outcome.

    Looked at are products in a stage marked `live` that are not yet retired on the day. Of their metrics only those
    that measure an `outcome` and are not withdrawn count.

    Why: a live product costs money and attention every week. Without an outcome its steward can show that it runs, and
    never that it is worth running.

    To mend it: name an outcome metric of one of its bets, or write one with a baseline, and let its steward own it
    together with somebody of the other side.

    Smell: ME2
    """
    playbook = case.playbook
    for product in playbook.products.values():
        stage = playbook.stages.get(product.stage or "")
        is_gone = product.retired is not None and product.retired <= case.on
        if stage is None or not stage.live or is_gone or product.withdrawn is not None:
            continue
        if outcomes(playbook, product.metrics):
            continue
        named = metrics_in_force(playbook, product.metrics)
        evidence = f"is measured by {_with_kinds(named)}, and by no outcome" if named else "names no metric"
        bets = open_bets_on(playbook, product)
        offered = outcomes(playbook, chain.from_iterable(bet.metrics for bet in bets))
        fix = (
            f"write a metric with `measures: outcome` for what its customers get from {product.name}, "
            "and name it in its `metrics`"
        )
        if offered:
            source = next(bet for bet in bets if offered[0].id in bet.metrics)
            fix = f"add {offered[0].name} to its `metrics`: {source.name}, a bet on {product.name}, is measured by it"
        yield Breach(
            Place(product.address, ("metrics",) if product.metrics else ("stage",)),
            f"{product.name} is in {stage.name}, where customers depend on it, and {evidence}",
            fix,
        )


@rule("M406", Severity.WARNING)
def role_measured_by_output_alone(case: Case) -> Iterator[Breach]:
    """A role is measured only by how much it produces.

    Looked at are roles that name at least one metric. It fires when all of these, withdrawn ones left out, measure
    `output`.

    Why: a role that is judged by items finished finishes items. Whether anybody is better off becomes somebody else's
    business, and is soon nobody's.

    To mend it: name beside it an outcome that the role already owns. If it owns none, let it join the owners of one.

    Smell: ME2
    """
    playbook = case.playbook
    for role in playbook.roles.values():
        named = metrics_in_force(playbook, role.metrics)
        if role.withdrawn is not None or not named or any(metric.measures != "output" for metric in named):
            continue
        known = outcomes(playbook, playbook.metrics)
        owned = [metric for metric in known if role.id in metric.owners]
        partners = {each.role for each in role.counterparts}
        near = [metric for metric in known if partners & set(metric.owners)]
        fix = "write a metric with `measures: outcome` to which its work contributes, and name it among its metrics"
        if owned:
            fix = f"add {owned[0].name}, an outcome that {role.name} already owns, to its `metrics`"
        elif near:
            whose = case.names("role", [id_ for id_ in near[0].owners if id_ in partners])
            fix = f"add {near[0].name}, an outcome of its counterpart {whose}, to its `metrics`"
        only = "only by" if len(named) == 1 else "by"
        both = "which measures output" if len(named) == 1 else "all of which measure output"
        names = listed(metric.name for metric in named)
        yield Breach(Place(role.address, ("metrics",)), f"{role.name} is measured {only} {names}, {both}", fix)


@rule("M409", Severity.INFO, most=7)
def too_many_metrics(case: Case) -> Iterator[Breach]:
    """A product and its open bets are measured by more metrics than anybody can keep in mind.

    Counted are the metrics of a product and those of its open bets, each once, withdrawn ones left out. It fires above
    `most` (7).

    Why: with twenty indicators there is always a green one. Few numbers that both sides know by heart change
    decisions; a wall of them changes nothing.

    To mend it: drop those that measure output or flow from the product and its bets first, and put the rest to the
    test: which of them has changed a decision in the last two quarters?

    Smell: ME7
    """
    playbook = case.playbook
    most = case.threshold("most")
    for product in playbook.products.values():
        bets = open_bets_on(playbook, product)
        own = metrics_in_force(playbook, product.metrics)
        metrics = metrics_in_force(playbook, chain(product.metrics, *(bet.metrics for bet in bets)))
        if product.withdrawn is not None or len(metrics) <= most:
            continue
        added = [metric for metric in metrics if metric not in own]
        evidence = f"{len(own)} of its own ({listed(metric.name for metric in own)})" if own else "none of its own"
        if added:
            evidence += f" and {len(added)} of its open bets ({listed(metric.name for metric in added)})"
        lesser = [metric for metric in metrics if metric.measures in ("output", "flow")]
        first = f", beginning with {_with_kinds(lesser)}" if lesser else ""
        yield Breach(
            Place(product.address, ("metrics",) if own else ()),
            f"{product.name} is measured by {len(metrics)} metrics, more than {most:g}: {evidence}",
            f"drop metrics from its `metrics` or those of its bets until {most:g} are left{first}",
            tuple(
                (f"{bet.name} brings {listed(metric.name for metric in brought)}", Place(bet.address, ("metrics",)))
                for bet in bets
                if (brought := [metric for metric in added if metric.id in bet.metrics])
            ),
        )
