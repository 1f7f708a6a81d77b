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
COLUMNS = ("article_id name word n_target n_reference n_sentences z log_ratio g2 p p_adjusted distinguishable").split()
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
    group = ordered["copy_of"].where(ordered["copy_of"].isin(ordered["article_id"]), ordered["article_id"])
    starts = {i: np.sort(own["start"].to_numpy()) for i, own in sentences.groupby("article_id")}
    rows = [
        (article_id, name, of, word, len(spans), len(np.unique(starts[article_id].searchsorted(spans, "right")[:, 0])))
        for article_id, name, of in zip(ordered["article_id"], ordered["name"], group, strict=True)
        for word, spans in found[article_id].items()
    ]
    columns = ["article_id", "name", "group", "word", "n_target", "n_sentences"]
    table = pd.DataFrame(rows, columns=columns).astype({"n_target": int, "n_sentences": int})
    once = table[table["article_id"] == table["group"]]  # a copy is not counted beside its original
    sizes = once.groupby("group")["n_target"].sum()
    without = table.merge(once[["group", "word", "n_target"]], on=["group", "word"], how="left")["n_target_y"].fillna(0)
    in_all = table["word"].map(once.groupby("word")["n_target"].sum()).fillna(0)
    table["n_reference"] = (in_all - without).astype(int)
    size, rest = table.groupby("article_id")["n_target"].transform("sum"), sizes.sum() - table["group"].map(sizes)
    kept = (table["n_target"] + table["n_reference"] >= LEAST) & (rest > 0)
    table, size, rest = table[kept], size[kept], rest[kept]
    target, others = table["n_target"], table["n_reference"]
    prior = size * (target + others) / (size + rest)  # together as heavy as the article
    weight = prior.groupby(table["article_id"]).transform("sum")
    odds = np.log((target + prior) / (size + weight - target - prior))
    odds -= np.log((others + prior) / (rest + weight - others - prior))
    z = odds / np.sqrt(1 / (target + prior) + 1 / (others + prior))
    ratio = np.log2(((target + 0.5) / size) / ((others + 0.5) / rest))
    p = np.array([erfc(abs(value) / sqrt(2)) for value in z])
    table = table.assign(z=z, log_ratio=ratio, g2=_g2(target, others, size, rest), p=p, p_adjusted=adjusted(p))
    table = table.assign(distinguishable=table["p_adjusted"] < LEVEL)
    place = table["name"].map({name: number for number, name in enumerate(ordered["name"])})
    table = table.assign(place=place).sort_values(["place", "z", "word"], ascending=[True, False, True])
    return table[list(COLUMNS)].reset_index(drop=True)


def _g2(target: pd.Series, others: pd.Series, size: pd.Series, rest: pd.Series) -> np.ndarray:
    """Dunning's log-likelihood of the two-by-two table of word and article."""
    seen = np.array([target, others, size - target, rest - others], dtype=float)
    both = target + others
    expected = np.array([both * size, both * rest, (size + rest - both) * size, (size + rest - both) * rest]) / (
        size + rest
    ).to_numpy(float)
    return 2 * (seen * np.log(np.where(seen > 0, seen, expected) / expected)).sum(axis=0)


def adjusted(p: np.ndarray) -> np.ndarray:
    """p values corrected for their number, by the false discovery rate (Benjamini and Hochberg 1995)."""
    order = np.argsort(p)[::-1]
    values = np.empty(len(p))
    values[order] = np.minimum.accumulate(p[order] * len(p) / np.arange(len(p), 0, -1))
    return values.clip(max=1)


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
    counts = {}
    for article_id in everything["article_id"]:
        words = [(word, start) for word, spans in found[article_id].items() for start, _ in spans]
        said = within([start for _, start in words], spoken.get(article_id, []))
        counts[article_id] = Counter(word for (word, _), is_said in zip(words, said, strict=True) if not is_said)
    texts_with = Counter(word for own in counts.values() for word in own)
    wide = pd.DataFrame([counts[article_id] for article_id in ordered["article_id"]]).fillna(0)
    matrix = wide.to_numpy(dtype=float) * [np.log((1 + len(everything)) / (1 + texts_with[word])) + 1 for word in wide]
    with np.errstate(invalid="ignore"):
        unit = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
    return pd.DataFrame(np.clip(unit @ unit.T, 0, 1), index=list(ordered["name"]), columns=list(ordered["name"]))
