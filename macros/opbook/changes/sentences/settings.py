"""Sentences about what holds for the whole playbook."""

from __future__ import annotations

from opbook.changes.difference import Difference
from opbook.changes.naming import Naming
from opbook.changes.sentences.forms import Sentences, added, field, flag, part, prose, taken, text, values
from opbook.changes.trees import ADDRESS, Group
from opbook.changes.words import Words, code, filled, joined, name, quote, words
from opbook.checks.judge import OFF, SEVERITY_KEY
from opbook.checks.rule import Rule, rules

_LEVELS = {"executive": "executives", "lead": "leads", "practitioner": "practitioners"}


def _hours(t: Naming, d: Difference) -> Words | None:
    who = _LEVELS[d.route[1]]
    return values(
        t, d, "{who} may spend at most {now} h a week in conversations (was {was})", "", "", who=who.capitalize()
    )


def _rule_of(said: str) -> Rule | None:
    """The rule that is meant by a code or a name."""
    return next((each for each in rules().values() if said in (each.code, each.name)), None)


def _rule_named(said: str) -> Words:
    rule = _rule_of(said)
    return words(code(rule.code), f" ({rule.name.replace('-', ' ')})") if rule is not None else words(code(said))


def _rule(t: Naming, d: Difference) -> Words | None:
    """What the playbook says of a rule; where it says nothing, what the rule itself says holds."""
    if len(d.route) != 3:
        return None
    _, said, key = d.route
    rule = _rule_of(said)
    if key == SEVERITY_KEY:
        default = rule.problem.severity.value if rule is not None else ""
        now, was = (_counts(text(each) or default) for each in (d.after, d.before))
        return filled("{rule} is now {now} (was {was})", rule=_rule_named(said), now=now, was=was)
    default = f"{rule.thresholds[key]:g}" if rule is not None and key in rule.thresholds else "not set"
    now, was = (text(each) or default for each in (d.after, d.before))
    threshold = key.replace("_", " ")
    form = "The threshold “{key}” of {rule} is now {now} (was {was})"
    return filled(form, key=threshold, rule=_rule_named(said), now=now, was=was)


_TOLD_AS = {"info": "worth knowing", "warning": "a warning", "error": "an error"}


def _counts(severity: str) -> str:
    return "switched off" if severity == OFF else f"told as {_TOLD_AS.get(severity, severity)}"


def _suppression(t: Naming, d: Difference) -> Words | None:
    """A finding that is let stand: the key says which rule, and of what."""
    rule, _, about = d.route[1].partition(" of ")
    about, _, _ = about.partition(" (")  # a second one of the same is numbered
    what = filled("What {rule} finds of {about}", rule=_rule_named(rule), about=t.named(ADDRESS, about))
    match d.route[2:]:
        case () if d.after is None:
            reason = t.value(part(d.before, "reason"))
            return filled("{what} is no longer let stand (was because {reason})", what=what, reason=reason)
        case ():
            until = part(d.after, "until")
            end = f" until {text(until)}" if until is not None else ""
            reason = t.value(part(d.after, "reason"))
            return filled("{what} is let stand{end}, because {reason}", what=what, end=end, reason=reason)
        case ("until",):
            return values(
                t,
                d,
                "{what} is let stand until {now} (was until {was})",
                "{what} is let stand until {now} (was with no end)",
                "{what} is let stand with no end (was until {was})",
                what=what,
            )
        case ("reason",):
            return values(t, d, "{what} is let stand for a reason that is reworded: {change}", "", "", what=what)
    return None


def _sides(t: Naming, d: Difference) -> Words:
    form = "The two sides between which work falls down are now {now} (were {was})"
    return filled(form, now=t.value(d.after), was=t.value(d.before))


def _discipline(t: Naming, d: Difference) -> Words | None:
    it = t.named("discipline", d.route[1])
    match d.route[2:]:
        case ():
            return filled("New discipline: {it}" if d.before is None else "The discipline {it} is gone", it=it)
        case ("name",):
            return filled("The discipline {was} is now called {now}", now=name(text(d.after)), was=name(text(d.before)))
        case ("colour",):
            return filled("The colour of {it} is now {now} (was {was})", it=it, now=text(d.after), was=text(d.before))
    return None


def _swarm_need(t: Naming, d: Difference) -> Words | None:
    """Who can bring what every swarm needs; these ids stand alone and have no kind in the settings."""
    if len(d.route) != 2:
        return None
    old, new = (Group(each.texts, "role") if isinstance(each, Group) else each for each in (d.before, d.after))
    roles = Difference(d.subject, d.route, old, new)
    come, gone = added(t, roles), taken(t, roles)
    told = [words("now be brought by ", come)] if come else []
    told += [words("no longer be brought by ", gone)] if gone else []
    return words(quote(d.route[1]), ", which every swarm needs, can ", joined(told, " and "))


def _skill_level(t: Naming, d: Difference) -> Words | None:
    return values(
        t,
        d,
        "Level {number} of skills is now called {now} (was {was})",
        "Level {number} of skills is now called {now} (had no name)",
        "Level {number} of skills no longer has a name (was {was})",
        number=d.route[1],
        now=quote(text(d.after)),
        was=quote(text(d.before)),
    )


def _skill_group(t: Naming, d: Difference) -> Words | None:
    if len(d.route) != 2:
        return None
    if d.before is None:
        return filled("New group of skills: {now}", now=name(text(d.after)))
    if d.after is None:
        return filled("The group of skills {was} is gone", was=name(text(d.before)))
    return filled("The group of skills {was} is now called {now}", now=name(text(d.after)), was=name(text(d.before)))


SENTENCES: Sentences = {
    ("", "title"): field("The playbook is now called {now} (was {was})", "", ""),
    ("", "organisation"): field("The organisation is now called {now} (was {was})", "", ""),
    ("", "description"): prose("description"),
    ("", "language"): field("The playbook is now written in {now} (was {was})", "", ""),
    ("", "timezone"): field("Times of day now hold in {now} where none is named (was {was})", "", ""),
    ("", "disciplines"): _discipline,
    ("", "sides"): _sides,
    ("", "skill_levels"): _skill_level,
    ("", "skill_groups"): _skill_group,
    ("", "hours"): _hours,
    ("", "show_holders"): flag(
        "The names of those who hold roles are now shown", "The names of those who hold roles are no longer shown"
    ),
    ("", "show_findings"): flag(
        "Pages now show what the rules say of what they are about",
        "Pages no longer show what the rules say of what they are about",
    ),
    ("", "swarm_needs"): _swarm_need,
    ("", "rules"): _rule,
    ("", "suppressions"): _suppression,
    ("", "feedback_url"): field(
        "Readers now report what is wrong at {now} (was {was})",
        "Readers can now report what is wrong, at {now}",
        "Readers can no longer report what is wrong (was at {was})",
    ),
    ("", "public_url"): field(
        "The site is now reached without a login at {now} (was {was})",
        "The site is now reached without a login, at {now}",
        "The site is no longer said to be reached without a login (was at {was})",
    ),
}
"""The settings are of no kind. No entity has a field of any of these names without a sentence of its own."""
