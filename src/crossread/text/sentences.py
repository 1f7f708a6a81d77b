"""Sentences of a block, as exact spans.

Splitting is syntok's (MIT): of the splitters that need no download it was right on quotation marks and
abbreviations about as often as pysbd, five times as fast, linear, and exact in its offsets; spaCy's blank
English splits after "Lt." and before closing marks. Where nothing is in doubt it is not asked, which is faster:
a word in small letters or a number, a stop, a space and a capital end a sentence, the stop of a title before a name or
of a month before a number does not; where no stop stands within, there is one. Nor is it shown the words far from any
stop, which it looks at only where there are brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from syntok import segmenter

from crossread import lists
from crossread.text.tokens import TITLES

with lists.book(lists.FOLDER / "grammar.toml") as grammar:
    SHORTENED = [
        rf"(?<!\b{re.escape(word)}\.)" for word in (*TITLES, *grammar["shortened"]["words"].split(), "no", "etc", "ave")
    ]
# A space, a stop: what a pattern begins with is one sign of some, so that the search skips to it.
SURE = re.compile(
    r"""\s(?:(?:[A-Z]?[a-z]{2,}+|[A-Z]{4,}+)["”]?+[.!?](?=(?:["”]|(?<=\.)'')?\s+(?:["“]|'')?[A-Z])"""
    rf"""(?i:{"".join(SHORTENED)})(?:["”]|'')?"""
    r"""|\d[\d,]++\.["”]?(?=\s+["“]?(?:The\b|[A-Z](?:[a-z]{4}|[a-z]?\b))))"""
)
# Stops that end no sentence: of a title before a name, of an initial unless a common word follows, of a month or "No."
# before a number.
NAMES = [rf"(?<=\b{form}\.)" for word in sorted({*TITLES, "mt", "ft"}) for form in (word.title(), word.upper())]
NUMBERED = [rf"(?<=\b{word}\.)" for word in "No Jan Feb Mar Apr Aug Sept Sep Oct Nov Dec".split()]
COMMON = "|".join(sorted(map(str.title, lists.words("function"))))
NO_END = re.compile(
    rf"\.(?=\s+[A-Z])(?:{'|'.join(NAMES)}|(?<=\b[A-Z]\.)(?!\s+(?:{COMMON})\b))|\.(?=\s+\d)(?:{'|'.join(NUMBERED)})"
)
LONGEST = 3000  # characters; what goes on beyond it is no sentence, and is cut so that no step has to search it whole
PIECE = re.compile(rf"\S(?:.{{0,{LONGEST - 2}}}\S)?(?=\s|\Z)|\S{{{LONGEST}}}", re.DOTALL)
# What syntok may take for an end, where there are brackets and elsewhere: a small letter or a large number goes on.
ANY_STOP = re.compile(r"""[.!?;…\n](?:(?<=[.!?;])["”’'»)\]]*\s|(?<=[.!?…])[A-Z.!?…]|(?<=\n))""")
IN_DOUBT = re.compile(
    r"""[.!?;…\n](?:(?<=[.!?;])(?:["”’'»)\]]+\s|\s+(?![a-z\s]|\d{3,}\s))"""
    r"""|(?<=[.!?…])(?:[.!?…]|(?<![A-Z].)[A-Z])|(?<=\n)\s*\n)"""
)
BRACKET = re.compile(r"[(\[{⦅〘〚﹝﹛﹙⦃〈（［｛｟﴾]")
FAR = re.compile(r"(?<![\w,'’-])((?:[\w,'’-]++ ){2})((?:[\w,'’-]++ )+)(?=[\w,'’-]++ [\w,'’-])")  # two words are near


def spans(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield ``(start, end)`` of each sentence of ``text[start:end]``, counted in ``text``, without outer space.

    None is longer than :data:`LONGEST`: what is, is cut where a word ends.
    """
    for first, last in _whole(text, start, end):
        if last - first <= LONGEST:
            yield first, last
        else:
            yield from (piece.span() for piece in PIECE.finditer(text, first, last))


def _whole(text: str, start: int, end: int | None) -> Iterator[tuple[int, int]]:
    whole, at = NO_END.sub(" ", text[start:end]), 0
    for stop in (*(bound.end() for bound in SURE.finditer(whole)), len(whole)):
        piece = whole[at:stop]
        words = piece.strip()
        brackets = BRACKET.search(words)
        if (ANY_STOP if brackets else IN_DOUBT).search(words):
            if not brackets:
                piece = FAR.sub(lambda run: run[1] + " " * len(run[2]), piece)
            for paragraph in segmenter.analyze(piece):
                for sentence in filter(None, paragraph):
                    last = sentence[-1]
                    yield start + at + sentence[0].offset, start + at + last.offset + len(last.value)
        elif words:
            first = start + at + piece.index(words[0])
            yield first, first + len(words)
        at = stop
