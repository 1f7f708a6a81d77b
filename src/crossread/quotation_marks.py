"""Words between double quotation marks.

Only double marks count: curly or straight, also mixed, and two single curly marks at the end. Single marks
stand for apostrophes as well, and what they enclose cannot be told without more.
"""

from __future__ import annotations

import re

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
_MARK = re.compile(r"[“”„‟\"]|’’")
_OPENING = "“„‟"
_AFTER_CLOSING = frozenset(".,;:!?)]}…–—”’")


def quoted_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The stretches of ``text[start:end]`` that stand between double quotation marks.

    Marks are paired within a paragraph (blank lines part paragraphs); a mark that is never closed encloses
    the rest of its paragraph. An opening mark inside a quotation opens nothing more. A mark that nothing
    follows (an inch sign) opens nothing.

    Returns
    -------
    ``(start, end)`` in order, end-exclusive, counted in ``text``, without the marks; never empty, never
    overlapping. The time taken grows with the length of the text.
    """
    end = len(text) if end is None else end
    spans, begin = [], start
    for gap in _PARAGRAPH.finditer(text, start, end):
        spans += _in_paragraph(text, begin, gap.start())
        begin = gap.end()
    return spans + _in_paragraph(text, begin, end)


def _in_paragraph(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans, opened = [], None
    for mark in _MARK.finditer(text, start, end):
        before = text[mark.start() - 1] if mark.start() > start else " "
        after = text[mark.end()] if mark.end() < end else " "
        looks_opening = not after.isspace() and after not in _AFTER_CLOSING
        begins_word = before.isspace() or before in "([{—–-‘'"
        if opened is None:
            if looks_opening and (mark[0] in '"' + _OPENING or begins_word) and mark[0] != "’’":
                opened = mark.end()
        elif not (mark[0] in _OPENING and looks_opening and begins_word):
            spans.append((opened, mark.start()))
            opened = None
    if opened is not None:
        spans.append((opened, end))
    return [(a, b) for a, b in spans if a < b]
