"""What the page of a reader's own playbook fetches: whom one can be, and one file for each role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from opbook.model.entity import Entity
from opbook.model.ritual import Ritual
from opbook.site.edition import Edition
from opbook.site.feeds.changes import past_of, sentence_html
from opbook.site.generated import GeneratedFile, json_file
from opbook.site.views.mine import Part, Sitting, known_days, parts, sittings
from opbook.site.views.role import role_page


def files(edition: Edition, site_url: str) -> Iterator[GeneratedFile]:
    """Yield the files."""
    playbook = edition.playbook.in_force
    yield json_file("mine/index.json", _index(edition))
    calendar = sittings(playbook, *known_days(edition.on))
    own = parts(playbook)
    for id_ in playbook.roles:
        yield json_file(f"mine/roles/{id_}.json", _role(edition, id_, own[id_], calendar))


def _index(edition: Edition) -> dict[str, Any]:
    playbook, everything = edition.playbook.in_force, edition.playbook
    first, last = known_days(edition.on)
    disciplines = playbook.settings.disciplines
    return {
        "published": edition.on.isoformat(),
        "first": first.isoformat(),
        "last": last.isoformat(),
        "timezone": playbook.settings.timezone,
        "history": _history(edition),
        "roles": [
            {
                "id": each.id,
                "name": each.name,
                "group": disciplines[each.discipline].name if each.discipline in disciplines else each.discipline,
            }
            for each in playbook.roles.values()
        ],
        "teams": [
            {
                "id": each.id,
                "name": each.name,
                "starts": each.starts.isoformat() if each.starts else "",
                "ends": each.ends.isoformat() if each.ends else "",
            }
            for each in playbook.teams.values()
        ],
        "renamed": {
            "role": _former(everything.roles.values()),
            "team": _former(everything.teams.values()),
        },
        "withdrawn": {
            kind: {
                each.id: edition.templates.link(kind, each.id)
                for each in everything.of_kind(kind).values()
                if each.withdrawn is not None
            }
            for kind in ("role", "team")
        },
    }


def _history(edition: Edition) -> dict[str, Any] | None:
    """From which day on changes are known, and when the last one came, in seconds; nothing where none are known."""
    known = past_of(edition)
    if known.since is None or known.moment is None:
        return None
    return {"since": known.since.isoformat(), "moment": int(known.moment.timestamp())}


def _former(entities: Iterable[Entity]) -> dict[str, str]:
    return {former: each.id for each in entities for former in each.renamed_from}


def _role(edition: Edition, id: str, own: tuple[Part, ...], calendar: tuple[Sitting, ...]) -> dict[str, Any]:
    playbook = edition.playbook.in_force
    role, page = playbook.roles[id], role_page(playbook, id)
    joined = {each.ritual.id: each.part for each in page.conversations}
    days: dict[tuple[Any, ...], int] = {}  # teams often hold a ritual on the same days
    held = [
        {
            "ritual": each.ritual,
            "team": each.team,
            "at": each.at,
            "timezone": each.timezone,
            "days": days.setdefault(each.days, len(days)),
        }
        for each in calendar
        if each.ritual in joined
    ]
    pieces = _pieces(edition)
    return {
        "id": id,
        "name": role.name,
        "link": edition.templates.link("role", id),
        "limit": page.limit,
        "seats": [each.team.id for each in page.seats],
        "acts": [edition.prose(each) for each in role.daily_actions],
        "rituals": {
            each.id: _ritual(edition, each, joined[each.id], id)
            for each in playbook.rituals.values()
            if each.id in joined
        },
        "sittings": held,
        "days": [[day.isoformat() for day in each] for each in days],
        "activities": [_activity(edition, each) for each in own],
        "answers": {"count": len(role.accountabilities) + len(role.decision_rights), "html": pieces.answers(role)},
        "lists": {
            "count": len(role.checklists) + len({each[:3] for each in page.items}),
            "html": pieces.lists(role, page),
        },
        "changes": [
            {
                "day": day.day.isoformat(),
                "moment": int(day.state.moment.timestamp()),
                "html": sentence_html(edition, each),
            }
            for day, changes in past_of(edition).of_role(id)
            for each in changes
        ],
        "pairs": {"count": len(page.pairs), "html": pieces.pairs(page)},
    }


def _pieces(edition: Edition) -> Any:
    """The macros of the template ``mine.html``."""
    return edition.templates.environment.get_template("mine.html").module


def _ritual(edition: Edition, ritual: Ritual, part: str, role: str) -> dict[str, Any]:
    return {
        "link": edition.templates.link("ritual", ritual.id),
        "minutes": ritual.minutes,
        "hours": ritual.hours_a_week if role in ritual.participants.required else 0,
        "part": part,
        "teams": [each.id for each in edition.playbook.in_force.held_by.get(ritual.id, ())],
        "triggers": list(ritual.triggers),
        "before": _pieces(edition).before(ritual),
    }


def _activity(edition: Edition, part: Part) -> dict[str, Any]:
    link = edition.templates.link
    return {
        "place": part.place,
        "link": link("activity", part.activity.id),
        "isDecision": part.activity.is_decision,
        "home": link(part.home.kind, part.home.id),
        "rituals": [link("ritual", each) for each in part.activity.rituals],
        "letters": "".join(part.letters),
    }
