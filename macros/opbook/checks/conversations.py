"""What a conversation says of itself: how its time is spent, what comes of it, why it is there and who leads it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from opbook.checks.rule import Breach, Case, Place, rule
from opbook.model.diagnostic import Severity
from opbook.model.meetings import talked_over
from opbook.model.phrases import counted, in_quotes, listed
from opbook.model.playbook import Playbook
from opbook.model.ritual import Ritual
from opbook.source.nearest import shown


@rule("L703", Severity.WARNING)
def agenda_does_not_add_up(case: Case) -> Iterator[Breach]:
    """The timeboxes of an agenda do not add up to the length of the ritual.

    Looked at are rituals with an agenda. It fires when the minutes of its items are not the `minutes` of the ritual.

    Why: an agenda that is too long is never finished, and what stands last is the decision. One that is too short
    hides what the rest of the time is for.

    To mend it: shorten the longest item, or say how long the ritual really takes.

    Smell: RI3
    """
    for ritual in case.playbook.in_force.rituals.values():
        planned = sum(item.minutes for item in ritual.agenda)
        if not ritual.agenda or planned == ritual.minutes:
            continue
        longest = max(ritual.agenda, key=lambda item: item.minutes)
        name, apart = in_quotes([shown(longest.item)]), abs(planned - ritual.minutes)
        message = (
            f"the agenda of {ritual.name} takes {counted(planned, 'minute')} and the ritual {ritual.minutes}: "
            f"{apart} too {'many' if planned > ritual.minutes else 'few'}"
        )
        if planned < ritual.minutes:
            fix = f"say what the other {counted(apart, 'minute')} are for, or end sooner with `minutes: {planned}`"
        elif longest.minutes > apart:
            fix = f"give {name} {longest.minutes - apart} minutes instead of {longest.minutes}"
            fix += f", or set `minutes: {planned}`"
        else:
            fix = f"leave out items of {counted(apart, 'minute')} together, or set `minutes: {planned}`"
        yield Breach(Place(ritual.address, ("minutes",)), message, fix)


@rule("L704", Severity.WARNING)
def ritual_without_agenda(case: Case) -> Iterator[Breach]:
    """A ritual does not say how its time is spent.

    It fires for every ritual that has no `agenda`.

    Why: without timeboxes the first topic takes all the time. Whoever is asked to come cannot tell which part
    needs them, so they come for all of it or not at all.

    To mend it: write one item for each thing that is to be there afterwards, with minutes that add up to the
    ritual's. Three items are enough.

    Smell: RI3
    """
    for ritual in case.playbook.in_force.rituals.values():
        if ritual.agenda:
            continue
        activities = talked_over(case.playbook.in_force, ritual)
        topics = [shown(each) for each in ritual.outputs] or [each.name for each in activities]
        message = f"{ritual.name} takes {counted(ritual.minutes, 'minute')} and has no agenda"
        if topics and ritual.minutes >= len(topics):
            each = f"about {counted(ritual.minutes // len(topics), 'minute')} each"
            fix = f"write an `agenda` of {ritual.minutes} minutes with an item for {in_quotes(topics)}, {each}"
        else:
            fix = (
                f"write an `agenda` of {ritual.minutes} minutes: what is new, what must be decided, and who does what "
                "until the next time"
            )
        yield Breach(Place(ritual.address, ("minutes",), key=True), message, fix)


@rule("L705", Severity.WARNING)
def ritual_without_output(case: Case) -> Iterator[Breach]:
    """Nothing is there after a ritual that was not there before.

    It fires when a ritual has no `outputs` and no decision is taken in it: none that links it, and none that stands
    in it.

    Why: a meeting that leaves nothing behind is a ceremony. People notice, and the calm ones stop coming first.

    To mend it: write under `outputs` what is there afterwards, in things that can be seen: a list, a date, an entry in
    a log. Where you find nothing, drop the ritual.

    Smell: RI4
    """
    playbook = case.playbook.in_force
    for ritual in playbook.rituals.values():
        activities = talked_over(playbook, ritual)
        if ritual.outputs or any(each.is_decision for each in activities):
            continue
        leaving = next((each for each in activities if each.outputs), None)
        message = f"{ritual.name} has no outputs, and no decision is taken in it"
        fix = "write under `outputs` what is there afterwards, or withdraw the ritual"
        if leaving is not None:
            what = in_quotes(shown(each) for each in leaving.outputs)
            fix = f"write under `outputs` what it adds to what {in_quotes([leaving.name])} leaves: {what}"
        elif activities:
            names = in_quotes(each.name for each in activities)
            fix = f"write under `outputs` what is there afterwards for {names}, or withdraw the ritual"
        yield Breach(Place(ritual.address, ("purpose",), key=True), message, fix)


@rule("L706", Severity.INFO)
def ritual_without_reason(case: Case) -> Iterator[Breach]:
    """Nothing in the playbook needs a ritual.

    It fires when no activity, metric, practice or transfer points at a ritual and no activity stands in it. Rituals of
    kind `trust` are exempt: they are there for people, not for work.

    Why: a meeting that no work calls for lives on habit. When time is short nobody can say whether it may be dropped.

    To mend it: link it under `rituals` from the activity that is talked over there, or from the practice that it
    serves. Where there is none, withdraw it.

    Smell: RI10
    """
    playbook = case.playbook.in_force
    for ritual in playbook.rituals.values():
        if ritual.kind == "trust" or talked_over(playbook, ritual) or _is_pointed_at(playbook, ritual):
            continue
        required = set(ritual.participants.required)
        fits = [each for each in playbook.activities.values() if each.hands and set(each.hands) <= required]
        fix = "link it from the activity that is talked over there, or withdraw it"
        if fits:
            best = min(fits, key=lambda each: (len(each.rituals), -len(each.hands)))
            fix = (
                f"add `{ritual.id}` to the rituals of {in_quotes([best.name])}, if it is talked over there: "
                f"{ritual.name} requires all who have that in hand ({case.names('role', best.hands)}); else withdraw it"
            )
        message = f"no activity, metric, practice or transfer points at {ritual.name}"
        yield Breach(Place(ritual.address, ("name",)), message, fix)


def _is_pointed_at(playbook: Playbook, ritual: Ritual) -> bool:
    return (
        any(metric.reviewed_in == ritual.id for metric in playbook.metrics.values())
        or any(ritual.id in practice.rituals for practice in playbook.practices.values())
        or any(team.transfer is not None and team.transfer.ritual == ritual.id for team in playbook.teams.values())
    )


@rule("L708", Severity.INFO, share=0.8)
def twin_rituals(case: Case) -> Iterator[Breach]:
    """Two rituals of the same kind bring the same people together in the same rhythm.

    Compared are rituals of one kind that recur by the same rule, or are called for by the same event. It fires when
    they share at least `share` of the required roles of the larger one. Rituals that are held by teams, and by no team
    both, are no twins.

    Why: two conversations that could be one cost twice the time, and a question raised in one waits for the other.

    To mend it: make the second an item on the agenda of the first, and withdraw it. Where they are really
    different, say so by their kind.

    Smell: RI8
    """
    playbook = case.playbook.in_force
    for first, second in combinations(playbook.rituals.values(), 2):
        if first.kind != second.kind or _rhythm(first) != _rhythm(second) or _are_apart(playbook, first, second):
            continue
        one, other = set(first.participants.required), set(second.participants.required)
        common, most = one & other, max(len(one), len(other))
        if not common or len(common) / most < case.threshold("share"):
            continue
        # The one that takes less time goes; of two alike the one that stands behind the other.
        dropped, kept = (first, second) if first.hours_a_week < second.hours_a_week else (second, first)
        message = (
            f"{dropped.name} and {kept.name} are both of kind {first.kind}, take place in the same rhythm and share "
            f"{len(common)} of {counted(most, 'required role')}, which is {len(common) / most:.0%}; "
            f"from {case.threshold('share'):.0%} on two rituals count as twins"
        )
        fix = (
            f"make what {dropped.name} is for an item on the agenda of {kept.name} and withdraw it, which saves "
            f"{counted(dropped.minutes, 'minute')} each time"
        )
        related = (("the other twin", Place(kept.address, ("participants", "required"), key=True)),)
        yield Breach(Place(dropped.address, ("participants", "required"), key=True), message, fix, related)


def _rhythm(ritual: Ritual) -> frozenset[str]:
    return frozenset(each.rule or (each.trigger or "").casefold() for each in ritual.cadence)


def _are_apart(playbook: Playbook, first: Ritual, second: Ritual) -> bool:
    """Whether two rituals are held by teams, and by no team both."""
    one = {team.id for team in playbook.teams.values() if first.id in team.rituals}
    other = {team.id for team in playbook.teams.values() if second.id in team.rituals}
    return bool(one and other) and not one & other


@rule("L709", Severity.ERROR)
def facilitator_stays_away(case: Case) -> Iterator[Breach]:
    """Whoever leads a ritual is not required in it.

    It fires when a facilitator, or one of those among whom facilitating goes round, is not among the required
    participants.

    Why: without somebody who leads it, a conversation falls back into reports, or does not take place. A lead who may
    stay away is no lead.

    To mend it: add the facilitator to the required participants, or let one of those lead who are required.

    Smell: none
    """
    playbook = case.playbook.in_force
    for ritual in playbook.rituals.values():
        people = ritual.participants
        # A facilitator who is withdrawn is told by K907.
        leads = ritual.facilitator.roles
        away = [role for role in leads if role not in people.required and role in playbook.roles]
        if not away:
            continue
        names, is_one = case.names("role", away), len(away) == 1
        optional = [role for role in away if role in people.optional]
        how = "only optional there" if optional == away else "not among its required participants"
        message = f"{names} {'leads' if is_one else 'lead'} {ritual.name} and {'is' if is_one else 'are'} {how}"
        them = listed(f"`{role}`" for role in away)
        source = (
            "from the optional to the required participants" if optional == away else "to its required participants"
        )
        fix = f"{'move' if optional == away else 'add'} {them} {source}"
        present = [role for role in people.required if role in playbook.roles]
        if present and len(away) == len(leads):
            fix += f", or let {case.name('role', present[0])} lead it, who is always there"
        yield Breach(Place(ritual.address, ("facilitator", "roles", leads.index(away[0]))), message, fix)
