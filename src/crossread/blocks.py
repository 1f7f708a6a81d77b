"""Blocks of an article: which lines are the article and which the furniture of its page."""

from __future__ import annotations

import re
from typing import NamedTuple

from crossread.documents import Document


class Block(NamedTuple):
    """A span of the text with its role, and the rule that gave it."""

    start: int
    end: int
    role: str
    rule: str


def find_blocks(document: Document) -> list[Block]:
    """The blocks of ``document`` in order; together they cover every character that is not white space."""
    blocks, at = [], 0
    for part in document.parts:
        for line in re.finditer(r"\S[^\n]*\S|\S", part.text):
            role = part.role or ("title" if not blocks else "paragraph")
            blocks.append(Block(at + line.start(), at + line.end(), role, part.rule or "line"))
        at += len(part.text) + 2
    return blocks
