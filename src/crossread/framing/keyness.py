"""Keyness: words that set one article apart from the others of its set, and how alike the articles are.

Log-odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008), which holds rare words back, with log
ratio (Hardie 2014) and G2 (Dunning 1993) beside the counts. One article is compared with all others; an article and
its copies are one. Many words are tested, so that p values are corrected (Benjamini and Hochberg 1995).
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Mapping
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


def places(articles: pd.DataFrame, sentences: pd.DataFrame) -> dict[str, dict[str, list[Place]]]:
    """Where each word stands in the reported text, by ``article_id`` and word in small letters.

    Function words, their contractions, numbers and words of a single letter are left out; a possessive counts as its
    noun, and "us" is no country.
    """
    texts = articles.set_index("article_id")["text"]
    found: dict[str, dict[str, list[Place]]] = {
        article_id: {} for article_id in overview.in_order(articles)["article_id"]
    }
    with lists.book(lists.FOLDER / "grammar.toml") as grammar:
        function = lists.words("function").union(*(grammar[name]["words"].split() for name in CLOSED)) - {"us"}
    for row in sentences[sentences["section"].isin(SECTIONS)].sort_values(["article_id", "start"]).itertuples():
        for match in WORD.finditer(texts[row.article_id], row.start, row.end):
            word = CLITIC.sub("", match.group().lower())
            if len(word) > 1 and word not in function and match[0] != "us" and not word.endswith(("n't", "n’t")):
                found[row.article_id].setdefault(sys.intern(word), []).append(match.span())
    return found


def keyness(
    articles: pd.DataFrame, sentences: pd.DataFrame, found: Mapping[str, Mapping[str, list[Place]]]
) -> pd.DataFrame:
    """How far each word sets each article apart from the others.

    Parameters
    ----------
    articles, sentences
        Tables of a set.
    found
        What :func:`places` gives.

    Returns
    -------
    A row a word and article that has it, those that set it apart most first, articles in the one order:
    ``article_id``, ``name``, ``word``, ``n_target`` and ``n_reference`` (times it stands in the article and in the
    others), ``n_sentences`` (of the article that have it), ``z`` (log-odds ratio by its standard error), ``log_ratio``
    (base 2, half a word added to either count), ``g2``, ``p`` (two-sided, of ``z``), ``p_adjusted``,
    ``distinguishable`` (``p_adjusted`` below :data:`LEVEL`). No row where an article has no others.
    """
    ordered = overview.in_order(articles)
    groups = ordered["copy_of"].where(ordered["copy_of"].isin(ordered["article_id"]), ordered["article_id"])
    group_of = dict(zip(ordered["article_id"], groups, strict=True))
    counts = {i: Counter({word: len(spans) for word, spans in own.items()}) for i, own in found.items()}
    total = Counter()
    for i, group in group_of.items():
        total.update(counts[i] if i == group else {})
    size = total.total()
    starts = {i: np.sort(own["start"].to_numpy()) for i, own in sentences.groupby("article_id")}
    rows = []
    for article in ordered.itertuples():
        own = counts[article.article_id]
        without = counts[group_of[article.article_id]]
        reference = {word: total[word] - without[word] for word in own}
        rest = size - without.total()
        if own and rest:
            rows += _rows(article, own, reference, rest, found[article.article_id], starts[article.article_id])
    columns = ["article_id", "name", "word", "n_target", "n_reference", "n_sentences", "z", "log_ratio", "g2"]
    table = pd.DataFrame(rows, columns=columns)
    table["p"] = [erfc(abs(z) / sqrt(2)) for z in table["z"]]
    table["p_adjusted"] = adjusted(table["p"].to_numpy(dtype=float))
    table["distinguishable"] = table["p_adjusted"] < LEVEL
    order = {name: number for number, name in enumerate(ordered["name"])}
    table = table.sort_values(["z", "word"], ascending=[False, True])
    return table.sort_values("name", key=lambda names: names.map(order), kind="stable", ignore_index=True)


def _rows(
    article: tuple, own: Counter, reference: Mapping[str, int], rest: int, spans: Mapping, starts: np.ndarray
) -> list[tuple]:
    words = sorted(word for word in own if own[word] + reference[word] >= LEAST)
    target = np.array([own[word] for word in words], dtype=float)
    others = np.array([reference[word] for word in words], dtype=float)
    size = own.total()
    prior = size * (target + others) / (size + rest)  # together as heavy as the article
    weight = prior.sum()
    odds = np.log((target + prior) / (size + weight - target - prior))
    odds -= np.log((others + prior) / (rest + weight - others - prior))
    z = odds / np.sqrt(1 / (target + prior) + 1 / (others + prior))
    ratio = np.log2(((target + 0.5) / size) / ((others + 0.5) / rest))
    g2 = _g2(target, others, size, rest)
    dispersion = [len({int(np.searchsorted(starts, start, "right")) for start, _ in spans[word]}) for word in words]
    return [
        (article.article_id, article.name, word, int(t), int(o), n, float(a), float(b), float(c))
        for word, t, o, n, a, b, c in zip(words, target, others, dispersion, z, ratio, g2, strict=True)
    ]


def _g2(target: np.ndarray, others: np.ndarray, size: int, rest: int) -> np.ndarray:
    """Dunning's log-likelihood of the two-by-two table of word and article."""
    total = np.zeros_like(target)
    both = target + others
    for seen, expected in (
        (target, both * size / (size + rest)),
        (others, both * rest / (size + rest)),
        (size - target, size - both * size / (size + rest)),
        (rest - others, rest - both * rest / (size + rest)),
    ):
        total += np.where(seen > 0, seen * np.log(np.where(seen > 0, seen, 1) / expected), 0)
    return 2 * total


def adjusted(p: np.ndarray) -> np.ndarray:
    """p values corrected for their number, by the false discovery rate (Benjamini and Hochberg 1995)."""
    if not len(p):
        return p
    ranks = pd.Series(p).rank(method="first").to_numpy()
    values = pd.Series(p * len(p) / ranks).iloc[np.argsort(ranks)[::-1]].cummin()
    return values.sort_index().clip(upper=1).to_numpy()


def similarity(
    articles: pd.DataFrame, found: Mapping[str, Mapping[str, list[Place]]], quotes: pd.DataFrame
) -> pd.DataFrame:
    """Cosine of the articles' own words, those of sources left out, weighted by TF-IDF (Salton and Buckley 1988).

    Returns
    -------
    A square frame with the names of the articles as index and columns, 0 to 1; missing for an article without words.
    Of many articles it has a sample, in which words weigh as in the whole set.
    """
    everything = overview.in_order(articles)
    ordered = many.sample(everything)
    spoken = {i: [part for parts in own["parts"] for part in parts] for i, own in quotes.groupby("article_id")}
    counts, texts_with = [], Counter()
    shown = set(ordered["article_id"])
    for article_id in everything["article_id"]:
        words = [(word, start) for word, spans in found[article_id].items() for start, _ in spans]
        said = within([start for _, start in words], spoken.get(article_id, []))
        own = Counter(word for (word, _), is_said in zip(words, said, strict=True) if not is_said)
        texts_with.update(own.keys())
        counts += [own] if article_id in shown else []
    wide = pd.DataFrame(counts).fillna(0)
    with_word = np.array([texts_with[word] for word in wide.columns], dtype=float)
    matrix = wide.to_numpy(dtype=float) * (np.log((1 + len(everything)) / (1 + with_word)) + 1)
    with np.errstate(invalid="ignore"):
        unit = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
    cosine = np.clip(unit @ unit.T, 0, 1)
    return pd.DataFrame(cosine, index=list(ordered["name"]), columns=list(ordered["name"]))
