"""Reading the outline of a YAML file from the tokens of its scanner."""

from __future__ import annotations

import re
from typing import Any, NoReturn

import yaml

from opbook.source.edits.comments import BLANKS, close_up, gap, of_the_file, share_out
from opbook.source.edits.editing import CannotEdit
from opbook.source.edits.outline import Block, Entry, Flow, Literal, Outline, Part, Scalar

_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DIGIT = re.compile(r"[1-9]")
_FLOW = (yaml.FlowMappingStartToken, yaml.FlowSequenceStartToken)
_FLOW_END = (yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)

INDENT = 2
"""By how many columns what stands below something is indented."""


def tokens_of(text: str) -> list[Any]:
    """What YAML's scanner finds in a text."""
    loader = _Parser(text)
    try:
        return list(iter(loader.get_token, None))
    finally:
        loader.dispose()


def outline(text: str, tokens: list[Any]) -> Outline:
    """Read the outline of a text.

    Args:
        text: YAML that the reader takes, with line feeds as the only line breaks.
        tokens: What the scanner finds in it.

    Raises:
        CannotEdit: Where a field is written in a way that has no usual layout; the message begins with its line.
    """
    return _Reader(text, tokens).whole()


class _Reader:
    def __init__(self, text: str, tokens: list[Any]) -> None:
        self.text = text
        self.tokens = tokens
        self.next = 1  # the first one is the start of the stream
        self.entries: list[Entry] = []
        """All entries of blocks, in the order of the text."""

    def peek(self) -> Any:
        return self.tokens[self.next]

    def take(self) -> Any:
        self.next += 1
        return self.tokens[self.next - 1]

    def whole(self) -> Outline:
        start = 0
        while isinstance(self.peek(), yaml.DirectiveToken | yaml.DocumentStartToken):
            start = self.take().end_mark.index
        if isinstance(self.peek(), _FLOW):
            flow = self.flow(self.take())
            return Outline(self.text[: flow.start], (), False, flow, self.text[flow.end :])
        root = self.block(self.take(), None)
        end = self.peek().start_mark.index if isinstance(self.peek(), yaml.DocumentEndToken) else len(self.text)
        first = self.entries[0]
        above = gap(self.text, start, first.start)
        top = above.comments[: of_the_file(above)]
        first.lead, first.apart = [*above.comments[len(top) :]], above.apart
        is_top_apart = first.lead[0].apart if first.lead else first.apart
        close_up(first)
        for before, after in zip(self.entries, [*self.entries[1:], None], strict=True):
            between = gap(self.text, before.end, after.start if after is not None else end)
            share_out(before, after, between)
        return Outline(self.text[:start] + above.beside, top, is_top_apart, root, self.text[end:])

    def block(self, start: Any, parent: Entry | None) -> Block:
        """Read a block whose first token is taken."""
        begins = yaml.KeyToken if isinstance(start, yaml.BlockMappingStartToken) else yaml.BlockEntryToken
        block = Block(start.start_mark.column, parent)
        while isinstance(self.peek(), begins):
            self.entry(block, self.take())
        if isinstance(start, yaml.BlockEntryToken):
            return block  # nor does one say that such a list ends
        if not isinstance(self.peek(), yaml.BlockEndToken):
            self.refuse(self.peek())
        self.take()
        return block

    def entry(self, block: Block, token: Any) -> None:
        start, end = token.start_mark.index, token.end_mark.index
        entry = Entry(block, start, end, None, None)
        if isinstance(token, yaml.KeyToken):
            name = self.take()
            if not isinstance(name, yaml.ScalarToken) or name.start_mark.index != start:
                self.refuse(token)
            entry.key, entry.name = self.text[start : name.end_mark.index], name.value
            if not isinstance(self.peek(), yaml.ValueToken):
                self.refuse(token)
            entry.end = self.take().end_mark.index
        block.entries.append(entry)
        self.entries.append(entry)
        self.value(entry)

    def value(self, entry: Entry) -> None:
        token = self.peek()
        begins, colon = token.start_mark.index, entry.end
        if isinstance(token, yaml.BlockMappingStartToken | yaml.BlockSequenceStartToken):
            entry.is_below = "\n" in self.text[colon:begins]
            entry.value = self.block(self.take(), entry)
        elif isinstance(token, yaml.BlockEntryToken) and entry.key is not None:
            entry.is_below = True
            entry.value = self.block(token, entry)  # a list in the column of its field: no token says that it begins
        elif isinstance(token, (yaml.ScalarToken, *_FLOW)):
            entry.is_below = "\n" in self.text[colon:begins]
            if entry.is_below:
                above = gap(self.text, colon, begins)
                entry.beside, entry.inner = above.beside, above.comments
            self.take()
            if isinstance(token, _FLOW):
                entry.value = self.flow(token)
            elif token.style in ("|", ">"):
                entry.value = self.literal(token, entry.block.column)
            else:
                entry.value = Scalar(begins, token.end_mark.index)
            entry.end = entry.value.end

    def literal(self, token: Any, parent: int) -> Literal:
        start, end = token.start_mark.index, token.end_mark.index
        header, *written = self.text[start:end].removesuffix("\n").split("\n")
        announced, hash_, comment = header.partition("#")
        mark = announced.rstrip(BLANKS)
        digit = _DIGIT.search(mark)
        if digit is not None:
            indent = parent + int(digit[0])
        else:
            filled = next((number for number, line in enumerate(written, start=1) if line.strip(" ")), len(written))
            indent = max((len(line) - len(line.lstrip(" ")) for line in written[:filled]), default=0)
        if end == len(self.text) and not self.text.endswith("\n"):
            mark = mark.replace("+", "").replace("-", "") + "-"  # the line break that it will get is no part of it
        mark = _DIGIT.sub(str(INDENT), mark)
        keeps = "+" in mark
        lines = [line[indent:] for line in written]
        while lines and not lines[-1] and not keeps:
            lines.pop()
        last = start + len(header) + 1 + sum(len(line) + 1 for line in written[: len(lines)])
        header = mark + announced[len(announced.rstrip(BLANKS)) :] + hash_ + comment
        return Literal(start, min(last, end), header.rstrip(BLANKS), tuple(lines), keeps)

    def flow(self, start: Any) -> Flow:
        """Read what stands in brackets; the first token is taken."""
        flow = Flow(start.start_mark.index, start.end_mark.index, isinstance(start, yaml.FlowMappingStartToken))
        part: Part | None = None
        is_value = not flow.is_mapping
        while True:
            token = self.take()
            flow.has_comments |= "#" in self.text[flow.end : token.start_mark.index]
            flow.end = token.end_mark.index
            if isinstance(token, _FLOW_END):
                return flow
            if isinstance(token, yaml.FlowEntryToken):
                part, is_value = None, not flow.is_mapping
                continue
            if part is None:
                part = Part(token.start_mark.index, 0)
                flow.parts.append(part)
            part.end = token.end_mark.index
            if isinstance(token, yaml.KeyToken):
                is_value = False  # in a list too, where a single field may stand without braces
            elif isinstance(token, yaml.ValueToken):
                is_value = True
            elif isinstance(token, (yaml.ScalarToken, *_FLOW)):
                what = self.flow(token) if isinstance(token, _FLOW) else Scalar(token.start_mark.index, part.end)
                part.end = flow.end = what.end
                if is_value:
                    part.value = what
                elif isinstance(token, yaml.ScalarToken):
                    part.name = token.value

    def refuse(self, token: Any) -> NoReturn:
        line = token.start_mark.line + 1
        raise CannotEdit(f"{line}: a field is written with `?`, or has no name; write it as `field: value` first")
