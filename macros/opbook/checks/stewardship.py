"""Stewardship: a live product has a team that stays with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from opbook.checks import swarms, transfers
from opbook.checks.likely_steward import likely_steward
from opbook.checks.rule import Breach, Case, Place, rule
from opbook.model.diagnostic import Severity
from opbook.model.phrases import counted, listed
from opbook.model.portfolio import bets_with_money, next_review
from opbook.model.product import Product, Stewardship
from opbook.model.stewardship import is_live, live_products, products_of, stewards_of, swarms_on
from opbook.model.team import Team

__all__ = ["swarms", "transfers"]  # what a swarm's own file says: the other parts of this family

_ONE_DAY = timedelta(days=1)


def _stage(case: Case, product: Product) -> str:
    return case.name("stage", product.stage) if product.stage is not None else ""


def _in_care(case: Case, product: Product) -> tuple[Team, ...]:
    """The teams in force that look after a product today."""
    teams = case.playbook.in_force.teams
    return tuple(teams[id_] for id_ in stewards_of(product, case.on) if id_ in teams)


@rule("T501", Severity.ERROR)
def product_without_steward(case: Case) -> Iterator[Breach]:
    """Customers depend on a product, and today no team looks after it.

    Looked at are products that are in a `live` stage and not retired. It fires when no team that is still in force has
    the day between its `from` and `until`.

    Why: an unattended product goes on failing customers quietly. Nobody orders its backlog, nobody hears the support
    desk, and the money spent on building it loses its worth month by month.

    To mend it: let the next steward begin today, or give the product back to the team that had it last. If no standing
    team has room, bring the product to the next review of the portfolio: keeping it well, or retiring it, is a choice.

    Smell: ST1
    """
    playbook, on = case.playbook.in_force, case.on
    for product in live_products(playbook, on):
        if _in_care(case, product):
            continue
        entries = list(enumerate(product.stewards))
        past = [(index, each) for index, each in entries if each.until is not None and each.until < on]
        coming = [(index, each) for index, each in entries if each.since > on and each.team in playbook.teams]
        route: tuple[str | int, ...] = ("stage",)
        told = "no team has ever been named to look after it"
        gone = next(((i, each) for i, each in entries if each.team in stewards_of(product, on)), None)
        if gone is not None:
            route, told = ("stewards", gone[0], "team"), f"{case.name('team', gone[1].team)} is withdrawn"
        elif past:
            index, last = max(past, key=lambda each: each[1].until or date.min)
            route = ("stewards", index, "until")
            told = f"{case.name('team', last.team)} looked after it until {last.until}"
        elif entries:
            told = "nobody looks after it yet"
        fix = "name a standing team under `stewards`, from today on"
        if coming:
            index, following = min(coming, key=lambda each: each[1].since)
            name = case.name("team", following.team)
            told += f", and {name} follows only on {following.since}"
            route = route if past or gone else ("stewards", index, "from")
            fix = f"let {name} begin on {on}"
            if past and last.team in playbook.teams:
                fix += f", or let {case.name('team', last.team)} stay until then"
        elif (proposed := likely_steward(case, product, but=gone[1].team if gone else "")) is not None:
            fix = f"add {proposed} to `stewards` from {on} on, or name another standing team"
        yield Breach(
            Place(product.address, route),
            f"customers depend on {product.name}, which is in {_stage(case, product)}, and no team looks after it on "
            f"{on}: {told}",
            fix,
        )


@rule("T502", Severity.ERROR)
def steward_will_vanish(case: Case) -> Iterator[Breach]:
    """The team that looks after a live product will not be there for long, and none follows it.

    Looked at are today's stewards of products that are in a `live` stage and not retired. A steward will vanish when it
    is a swarm, when its team has an `ends`, or when its stewardship has an `until`. It does not fire where a standing
    team without an end follows without a gap, or where the product is retired by then.

    Why: a team with an end takes what it knows along. What was looked after by a project is, on the day after it, what
    nobody looks after.

    To mend it: name the standing team that follows, from the next day at the latest; better some weeks earlier, so that
    the two overlap.

    Smell: ST2
    """
    playbook = case.playbook.in_force
    for product in live_products(playbook, case.on):
        for index, each in enumerate(product.stewards):
            team = playbook.teams.get(each.team)
            if team is None or not each.since <= case.on <= (each.until or date.max):
                continue
            is_passing = team.is_swarm or team.ends is not None
            end = min((day for day in (each.until, team.ends) if day not in (None, date.max)), default=None)
            if (not is_passing and end is None) or _is_retired_by(product, end):
                continue
            lasting = [
                other for other in product.stewards if other is not each and _lasts(playbook.teams.get(other.team))
            ]
            if any(_follows(other, end) for other in lasting):
                continue
            by_date = end is not None and end == each.until
            if by_date:
                why = f"{team.name} looks after {product.name} only until {end}"
            elif team.is_swarm:
                why = f"{team.name}, which looks after {product.name}, is a swarm" + (
                    f" that ends on {end}" if end else ""
                )
            else:
                why = f"{team.name}, which looks after {product.name}, ends on {end}"
            later = min((o for o in lasting if end is not None and o.since > end), key=lambda o: o.since, default=None)
            yield Breach(
                Place(product.address, ("stewards", index, "until" if by_date else "team")),
                f"{why}, and {_what_follows(case, end, later)}",
                _who_follows(case, product, each, end, later),
                () if by_date or team.ends is None else ((f"{team.name} ends", Place(team.address, ("ends",))),),
            )


def _is_retired_by(product: Product, end: date | None) -> bool:
    return product.retired is not None and end is not None and (product.retired - end).days <= 1


def _lasts(team: Team | None) -> bool:
    return team is not None and not team.is_swarm and team.ends is None


def _follows(other: Stewardship, end: date | None) -> bool:
    """Whether a stewardship goes on after a day without a gap; any that has no end does where the day is not known."""
    if end is None:
        return other.until is None
    return (other.since - end).days <= 1 and (other.until is None or other.until > end)


def _what_follows(case: Case, end: date | None, later: Stewardship | None) -> str:
    if later is None or end is None:
        return "no standing team follows"
    return f"{case.name('team', later.team)} follows only {counted((later.since - end).days, 'day')} later"


def _who_follows(
    case: Case, product: Product, steward: Stewardship, end: date | None, later: Stewardship | None
) -> str:
    if later is not None and end is not None:
        return f"let {case.name('team', later.team)} begin by {end + _ONE_DAY}, better some weeks earlier"
    start = f"from {end + _ONE_DAY} at the latest" if end is not None else "from the day it is to take over"
    proposed = likely_steward(case, product, but=steward.team)
    return f"add {proposed or 'the standing team that takes over'} to `stewards` {start}"


@rule("T503", Severity.WARNING)
def steward_named_late(case: Case) -> Iterator[Breach]:
    """A product is on its way to customers, and its steward comes too late or is not named.

    It fires for a product that is not live yet and has no steward today, when the first steward begins after the
    launch; and when no steward is named at all although the launch has a date, or a bet for it is funded, active or
    paused. A swarm on such a bet says itself to whom it gives the product, and is asked for that by a rule of its own.
    Stewards of live products, and what was late in the past, are not looked at.

    Why: a steward who comes after the launch inherits decisions that others took. One who is there while it is built
    asks for what running it will need, while that is still cheap.

    To mend it: name the team under `stewards` now, from a day before the launch.

    Smell: ST3
    """
    playbook, on = case.playbook.in_force, case.on
    for product in playbook.products.values():
        is_retired = product.retired is not None and product.retired <= on
        if is_live(playbook, product, on) or is_retired or _in_care(case, product):
            continue  # of a live product T501 and T502 speak
        coming = [each for each in enumerate(product.stewards) if each[1].since > on]
        if coming and product.launched is not None:
            index, first = min(coming, key=lambda each: each[1].since)
            late = (first.since - product.launched).days
            if late > 0:
                team = case.name("team", first.team)
                yield Breach(
                    Place(product.address, ("stewards", index, "from")),
                    f"{team} begins to look after {product.name} on {first.since}, {counted(late, 'day')} after its "
                    f"launch on {product.launched}",
                    f"let {team} begin before {product.launched}, while it can still ask for changes",
                    (("the launch", Place(product.address, ("launched",))),),
                )
        if product.stewards or swarms_on(playbook, product.id):
            continue  # a swarm names the steward in its transfer; without one T507 speaks
        bets = [bet for bet in bets_with_money(playbook) if bet.product == product.id]
        if not bets and (product.launched is None or product.launched <= on):
            continue
        launch = f" is to be launched on {product.launched} and" if product.launched and product.launched > on else ""
        money = listed(f'the bet "{bet.name}" is {bet.state}' for bet in bets)
        proposed = likely_steward(case, product)
        yield Breach(
            Place(product.address, ("launched",) if launch else ("name",)),
            f"{product.name}{f', for which {money},' if money else ''}{launch} has no team that is to look after it",
            f"add {proposed or 'a standing team'} to `stewards` now, while it can still ask for changes",
            tuple((f'the bet "{bet.name}"', Place(bet.address, ("product",))) for bet in bets),
        )


@rule("T504", Severity.WARNING, most=3)
def steward_stretched(case: Case) -> Iterator[Breach]:
    """One team looks after too many live products.

    Counted are the live products that a team looks after today. It fires above `most` (3).

    Why: a team that keeps too many products answers the loudest one. The others are looked after on paper, and their
    customers wait.

    To mend it: give one product to a team with more room, retire one, or give the team more people and raise `most`
    with a reason.

    Smell: ST4
    """
    playbook, most = case.playbook.in_force, case.threshold("most")
    for team in playbook.teams.values():
        live = [each for each in products_of(playbook, team.id, case.on) if is_live(playbook, each, case.on)]
        if len(live) <= most:
            continue
        calm = next((each for each in live if each.mode == "sustain"), live[-1])
        others = [other for other in playbook.teams.values() if other.id != team.id and _lasts(other)]
        room = {other.id: len(products_of(playbook, other.id, case.on)) for other in others}
        other = min((each for each in others if 0 < room[each.id] < most), key=lambda each: room[each.id], default=None)
        to = (
            f"{other.name}, which looks after {counted(room[other.id], 'product')}"
            if other
            else "another standing team"
        )
        yield Breach(
            Place(team.address),
            f"{team.name} looks after {len(live)} live products ({listed(each.name for each in live)}); {most:g} is "
            "the limit",
            f"give {calm.name} to {to}, with an overlap",
            tuple((f"it looks after {each.name}", Place(each.address, ("stewards",), key=True)) for each in live),
        )


@rule("T505", Severity.WARNING)
def product_without_backup(case: Case) -> Iterator[Breach]:
    """Nobody is named who steps in when the steward of a live product is away.

    Looked at are products that are in a `live` stage, not retired, and looked after by a team today. It fires where
    `backup` is absent or names a role that is withdrawn.

    Why: incidents do not wait for the end of a holiday. Where one person knows how a product is run, the team has one
    person's working hours.

    To mend it: name a role of the team under `backup`, and let it lead a release or an incident drill once.

    Smell: ST4
    """
    playbook = case.playbook.in_force
    activities = [each for stage in playbook.stages.values() if stage.live for each in stage.activities.values()]
    for product in live_products(playbook, case.on):
        team = next(iter(_in_care(case, product)), None)
        if team is None or product.backup in playbook.roles:
            continue  # without a steward there is nobody to stand in for: T501

        def in_hand(role: str) -> int:
            return sum(role in each.hands for each in activities)

        able = sorted((role for role in team.roles if role in playbook.roles), key=in_hand, reverse=True)[:3]
        able = [role for role in able if in_hand(role)]
        named = (
            f"names {case.name('role', product.backup)}, which is withdrawn" if product.backup else "names no backup"
        )
        yield Breach(
            Place(product.address, ("backup",) if product.backup else ("stewards",), key=not product.backup),
            f"{product.name} is live and {named}: nobody steps in when the steward of {team.name} is away",
            f"write `backup:` with a role of {team.name}"
            + (f"; most in hand after launch have {case.names('role', able)}" if able else ""),
        )


@rule("T516", Severity.WARNING)
def stage_nobody_covers(case: Case) -> Iterator[Breach]:
    """A stage is worked by a kind of team that the playbook does not have.

    Compared is `team` of each stage with the kinds of all teams; a stage for both kinds is covered by either. It is
    asked only where the playbook has teams.

    Why: work that belongs to nobody's kind of team is done by whoever is near, or not at all.

    To mend it: describe the team that does the work, or say by `team` who works there really.

    Smell: none
    """
    playbook = case.playbook.in_force
    kinds = {team.kind for team in playbook.teams.values()}
    for stage in playbook.stages.values():
        if not kinds or stage.team == "both" or stage.team in kinds:
            continue
        wanted = "a swarm" if stage.team == "swarm" else "a standing team"
        have = "swarms" if "swarm" in kinds else "standing teams"
        yield Breach(
            Place(stage.address, ("team",)),
            f"{stage.name} is worked by {wanted}, and the playbook has {have} only: "
            + listed((team.name for team in playbook.teams.values()), most=4),
            f"add the team that works in {stage.name}, or write `team: both` if {have} work there too",
        )


@rule("T518", Severity.WARNING, months=6)
def product_forgotten(case: Case) -> Iterator[Breach]:
    """Nobody has asked for a long time what a live product is worth.

    Looked at are products that are in a `live` stage and not retired. It fires when `last_review` is more than `months`
    (6) ago, or absent although the launch is more than that ago or has no date.

    Why: a product that is kept and never reviewed costs money for reasons that nobody remembers. Whether it should
    grow, be kept or be retired is a decision, and not to look is to take it blindly.

    To mend it: put the product on the agenda of the next review and write down its day.

    Smell: ST9
    """
    playbook, months = case.playbook.in_force, case.threshold("months")
    review = next_review(case.playbook, case.on)
    for product in live_products(playbook, case.on):
        last = product.last_review or product.launched
        if last is not None and _months(last, case.on) <= months:
            continue
        if product.last_review is not None:
            told = f"the value of {product.name} was last reviewed on {product.last_review}"
        elif product.launched is not None:
            told = f"the value of {product.name} has not been reviewed since its launch on {product.launched}"
        else:
            told = f"the value of {product.name}, which is in {_stage(case, product)}, has never been reviewed"
        when = f"{review[0].name} on {review[1]}" if review is not None else "the next review"
        route = "last_review" if product.last_review is not None else "launched" if product.launched else "stage"
        yield Breach(
            Place(product.address, (route,)),
            f"{told}; {months:g} months is the limit",
            f"put {product.name} on the agenda of {when} and write that day under `last_review`",
        )


def _months(start: date, end: date) -> float:
    """How many months lie between two days; the days of a month begun count as a part of one."""
    between = relativedelta(end, start)
    return between.years * 12 + between.months + between.days / 31
