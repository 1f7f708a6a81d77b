"""Tone, summed up: tables of what the rows of ``tone`` say of actors, sections, articles and words.

The unit is a text. An interval says how much the mean would move with other sentences like those of the same text
(percentile bootstrap, Efron 1979); it says nothing of the outlet. Below :data:`LEAST` rows there is no mean.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from crossread.display import overview

FEW = 3  # clauses below which nothing is said of an actor in an article
SHRINK = 20.0  # clauses without a judgement that each share is drawn towards
NEGATIVE = -0.3  # polarity below which a clause counts as negative where articles are compared, labelled or not
LEAST = 5  # rows below which a mean is too few
DRAWS = 1000
AT_ONCE = 5_000_000  # numbers drawn at once: of a large set they would not all have room
NARRATOR, REPORTED, QUOTED = "narrator", "reported", "quoted"
VOICES = (NARRATOR, REPORTED, QUOTED)
POLAR = ("negative", "positive")
USED = (  # of the table; what moved a reading, its evidence, takes more memory than all else
    "tone_id article_id sentence_id start end target_entity_id target_start target_end voice source polarity "
    "subjectivity label of_others"
)
PLACED = "sentence_id article_id start section"  # of sentences
SECTIONS = {"title": "headline", "lead": "lead", "body": "body", "background": "body"}


def rows(articles: pd.DataFrame, sentences: pd.DataFrame, tone: pd.DataFrame, entities: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``tone`` outside captions, in the one order of the articles and of the text.

    Returns
    -------
    Its columns and: ``name`` (of the article), ``section`` (headline, lead, body), ``said_by`` (:data:`NARRATOR`;
    :data:`REPORTED`: a source's word, or a verdict of others, in the narrator's; :data:`QUOTED`: within marks),
    ``actor`` (the name of the target's entity; missing of sentences and of targets that are nobody known), ``named``
    (the target as it is named there), ``is_sentence``, ``words`` (as they stand; like ``named`` of rows with a label
    alone), ``position`` (share of the article's sentences before it, 0 to 1).
    """
    ordered = overview.in_order(articles)
    told = sentences[sentences["section"].isin(list(SECTIONS))].sort_values(["article_id", "start"])
    groups = told.groupby("article_id")
    position = (groups.cumcount() / groups["start"].transform("size")).to_numpy(float)
    section = told["section"].map(SECTIONS).to_numpy(object)
    at = pd.Index(told["sentence_id"]).get_indexer(tone["sentence_id"])
    place = pd.Index(ordered["article_id"]).get_indexer(tone["article_id"])
    order = np.lexsort((tone["end"], tone["start"], place))
    order = order[at[order] >= 0]
    found = tone.iloc[order].reset_index(drop=True)
    at, place = at[order], place[order]
    names = entities.drop_duplicates("entity_id").set_index("entity_id")["name"]
    texts = articles.set_index("article_id")["text"]
    labelled = found[found["label"].isin(POLAR)]

    def worded(start: str, end: str) -> pd.Series:
        places = zip(labelled["article_id"], labelled[start], labelled[end], strict=True)
        words = [texts[i][a:b] if pd.notna(a) else None for i, a, b in places]
        return pd.Series(words, dtype="object", index=labelled.index)

    reported = (found["voice"] == NARRATOR) & (found["source"].notna() | found["of_others"])
    return found.assign(
        name=ordered["name"].to_numpy(object)[place],
        section=section[at],
        position=position[at],
        said_by=found["voice"].astype("object").where(~reported, REPORTED),
        actor=found["target_entity_id"].map(names),
        named=worded("target_start", "target_end"),
        is_sentence=found["target_start"].isna(),
        words=worded("start", "end"),
    )


def went_by(evidence: Iterable[tuple[str, str]]) -> str:
    """The words that a reading went by, each with its weight, as ``evidence`` of ``tone`` has them."""
    return ", ".join(f"{word} {weight.replace('-', '−')}" for word, weight in evidence)


def mean(values: pd.Series, seed: int = 1) -> tuple[float, float, float]:
    """Mean of ``values`` and its 95 % bootstrap interval; all missing below :data:`LEAST`."""
    numbers = values.to_numpy(dtype=float)
    if len(numbers) < LEAST:
        return (float("nan"),) * 3
    random, room = np.random.default_rng(seed), max(1, AT_ONCE // len(numbers))
    sizes = ((min(room, DRAWS - done), len(numbers)) for done in range(0, DRAWS, room))
    drawn = np.concatenate([numbers[random.integers(0, len(numbers), size)].mean(axis=1) for size in sizes])
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(numbers.mean()), float(low), float(high)


def means(found: pd.DataFrame, by: Sequence[str], value: str = "polarity") -> pd.DataFrame:
    """Means of ``value`` for each group of the rows ``found``.

    Returns
    -------
    The columns ``by``, ``n`` (rows), ``negative`` and ``positive`` (rows with the label), ``mean``, ``low``, ``high``.
    """
    groups = []
    for key, own in found.groupby(list(by), sort=False):
        labels = own["label"].value_counts()
        groups.append((*key, len(own), *(int(labels.get(label, 0)) for label in POLAR), *mean(own[value].dropna())))
    return pd.DataFrame(groups, columns=[*by, "n", *POLAR, "mean", "low", "high"])


def actors(found: pd.DataFrame, shown: int) -> list[str]:
    """The actors with most clauses over the set, first those in most articles."""
    known = found[found["actor"].notna()].groupby("actor").agg(articles=("name", "nunique"), n=("tone_id", "size"))
    ranked = known.reset_index().sort_values(["articles", "n", "actor"], ascending=[False, False, True])
    return list(ranked["actor"].head(shown))


def judgements(tone: pd.DataFrame) -> pd.DataFrame:
    """How negatively each entity is spoken of in each article.

    Returns
    -------
    ``article_id``, ``entity_id``, ``n`` (clauses about it) and ``tone``: less those among them with a polarity below
    :data:`NEGATIVE`, over ``n`` + :data:`SHRINK`. Of what readers feel an author to feel for somebody, nearly all is
    negative or none (Fan et al. 2019), so that the negative ones alone set the order.
    """
    aimed = tone[tone["target_entity_id"].notna()].rename(columns={"target_entity_id": "entity_id"})
    groups = aimed["polarity"].lt(NEGATIVE).groupby([aimed["article_id"], aimed["entity_id"]], sort=False)
    found = groups.agg(n="size", tone="sum").reset_index()
    return found.assign(tone=-found["tone"] / (found["n"] + SHRINK))


def word_shift(one: Counter, other: Counter, scores: dict[str, float]) -> pd.DataFrame:
    """What each word adds to the difference of the mean score of two texts (Gallagher et al. 2021, their equation 6).

    ``one`` and ``other`` count words; only words in ``scores`` count. A word's part is the difference of its shares,
    times its score less the mean of ``one``: the parts add up to the mean of ``other`` less that of ``one``.

    Returns
    -------
    ``word``, ``score``, ``n_one``, ``n_other``, ``shift``, the largest part either way first.
    """
    words = sorted(word for word in {*one, *other} if word in scores)
    totals = [sum(text[word] for word in words) for text in (one, other)]
    if not all(totals):
        return pd.DataFrame(columns=["word", "score", "n_one", "n_other", "shift"])
    reference = sum(one[word] * scores[word] for word in words) / totals[0]
    shifts = [(other[w] / totals[1] - one[w] / totals[0]) * (scores[w] - reference) for w in words]
    found = pd.DataFrame(
        {
            "word": words,
            "score": [scores[word] for word in words],
            "n_one": [one[word] for word in words],
            "n_other": [other[word] for word in words],
            "shift": shifts,
        }
    )
    return found.sort_values(["shift", "word"], key=lambda c: -c.abs() if c.name == "shift" else c, ignore_index=True)
