"""Whatever stands in the files, reading returns, and tells of places that there are."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opbook.source.files import lines_of
from opbook.source.reading import Reading, read
from opbook.source.report import as_json, as_text
from tests.conftest import DATA

FILES = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.yml"))

# What trips a reader: YAML's own signs, Markdown's, line ends, marks of encodings, and what looks like another type.
PIECES = [
    *(bytes([byte]) for byte in b"\0\t\r\n\x1b\x7f\x80\xff :#-[]{}&*!|>'\"%@`?,<>\\~"),
    *(word.encode() for word in ("\ufeff", "\u2028", "\x85", "🙂", "e\u0301", "漢", "\U0010ffff", "\u202e", "\u0660")),
    *(b"\r\n", b"\n---\n", b"\n...\n", b"<<: ", b"*a", b"&a ", b"!!int ", b"? ", b"[[[[", b"- - - - ", b"{a: " * 20),
    *(b"12:30", b"no", b"1.10", b"2026-01-01", b"null", b"9" * 5000, b"\\x00", b"\\ud800", b"$ref", b"x_a: {b: c}\n"),
    *(b"[a](role:b)", b"[a](https://[)", b"![a](b)", b"<b>", b"# ", b"[key]", b"raci: {}\n", b"activities: []\n"),
    *(b"every: fortnight", b"rrule: FREQ=SECONDLY\n", b"trigger: x\n", b"day: third friday\n", b"timezone: [a]\n"),
]


@st.composite
def bytes_changed(draw: st.DrawFn, raw: bytes) -> bytes:
    """Some bytes taken out, and something else put in their place."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(raw)))
        length = draw(st.integers(0, 30))
        raw = raw[:start] + draw(st.sampled_from(PIECES) | st.binary(max_size=8)) + raw[start + length :]
    return raw


@st.composite
def lines_changed(draw: st.DrawFn, raw: bytes) -> bytes:
    """Some lines left out, doubled, moved, indented or put back, or their values taken away."""
    lines = raw.splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(lines) - 1)))
        line = lines[at] if lines else b""
        key, _, value = line.partition(b":")
        changed = {
            "leave out": [],
            "double": [line, line],
            "indent": [b"  " + line],
            "indent by one": [b" " + line],
            "put back": [line.lstrip(b" ")],
            "tab": [b"\t" + line.lstrip(b" ")],
            "no value": [key + b":\n"],
            "as a list": [key + b": [" + value.strip() + b"]\n"],
            "as a mapping": [key + b": {a: " + value.strip() + b"}\n"],
            "no colon": [key + value],
            "other key": [key + b"s:" + value],
            "first letters": [line[: len(line) // 2] + b"\n"],
        }
        lines[at : at + 1] = changed[draw(st.sampled_from(sorted(changed)))]
        if draw(st.booleans()) and lines:
            lines.insert(draw(st.integers(0, len(lines))), lines.pop(draw(st.integers(0, len(lines) - 1))))
    return b"".join(lines)


def changed_file() -> st.SearchStrategy[tuple[str, bytes]]:
    def change(inside: str) -> st.SearchStrategy[tuple[str, bytes]]:
        raw = (DATA / inside).read_bytes()
        return st.tuples(st.just(inside), bytes_changed(raw) | lines_changed(raw))

    return st.sampled_from(FILES).flatmap(change)


def assert_every_place_exists(folder: Path, reading: Reading) -> None:
    for finding in reading.findings:
        for place in (finding.location, *(each.location for each in finding.related)):
            path = folder / place.path
            lines = lines_of(path.read_bytes().decode("utf-8-sig", "replace")) if path.is_file() else [""]
            assert 1 <= place.line <= len(lines), finding
            assert 1 <= place.column <= len(lines[place.line - 1]) + 1, finding
            assert (place.line, place.column) <= (place.end_line, place.end_column), finding
            assert place.end_line <= len(lines), finding
            assert place.end_column <= len(lines[place.end_line - 1]) + 2, finding
        assert finding.message.isprintable(), finding
        assert finding.fix.isprintable(), finding


def assert_sane(folder: Path) -> None:
    reading = read(folder, shown_as="")
    assert_every_place_exists(folder, reading)
    assert read(folder, shown_as="").findings == reading.findings
    orders = [finding.order for finding in reading.findings]
    assert orders == sorted(orders)
    for line in (as_text(reading.findings, reading.texts) + as_json(reading.findings)).split("\n"):
        assert line.isprintable()


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the settings of the shipped playbook, for one file more."""
    folder = tmp_path_factory.mktemp("alone")
    shutil.copy(DATA / "playbook.yml", folder)
    return folder


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped playbook."""
    return shutil.copytree(DATA, tmp_path_factory.mktemp("copy") / "data")


@settings(max_examples=400)
@given(changed=changed_file())
def test_one_file_by_itself(alone: Path, changed: tuple[str, bytes]):
    inside, raw = changed
    path = alone / inside
    before = path.read_bytes() if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(raw)
    try:
        assert_sane(alone)
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)


@settings(max_examples=15)
@given(changes=st.lists(changed_file(), min_size=1, max_size=6, unique_by=lambda change: change[0]))
def test_some_files_among_all_the_others(copy: Path, changes: list[tuple[str, bytes]]):
    for inside, raw in changes:
        (copy / inside).write_bytes(raw)
    try:
        assert_sane(copy)
    finally:
        for inside, _ in changes:
            shutil.copy(DATA / inside, copy / inside)


@settings(max_examples=200)
@given(raw=st.binary(max_size=300) | st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join))
def test_any_bytes_at_all(alone: Path, raw: bytes):
    path = alone / "roles" / "any.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(raw)
    try:
        assert_sane(alone)
    finally:
        path.unlink()


def told(folder: Path) -> set[tuple[str, str, str, str]]:
    """What is wrong with a folder, whatever the lines it stands on."""
    return {
        (each.location.path, each.code, re.sub(r"(?<=:)\d+$|(?<=on line )\d+$", "#", each.message), each.fix)
        for each in read(folder, shown_as="").findings
    }


def fields_of(text: str) -> list[str]:
    """A file's fields at the top, each with all that stands below it."""
    return re.findall(r"^\S.*\n(?:[ \n].*\n?|\n)*", text, re.MULTILINE)


@settings(max_examples=60)
@given(data=st.data())
def test_the_order_of_fields_changes_nothing_of_what_is_told(alone: Path, data: st.DataObject):
    inside = data.draw(st.sampled_from([each for each in FILES if "/" in each]))
    fields = fields_of((DATA / inside).read_text("utf-8"))
    assert "".join(fields) == (DATA / inside).read_text("utf-8")
    faults = ["x_y: {a: b}\n", "nmae: x\n", "tags: [a, [b]]\n", "owner: '<b>'\n", "summary: '[a](rol:b) ![c](d)'\n"]
    fields = [each for each in fields if not each.startswith(("tags:", "owner:", "summary:"))]
    fields += data.draw(st.lists(st.sampled_from(faults), unique=True))
    path = alone / inside
    path.parent.mkdir(exist_ok=True)
    try:
        path.write_text("".join(fields), "utf-8")
        expected = told(alone)
        path.write_text("".join(data.draw(st.permutations(fields))), "utf-8")
        assert told(alone) == expected
    finally:
        path.unlink()


@settings(max_examples=10)
@given(order=st.permutations([inside for inside in FILES if inside.startswith(("roles/", "tools/"))]))
def test_the_order_in_which_files_come_into_being_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, order: list[str]
):
    """Roles and tools without the skills, metrics and rituals to which they point: there is much to tell."""
    first, second = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")
    for folder, files in ((first, sorted(order)), (second, order)):
        for inside in ["playbook.yml", *files]:
            (folder / inside).parent.mkdir(exist_ok=True)
            shutil.copy(DATA / inside, folder / inside)
    findings = read(first, shown_as="").findings
    assert len(findings) > 100
    assert read(second, shown_as="").findings == findings
