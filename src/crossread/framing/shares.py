"""Frames and agency of a set in numbers, as tidy tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import sqrt

import numpy as np
import pandas as pd

from crossread.codebooks import Codebooks
from crossread.display import overview
from crossread.framing.agency import AGENTLESS, FORMS, NOMINALISED
from crossread.framing.frames import Book
from crossread.reading import WORD, count_words

OPENING = ("title", "lead")
PARTS = ("title and lead", "body")
WAYS = ("active", "passive, doer named", "passive, no doer", "noun, doer named", "noun, no doer")
WITHOUT = (WAYS[2], WAYS[4])


def book(books: Codebooks, name: str) -> Book:
    """The code book of frames of that name among those of a set."""
    return next(book for book in books.frames if book.name == name)


def frames_of(hits: pd.DataFrame, codebook: Book) -> list[str]:
    """The frames of a code book; those of ``hits`` where they were found with another one of its name."""
    own = set(hits.loc[hits["codebook"] == codebook.name, "frame"])
    return codebook.frames if own <= set(codebook.frames) else sorted(own)


def ordinary(hits: pd.DataFrame, codebook: Book) -> dict[str, float]:
    """The share of sentences of ordinary news that have each of :func:`frames_of`; none where it is not known."""
    return codebook.ordinary if frames_of(hits, codebook) == codebook.frames else {}


def sentences(articles: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """The sentences of a set without captions, articles in the one order.

    Returns
    -------
    The columns of ``sentences`` and ``name``, ``part`` (:data:`PARTS`), ``sentence`` (its words), ``sentence_start``.
    """
    ordered = overview.in_order(articles)[["article_id", "name", "text"]].reset_index(names="place")
    rows = sentences[sentences["section"] != "caption"].merge(ordered, on="article_id")
    rows = rows.sort_values(["place", "start"], kind="stable", ignore_index=True)
    words = [row.text[row.start : row.end] for row in rows.itertuples()]
    rows["sentence"] = pd.Series(words, dtype="object", index=rows.index)
    rows["part"] = rows["section"].isin(OPENING).map({True: PARTS[0], False: PARTS[1]}).astype("object")
    rows["sentence_start"] = rows["start"]
    return rows.drop(columns=["text", "place"])


def evidence(found: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``frames`` or ``agency`` with their sentences, in the order of ``rows`` (:func:`sentences`)."""
    place = rows[["sentence_id", "name", "section", "part", "sentence", "sentence_start"]].reset_index(names="place")
    joined = found.merge(place, on="sentence_id")
    return joined.sort_values(["place", "start"], kind="stable", ignore_index=True).drop(columns="place")


def shares(rows: pd.DataFrame, hits: pd.DataFrame, codebook: Book, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """How much of each article carries each frame of a code book.

    Parameters
    ----------
    rows, hits
        What :func:`sentences` and :func:`evidence` give.
    codebook
        As :func:`book` gives it.
    by
        ``("part",)`` counts headline and lead apart from the body.

    Returns
    -------
    A row an article, part and frame: ``name``, those of ``by``, ``frame``, ``sentences``, ``with_frame`` (those with an
    indicator), ``share``, ``low`` and ``high`` (95 %, Wilson 1927: of this text's sentences), ``hits``, ``words``,
    ``per_100`` (hits for each 100 words).
    """
    hits = hits[hits["codebook"] == codebook.name]
    keys = ["name", *by]
    sizes = rows.assign(words=[count_words(s) for s in rows["sentence"]]).groupby(keys, sort=False)
    sizes = sizes.agg(sentences=("sentence_id", "nunique"), words=("words", "sum")).reset_index()
    table = sizes.merge(pd.DataFrame({"frame": frames_of(hits, codebook)}), how="cross")
    counted = hits.groupby([*keys, "frame"]).agg(with_frame=("sentence_id", "nunique"), hits=("frame_id", "size"))
    table = table.merge(counted.reset_index(), on=[*keys, "frame"], how="left")
    table[["with_frame", "hits"]] = table[["with_frame", "hits"]].fillna(0).astype(int)
    table["share"] = (table["with_frame"] / table["sentences"]).astype(float)
    table[["low", "high"]] = _intervals(table["with_frame"], table["sentences"])
    table["per_100"] = _per_100(table)
    return table


def by_voice(rows: pd.DataFrame, hits: pd.DataFrame, quotes: pd.DataFrame, codebook: Book) -> pd.DataFrame:
    """Hits of a code book in the narrator's words and in the words of sources in quotation marks.

    Returns
    -------
    A row an article, voice and frame: ``name``, ``voice``, ``frame``, ``hits``, ``words`` (of that voice), ``per_100``.
    """
    spoken = {i: [part for parts in own["quoted_parts"] for part in parts] for i, own in quotes.groupby("article_id")}
    hits = hits[hits["codebook"] == codebook.name]
    said = Counter(zip(hits["article_id"], hits["voice"], hits["frame"], strict=True))
    frames, table = frames_of(hits, codebook), []
    for (article_id, name), own in rows.groupby(["article_id", "name"], sort=False):
        starts = [row.start + word.start() for row in own.itertuples() for word in WORD.finditer(row.sentence)]
        inside = int(within(starts, spoken.get(article_id, [])).sum())
        for voice, words in (("narrator", len(starts) - inside), ("quoted", inside)):
            table += [(name, voice, frame, said[article_id, voice, frame], words) for frame in frames]
    frame = pd.DataFrame(table, columns=["name", "voice", "frame", "hits", "words"])
    frame["per_100"] = _per_100(frame)
    return frame


def within(places: Sequence[int], parts: Iterable[Sequence[int]]) -> np.ndarray:
    """Whether each of ``places`` lies in one of ``parts``, which may overlap."""
    spans = np.array(sorted(map(tuple, parts)), dtype=int).reshape(-1, 2)
    reach = np.concatenate([[-1], np.maximum.accumulate(spans[:, 1])])
    return reach[np.searchsorted(spans[:, 0], places, "right")] > np.asarray(places, dtype=int)


def _per_100(table: pd.DataFrame) -> pd.Series:
    return (100 * table["hits"] / table["words"].where(table["words"] > 0)).astype(float)


def wilson(n: int, size: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927); the whole range where there is nothing to count."""
    if not size:
        return 0.0, 1.0
    z, share = 1.96, n / size
    middle = (share + z * z / (2 * size)) / (1 + z * z / size)
    half = z * sqrt(share * (1 - share) / size + z * z / (4 * size * size)) / (1 + z * z / size)
    return max(0.0, middle - half), min(1.0, middle + half)


def _intervals(counts: pd.Series, sizes: pd.Series) -> np.ndarray:
    return np.array([wilson(n, size) for n, size in zip(counts, sizes, strict=True)]).reshape(-1, 2)


def agency(rows: pd.DataFrame, found: pd.DataFrame, books: Codebooks) -> pd.DataFrame:
    """The violent acts of a set and how they are worded; passives of verbs such as accuse are left to :func:`charges`.

    Returns
    -------
    The columns of :func:`evidence` and ``way`` (:data:`WAYS`).
    """
    acts = evidence(found, rows)
    acts["way"] = acts["form"].map(dict(zip(FORMS, WAYS, strict=False))).astype("object")
    acts.loc[(acts["form"] == NOMINALISED) & acts["agent"].isna(), "way"] = WAYS[4]
    return acts[~acts["act"].isin(books.agency.charges)].reset_index(drop=True)


def charges(rows: pd.DataFrame, found: pd.DataFrame, books: Codebooks) -> pd.DataFrame:
    """The passives that leave out who accuses, criticises or reports: columns of :func:`evidence`."""
    acts = evidence(found, rows)
    hidden = acts["act"].isin(books.agency.charges) & (acts["form"] == AGENTLESS)
    return acts[hidden].reset_index(drop=True)


def agency_counts(articles: pd.DataFrame, acts: pd.DataFrame) -> pd.DataFrame:
    """Acts of each article by how they are worded.

    Returns
    -------
    A row an article, in the one order: ``name``, a column for each of :data:`WAYS`, ``acts``, ``without`` (share of
    acts whose doer is not named), ``low``, ``high`` (95 %, Wilson); shares are missing where there is no act.
    """
    names = list(overview.in_order(articles)["name"])
    counts = pd.crosstab(acts["name"], acts["way"]).reindex(index=names, columns=list(WAYS), fill_value=0)
    table = counts.astype(int).rename_axis(None, axis="columns").rename_axis("name").reset_index()
    table["acts"] = table[list(WAYS)].sum(axis=1)
    hidden = table[list(WITHOUT)].sum(axis=1)
    table["without"] = hidden / table["acts"].where(table["acts"] > 0)
    table[["low", "high"]] = _intervals(hidden, table["acts"])
    shares = ["without", "low", "high"]
    table[shares] = table[shares].astype("Float64").where(table["acts"] > 0)
    return table


def analysed(articles: pd.DataFrame) -> pd.Series:
    """Whether each article was looked at, by its name: those in English, or in a language not known."""
    ordered = overview.in_order(articles)
    english = ordered["language"].isna() | (ordered["language"] == "en")
    return pd.Series(english.to_numpy(), index=ordered["name"])
