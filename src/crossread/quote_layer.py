"""The quotes of an article as a layer of its reading view: its words cut into spans that change no character.

Spans of quotes, cues and source mentions overlap and nest. The words are cut wherever one begins or ends, so that
no element has to; each place that something can lead to has an empty anchor, ``<start>-<end>``, before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from crossread import display, voices
from crossread.overview import shortened

OTHER = "o"  # stands for a voice without a letter
WORDS, CUE, SOURCE = "words", "cue", "source"


class Quote(NamedTuple):
    """An attribution as the reading view shows it."""

    number: int  # in its article, from 1
    voice: str
    letter: str  # of its voice, small; :data:`OTHER` without one
    kind: str
    about: str
    parts: list[tuple[int, int]]
    whole: tuple[int, int]
    cue: tuple[int, int] | None
    source: tuple[int, int] | None

    @property
    def tag(self) -> str:
        """What the page writes before its words: its number and the letter of its voice."""
        return f"{self.number}" if self.letter == OTHER else f"{self.number} {self.letter.upper()}"


class Note(NamedTuple):
    """What stands beside a block on one of its quotes."""

    quote: Quote
    address: str
    goes_on: bool


class _Mark(NamedTuple):
    start: int
    end: int
    kind: str
    quote: Quote


def quotes_of(found: pd.DataFrame, letters: Mapping[str, str]) -> list[Quote]:
    """The quotes among ``found``, the rows of one article of :func:`crossread.voices.attributions`."""
    groups = found.groupby("quote_id", sort=False)
    return [_quote(number, rows, letters) for number, (_, rows) in enumerate(groups, 1)]


def words(
    text: str, start: int, end: int, quotes: list[Quote], taken: set[str], clean: Callable[[str], str] = str
) -> Markup:
    """``text[start:end]`` with its quotes marked; ``taken`` are the ids of the page, and gets the new ones."""
    marks = [mark for quote in quotes for mark in _marks(quote) if mark.start < end and mark.end > start]
    opening: dict[int, list[_Mark]] = {}
    for mark in marks:
        opening.setdefault(max(mark.start, start), []).append(mark)
    places = sorted({start, end, *opening, *(min(mark.end, end) for mark in marks)})
    anchors = _anchors(quotes, start, end, taken)
    pieces: list[Markup] = []
    active: list[_Mark] = []
    for first, last in pairwise(places):
        active = [mark for mark in active if mark.end > first] + opening.get(first, [])
        pieces += [Markup('<span id="{}"></span>').format(address) for address in anchors.get(first, [])]
        pieces.append(_piece(clean(text[first:last]), active, opening.get(first, [])))
    return Markup("").join(pieces)


def notes(start: int, end: int, quotes: list[Quote]) -> list[Note]:
    """The quotes with words within a block, each with the address of the first of them."""
    found = []
    for quote in quotes:
        inside = [part for part in quote.parts if part[0] < end and part[1] > start]
        if inside:
            found.append(Note(quote, "{}-{}".format(*inside[0]), inside[0] != quote.parts[0] or inside[0][0] < start))
    return found


def speakers(found: pd.DataFrame, letters: Mapping[str, str]) -> list[tuple[str, str | None, int]]:
    """The voices of an article with their letters and words, those with most words first."""
    ranked = voices.voices(found)
    return [(row.voice, letters.get(row.voice), row.words) for row in ranked.itertuples()]


def _quote(number: int, rows: pd.DataFrame, letters: Mapping[str, str]) -> Quote:
    row = rows.iloc[0]
    return Quote(
        number=number,
        voice=display.joined(rows["voice"]),
        letter=letters.get(row["voice"], OTHER).lower(),
        kind=row["quote_type"],
        about=_about(row),
        parts=[(int(start), int(end)) for start, end in row["parts"]],
        whole=(int(row["content_start"]), int(row["content_end"])),
        cue=_span(row["cue_start"], row["cue_end"]),
        source=_span(row["source_start"], row["source_end"]),
    )


def _about(row: pd.Series) -> str:
    """What is known of an attribution besides its voice and kind, in one line."""
    kind, cue_class = row["source_type"], row["cue_class"]
    known = [
        kind.replace("_", " ") if pd.notna(kind) else voices.NO_TYPE,
        _of(row["source_mention"], "named as “{}”"),
        _of(row["cue"], "cue “{}”" + (f" ({cue_class})" if pd.notna(cue_class) else "")) or voices.NO_CUE,
        _of(row["via"], "via {}"),
        _of(row["addressee"], "told to {}"),
        f"rule: {row['rule']}",
    ]
    return " · ".join(part for part in known if part)


def _of(value: object, words: str) -> str:
    return words.replace("{}", shortened(value, 80)) if pd.notna(value) else ""


def _span(start: object, end: object) -> tuple[int, int] | None:
    return None if pd.isna(start) or pd.isna(end) else (int(start), int(end))


def _marks(quote: Quote) -> list[_Mark]:
    own = [_Mark(*part, WORDS, quote) for part in quote.parts]
    own += [_Mark(*span, kind, quote) for span, kind in ((quote.cue, CUE), (quote.source, SOURCE)) if span]
    return [mark for mark in own if mark.start < mark.end]


def _anchors(quotes: list[Quote], start: int, end: int, taken: set[str]) -> dict[int, list[str]]:
    """The addresses that begin within a block and are not on the page yet, by place."""
    found: dict[int, list[str]] = {}
    for quote in quotes:
        for span in (*quote.parts, quote.whole, quote.cue, quote.source):
            if span and start <= span[0] < end and (address := f"{span[0]}-{span[1]}") not in taken:
                taken.add(address)
                found.setdefault(span[0], []).append(address)
    return found


def _piece(words: str, active: list[_Mark], begins: list[_Mark]) -> Markup:
    if not active:
        return Markup("{}").format(words)
    inner = sorted((m for m in active if m.kind == WORDS), key=lambda m: m.end - m.start)
    classes = []
    if inner:
        classes = ["q", f"q-{inner[0].quote.kind}", f"v-{inner[0].quote.letter}"] + ["nested"] * (len(inner) > 1)
    classes += [f"source by-{m.quote.letter}" for m in active if m.kind == SOURCE][:1]
    classes += ["cue"] * any(m.kind == CUE for m in active)
    tags = ", ".join(m.quote.tag for m in begins if m.kind == WORDS)
    title = "\n".join(f"{m.quote.number} {m.quote.voice}: {m.quote.kind} · {m.quote.about}" for m in inner)
    return Markup("<span{}>{}</span>").format(
        Markup("").join(
            Markup(' {}="{}"').format(name, value)
            for name, value in (("class", " ".join(classes)), ("data-tag", tags), ("title", title))
            if value
        ),
        words,
    )
