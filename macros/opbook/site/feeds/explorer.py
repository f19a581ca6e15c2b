"""What the RACI explorer fetches: what the table itself does not say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from opbook.model.activity import Activity
from opbook.model.flow import changes_of_hands
from opbook.model.playbook import Playbook
from opbook.site.edition import Edition
from opbook.site.generated import GeneratedFile, json_file
from opbook.site.views.matrix import WORDS, matrix


def files(edition: Edition, site_url: str) -> Iterator[GeneratedFile]:
    """Yield the files."""
    playbook = edition.playbook
    table = matrix(playbook)
    activities = [row.activity for section in table.sections for row in section.rows]
    marks = _marks(playbook)
    disciplines = playbook.settings.disciplines
    yield json_file(
        "raci/explorer.json",
        {
            "letters": {letter.value: WORDS[letter][0] for letter in table.letters},
            "disciplines": [{"id": id_, "name": each.name} for id_, each in disciplines.items()],
            "roles": [
                {
                    "id": role.id,
                    "name": role.name,
                    "aliases": role.aliases,
                    "url": edition.href(role.address),
                    "discipline": role.discipline,
                    "rituals": [ritual.id for ritual in playbook.requiring.get(role.id, ())],
                }
                for role in playbook.roles.values()
            ],
            "teams": [
                {"id": each.id, "name": each.name, "roles": list(each.roles)} for each in playbook.teams.values()
            ],
            "homes": [
                {"id": str(home.address), "name": home.name}
                for home in playbook.homes
                if home.activities or (home.entity_kind == "ritual" and home.id in playbook.talked_over)
            ],
            "rituals": {
                ritual.id: {
                    "name": ritual.name,
                    "url": edition.href(ritual.address),
                    "often": ritual.monthly_or_more,
                }
                for ritual in playbook.rituals.values()
            },
            "activities": [
                {
                    "id": each.id,
                    "name": each.name,
                    "aliases": each.aliases,
                    "url": edition.href(each.address),
                    "homes": _homes(playbook, each),
                    "letters": {role: "".join(each.letters(role)) for role in each.roles},
                    "marks": [mark for mark, ids in marks.items() if each.id in ids],
                }
                for each in activities
            ],
            "renamed": {
                f"{entity.entity_kind}:{former}": entity.id
                for entity in (*playbook.roles.values(), *playbook.teams.values(), *playbook.homes)
                for former in entity.renamed_from
            },
        },
    )


def _homes(playbook: Playbook, activity: Activity) -> list[str]:
    """Where an activity stands, and the rituals in which it is talked over."""
    rituals = (f"ritual:{id_}" for id_ in activity.rituals if id_ in playbook.rituals)
    return list(dict.fromkeys((str(activity.home), *rituals)))


def _marks(playbook: Playbook) -> Mapping[str, frozenset[str]]:
    """What else can be asked for, and the activities of which it is true: of a step of the flow, both ends."""
    steps = changes_of_hands(playbook)
    return {
        "decisions": frozenset(each.id for each in playbook.activities.values() if each.is_decision),
        "changes-of-hands": frozenset(end.id for step in steps for end in (step.first, step.second)),
        "handoffs": frozenset(end.id for step in steps if step.is_handoff for end in (step.first, step.second)),
    }
