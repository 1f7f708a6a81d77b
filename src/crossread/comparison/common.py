"""What a set has in common: facts by how many articles tell them, articles by what they tell, and one
utterance in several wordings."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from typing import NamedTuple

import pandas as pd

from crossread.display import html as display
from crossread.display import overview

TOLD = ("narrator", "attributed")
EVERY, MOST, SOME, ONE = SHARES = ("told by every article", "told by most", "told by some", "told by one alone")
KEPT, ADDED, CHANGED, DROPPED = "kept", "added", "changed", "dropped"
STATUSES = ("narrator", "attributed", "absent", "not_yet_known", "undetermined")
JOINED = "No statements were found that join more than half of these articles"
APART = f"{JOINED}: they may be about different events, or tell of one in other words."
WORD = re.compile(r"\w+(?:[-'’]\w+)*")


class Piece(NamedTuple):
    """Words of a wording, and what became of the base wording there: kept, added, changed or dropped.

    ``instead`` are the words of the base that changed words stand for.
    """

    kind: str
    words: str
    instead: str = ""


def shares(articles: pd.DataFrame, facts: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """The facts of a set with how many articles tell each; an article and its copies are one teller.

    Returns
    -------
    The columns of ``facts`` in their order and: ``tellers`` (an article and its copies are one), ``told`` (articles),
    ``of`` (articles and their copies that could tell it), ``share`` (one of :data:`SHARES`).
    """
    origin = _origins(articles)
    total = len(set(origin.values()))
    told = cells[cells["status"].isin(TOLD)]
    n_told = told.groupby("fact_id")["article_id"].nunique()
    tellers = told["article_id"].map(origin).groupby(told["fact_id"]).nunique()
    found = facts.assign(
        told=facts["fact_id"].map(n_told).fillna(0).astype(int),
        tellers=facts["fact_id"].map(tellers).fillna(0).astype(int),
        of=total,
    )
    found["share"] = pd.Series([_share(row.tellers, total) for row in found.itertuples()], dtype="object")
    return found.reset_index(drop=True)


def sizes(shared: pd.DataFrame) -> str:
    """How many facts of what :func:`shares` gives each share has, in words; those of one share alone need no number."""
    found = [(n, share) for share in SHARES if (n := int((shared["share"] == share).sum()))]
    return found[0][1] if len(found) == 1 else display.joined(f"{n:,} {share}" for n, share in found)


def coverage(articles: pd.DataFrame, shared: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """How each article stands to the facts that several articles tell.

    ``shared`` is what :func:`shares` gives.

    Returns
    -------
    An article a row, in the one order: ``number`` (from 1), ``article_id``, ``name``, ``told``, ``absent``,
    ``not_yet_known``, ``undetermined`` (facts of several tellers), ``alone`` (facts that it alone tells, or it and its
    copies).
    """
    several = cells[cells["fact_id"].isin(shared.loc[shared["tellers"] > 1, "fact_id"])]
    counts = Counter(zip(several["article_id"], several["status"], strict=True))
    single = cells[cells["fact_id"].isin(shared.loc[shared["tellers"] == 1, "fact_id"]) & cells["status"].isin(TOLD)]
    alone = Counter(single["article_id"])
    found = overview.in_order(articles)[["article_id", "name"]].reset_index(drop=True)
    found.insert(0, "number", range(1, len(found) + 1))
    found["told"] = [sum(counts[article_id, status] for status in TOLD) for article_id in found["article_id"]]
    for status in STATUSES[2:]:
        found[status] = [counts[article_id, status] for article_id in found["article_id"]]
    return found.assign(alone=[alone[article_id] for article_id in found["article_id"]])


def is_apart(articles: pd.DataFrame, shared: pd.DataFrame, cells: pd.DataFrame) -> bool:
    """Whether so little joins the articles of a set that what several seem to tell may be chance.

    No more than half of them hang together by facts that several tell. ``shared`` is what :func:`shares` gives.
    """
    told = cells[cells["fact_id"].isin(shared.loc[shared["tellers"] > 1, "fact_id"]) & cells["status"].isin(TOLD)]
    groups: list[set[str]] = []
    for tellers in told.groupby("fact_id")["article_id"].agg(set):
        joined = tellers.union(*(group for group in groups if group & tellers))
        groups = [joined, *(group for group in groups if not group & tellers)]
    return len(articles) > 1 and max(map(len, groups), default=1) <= len(articles) / 2


def apart(named: list[str]) -> str:
    """What is said of articles that little joins; ``named`` are the people and bodies that all of them name."""
    if len(named) < 2:
        return APART
    return f"{JOINED}; but all name {display.joined(named[:3])}, and may tell of one matter in other words."


def wordings(articles: pd.DataFrame, quotes: pd.DataFrame, utterances: pd.DataFrame) -> pd.DataFrame:
    """The wordings of each utterance that two articles or more carry, the base first.

    Returns
    -------
    The columns of ``quotes`` and ``utterance_id``, ``similarity``, ``is_base``, ``name`` (of the article), ``is_copy``
    (its article is a copy of another in the utterance), ``n_articles``, ``n_tellers`` (copies not counted); utterances
    of most tellers first.
    """
    ordered = overview.in_order(articles)
    origin = _origins(articles)
    found = utterances[["utterance_id", "quote_id", "similarity"]].merge(quotes, on="quote_id")
    found = found.merge(ordered[["article_id", "name"]].reset_index(names="place"), on="article_id")
    found["is_base"] = found["utterance_id"] == "utterance:" + found["quote_id"]
    found["teller"] = found["article_id"].map(origin)
    groups = found.groupby("utterance_id")
    found["n_articles"] = groups["article_id"].transform("nunique")
    found["n_tellers"] = groups["teller"].transform("nunique")
    carried = found.groupby("utterance_id")["article_id"].agg(set)
    beside = [row.teller in carried[row.utterance_id] for row in found.itertuples()]
    found["is_copy"] = (found["teller"] != found["article_id"]) & pd.Series(beside, found.index, dtype=bool)
    found = found[found["n_articles"] > 1]
    by = ["n_tellers", "n_articles", "utterance_id", "is_base", "place", "content_start"]
    return found.sort_values(by, ascending=[False, False, True, False, True, True], ignore_index=True)


def difference(base: str, wording: str) -> list[Piece]:
    """``wording`` beside the ``base`` wording, word by word: what was kept, added, changed, dropped.

    Capitals, quotation marks and punctuation make no difference. The words of the pieces that are not dropped are,
    joined, the wording itself.
    """
    own, first = _tokens(wording), _tokens(base)
    matcher = SequenceMatcher(None, [w.casefold() for w, *_ in first], [w.casefold() for w, *_ in own], autojunk=False)
    pieces, at = [], 0
    for kind, a, b, _, d in matcher.get_opcodes():
        lost = base[first[a][1] : first[b - 1][2]] if b > a else ""
        if kind == "delete":
            pieces.append(Piece(DROPPED, lost))
            continue
        end = len(wording) if d == len(own) else own[d][1]
        words, at = wording[at:end], end
        name = {"equal": KEPT, "insert": ADDED, "replace": CHANGED}[kind]
        pieces.append(Piece(name, words, lost if kind == "replace" else ""))
    if at < len(wording):
        pieces.append(Piece(KEPT, wording[at:]))
    return pieces


def _origins(articles: pd.DataFrame) -> dict[str, str]:
    """The original of each copy, and of every other article itself."""
    pairs = zip(articles["article_id"], articles["copy_of"], strict=True)
    return {article_id: copy_of if pd.notna(copy_of) else article_id for article_id, copy_of in pairs}


def _share(tellers: int, total: int) -> str:
    if tellers <= 1:
        return ONE
    return EVERY if tellers == total else MOST if tellers > total / 2 else SOME


def _tokens(text: str) -> list[tuple[str, int, int]]:
    return [(m.group().replace("’", "'"), m.start(), m.end()) for m in WORD.finditer(text)]
