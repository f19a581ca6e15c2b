"""The macros for people who write pages. Each docstring is its documentation; its example is rendered beside it."""

from __future__ import annotations

from opbook.model.address import FOLDERS
from opbook.model.item import Item
from opbook.model.meetings import hours_per_week
from opbook.model.practice import Practice
from opbook.model.principle import Principle
from opbook.model.ritual import Ritual
from opbook.model.role import Role
from opbook.model.stage import Stage
from opbook.model.term import Term
from opbook.site.lookup import address_of, find, known_tag
from opbook.site.markup import entities, inline
from opbook.site.pages import PageProblem
from opbook.site.registry import Call, macro
from opbook.site.templating import number
from opbook.site.views import matrix
from opbook.site.views.coverage_picture import coverage_picture
from opbook.site.views.flow_picture import flow_picture
from opbook.site.views.rhythm_picture import SCALES, of_scale
from opbook.source.nearest import did_you_mean, shown
from opbook.source.problems import WRONG_ARGUMENT


@macro(inline=True)
def link(call: Call, address: str, text: str = "") -> str:
    """A link to anything in the playbook, with its name or with your own words.

    Args:
        address: `KIND:ID`, such as `role:product-owner` or `activity:go-no-go`.
        text: The words to show; the name where left out.

    Example:
        Ask the {{ link("role:product-owner") }} in {{ link("ritual:demo", "the demo") }}.
    """
    found = address_of(call, address)
    entity = call.edition.playbook.find(found)
    assert entity is not None
    return f'<a href="{call.edition.href(found)}">{entities(text or entity.name)}</a>'


@macro()
def role_card(call: Call, role: str) -> str:
    """A role in short: its purpose and the first three things for which it is accountable.

    Args:
        role: The role's id.

    Example:
        {{ role_card("product-owner") }}
    """
    return call.edition.templates.page("blocks/role_card.html", e=find(call, "role", role))


@macro()
def cards(call: Call, kind: str, tag: str = "") -> str:
    """A card for each entity of a kind: its name, and what it is in a sentence.

    Args:
        kind: The kind, in the singular: `role`, `ritual`, `practice` …
        tag: Only those with this tag.

    Example:
        {{ cards("ritual", tag="trust") }}
    """
    if kind not in FOLDERS:
        hint = did_you_mean(kind, FOLDERS)
        raise PageProblem(WRONG_ARGUMENT, f"`{shown(kind)}` is not a kind{hint}", f"kinds: {', '.join(FOLDERS)}")
    if tag:
        known_tag(call, tag)
    entities_ = call.edition.playbook.of_kind(kind).values()
    kept = [each for each in entities_ if (not tag or tag in each.tags) and each.withdrawn is None]
    return call.edition.templates.page("blocks/cards.html", entities=kept)


@macro()
def raci_table(
    call: Call, stage: str = "", practice: str = "", ritual: str = "", team: str = "", role: str = "", tag: str = ""
) -> str:
    """A RACI table of one stage, practice, ritual, team, role or tag. Name exactly one of them.

    Args:
        stage: The activities of this stage.
        practice: The activities of this practice.
        ritual: The activities that are talked over in this ritual.
        team: What the roles of this team have in hand, with their columns.
        role: The activities in which this role has a part.
        tag: The activities with this tag, or whose stage, practice or ritual has it.

    Example:
        {{ raci_table(practice="cost-of-delay") }}
    """
    wanted = {"stage": stage, "practice": practice, "ritual": ritual, "team": team, "role": role, "tag": tag}
    given = {kind: id_ for kind, id_ in wanted.items() if id_}
    if len(given) != 1:
        raise PageProblem(
            WRONG_ARGUMENT,
            f"`raci_table` takes exactly one of {', '.join(wanted)}; here it has {', '.join(given) or 'none'}",
            'write raci_table(stage="launch")',
        )
    kind, id_ = next(iter(given.items()))
    playbook = call.edition.playbook
    if kind == "tag":
        table, name = matrix.of_tag(playbook, known_tag(call, id_)), id_
    else:
        name = find(call, kind, id_).name
        if kind == "team":
            table = matrix.of_team(playbook, id_)
        elif kind == "role":
            table = matrix.matrix(playbook, lambda activity: id_ in activity.roles)
        else:
            table = matrix.of_home(playbook, kind, id_)
    return call.edition.templates.page("blocks/matrix.html", matrix=table, caption=f"Who does what: {name}")


@macro()
def raci_legend(call: Call) -> str:
    """What the letters of a RACI table mean, as they look in the tables.

    Example:
        {{ raci_legend() }}
    """
    return call.edition.templates.page("blocks/legend.html")


@macro()
def checklist(call: Call, address: str, part: str = "") -> str:
    """A checklist of a ritual, stage, practice or role.

    Args:
        address: Where the list stands: `ritual:demo`, `stage:launch`, `practice:cost-of-delay`, `role:product-owner`.
        part: Which list, where there are several: `before`, `during` or `after` of a ritual, `entry` or `exit` of a
            stage, the title of a role's list. All of them where left out.

    Example:
        {{ checklist("ritual:launch-readiness", "before") }}
    """
    found = address_of(call, address)
    entity = call.edition.playbook.find(found)
    lists: dict[str, tuple[Item, ...]]
    if isinstance(entity, Ritual):
        moments = entity.checklist
        lists = {"before": moments.before, "during": moments.during, "after": moments.after}
    elif isinstance(entity, Stage):
        lists = {"entry": entity.entry, "exit": entity.exit}
    elif isinstance(entity, Practice):
        lists = {"checklist": entity.checklist}
    elif isinstance(entity, Role):
        lists = dict(entity.checklists)
    else:
        raise PageProblem(WRONG_ARGUMENT, f"`{found}` has no checklist", "name a ritual, stage, practice or role")
    if part:
        title = next((each for each in lists if each.casefold() == part.casefold()), None)
        if title is None:
            hint = did_you_mean(part, lists)
            named = ", ".join(lists) or "none"
            raise PageProblem(
                WRONG_ARGUMENT, f"`{found}` has no checklist `{shown(part)}`{hint}", f"its checklists: {named}"
            )
        lists = {title: lists[title]}
    return call.edition.templates.page("blocks/checklist.html", lists=lists, entity=entity)


@macro()
def agenda(call: Call, ritual: str) -> str:
    """The timeboxed agenda of a ritual.

    Args:
        ritual: The ritual's id.

    Example:
        {{ agenda("product-project-sync") }}
    """
    return call.edition.templates.page("blocks/agenda.html", e=find(call, "ritual", ritual))


@macro(inline=True)
def cadence(call: Call, ritual: str) -> str:
    """When a ritual takes place, in words.

    Args:
        ritual: The ritual's id.

    Example:
        The sync is held {{ cadence("product-project-sync") }}.
    """
    found = find(call, "ritual", ritual)
    assert isinstance(found, Ritual)
    return entities(call.edition.templates.when(found))


@macro()
def flow(call: Call, stage: str) -> str:
    """The picture of a stage's flow: who has each activity in hand, and which ritual spans each change of hands.

    Args:
        stage: The stage's id.

    Example:
        {{ flow("retire") }}
    """
    found = find(call, "stage", stage)
    picture = flow_picture(call.edition.playbook, found.id)
    return call.edition.templates.page("pictures/flow.html", picture=picture)


@macro()
def coverage(call: Call) -> str:
    """The picture of who looks after which product when, with its gaps.

    Example:
        {{ coverage() }}
    """
    picture = coverage_picture(call.edition.playbook, call.edition.on)
    return call.edition.templates.page("pictures/coverage.html", picture=picture)


@macro()
def rhythm(call: Call, scale: str) -> str:
    """The rhythm of the conversations.

    Args:
        scale: `year`, `quarter`, `week`, or `events` for what an event calls for.

    Example:
        {{ rhythm("events") }}
    """
    if scale not in SCALES:
        hint = did_you_mean(scale, SCALES)
        raise PageProblem(WRONG_ARGUMENT, f"`{shown(scale)}` is not a rhythm{hint}", f"write {', '.join(SCALES)}")
    picture = of_scale(call.edition.playbook, scale, call.edition.on)
    return call.edition.templates.page(f"pictures/{scale}.html", picture=picture)


@macro()
def metric(call: Call, metric: str) -> str:
    """A metric's card: what it counts, from where to where, and who answers for it.

    Args:
        metric: The metric's id.

    Example:
        {{ metric("decision-latency") }}
    """
    return call.edition.templates.page("blocks/metric.html", e=find(call, "metric", metric))


@macro()
def levels(call: Call, practice: str) -> str:
    """A practice's three levels of maturity.

    Args:
        practice: The practice's id.

    Example:
        {{ levels("cost-of-delay") }}
    """
    return call.edition.templates.page("blocks/levels.html", e=find(call, "practice", practice))


@macro()
def pmo_to_vmo(call: Call) -> str:
    """The move from PMO to Value Management Office: what each practice replaces, and what it brings.

    Example:
        {{ pmo_to_vmo() }}
    """
    return call.edition.templates.page("blocks/pmo_to_vmo.html")


@macro()
def principle(call: Call, principle: str) -> str:
    """A principle: what it says, what it takes the place of, and its evidence with whether that is confirmed.

    Args:
        principle: The principle's id.

    Example:
        {{ principle("shared-ownership") }}
    """
    found = find(call, "principle", principle)
    assert isinstance(found, Principle)
    return call.edition.templates.page("blocks/principle.html", e=found)


@macro()
def principles(call: Call) -> str:
    """All principles in short.

    Example:
        {{ principles() }}
    """
    return call.edition.templates.page("blocks/principles.html")


@macro()
def daily_acts(call: Call, role: str) -> str:
    """A role's small daily acts.

    Args:
        role: The role's id.

    Example:
        {{ daily_acts("delivery-lead") }}
    """
    return call.edition.templates.page("blocks/daily_acts.html", e=find(call, "role", role))


@macro(inline=True)
def hours(call: Call, role: str) -> str:
    """The hours a week that a role spends in conversations that need it, and the limit.

    Args:
        role: The role's id.

    Example:
        A Product Owner spends {{ hours("product-owner") }} in conversations.
    """
    found = find(call, "role", role)
    assert isinstance(found, Role)
    limit = call.edition.playbook.settings.hours.limit(found.level)
    return f"{number(hours_per_week(call.edition.playbook, found.id))} of at most {limit} hours a week"


@macro(inline=True)
def definition(call: Call, term: str) -> str:
    """What a word of the glossary means here.

    Args:
        term: The term's id.

    Example:
        A bet is this: {{ definition("bet") }}
    """
    found = find(call, "term", term)
    assert isinstance(found, Term)
    return inline(call.edition.prose(found.definition))


@macro(inline=True)
def count(call: Call, what: str) -> str:
    """How many there are of something.

    Args:
        what: `roles`, `rituals`, or any other folder's name, or `activities`.

    Example:
        This playbook has {{ count("activities") }} activities.
    """
    countable = (*FOLDERS.values(), "activities")
    if what not in countable:
        hint = did_you_mean(what, countable)
        raise PageProblem(WRONG_ARGUMENT, f"`{shown(what)}` cannot be counted{hint}", f"write {', '.join(countable)}")
    return str(len(getattr(call.edition.playbook, what)))


@macro(inline=True)
def feedback(call: Call) -> str:
    """A link that opens a new issue about this page; nothing where the playbook names no `feedback_url`.

    Example:
        {{ feedback() }}
    """
    url = call.feedback_url(call.url.strip("/") or "home")
    return f'<a href="{entities(url)}">Report a problem or an idea</a>' if url else ""
