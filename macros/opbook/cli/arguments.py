"""Kinds, ids and texts as people type them, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from opbook.model.address import FOLDERS, KINDS, Address, is_id
from opbook.model.playbook import Playbook
from opbook.source.nearest import as_id, did_you_mean, shown
from opbook.source.nodes import control_in

_LONGEST = 200
"""How long an id may be, so that every system takes it as the name of a file, and of one beside it."""


def known_kind(kind: str, kinds: Sequence[str] = KINDS) -> str:
    """The kind that was asked for.

    Raises:
        click.BadParameter: Where it is none of these.
    """
    if kind not in kinds:
        listed = ", ".join(kinds)
        raise click.BadParameter(
            f"there is no kind `{shown(kind)}`{did_you_mean(kind, kinds)}; kinds: {listed}", param_hint="KIND"
        )
    return kind


def present(playbook: Playbook, kind: str, id_: str, hint: str = "ID") -> Address:
    """The address of something that is there.

    Raises:
        click.BadParameter: Where there is no such kind, or nothing is.
    """
    known_kind(kind)
    known = playbook.activities if kind == "activity" else playbook.of_kind(kind)
    if id_ not in known:
        now = [each.id for each in known.values() if id_ in getattr(each, "renamed_from", ())]
        near = f"; it is called `{now[0]}` now" if now else did_you_mean(id_, known)
        raise click.BadParameter(f"there is no {kind} `{shown(id_)}`{near}", param_hint=hint)
    return Address(kind, id_)


def anywhere(playbook: Playbook, text: str, hint: str) -> Address:
    """The address of something that is there, written ``KIND:ID``.

    Raises:
        click.BadParameter: Where it is no address, or nothing is there.
    """
    addresses = [f"{kind}:{id_}" for kind in FOLDERS for id_ in playbook.of_kind(kind)]
    addresses += [f"activity:{id_}" for id_ in playbook.activities]
    if text not in addresses:
        kind, colon, _ = text.partition(":")
        near = [each for each in addresses if each.partition(":")[2] == text] or addresses
        if colon and kind in KINDS:
            near = [each for each in addresses if each.startswith(f"{kind}:")]
        words = "there is nothing at" if colon else "write KIND:ID, such as role:product-owner, not"
        meant = f"; did you mean `{near[0]}`?" if len(near) == 1 else did_you_mean(text, near)
        raise click.BadParameter(f"{words} `{shown(text)}`{meant}", param_hint=hint)
    kind, _, id_ = text.partition(":")
    return Address(kind, id_)


def new_id(text: str, hint: str = "ID") -> str:
    """The id that something is to get.

    Raises:
        click.BadParameter: Where it cannot be an id.
    """
    if not is_id(text):
        words = "use lower-case letters, digits and single hyphens, such as product-owner"
        near = as_id(text)
        meant = f"; did you mean `{shown(near)}`?" if near else ""
        raise click.BadParameter(f"`{shown(text)}` cannot be an id{meant or f'; {words}'}", param_hint=hint)
    if len(text) > _LONGEST:
        raise click.BadParameter(f"an id of {len(text)} characters is too long for the name of a file", param_hint=hint)
    return text


def one_line(text: str, hint: str) -> str:
    """A text that can stand in a file, without blanks around it.

    Raises:
        click.BadParameter: Where it says nothing, or more than a line.
    """
    control = control_in(text)
    if control:
        raise click.BadParameter(
            f"a control character, {shown(control)}, stands in it; write one line of plain text", param_hint=hint
        )
    if "\n" in text or "\r" in text:
        raise click.BadParameter("it has several lines; write it as one", param_hint=hint)
    if not text.strip():
        raise click.BadParameter("it says nothing", param_hint=hint)
    return text.strip()


def docs_beside(data: Path) -> Path | None:
    """The folder of hand-written pages, named as from here where it can be; `None` where there is none."""
    docs = data.resolve().parent / "docs"
    docs = docs.relative_to(Path.cwd()) if docs.is_relative_to(Path.cwd()) else docs
    return docs if docs.is_dir() else None
