"""Value: practices that earn their place, swarms that work on something, and reviews that can change course."""

from __future__ import annotations

from collections.abc import Iterator

from opbook.checks import bets
from opbook.checks.parts import row_of
from opbook.checks.rule import Breach, Case, Place, rule
from opbook.model.diagnostic import Severity
from opbook.model.measures import metrics_in_force, outcomes, place_to_review
from opbook.model.phrases import listed
from opbook.model.portfolio import bets_of_team, irreversible_decisions, open_bets, people_of, runs_on

__all__ = ["bets"]  # what the portfolio itself says: the other half of this family


@rule("V601", Severity.WARNING)
def practice_without_outcome_metric(case: Case) -> Iterator[Breach]:
    """A practice has no metric by which somebody could see that it works.

    Looked at are the metrics of each practice, withdrawn ones left out. It fires when none of them measures an
    `outcome`.

    Why: a practice that shows only how busy it is becomes an office. This is how project offices got the name they
    have.

    To mend it: name an outcome that is looked at in one of its rituals. If no outcome would get worse without the
    practice, withdraw the practice.

    Smell: none
    """
    playbook = case.playbook
    for practice in playbook.practices.values():
        if practice.withdrawn is not None or outcomes(playbook, practice.metrics):
            continue
        named = metrics_in_force(playbook, practice.metrics)
        kinds = listed(f"{metric.name} ({metric.measures})" for metric in named)
        near = [each for each in outcomes(playbook, playbook.metrics) if each.reviewed_in in practice.rituals]
        fix = "write a metric with `measures: outcome` for what its `outcome` promises, and name it in its `metrics`"
        if near:
            where = case.name("ritual", near[0].reviewed_in or "")
            fix = (
                f"add {near[0].name} to its `metrics` if it gets better by this: {where}, which it serves, looks at it"
            )
        yield Breach(
            Place(practice.address, ("metrics",) if practice.metrics else ("outcome",), key=not practice.metrics),
            f"{practice.name} is measured by {kinds}, and by no outcome" if named else f"{practice.name} has no metric",
            fix,
        )


@rule("V602", Severity.WARNING)
def practice_for_nothing(case: Case) -> Iterator[Breach]:
    """A practice takes the place of nothing and serves no conversation.

    Looked at are practices without `replaces`. It fires when no ritual in force is named in the practice or linked
    from one of its activities.

    Why: what comes on top of everything else and is talked about nowhere is done once, for the launch of the new
    office, and then by nobody.

    To mend it: say what it replaces, and stop doing that. Or name the conversation that is better because of it.

    Smell: none
    """
    playbook = case.playbook
    for practice in playbook.practices.values():
        if practice.withdrawn is not None or practice.replaces is not None:
            continue
        activities = practice.activities.values()
        linked = (*practice.rituals, *(id_ for activity in activities for id_ in activity.rituals))
        if any(id_ in playbook.rituals and playbook.rituals[id_].withdrawn is None for id_ in linked):
            continue
        doers = [role for activity in activities for role in activity.hands]
        doers += [practice.owner] if practice.owner is not None else []
        ritual = place_to_review(playbook, doers)
        fix = f"say in `replaces` what {practice.name} puts an end to, or name in `rituals` the conversation it serves"
        if ritual is not None:
            who = case.names("role", set(doers) & set(ritual.participants.required))
            fix += f", such as {ritual.name}, which requires {who}"
        yield Breach(
            Place(practice.address, ("outcome",), key=True),
            f"{practice.name} replaces nothing that was done before and serves no ritual",
            fix,
        )


@rule("V604", Severity.WARNING)
def swarm_on_no_bet(case: Case) -> Iterator[Breach]:
    """A swarm is at work, and no bet says what for.

    Looked at are swarms that run on the day: those whose dates it lies between, and those without dates. It fires when
    no bet names the swarm as its team.

    Why: people who work outside the portfolio are spent without anybody having decided it. Their work is in no
    ranking, under no limit, and cannot be stopped.

    To mend it: name the swarm in the bet that it works on. If there is none, enter one, or end the swarm.

    Smell: PF1
    """
    playbook = case.playbook
    for team in playbook.teams.values():
        if not team.is_swarm or team.withdrawn is not None or not runs_on(team, case.on):
            continue
        if bets_of_team(playbook, team.id):
            continue
        since = f" since {team.starts}" if team.starts is not None else ""
        until = f" until {team.ends}" if team.ends is not None else ""
        days = f"at work{since}{until}" if since or until else "a swarm without dates"
        loose = [bet.name for bet in open_bets(playbook) if bet.team is None]
        fix = f"enter the bet that {team.name} works on, with what its mission is to change as the hypothesis"
        if loose:
            it = f"{loose[0]}, if this is" if len(loose) == 1 else f"{listed(loose[:-1])} or {loose[-1]}, whichever is"
            fix = f"name {team.name} as the `team` of {it} what it works on: no team has it yet"
        yield Breach(Place(team.address, ("kind",)), f"{team.name} is {days}, and no bet names it as its team", fix)


@rule("V610", Severity.WARNING)
def review_that_cannot_stop(case: Case) -> Iterator[Breach]:
    """Nobody who comes to a review can release money or stop anything.

    Looked at are rituals of the kind `review`, in playbooks that have decisions marked `reversible: false`: to release
    a tranche, to stop a bet. It fires when nobody who takes part, required, optional or in the chair, is accountable
    for any of these.

    Why: a review that cannot end anything is a show. People learn to bring green slides, and the decision is taken
    later, elsewhere, without the evidence.

    To mend it: invite a role that can decide, as optional if need be. If the meeting is only to inform, change its
    kind.

    Smell: RI7
    """
    playbook = case.playbook
    decisions = [each for each in irreversible_decisions(playbook) if each.accountable]
    for ritual in playbook.rituals.values():
        people = people_of(ritual)
        if ritual.kind != "review" or ritual.withdrawn is not None or not decisions:
            continue
        if any(set(each.accountable) & set(people) for each in decisions):
            continue
        # Who decides what is talked over here comes first, then who decides most.
        deciders = dict.fromkeys(role for each in decisions for role in each.accountable)

        def weight(role: str, ritual_id: str = ritual.id) -> tuple[int, int]:
            own = [each for each in decisions if role in each.accountable]
            return sum(ritual_id in each.rituals for each in own), len(own)

        best = max(deciders, key=weight)
        what = row_of(each for each in decisions if best in each.accountable)
        who = case.names("role", people) or "nobody"
        yield Breach(
            Place(ritual.address, ("participants",)),
            f"{who} come to {ritual.name}, and none of them can release money or stop anything: for the decisions that "
            f"cannot be taken back, {case.names('role', set(deciders))} answer{'s' if len(deciders) == 1 else ''}",
            f"add {case.name('role', best)}, who answers for {what}, to the optional participants of {ritual.name}",
        )


@rule("V611", Severity.WARNING)
def maturity_without_evidence(case: Case) -> Iterator[Breach]:
    """A team says how far it has come with a practice, and not by what that can be seen.

    Looked at is each practice under a team's `maturity`: it needs `evidence`.

    Why: without something to point at, a level is a mood. It rises before each review, and no team learns from another
    one's three.

    To mend it: write one sentence about something that somebody from outside could check. If there is nothing yet,
    claim the level below.

    Smell: none
    """
    playbook = case.playbook
    for team in playbook.teams.values():
        if team.withdrawn is not None:
            continue
        for id_, claim in team.maturity.items():
            practice = playbook.practices.get(id_)
            if claim.evidence is not None or (practice is not None and practice.withdrawn is not None):
                continue
            level = practice.levels.get(claim.level) if practice is not None else None
            signs = f'; a sign of it: "{level.looks_like[0]}"' if level is not None and level.looks_like else ""
            lower = f", or claim level {claim.level - 1}" if claim.level > 1 else ""
            yield Breach(
                Place(team.address, ("maturity", id_, "level")),
                f"{team.name} claims level {claim.level} in {case.name('practice', id_)}, since {claim.date}, "
                "without evidence",
                f"write in `evidence` by what somebody from outside can tell{lower}{signs}",
            )
