"""Success, the other half: what a metric's own file says, and who looks at it until when."""

from __future__ import annotations

from collections.abc import Iterator

from opbook.checks.rule import Breach, Case, Place, rule
from opbook.model.bet import Bet
from opbook.model.diagnostic import Route, Severity
from opbook.model.measures import metrics_in_force, place_to_review, users_of
from opbook.model.metric import Metric
from opbook.model.phrases import listed
from opbook.model.stewardship import steward_of
from opbook.model.team import Team


def _in_force(case: Case) -> Iterator[Metric]:
    return (metric for metric in case.playbook.metrics.values() if metric.withdrawn is None)


@rule("M402", Severity.WARNING)
def metric_of_one_side(case: Case) -> Iterator[Breach]:
    """An outcome metric is owned by roles of one side only.

    Looked at are metrics that measure an `outcome`. It fires when among the roles that own one there are roles of one
    of the playbook's `sides`, and none of the other. Owners from elsewhere, such as delivery or business, neither help
    nor hurt.

    Why: what only one side answers for, the other will trade away. Product is praised for the uptake, project for the
    date, and each plans against the other without meaning to.

    To mend it: add a role of the other side to its owners, best one that sits in the ritual where it is looked at
    anyway. If nobody there would sign for it, it is not yet an outcome for both.

    Smell: ME1
    """
    for metric in _in_force(case):
        if metric.measures != "outcome":
            continue
        sides = case.sides_of(metric.owners)
        if len(sides) != 1 or len(set(case.playbook.settings.sides)) < 2:
            continue
        missing = [side for side in case.playbook.settings.sides if side not in sides]
        yield Breach(
            Place(metric.address, ("owners",)),
            f"{metric.name}, an outcome, is owned by {case.names('role', metric.owners)}: "
            f"nobody of the {_side(case, missing[0])} side answers for it",
            _other_owner(case, metric, missing[0]),
        )


def _side(case: Case, side: str) -> str:
    known = case.playbook.settings.disciplines.get(side)
    return known.name.lower() if known is not None else side


def _other_owner(case: Case, metric: Metric, side: str) -> str:
    """Which role of the other side would own a metric most naturally, and why."""
    playbook = case.playbook
    candidates = [role for role in playbook.roles.values() if role.discipline == side and role.withdrawn is None]
    if not candidates:
        return f"add a role of the {_side(case, side)} side to its owners; the playbook has none yet"
    ritual = playbook.rituals.get(metric.reviewed_in or "")
    seats = set(ritual.participants.required) if ritual is not None else set()
    partners = {role for owner in metric.owners for role in _counterparts(case, owner)}
    best = max(candidates, key=lambda role: 2 * (role.id in seats) + (role.id in partners))
    why = ""
    if ritual is not None and best.id in seats:
        why = f": {ritual.name}, where the metric is looked at, requires this role anyway"
    elif best.id in partners:
        owner = next(each for each in metric.owners if best.id in _counterparts(case, each))
        why = f", a counterpart of {case.name('role', owner)}"
    return f"add {best.name} to its `owners`{why}"


def _counterparts(case: Case, role: str) -> set[str]:
    known = case.playbook.roles.get(role)
    return {each.role for each in known.counterparts} if known is not None else set()


@rule("M403", Severity.WARNING)
def conflicting_metrics_without_counter(case: Case) -> Iterator[Breach]:
    """Two metrics are known to pull against each other, and neither has a counter.

    Looked at are pairs of metrics of which one names the other in `conflicts_with`, in either direction. It fires when
    neither of the two names a `counter` that is in force.

    Why: the conflict was seen, written down and left to the people. Whoever is measured by one of the two wins by
    making the other worse, and it shows only when a customer leaves.

    To mend it: name one of the two as the counter of the other, so that they are always read side by side. If another
    metric shows better what would suffer, name that.

    Smell: ME3
    """
    playbook = case.playbook
    seen: set[frozenset[str]] = set()
    for metric in _in_force(case):
        for index, id_ in enumerate(metric.conflicts_with):
            other = playbook.metrics.get(id_)
            pair = frozenset((metric.id, id_))
            if other is None or other.withdrawn is not None or len(pair) < 2 or pair in seen:
                continue
            seen.add(pair)
            counters = (each.counter for each in (metric, other) if each.counter is not None)
            if metrics_in_force(playbook, counters):
                continue
            owned = "; ".join(
                f"{case.names('role', each.owners)} own{'s' if len(each.owners) == 1 else ''} {each.name}"
                for each in (metric, other)
                if each.owners
            )
            yield Breach(
                Place(metric.address, ("conflicts_with", index)),
                f"{metric.name} and {other.name} pull against each other, and neither names a counter"
                + (f"; {owned}" if owned else ""),
                f"name {other.name} as the `counter` of {metric.name}, and read the two side by side",
                ((f"{other.name} is here", Place(other.address)),),
            )


_NEEDED = {"baseline": "a baseline", "target": "a target", "due": "a due date", "source": "a source"}


@rule("M407", Severity.WARNING)
def metric_incomplete(case: Case) -> Iterator[Breach]:
    """A metric cannot be measured yet, because its card has gaps.

    Looked at are metrics that measure an `outcome` or are a `guardrail`. Each needs a `baseline`, a `target`, a `due`
    date and a `source`; it is said which are missing.

    Why: the argument about where we started, what we wanted and who counts comes anyway. Before the work it takes half
    an hour, after it a quarter.

    To mend it: write down what is known, even roughly: "ask three teams for a tally" is a baseline to start from. If
    nobody can name a source, choose another metric.

    Smell: ME4
    """
    for metric in _in_force(case):
        if metric.measures not in ("outcome", "guardrail"):
            continue
        missing = [field for field in _NEEDED if getattr(metric, field) is None]
        if not missing:
            continue
        there = [field for field in ("target", "baseline", "due", "source") if field not in missing]
        route: Route = (there[0] if there else "definition",)
        with_whom = f" with {case.names('role', metric.owners)}" if metric.owners else ""
        ritual = case.playbook.rituals.get(metric.reviewed_in or "")
        where = f" in {ritual.name}" if ritual is not None else ""
        yield Breach(
            Place(metric.address, route, key=True),
            f"{metric.name} ({metric.measures}) lacks {listed(_NEEDED[field] for field in missing)}",
            f"settle {listed(f'`{field}`' for field in missing)}{with_whom}{where}, and write "
            f"{'it' if len(missing) == 1 else 'them'} here",
        )


@rule("M408", Severity.WARNING)
def metric_never_reviewed(case: Case) -> Iterator[Breach]:
    """A metric is looked at in no ritual, or in one that none of its owners has to attend.

    Looked at are all metrics. It fires when `reviewed_in` is absent or names a withdrawn ritual, and when the ritual
    requires none of the roles that own the metric.

    Why: a number that nobody meets about is shelf data. If those who answer for it are not in the room, the talk ends
    with "we should ask them".

    To mend it: name a ritual that requires the owners already. Add an owner to a ritual only if there is none.

    Smell: ME5
    """
    playbook = case.playbook
    for metric in _in_force(case):
        ritual = playbook.rituals.get(metric.reviewed_in or "")
        required = ritual.participants.required if ritual is not None and ritual.withdrawn is None else None
        # A metric that nobody owns cannot be missed by its owners: that is not this rule's business.
        if required is not None and (not metric.owners or set(metric.owners) & set(required)):
            continue
        owners = case.names("role", metric.owners)
        better = place_to_review(playbook, metric.owners)
        who = listed(case.name("role", id_) for id_ in metric.owners if better and id_ in better.participants.required)
        fix = f"name {better.name} in `reviewed_in`: it requires {who}" if better is not None else ""
        if ritual is None or ritual.withdrawn is not None:
            is_gone = f" but {ritual.name}, which is withdrawn" if ritual is not None else ""
            yield Breach(
                Place(metric.address, ("reviewed_in",) if ritual is not None else ("owners",) if owners else ()),
                f"{metric.name} is looked at in no ritual{is_gone}" + (f"; its owners: {owners}" if owners else ""),
                fix or f"name in `reviewed_in` the conversation in which {owners or 'its owners'} will look at it",
            )
        else:
            attend = case.names("role", ritual.participants.required)
            whom = f"{attend}, but none of its owners" if attend else "none of its owners"
            yield Breach(
                Place(metric.address, ("reviewed_in",)),
                f"{metric.name} is looked at in {ritual.name}, which requires {whom} ({owners})",
                fix or f"add {case.name('role', metric.owners[0])} to the required participants of {ritual.name}",
                (("these have to attend", Place(ritual.address, ("participants", "required"))),),
            )


@rule("M410", Severity.ERROR)
def benefits_lost_with_the_swarm(case: Case) -> Iterator[Breach]:
    """A bet's success is to show after its swarm has ended, and nobody lasting takes it over.

    Looked at are bets, stopped ones left out, whose team is a swarm with an end. It fires when one of the bet's
    metrics falls due after that end and still lies ahead, and the swarm has no `transfer` to a standing team.

    Why: value arrives after launch. When the people who promised it have gone, nobody measures it, nobody helps it
    along, and the next business case is written without knowing.

    To mend it: give the swarm a transfer to the standing team that looks after the product. If there is none, name one
    before the swarm goes on. Only if that is out of reach, end the swarm later.

    Smell: ME6
    """
    playbook = case.playbook
    for bet in playbook.bets.values():
        team = playbook.teams.get(bet.team or "")
        if team is None or not team.is_swarm or team.ends is None or bet.withdrawn is not None:
            continue
        # What a swarm owes in any case, benefits or not, is told by the rules of stewardship.
        if bet.state == "stopped" or _lasts(case, team):
            continue
        dated = [(metric, metric.due) for metric in metrics_in_force(playbook, bet.metrics)]
        late = [(metric, due) for metric, due in dated if due is not None and due > team.ends and due >= case.on]
        if not late:
            continue
        names = listed(f"{metric.name} (due {due})" for metric, due in late)
        yield Breach(
            Place(bet.address, ("team",)),
            f"{bet.name} is to show its success in {names}, but its swarm {team.name} ends on {team.ends} "
            "and passes it on to no standing team",
            _heir(case, bet, team),
            ((f"{team.name} ends", Place(team.address, ("ends",))),),
        )


def _lasts(case: Case, swarm: Team) -> bool:
    """Whether what a swarm built comes into the care of a standing team."""
    if swarm.transfer is None:
        return False
    to = case.playbook.teams.get(swarm.transfer.to)
    return to is not None and not to.is_swarm and to.withdrawn is None


def _heir(case: Case, bet: Bet, swarm: Team) -> str:
    """To whom a swarm would pass on a bet most naturally."""
    product = case.playbook.products.get(bet.product or "")
    steward = steward_of(case.playbook, product.id, on=case.on) if product is not None else None
    if product is None or steward is None or steward.is_swarm:
        return f"give {swarm.name} a `transfer` to a standing team that will own what it built"
    return f"give {swarm.name} a `transfer` to {steward.name}, which looks after {product.name} already"


@rule("M411", Severity.INFO)
def metric_nobody_uses(case: Case) -> Iterator[Breach]:
    """A metric is defined, and nothing is measured by it.

    Looked at are all metrics. It fires when no role, practice, product or bet names it among its metrics, and it is
    the counter of no other metric. To own a metric or to look at it in a ritual is not to be measured by it.

    Why: each number that is collected and never used takes somebody's Friday, and makes those that matter harder to
    find.

    To mend it: withdraw it. If it does matter, name it among the metrics of whoever it shows the success of.

    Smell: none
    """
    for metric in _in_force(case):
        if users_of(case.playbook, metric.id):
            continue
        owner = case.name("role", metric.owners[0]) if metric.owners else ""
        yield Breach(
            Place(metric.address),
            f"{metric.name} shows the success of no role, practice, product or bet, and counters no other metric",
            f"withdraw it, or add it to the `metrics` of {owner}, who owns it"
            if owner
            else "withdraw it, or name it where it shows success",
        )
