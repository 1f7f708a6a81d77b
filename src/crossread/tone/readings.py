"""The same articles read in other ways: what TextBlob and VADER say, with and without what misleads them.

A panel of these tells whether an order of articles rests on the reading (Chan et al. 2021). They are for comparison:
on conflict news the lexicons measure the subject.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

import pandas as pd

from crossread.display import many, overview
from crossread.text import sentences
from crossread.tone.summaries import NARRATOR
from crossread.tone.words import Lexicon

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
OWN = "this notebook"
NARRATOR_ONLY = f"{OWN}, quotes removed"
LEXICONS = ("TextBlob", "VADER")
DOCUMENT = "whole document"
MOST = 300  # articles that the lexicons read: they take longer than all else in the notebook


def lexical(articles: pd.DataFrame, told: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """TextBlob's polarity and VADER's compound score of the articles, sentence by sentence, and of whole documents.

    ``told`` are the rows of ``sentences`` that count.

    Returns
    -------
    An article a row, of many a sample (:data:`MOST`), in the one order: ``article_id``, ``name``, ``TextBlob``,
    ``VADER`` (means over its sentences), ``TextBlob, masked``, ``VADER, masked`` (without the words that the code book
    sets aside), ``TextBlob, furniture kept``, ``VADER, furniture kept`` (all of the file), ``TextBlob, whole
    document``, ``VADER, whole document`` (one score for the reported text, as it is mostly done).
    """
    from textblob.en.sentiments import PatternAnalyzer
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    blob, vader = PatternAnalyzer(), SentimentIntensityAnalyzer()
    ways: dict[str, Callable[[str], float]] = {
        "TextBlob": lambda words: blob.analyze(words).polarity,
        "VADER": lambda words: vader.polarity_scores(words)["compound"],
    }
    spans, rows = _spans(told), []
    for article in many.sample(overview.in_order(articles), MOST).itertuples():
        texts = [article.text[start:end] for start, end in spans.get(article.article_id, [])]
        bare = [masked(words, lexicon.aside) for words in texts]
        page = [article.text[start:end] for start, end in sentences.spans(article.text)]
        row = {"article_id": article.article_id, "name": article.name}
        for name, way in ways.items():
            row[name] = _mean(map(way, texts))
            row[f"{name}, masked"] = _mean(map(way, bare))
            row[f"{name}, furniture kept"] = _mean(map(way, page))
            row[f"{name}, {DOCUMENT}"] = way(" ".join(texts)) if texts else None
        rows.append(row)
    return pd.DataFrame(rows)


def masked(words: str, aside: frozenset[str]) -> str:
    """``words`` without those set aside."""
    return WORD.sub(lambda match: "" if match.group().lower() in aside else match.group(), words)


def panel(found: pd.DataFrame, lexically: pd.DataFrame) -> pd.DataFrame:
    """The means of every reading, an article a row.

    ``found`` are the rows of :func:`crossread.tone.summaries.rows`, ``lexically`` those of :func:`lexical`.

    Returns
    -------
    ``name`` as index, a column a reading: :data:`OWN` (all sentences, whoever says them), :data:`NARRATOR_ONLY`, then
    those of ``lexically`` but for whole documents.
    """
    whole = found[found["is_sentence"]]
    own = whole.groupby("article_id")["polarity"].mean()
    narrator = whole[whole["said_by"] == NARRATOR].groupby("article_id")["polarity"].mean()
    frame = lexically.set_index("article_id")
    frame.insert(1, OWN, own.reindex(frame.index).astype(float))
    frame.insert(2, NARRATOR_ONLY, narrator.reindex(frame.index).astype(float))
    kept = [column for column in frame.columns if not column.endswith(DOCUMENT)]
    return frame[kept].set_index("name").astype(float)


def flips(readings: pd.DataFrame, least: float = 0.02) -> list[str]:
    """The articles whose sign depends on the reading: at least ``least`` to either side of nought in two of them."""
    above, below = (readings >= least).any(axis=1), (readings <= -least).any(axis=1)
    return list(readings.index[above & below])


def words(articles: pd.DataFrame, told: pd.DataFrame, lexicon: Lexicon) -> dict[str, Counter]:
    """How often each word that the lexicon of TextBlob scores stands in the sentences ``told`` of each article, by
    ``name``; without the words set aside."""
    counts: dict[str, Counter] = defaultdict(Counter)
    spans = _spans(told)
    for article in overview.in_order(articles).itertuples():
        own = spans.get(article.article_id, [])
        spoken = (m.group().lower() for start, end in own for m in WORD.finditer(article.text, start, end))
        counts[article.name] = Counter(w for w in spoken if lexicon.polarity.get(w, (0,))[0] and w not in lexicon.aside)
    return counts


def scores(lexicon: Lexicon) -> dict[str, float]:
    """TextBlob's polarity of the words that count."""
    return {word: p for word, (p, _) in lexicon.polarity.items() if p and word not in lexicon.aside}


def _spans(told: pd.DataFrame) -> dict[str, list[tuple[int, int]]]:
    return {key: list(zip(own["start"], own["end"], strict=True)) for key, own in told.groupby("article_id")}


def _mean(values: Iterable[float]) -> float | None:
    numbers = list(values)
    return sum(numbers) / len(numbers) if numbers else None
