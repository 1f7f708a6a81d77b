"""Keyness: words that set one article apart from the others of its set, and how alike the articles are.

Log-odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008), which holds rare words back, with log
ratio (Hardie 2014) and G2 (Dunning 1993) beside the counts. One article is compared with all others; an article and
its copies are one. Many words are tested, so that p values are corrected (Benjamini and Hochberg 1995).
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise, starmap
from math import erfc, sqrt

import numpy as np
import pandas as pd

from crossread import lists
from crossread.display import many, overview
from crossread.framing.shares import within

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
CLOSED = ("determiner", "pronoun", "other_pronoun", "object_pronoun", "auxiliary", "preposition", "subordinator",
          "relative", "coordinator")  # fmt: skip
CLITIC = re.compile(r"['’](?:s|re|ve|ll|d|m)?$")
LEAST = 3  # times a word stands in the set, to be tested
LEVEL = 0.05  # false discovery rate
SECTIONS = ("title", "lead", "body", "background")  # captions are left out

Place = tuple[int, int]


class Places:
    """Where the words of a set stand, in order of article and place: of each its article, word and sentence as numbers,
    and its span. ``places[article_id]`` gives the spans of each word of an article."""

    def __init__(self, ids: list[str], vocabulary: list[str], columns: Sequence[Sequence[int]]):
        self.ids, self.vocabulary = ids, vocabulary
        self.article, self.word, self.sentence, self.start, self.end = (np.asarray(own, np.int32) for own in columns)

    def slices(self) -> Iterator[slice]:
        """The places of each article."""
        return starmap(slice, pairwise(np.searchsorted(self.article, range(len(self.ids) + 1))))

    def __getitem__(self, article_id: str) -> dict[str, list[Place]]:
        """The spans of each word of an article."""
        found: dict[str, list[Place]] = {}
        number = self.ids.index(article_id)
        own = slice(*np.searchsorted(self.article, (number, number + 1)))
        for word, *span in zip(self.word[own], self.start[own].tolist(), self.end[own].tolist(), strict=True):
            found.setdefault(self.vocabulary[word], []).append(tuple(span))
        return found


def places(articles: pd.DataFrame, sentences: pd.DataFrame) -> Places:
    """Where each word stands in the reported text, in small letters.

    Function words, their contractions, numbers and words of a single letter are left out; a possessive counts as its
    noun, and "us" is no country.
    """
    ordered = overview.in_order(articles)
    with lists.book(lists.FOLDER / "grammar.toml") as grammar:
        function = lists.words("function").union(*(grammar[name]["words"].split() for name in CLOSED)) - {"us"}

    @cache
    def plain(surface: str) -> str | None:
        word = CLITIC.sub("", surface.lower())
        left_out = len(word) < 2 or word in function or surface == "us" or word.endswith(("n't", "n’t"))
        return None if left_out else word

    number = dict(zip(ordered["article_id"], range(len(ordered)), strict=True))
    told = sentences.loc[sentences["section"].isin(SECTIONS), ["article_id", "start", "end"]]
    told = told.assign(article=told.pop("article_id").map(number)).sort_values(["article", "start"], kind="stable")
    texts, known = list(ordered["text"]), {}
    columns = article, words, sentence, start, end = [array("i") for _ in range(5)]
    for place, row in enumerate(told.itertuples(index=False)):
        for match in WORD.finditer(texts[row.article], row.start, row.end):
            if word := plain(match[0]):
                article.append(row.article)
                words.append(known.setdefault(word, len(known)))
                sentence.append(place)
                start.append(match.start())
                end.append(match.end())
    vocabulary = sorted(known)
    in_order = np.empty(len(known), np.int32)
    in_order[[known[word] for word in vocabulary]] = range(len(known))
    columns[1] = in_order[words]
    return Places(list(ordered["article_id"]), vocabulary, columns)


def keyness(articles: pd.DataFrame, found: Places) -> pd.DataFrame:
    """How far each word sets each article apart from the others.

    Parameters
    ----------
    articles
        The table of a set.
    found
        What :func:`places` gives of it.

    Returns
    -------
    A row a word and article that has it, those that set it apart most first, articles in the one order:
    ``article_id``, ``name``, ``word``, ``n_target`` and ``n_reference`` (times it stands in the article and in the
    others), ``n_sentences`` (of the article that have it), ``z`` (log-odds ratio by its standard error), ``log_ratio``
    (base 2, half a word added to either count), ``g2``, ``p`` (two-sided, of ``z``), ``p_adjusted``,
    ``distinguishable`` (``p_adjusted`` below :data:`LEVEL`). No row where an article has no others.
    """
    ordered, n = overview.in_order(articles), len(found.vocabulary) or 1
    number = dict(zip(ordered["article_id"], range(len(ordered)), strict=True))
    group = ordered["copy_of"].map(number).fillna(pd.Series(range(len(ordered)))).to_numpy(int)
    counted = group == range(len(ordered))  # a copy is not counted beside its original
    keys, target = np.unique(found.article * np.int64(n) + found.word, return_counts=True)
    in_sentence = np.unique(found.sentence * np.int64(n) + found.word, return_index=True)[1]
    within_it = np.unique(found.article[in_sentence] * np.int64(n) + found.word[in_sentence], return_counts=True)[1]
    article, word = np.divmod(keys, n)
    once = counted[article]
    in_all = np.bincount(word[once], target[once], n)
    original = group[article] * n + word
    at = np.searchsorted(keys, original).clip(max=max(len(keys) - 1, 0))
    own = np.where((keys[at] == original) & counted[group[article]], target[at], 0)
    others = (in_all[word] - own).astype(int)
    sizes = np.bincount(article, target, len(ordered))
    size, rest = sizes[article], (sizes[counted].sum() - sizes[group] * counted[group])[article]
    kept = (target + others >= LEAST) & (rest > 0)
    article, word, target, others, size, rest = (each[kept] for each in (article, word, target, others, size, rest))
    prior = size * (target + others) / (size + rest)  # together as heavy as the article
    weight = np.bincount(article, prior, len(ordered))[article]
    odds = np.log((target + prior) / (size + weight - target - prior))
    odds -= np.log((others + prior) / (rest + weight - others - prior))
    z = odds / np.sqrt(1 / (target + prior) + 1 / (others + prior))
    p = np.fromiter(map(erfc, abs(z) / sqrt(2)), float, len(z))
    table = pd.DataFrame(
        {
            "article_id": ordered["article_id"].to_numpy(object)[article],
            "name": ordered["name"].to_numpy(object)[article],
            "word": np.array([*found.vocabulary, ""], dtype=object)[word],
            "n_target": target,
            "n_reference": others,
            "n_sentences": within_it[kept],
            "z": z,
            "log_ratio": np.log2(((target + 0.5) / size) / ((others + 0.5) / rest)),
            "g2": _g2(target, others, size, rest),
            "p": p,
            "p_adjusted": adjusted(p),
        }
    )
    table["distinguishable"] = table["p_adjusted"] < LEVEL
    return table.iloc[np.lexsort((word, -z, article))].reset_index(drop=True)


def _g2(target: np.ndarray, others: np.ndarray, size: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """Dunning's log-likelihood of the two-by-two table of word and article."""
    both, found = target + others, np.zeros(len(target))
    left = size + rest - both
    for seen, row, column in (
        (target, both, size),
        (others, both, rest),
        (size - target, left, size),
        (rest - others, left, rest),
    ):
        expected = row * column / (size + rest)
        found += seen * np.log(np.where(seen > 0, seen, expected) / expected)
    return 2 * found


def adjusted(p: np.ndarray) -> np.ndarray:
    """p values corrected for their number, by the false discovery rate (Benjamini and Hochberg 1995)."""
    order = np.argsort(p)[::-1]
    values = np.empty(len(p))
    values[order] = np.minimum.accumulate(p[order] * len(p) / np.arange(len(p), 0, -1))
    return values.clip(max=1)


def similarity(articles: pd.DataFrame, found: Places, quotes: pd.DataFrame) -> pd.DataFrame:
    """Cosine of the articles' own words, those of sources left out, weighted by TF-IDF (Salton and Buckley 1988).

    Returns
    -------
    A square frame with the names of the articles as index and columns, 0 to 1; missing for an article without words.
    Of many articles it has a sample, in which words weigh as in the whole set.
    """
    ordered = overview.in_order(articles)
    shown = dict.fromkeys(many.sample(ordered)["name"])
    spoken = {i: [part for parts in own["parts"] for part in parts] for i, own in quotes.groupby("article_id")}
    texts_with, counts = np.zeros(len(found.vocabulary)), {}
    for article_id, name, own in zip(ordered["article_id"], ordered["name"], found.slices(), strict=True):
        words = found.word[own][~within(found.start[own], spoken.get(article_id, []))]
        counts[name] = words if name in shown else None
        texts_with[np.unique(words)] += 1
    used = np.unique(np.concatenate([counts[name] for name in shown]))
    matrix = np.array([np.bincount(np.searchsorted(used, counts[name]), minlength=len(used)) for name in shown])
    matrix = matrix * (np.log((1 + len(ordered)) / (1 + texts_with[used])) + 1)
    with np.errstate(invalid="ignore"):
        unit = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
    return pd.DataFrame(np.clip(unit @ unit.T, 0, 1), index=[*shown], columns=[*shown])
