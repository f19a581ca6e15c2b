"""What is different between two playbooks, value by value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from opbook.changes.difference import Difference
from opbook.changes.trees import PLAIN, Branch, Entry, Leaf, Renames, Series, Tree, of_activity, of_entity, of_settings
from opbook.model.activity import Activity
from opbook.model.address import FOLDERS, Address
from opbook.model.entity import Entity
from opbook.model.playbook import Playbook

ALIKE = 0.4
"""From which share of common words on a text counts as reworded, and not as another one."""
ORDER = "order"
"""The name, below a series, under which its order is compared."""


def differences(before: Playbook, after: Playbook) -> Iterator[Difference]:
    """Yield every difference between two playbooks: settings, then entity by entity, each with its activities."""
    to_after = renamed(before, after)
    yield from _compared(None, (), of_settings(before.settings, to_after), of_settings(after.settings, {}))
    for old, new in to_after.items():
        yield Difference(new, ("id",), Leaf(old.id), Leaf(new.id))
    old_ones = {to_after.get(each.address, each.address): each for each in _subjects(before)}
    new_ones = {each.address: each for each in _subjects(after)}
    for address in sorted(old_ones.keys() | new_ones.keys(), key=lambda each: (_rank(each.kind), each.id)):
        old_one, new_one = old_ones.get(address), new_ones.get(address)
        if old_one is new_one and not to_after:
            continue  # read once for both states, since its file is the same
        if old_one is not None and new_one is not None:
            yield from _compared(address, (), _tree(old_one, to_after), _tree(new_one, {}))
        else:
            whole_before = _tree(old_one, to_after) if old_one is not None else None
            whole_after = _tree(new_one, {}) if new_one is not None else None
            yield Difference(address, (), whole_before, whole_after)


def renamed(before: Playbook, after: Playbook) -> Renames:
    """What has another id, from its old address to its new one.

    An entity says in ``renamed_from`` what it was called, in whichever of the two states. An activity says nothing: one
    that went is the same as one that came where both have the same name, in the same stage, practice or ritual.
    """
    found: dict[Address, Address] = {}
    for kind in FOLDERS:
        old_ones, new_ones = before.of_kind(kind), after.of_kind(kind)
        for new in new_ones.values():
            if new.id not in old_ones:
                former = [id_ for id_ in new.renamed_from if id_ in old_ones and id_ not in new_ones]
                former += [id_ for id_, old in old_ones.items() if new.id in old.renamed_from and id_ not in new_ones]
                if former:
                    found[Address(kind, former[0])] = new.address
    gone = [each for id_, each in before.activities.items() if id_ not in after.activities]
    come = [each for id_, each in after.activities.items() if id_ not in before.activities]
    for old_one in gone:
        home = found.get(old_one.home, old_one.home)
        same = [each for each in come if each.name == old_one.name and each.home == home]
        twins = [each for each in gone if each.name == old_one.name and each.home == old_one.home]
        if len(same) == len(twins) == 1:
            found[old_one.address] = same[0].address
    return found


def _subjects(playbook: Playbook) -> Iterator[Entity | Activity]:
    yield from playbook.entities
    yield from playbook.activities.values()


def _rank(kind: str) -> int:
    return [*FOLDERS, "activity"].index(kind)


def _tree(subject: Entity | Activity, renames: Renames) -> Branch:
    return of_activity(subject, renames) if isinstance(subject, Activity) else of_entity(subject, renames)


def _compared(subject: Address | None, route: tuple[str, ...], old: Tree, new: Tree) -> Iterator[Difference]:
    if isinstance(old, Branch) and isinstance(new, Branch):
        yield from _branches(subject, route, old.parts, new.parts)
    elif isinstance(old, Series) and isinstance(new, Series):
        yield from _series(subject, route, old.entries, new.entries)
    elif old != new:
        yield Difference(subject, route, old, new)


def _branches(
    subject: Address | None, route: tuple[str, ...], old: Mapping[str, Tree], new: Mapping[str, Tree]
) -> Iterator[Difference]:
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        below = (*route, name)
        if before is not None and after is not None:
            yield from _compared(subject, below, before, after)
        elif (empty := _empty(before if before is not None else after)) is not None:
            yield from _compared(subject, below, before or empty, after or empty)
        else:
            yield Difference(subject, below, before, after)


def _empty(tree: Tree | None) -> Tree | None:
    """What stands for nothing where the parts of a value are told one by one; `None` where it is told as a whole."""
    if isinstance(tree, Series):
        return Series(())
    return Branch({}, tree.sort) if isinstance(tree, Branch) and tree.sort != PLAIN else None


def _series(
    subject: Address | None, route: tuple[str, ...], old: tuple[Entry, ...], new: tuple[Entry, ...]
) -> Iterator[Difference]:
    pairs = paired(old, new)
    for i, j in sorted(pairs.items(), key=lambda pair: pair[1]):
        if old[i] != new[j]:
            yield Difference(subject, route, old[i], new[j])
    of_new = {j: i for i, j in pairs.items()}
    for i, entry in enumerate(old):
        if i not in pairs:
            yield Difference(subject, route, entry, None)
    for j, entry in enumerate(new):
        if j not in of_new:
            yield Difference(subject, route, None, entry)
    # Which of two neighbours was moved nobody can tell: the order of what stayed is one value.
    order_before = tuple(sorted(pairs))
    order_after = tuple(of_new[j] for j in sorted(of_new))
    if order_before != order_after:
        before, after = (Series(tuple(Entry(side[k].text) for k in order)) for side, order in _orders(old, new, pairs))
        yield Difference(subject, (*route, ORDER), before, after)


def _orders(
    old: tuple[Entry, ...], new: tuple[Entry, ...], pairs: Mapping[int, int]
) -> Iterator[tuple[tuple[Entry, ...], list[int]]]:
    yield old, sorted(pairs)
    yield new, sorted(pairs.values())


def paired(old: tuple[Entry, ...], new: tuple[Entry, ...]) -> Mapping[int, int]:
    """Which entry of the one series is which of the other: by lasting id, by text, then by likeness.

    The same pairs come out whichever of the two comes first.
    """
    pairs: dict[int, int] = {}
    left, right = set(range(len(old))), set(range(len(new)))

    def take(i: int, j: int) -> None:
        pairs[i] = j
        left.discard(i)
        right.discard(j)

    for same in (_same_id, _same_entry, _same_text):
        for i in sorted(left):
            j = next((j for j in sorted(right) if same(old[i], new[j])), None)
            if j is not None:
                take(i, j)
    words = {id(entry): Counter(entry.text.lower().split()) for entry in (*old, *new)}
    near = [
        (-score, i + j, abs(i - j), sorted((old[i].text, new[j].text)), i, j)
        for i in left
        for j in right
        if (score := likeness(words[id(old[i])], words[id(new[j])])) >= ALIKE
    ]
    for _, _, _, _, i, j in sorted(near):
        if i in left and j in right:
            take(i, j)
    return pairs


def _same_id(one: Entry, other: Entry) -> bool:
    return bool(one.id) and one.id == other.id


def _same_entry(one: Entry, other: Entry) -> bool:
    return one == other


def _same_text(one: Entry, other: Entry) -> bool:
    return one.text == other.text


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """How much of two texts is the same words, from 0 to 1 (the coefficient of Sørensen and Dice)."""
    together = one.total() + other.total()
    return 2 * (one & other).total() / together if together else 0.0
