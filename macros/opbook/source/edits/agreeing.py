"""Noting that those who hold a role have agreed to it as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from opbook.model.address import Address
from opbook.model.responsibility import fingerprint
from opbook.model.role import Agreement
from opbook.source.edits.editing import CannotEdit, Edit
from opbook.source.edits.field_splices import field_added, value_changed
from opbook.source.edits.splicing import as_it_was, spliced
from opbook.source.edits.trial import tried
from opbook.source.reading import Reading


@dataclass(frozen=True, slots=True)
class Agreeing:
    """An agreement as it is to be noted, and the one before it."""

    edit: Edit
    """Without any text where the same is noted already."""
    now: Agreement
    before: Agreement | None
    """What was noted until now."""

    @property
    def has_changed(self) -> bool:
        """Whether the role is another one than was agreed to before."""
        return self.before is not None and self.before.fingerprint != self.now.fingerprint


def agreeing(reading: Reading, data: Path, role_id: str, on: date) -> Agreeing:
    """Note an agreement to a role.

    Args:
        reading: The playbook, with nothing wrong.
        data: The data folder that was read.
        role_id: The role; it must exist.
        on: The day of the agreement.

    Raises:
        CannotEdit: Where the role is withdrawn, was agreed to on a later day, or its file cannot be changed safely.
    """
    assert reading.playbook is not None
    role = reading.playbook.roles[role_id]
    source = reading.source_of("role", role_id)
    assert source is not None
    address, before = Address("role", role_id), role.agreed
    if role.withdrawn is not None:
        raise CannotEdit(f"{address} has been withdrawn since {role.withdrawn.date}; nobody holds it any more")
    now = Agreement.model_validate({"date": on, "fingerprint": fingerprint(reading.playbook, role_id)})
    if before is None:
        found = [field_added(source, role, "agreed", {"date": now.date, "fingerprint": now.fingerprint})]
    elif before.date > now.date:
        line = source.locate(("agreed", "date")).line
        raise CannotEdit(
            f"{address} was agreed to on {before.date}, after {now.date}: {source.path}:{line}; "
            "if the day there is wrong, mend it first"
        )
    else:
        pairs = {"date": (str(before.date), str(now.date)), "fingerprint": (before.fingerprint, now.fingerprint)}
        found = [value_changed(source, ("agreed", name), old, new) for name, (old, new) in pairs.items() if old != new]
    path = data / source.inside
    edit = Edit({path: as_it_was(path, spliced(source.text, found))} if found else {})
    tried(reading, data, edit.texts)
    return Agreeing(edit, now, before)
