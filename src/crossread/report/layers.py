"""What was found in an article, laid over its words: marks that overlap and nest, cut so that no element has to.

A layer is a kind of finding that a reader can switch on and off. Its marks are spans of the article's ``text``. The
words are cut wherever a mark begins or ends; each piece has one element for each kind of mark upon it, and no character
of the words is changed. Each place that something can lead to has an empty anchor, ``<start>-<end>``, before it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import count, pairwise
from typing import NamedTuple

from markupsafe import Markup, escape

# The kinds of mark, the outer ones first: an element of the first holds one of the second.
KINDS = ("tone", "quote", "joined", "frame", "act", "source", "cue", "label", "figure", "gap")
PLACE = "place"  # a mark that can only be led to


class Note(NamedTuple):
    """What stands beside the words on a finding: how it is called there, a line, and what is behind it."""

    number: str
    head: Markup
    about: str


class Mark(NamedTuple):
    """A span of an article that belongs to a finding."""

    start: int
    end: int
    kind: str  # one of KINDS, or PLACE
    classes: str = ""
    tag: str = ""  # stands before the words
    note: Note | None = None
    address: str = ""  # what the tag leads to


class Layer(NamedTuple):
    """A kind of finding in one article: ``key`` says how its marks are read, ``n`` how many findings there are."""

    name: str
    title: str
    n: int
    marks: list[Mark]
    key: Markup
    shown: bool = False  # at first


class Beside(NamedTuple):
    """A note beside a block, with the address of its words there."""

    layer: str
    note: Note
    address: str
    goes_on: bool


class Block(NamedTuple):
    """A block of an article as the reading view shows it."""

    words: Markup
    notes: list[Beside]


def lay(
    text: str, spans: Sequence[tuple[int, int]], layers: Sequence[Layer], clean: Callable = str, anchored: bool = True
) -> list[Block]:
    """The blocks of ``text`` at ``spans``, which are in order and apart, with the marks of all layers.

    ``clean`` is applied to the words; it keeps their length. With ``anchored`` each mark has its address.
    """
    taken = {f"{start}-{end}" for start, end in spans} if anchored else None
    own = [(layer.name, mark) for layer in layers for mark in layer.marks]
    noted: set[tuple[str, str]] = set()
    blocks = []
    for (start, end), marks in zip(spans, _by_span(spans, own), strict=True):
        words = Markup("".join(_words(text, start, end, marks, taken, clean)))  # escaped, each of them
        blocks.append(Block(words, list(_notes(start, marks, noted))))
    return blocks


def _by_span(spans: Sequence[tuple[int, int]], marks: Iterable[tuple[str, Mark]]) -> Iterator[list[tuple[str, Mark]]]:
    """The marks with words in each span, or at its place, with their layers; in order of their beginning."""
    waiting = sorted(marks, key=lambda own: (own[1].start, -own[1].end))
    at, open_ones = 0, []
    for start, end in spans:
        open_ones = [own for own in open_ones if own[1].end > start]
        while at < len(waiting) and waiting[at][1].start < end:
            if waiting[at][1].end > start or waiting[at][1].start >= start:
                open_ones.append(waiting[at])
            at += 1
        yield open_ones


def _words(
    text: str, start: int, end: int, marks: list[tuple[str, Mark]], taken: set[str] | None, clean: Callable
) -> Iterator[str]:
    opening: dict[int, list[tuple[str, Mark]]] = {}
    closing: dict[int, Counter] = {}
    for layer, mark in marks:
        opening.setdefault(max(mark.start, start), []).append((layer, mark))
        if mark.kind != PLACE and mark.start < mark.end:
            closing.setdefault(min(mark.end, end), Counter())[mark.kind] += 1
    # The innermost mark of a kind is the shortest; one that has ended is dropped when it comes to the top.
    inner: dict[str, list[tuple[int, int, str, Mark]]] = {kind: [] for kind in KINDS}
    depth, order = Counter(), count()
    for first, last in pairwise(sorted({start, end, *opening, *closing})):
        depth.subtract(closing.get(first, {}))
        for layer, mark in opening.get(first, []):
            yield from _anchor(layer, mark, start, taken)
            if mark.kind != PLACE and mark.start < mark.end:
                heappush(inner[mark.kind], (mark.end - mark.start, next(order), layer, mark))
                depth[mark.kind] += 1
        piece = str(escape(clean(text[first:last])))
        for kind in reversed(KINDS):
            while inner[kind] and inner[kind][0][3].end <= first:
                heappop(inner[kind])
            if inner[kind]:
                piece = _marked(piece, inner[kind][0][3], depth[kind] > 1)
        yield piece


def _anchor(layer: str, mark: Mark, start: int, taken: set[str] | None) -> Iterator[str]:
    """The address and the tag of a mark, where it begins."""
    address = f"{mark.start}-{mark.end}"
    if mark.start < start:
        return
    if taken is not None and address not in taken:
        taken.add(address)
        yield f'<span id="{address}"></span>'
    if mark.tag:
        given = f'class="tag of-{layer} {escape(mark.classes)}" data-tag="{escape(mark.tag)}"'
        if mark.address:
            about = escape(mark.note.about if mark.note else mark.tag)
            yield f'<a {given} href="{escape(mark.address)}" aria-label="{about}"></a>'
        else:
            yield f"<span {given}></span>"


def _marked(piece: str, mark: Mark, nested: bool) -> str:
    """A piece, which is escaped, in the element of a mark."""
    classes = " ".join(part for part in (mark.kind, mark.classes, "nested" * nested) if part)
    title = mark.note and escape(f"{mark.note.number} {mark.note.head.striptags()} · {mark.note.about}")
    shown = f' title="{title}"' if title else ""
    return f'<span class="{escape(classes)}"{shown}>{piece}</span>'


def _notes(start: int, marks: list[tuple[str, Mark]], noted: set[tuple[str, str]]) -> Iterator[Beside]:
    """A note for each finding with words in a block; one that an earlier block has too goes on."""
    here: set[tuple[str, str]] = set()
    for layer, mark in marks:
        if mark.note is None or mark.start >= mark.end or (layer, mark.note.number) in here:
            continue
        key = layer, mark.note.number
        yield Beside(layer, mark.note, f"{mark.start}-{mark.end}", key in noted or mark.start < start)
        here.add(key)
    noted |= here
