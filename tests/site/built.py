"""Reading a built site as a browser would: what stands on a page, where its links go, which anchors it has."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property, lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

_EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_UNSEEN = {"script", "style", "template"}


class Element:
    """An element of a page."""

    def __init__(self, tag: str, attributes: dict[str, str], parent: Element | None) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children: list[Element | str] = []

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")

    @cached_property
    def below(self) -> tuple[Element, ...]:
        """Every element in it, in the order of the page."""
        inside = (child for child in self.children if isinstance(child, Element))
        return tuple(each for child in inside for each in (child, *child.below))

    def all(self, *tags: str, **attributes: str) -> Iterator[Element]:
        """Every element in it with one of these tags (any where none is given) and these words in its attributes."""
        wanted = [(name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items()]
        for each in self.below:
            if (not tags or each.tag in tags) and all(value in each[name].split() for name, value in wanted):
                yield each

    def one(self, *tags: str, **attributes: str) -> Element:
        """The only such element."""
        (found,) = self.all(*tags, **attributes)
        return found

    @property
    def raw(self) -> str:
        """Its text as written, blanks and all."""
        return "".join(
            child if isinstance(child, str) else child.raw
            for child in self.children
            if isinstance(child, str) or child.tag not in _UNSEEN
        )

    @property
    def text(self) -> str:
        """Its text as a reader sees it, runs of blanks made one."""
        return " ".join(self.raw.split())


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.at = Element("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(made)
        if tag not in _EMPTY:
            self.at = made

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _EMPTY:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        at: Element | None = self.at
        while at is not None and at.tag != tag:
            at = at.parent
        if at is not None and at.parent is not None:
            self.at = at.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


def parsed(html: str) -> Element:
    """A page, or a piece of one, as a tree."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return parser.root


@lru_cache(maxsize=2048)  # two sites at least: whoever reads one page after another must not read any twice
def _page(path: Path, changed: int) -> Element:
    return parsed(path.read_text("utf-8"))


class Site:
    """A built site."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __contains__(self, address: str) -> bool:
        return self.file(address).is_file()

    def file(self, address: str) -> Path:
        """The file behind an address below the root."""
        path = unquote(urlsplit(address).path)
        return self.folder / (path + "index.html" if path.endswith("/") or not path else path)

    def html(self, address: str) -> str:
        """The source of a page."""
        return self.file(address).read_text("utf-8")

    def page(self, address: str) -> Element:
        """A whole page."""
        path = self.file(address)
        return _page(path, path.stat().st_mtime_ns)

    def article(self, address: str) -> Element:
        """What a page says, without what stands around it on every page."""
        return self.page(address).one("article")

    @property
    def addresses(self) -> list[str]:
        """Every page, by its address below the root."""
        files = sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))
        return [name.removesuffix("index.html") for name in files]

    @property
    def index(self) -> dict[str, dict[str, Any]]:
        """What search knows, by location."""
        entries = json.loads((self.folder / "search" / "search_index.json").read_text("utf-8"))["docs"]
        return {entry["location"]: entry for entry in entries}

    @property
    def bytes(self) -> dict[str, bytes]:
        """Every file and what is in it."""
        files = (path for path in sorted(self.folder.rglob("*")) if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in files}
