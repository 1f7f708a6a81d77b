"""A set for publishing: only the cited sentences of its articles, all else blanked at its place.

Cited are the sentences with words of a quote, its cue or its source, with a casualty figure, or with words that a fact
rests on; and by themselves, without their sentence, the words of labels, frames, acts, targets of tone and other
figures. Headline, outlet, byline and date stay, as a citation needs them. Everything else becomes underscores,
character by character, so that offsets, word counts and shares are those of the whole text.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

import pandas as pd
from markupsafe import Markup

from crossread.analysis import Analysis
from crossread.reading import count_words
from crossread.report.layers import Layer, Mark
from crossread.storage.columns import Tables, held

NAME = "gaps"
KEPT_ROLES = ("title", "outlet", "byline", "date")
SENTENCES = {
    "quotes": [("content_start", "content_end"), ("cue_start", "cue_end"), ("source_start", "source_end")],
    "fact_cells": [("start", "end")],
}
WORDS = {
    "figures": [("start", "end")],
    "labels": [("start", "end")],
    "frames": [("start", "end")],
    "agency": [("start", "end")],
    "tone": [("target_start", "target_end")],
}
WORDED = ("agent", "patient")  # of acts: cut, as a doer's wording can run on over half a sentence
MOST_WORDS = 6
BLANK, KEPT = "_", 1
_STRETCH = re.compile(rb"\x00+|\x01+")
_LETTER = re.compile(r"[^\s!-/:-@\[-`{-~‘’“”„«»‹›–—…•·]")
_GAP = re.compile(r"_(?:\W*_)*[^\w\s]*")
_GAP_IN_PAGE = re.compile(r"(?<!\w)_+(?:[^\w<>&\"=/]+_+)+(?!\w)")

Span = tuple[int, int]


def keep_cited(analysis: Analysis) -> Analysis:
    """The same analysis with the texts of its articles blanked but for what is cited."""
    tables = held(analysis.tables)
    kept, articles = cited(tables), tables["articles"].copy()
    texts = [_blanked(text, kept[i]) for i, text in zip(articles["article_id"], articles["text"], strict=True)]
    articles["text"] = pd.Series(texts, dtype=articles["text"].dtype, index=articles.index)
    others = {"articles": articles}
    if "agency" in tables:
        acts = tables.part("agency")
        others["agency"] = acts.assign(**{name: acts[name].map(_shortened) for name in WORDED})
    return analysis._replace(tables=tables | others)


def cited(tables: Tables) -> dict[str, bytearray]:
    """Of each character of an article whether it stays, by ``article_id``."""
    articles = tables["articles"]
    kept = {i: bytearray(len(text)) for i, text in zip(articles["article_id"], articles["text"], strict=True)}
    sentences = defaultdict(list)
    for article_id, *span in _spans(tables.part("sentences", "article_id", "start", "end").sort_values("start")):
        sentences[article_id].append(span)

    def keep(rows: pd.DataFrame, places: Iterable[tuple[str, str]], in_full: bool = False) -> None:
        for place in places:
            for article_id, start, end in _spans(rows[["article_id", *place]].dropna()):
                touched = _touched(sentences[article_id], (start, end)) if in_full else ()
                for first, last in ((start, end), *touched):
                    kept[article_id][first:last] = bytes([KEPT]) * (last - first)

    keep(tables.part("blocks", "article_id", "start", "end", role=KEPT_ROLES), [("start", "end")])
    keep(tables.part("figures", "article_id", "start", "end", is_casualty=[True]), WORDS["figures"], in_full=True)
    for places, in_full in ((SENTENCES, True), (WORDS, False)):
        for name, own in places.items():
            if name in tables:
                keep(tables.part(name, "article_id", *chain(*own)), own, in_full)
    return kept


def _spans(rows: pd.DataFrame) -> Iterator[tuple[str, int, int]]:
    return zip(*(rows[name].tolist() for name in rows), strict=True)


def share_kept(before: Analysis, after: Analysis) -> float:
    """Share of the words of all articles that stay, 0 to 1."""
    whole = sum(map(count_words, before.tables["articles"]["text"]))
    gone = sum(len(re.findall(r"\b_+\b", text)) for text in after.tables["articles"]["text"])
    return 1 - gone / whole if whole else 0.0


def gaps(text: str, spans: Iterable[Span]) -> Layer:
    """The blanked stretches within ``spans`` of a text as a layer, so that the reading view shows […] for each."""
    found = [match.span() for start, end in spans for match in _GAP.finditer(text, start, end)]
    return Layer(NAME, "", len(found), [Mark(*span, "gap", "", "[…]") for span in found], Markup(""), shown=True)


def is_left_out(words: str) -> bool:
    """Whether nothing of a stretch of a blanked text is left."""
    return BLANK in words and not re.search(r"[^\W_]", words)


def marked(page: str) -> str:
    """The body of a page with […] for each run of blanked words."""
    return _GAP_IN_PAGE.sub("[…]", page)


def _shortened(words: str) -> str:
    if pd.isna(words) or len(words.split()) <= MOST_WORDS:
        return words
    return " ".join(words.split()[:MOST_WORDS]) + " …"


def _touched(sentences: list[Span], span: Span) -> list[Span]:
    """The sentences, which are in order and apart, that share a character with ``span``."""
    first = bisect_right(sentences, span[0], key=lambda sentence: sentence[1])
    last = bisect_left(sentences, span[1], key=lambda sentence: sentence[0])
    return sentences[first:last]


def _blanked(text: str, kept: bytearray) -> str:
    stretches = ((text[own.start() : own.end()], own[0][0]) for own in _STRETCH.finditer(kept))
    return "".join(words if stays else _LETTER.sub(BLANK, words) for words, stays in stretches)
