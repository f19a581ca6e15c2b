"""Value, the other half: the bets of the portfolio, what they wait for, and whether any ever ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from opbook.checks.rule import Breach, Case, Place, rule
from opbook.model.bet import Bet
from opbook.model.diagnostic import Severity
from opbook.model.measures import outcomes
from opbook.model.phrases import counted, listed
from opbook.model.portfolio import (
    bets_with_money,
    dependencies,
    irreversible_decisions,
    meet_anywhere,
    next_review,
    open_bets,
    people_of,
)
from opbook.model.team import Team

_STREAMS = ("product", "project")


def _state(bet: Bet) -> str:
    return f"{bet.state} since {bet.state_since}" if bet.state_since is not None else bet.state


def _begun(bet: Bet) -> str:
    return f"{bet.name} (since {bet.state_since})" if bet.state_since is not None else bet.name


def _since(bet: Bet) -> tuple[date, str]:
    """The order of bets by the day on which they came into their state; those without one come first."""
    return bet.state_since or date.min, bet.id


@rule("V603", Severity.WARNING)
def portfolio_of_one_stream(case: Case) -> Iterator[Breach]:
    """All open bets belong to one stream, so the portfolio shows half of what is paid for.

    Looked at are bets that are an idea, in shaping, funded, active or paused. It fires when there are at least two and
    all of them are of the product stream, or all of the project stream.

    Why: money that is not on the list is not compared with the rest. The two sides then fight for the same people
    outside the one meeting that could decide it.

    To mend it: enter the largest piece of work of the other stream, with what is known of its hypothesis, and rank it
    with the others.

    Smell: PF1
    """
    bets = open_bets(case.playbook)
    streams = {bet.stream for bet in bets}
    if len(bets) < 2 or len(streams) > 1:
        return
    missing = next(stream for stream in _STREAMS if stream not in streams)
    known = [role for role in case.playbook.roles.values() if role.discipline == missing and role.withdrawn is None]
    ask = f"ask {listed(role.name for role in known[:2])}" if known else f"ask the {missing} side"
    yield Breach(
        Place(bets[0].address, ("stream",)),
        f"{'both' if len(bets) == 2 else f'all {len(bets)}'} open bets are of the {bets[0].stream} stream "
        f"({listed((bet.name for bet in bets), most=5)}), and none is of the {missing} stream",
        f"{ask} what people work on that is not in this list, and enter the largest as a bet with `stream: {missing}`",
    )


@rule("V605", Severity.WARNING, most=4)
def too_many_active_bets(case: Case) -> Iterator[Breach]:
    """More bets are active at once than the portfolio can finish.

    Counted are the bets whose state is `active`. It fires above `most` (4), and is told at the one that began last.

    Why: each further bet slows down all the others. Everything is under way, everything waits for the same five
    people, and nothing reaches a customer.

    To mend it: pause the one that began last until another is done. If your portfolio really carries more, set `most`
    to the limit that you have agreed, in `playbook.yml`.

    Smell: PF2
    """
    active = sorted((bet for bet in open_bets(case.playbook) if bet.state == "active"), key=_since)
    most = case.threshold("most")
    if len(active) <= most:
        return
    last = active[-1]
    began = ", which began last," if last.state_since is not None else " or another one"
    yield Breach(
        Place(last.address, ("state",)),
        f"{len(active)} bets are active, more than {most:g}: {listed(map(_begun, active))}",
        f"pause {last.name}{began} until no more than {most:g} are active",
        tuple((f"{bet.name} is active too", Place(bet.address, ("state",))) for bet in active[:-1]),
    )


@rule("V606", Severity.WARNING)
def bet_without_stop_rule(case: Case) -> Iterator[Breach]:
    """Money has been released to a bet, and it is not said when or by what it would be stopped.

    Looked at are bets that are funded, active or paused. Each needs a `review_date` and a `stop_rule`; it is said
    which is missing.

    Why: a bet without an agreed end runs on hope. Once people have worked on it for half a year, no evidence is ever
    bad enough.

    To mend it: take the next review at which somebody can stop it as the date. Finish the sentence "we stop if …" with
    a number and a day, before the next tranche.

    Smell: PF3
    """
    for bet in bets_with_money(case.playbook):
        steps: list[str] = []
        missing: list[str] = []
        if bet.review_date is None:
            review = next_review(case.playbook, case.on)
            where = f" to {review[1]}, the next {review[0].name}" if review is not None else ""
            missing.append("review date")
            steps.append(f"set `review_date`{where}")
        if bet.stop_rule is None:
            missing.append("stop rule")
            steps.append(f"write a `stop_rule`{_stop_if(case, bet)}")
        if not missing:
            continue
        there = [field for field in ("review_date", "stop_rule", "tranche") if getattr(bet, field) is not None]
        fix = ", and ".join(steps)
        yield Breach(
            Place(bet.address, (there[0],) if there else ("state",), key=bool(there)),
            f"{bet.name} is {_state(bet)}, and has no {' and no '.join(missing)}",
            fix,
        )


def _stop_if(case: Case, bet: Bet) -> str:
    """How a stop rule could begin, from the first outcome by which a bet is measured."""
    found = outcomes(case.playbook, bet.metrics)
    if not found:
        return " with a number and a day in it"
    start = f" from {found[0].baseline}" if found[0].baseline is not None else ""
    when = f"by {bet.review_date}" if bet.review_date is not None else "by then"
    return f', such as "stop if {found[0].name} has not moved{start} {when}"'


@rule("V607", Severity.WARNING)
def review_date_missed(case: Case) -> Iterator[Breach]:
    """The day on which a bet was to be decided on has passed, and it goes on all the same.

    Looked at are bets that are funded, active or paused and whose `review_date` lies before the day.

    Why: a date that may pass without anybody asking teaches everyone that dates are decoration. The money for the next
    month was released by nobody.

    To mend it: decide now, even if the answer is "four more weeks", and write the next date. If it was decided
    already, bring the page up to date.

    Smell: PF3
    """
    for bet in bets_with_money(case.playbook):
        if bet.review_date is None or bet.review_date >= case.on:
            continue
        review = next_review(case.playbook, case.on)
        where = f" in the next {review[0].name} on {review[1]}" if review is not None else ""
        yield Breach(
            Place(bet.address, ("review_date",)),
            f"{bet.name} was to be decided on by {bet.review_date}, {counted((case.on - bet.review_date).days, 'day')} "
            f"ago, and is still {bet.state}",
            f"decide{where} whether {bet.name} goes on, and set its next `review_date`",
        )


@rule("V608", Severity.ERROR)
def dependency_without_owner(case: Case) -> Iterator[Breach]:
    """A bet waits for another one, and nobody sees to it or nobody has said until when.

    Looked at are the dependencies of open bets on bets that are open too. Each needs an `owner` and a `needed_by`
    date; it is said which is missing.

    Why: both teams know of it, so both take it that the other one has it in hand. It is found out in the week in which
    it falls due.

    To mend it: name one role that will speak to the other team this week, and the day after which waiting costs
    something.

    Smell: PF4
    """
    for bet in open_bets(case.playbook):
        for index, dependency, other in dependencies(case.playbook, bet):
            missing: list[str] = []
            steps: list[str] = []
            if dependency.owner is None:
                missing.append("nobody sees to it")
                steps.append(f"name an `owner`{_who_could_own(case, bet, other)}")
            if dependency.needed_by is None:
                missing.append("no date says until when")
                until = f", no later than its review on {bet.review_date}" if bet.review_date is not None else ""
                steps.append(f"set `needed_by`{until}")
            if not missing:
                continue
            fix = ", and ".join(steps)
            yield Breach(
                Place(bet.address, ("depends_on", index, "bet")),
                f"{bet.name} waits for {other.name}, and {' and '.join(missing)}",
                fix,
            )


def _roles(case: Case, bet: Bet) -> tuple[str, ...]:
    """The roles of the team that works on a bet."""
    team: Team | None = case.playbook.teams.get(bet.team or "")
    return tuple(team.roles) if team is not None else ()


def _who_could_own(case: Case, bet: Bet, other: Bet) -> str:
    """Which role of a bet's team could look after a dependency: one that meets the other bet's people anyway."""
    theirs = _roles(case, other)
    for role in _roles(case, bet):
        for each in theirs:
            if role != each and meet_anywhere(case.playbook, role, each):
                return f", such as {case.name('role', role)}, who meets {case.name('role', each)} of its team anyway"
    return ""


@rule("V609", Severity.WARNING)
def dependency_between_strangers(case: Case) -> Iterator[Breach]:
    """Whoever sees to a dependency never meets anybody of the team that it depends on.

    Looked at are the dependencies of open bets on bets that are open too and have a team with roles. It fires when the
    owner takes part in no ritual, required or optional, with any of these roles, and is none of them.

    Why: a dependency between people who never talk is managed by reminder. Bad news travels last to where nobody is
    known by name.

    To mend it: give it to somebody of the bet's team who meets them anyway. If there is nobody, invite the owner to a
    conversation of theirs until it is settled.

    Smell: PF4
    """
    playbook = case.playbook
    for bet in open_bets(playbook):
        for index, dependency, other in dependencies(playbook, bet):
            theirs = _roles(case, other)
            owner = dependency.owner
            # One without an owner is told by dependency-without-owner.
            if owner is None or not theirs or any(meet_anywhere(playbook, owner, role) for role in theirs):
                continue
            yield Breach(
                Place(bet.address, ("depends_on", index, "owner")),
                f"{case.name('role', owner)} is to see that {bet.name} gets what it needs from {other.name}, and takes "
                f"part in no ritual with {case.name('team', other.team or '')} ({case.names('role', theirs)})",
                _acquaint(case, owner, bet, theirs),
                ((f"{case.name('team', other.team or '')} works on {other.name}", Place(other.address, ("team",))),),
            )


def _acquaint(case: Case, owner: str, bet: Bet, theirs: tuple[str, ...]) -> str:
    """How the owner of a dependency, or a better one, comes to meet the people of the other team."""
    name = case.name("role", owner)
    for role in _roles(case, bet):
        for each in theirs:
            if role != owner and meet_anywhere(case.playbook, role, each):
                known = f"who meets {case.name('role', each)}" if role != each else "a hat worn in both teams"
                return f"let {case.name('role', role)} own it, {known}"
    rituals = [
        each for each in case.playbook.rituals.values() if each.withdrawn is None and set(people_of(each)) & set(theirs)
    ]
    if not rituals:
        return f"give {name} and {case.names('role', theirs)} a conversation, weekly until it is settled"
    best = max(rituals, key=lambda ritual: (ritual.a_year >= 12, len(set(people_of(ritual)) & set(theirs))))
    shared = [role for role in theirs if role in people_of(best)]
    return f"add {name} to the optional participants of {best.name}, where {case.names('role', shared)} can be met"


@rule("V612", Severity.INFO, least=5, days=365)
def nothing_ever_stops(case: Case) -> Iterator[Breach]:
    """Nothing has been stopped for a year, though there is enough that could have been.

    Counted are all bets. It fires when there are at least `least` (5), and none came into the state `stopped` within
    the last `days` (365). A stopped bet without `state_since` counts as stopped lately.

    Why: where every bet succeeds, the bets are not bets or the reviews are theatre. The money that nobody took back
    is missing where it would have been worth more.

    To mend it: hold the oldest open bet against its stop rule in the next review, and mean it. If something was
    stopped without a page, enter it: what was learned is worth having.

    Smell: PF6
    """
    bets = [bet for bet in case.playbook.bets.values() if bet.withdrawn is None]
    days = case.threshold("days")
    stopped = [bet for bet in bets if bet.state == "stopped"]
    if len(bets) < case.threshold("least") or any(
        bet.state_since is None or (case.on - bet.state_since).days <= days for bet in stopped
    ):
        return
    spending = sorted(bets_with_money(case.playbook) or open_bets(case.playbook), key=_since)
    last = max(stopped, key=_since, default=None)
    oldest = next((bet for bet in spending if bet.state_since is not None), spending[0] if spending else None)
    ever = f"the last one was {last.name}, on {last.state_since}" if last is not None else "none ever was"
    fix = "enter what was stopped without a page, with what was learned from it"
    if oldest is not None:
        against = "hold it against its stop rule" if oldest.stop_rule is not None else "ask what would make you stop"
        where = _where_to_stop(case)
        fix = f"take {oldest.name}, {_state(oldest)}, and {against}{where}"
    yield Breach(
        Place((oldest or last or bets[0]).address, ("state",)),
        f"of {len(bets)} bets none has been stopped in the last {days:g} days; {ever}",
        fix,
    )


def _where_to_stop(case: Case) -> str:
    """The next conversation in which somebody can stop a bet: a review if there is one, else where they decide."""
    review = next_review(case.playbook, case.on)
    if review is not None:
        return f" in {review[0].name} on {review[1]}"
    linked = dict.fromkeys(id_ for each in irreversible_decisions(case.playbook) for id_ in each.rituals)
    known = (case.playbook.rituals.get(id_) for id_ in linked)
    deciding = [ritual.name for ritual in known if ritual is not None and ritual.withdrawn is None]
    return f" in {deciding[0]}, where those who can stop it decide" if deciding else " in the next review"


@rule("V613", Severity.INFO)
def bet_without_tranche(case: Case) -> Iterator[Breach]:
    """A bet is being paid for, and it is not said what money was released or for what.

    Looked at are bets that are funded or active: each needs a `tranche`.

    Why: without a tranche the whole sum is spent in everybody's mind on the first day. Nobody can hold back the second
    half of what was never divided.

    To mend it: write one sentence: how much has been released, for what, and what has to be known before there is
    more.

    Smell: none
    """
    for bet in bets_with_money(case.playbook):
        if bet.state == "paused" or bet.tranche is not None:
            continue
        found = outcomes(case.playbook, bet.metrics)
        shown = f"what {found[0].name} must show" if found else "what must be known"
        yield Breach(
            Place(bet.address, ("state",)),
            f"{bet.name} is {_state(bet)}, and no tranche says what money was released for it, and for what",
            f"write in `tranche` what was released for {bet.name}, for what, and {shown} before there is more",
        )
