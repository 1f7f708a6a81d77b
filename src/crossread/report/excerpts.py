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
BLANK = "_"
_LETTER = re.compile(r"[^\s!-/:-@\[-`{-~‘’“”„«»‹›–—…•·]")
_GAP = re.compile(r"_(?:\W*_)*[^\w\s]*")
_GAP_IN_PAGE = re.compile(r"(?<!\w)_+(?:[^\w<>&\"=/]+_+)+(?!\w)")

Span = tuple[int, int]


def keep_cited(analysis: Analysis) -> Analysis:
    """The same analysis with the texts of its articles blanked but for what is cited."""
    tables = analysis.tables
    spans = cited(tables)
    articles = tables["articles"].copy()
    texts = [_blanked(text, spans[i]) for i, text in zip(articles["article_id"], articles["text"], strict=True)]
    articles["text"] = pd.Series(texts, dtype=articles["text"].dtype, index=articles.index)
    kept = {"articles": articles}
    if "agency" in tables:
        kept["agency"] = tables["agency"].assign(**{name: tables["agency"][name].map(_shortened) for name in WORDED})
    return analysis._replace(tables={**tables, **kept})


def cited(tables: dict[str, pd.DataFrame]) -> dict[str, list[Span]]:
    """The spans that stay, by ``article_id``, in order."""
    kept: dict[str, list[Span]] = {article_id: [] for article_id in tables["articles"]["article_id"]}
    blocks = tables["blocks"]
    for row in blocks[blocks["role"].isin(KEPT_ROLES)].itertuples():
        kept[row.article_id].append((row.start, row.end))
    sentences = defaultdict(list)
    for row in tables["sentences"].sort_values("start").itertuples():
        sentences[row.article_id].append((row.start, row.end))
    figures = tables["figures"]
    tolls = {"figures": figures[figures["is_casualty"].fillna(False).astype(bool)]}
    in_full = chain(_evidence(tables, SENTENCES), _evidence(tolls, {"figures": WORDS["figures"]}))
    for article_id, span in in_full:
        kept[article_id] += [span, *_touched(sentences[article_id], span)]
    for article_id, span in _evidence(tables, WORDS):
        kept[article_id].append(span)
    return {article_id: sorted(spans) for article_id, spans in kept.items()}


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


def _evidence(tables: dict[str, pd.DataFrame], columns: dict[str, list[tuple[str, str]]]) -> Iterator[tuple[str, Span]]:
    for name, pairs in columns.items():
        if name not in tables:
            continue
        for start, end in pairs:
            rows = tables[name][["article_id", start, end]].dropna()
            yield from ((i, (int(a), int(b))) for i, a, b in rows.itertuples(index=False))


def _touched(sentences: list[Span], span: Span) -> list[Span]:
    """The sentences, which are in order and apart, that share a character with ``span``."""
    first = bisect_right(sentences, span[0], key=lambda sentence: sentence[1])
    last = bisect_left(sentences, span[1], key=lambda sentence: sentence[0])
    return sentences[first:last]


def _blanked(text: str, kept: Iterable[Span]) -> str:
    pieces, at = [], 0
    for start, end in kept:
        if end > at:
            pieces += [_LETTER.sub(BLANK, text[at : max(start, at)]), text[max(start, at) : end]]
            at = end
    return "".join([*pieces, _LETTER.sub(BLANK, text[at:])])
