"""Casualty claims of a set as tables: who is said to have died, on whose word, in which article.

A claim is what a text says, with its bounds. Nothing here adds claims up, averages them, or takes one for true.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from crossread.codebooks import Codebooks
from crossread.display import html as display
from crossread.display import overview
from crossread.figures import origins

PARTY, NARRATOR, UNKNOWN = "party to the conflict", "the article itself", "source of unknown kind"
KINDS = (NARRATOR, *origins.KINDS.values(), UNKNOWN, PARTY)
STATUSES = {
    "civilian": "civilians",
    "unknown": "not said whether civilian or combatant",
    "mixed": "civilians and combatants together",
    "security_forces": "security forces",
    "combatant": "combatants",
}
ONE_ONLY = "reported by one article only"
BOUND = {
    "exact": "", "approximately": "about ", "at_least": "at least ", "more_than": "more than ", "up_to": "up to ",
    "fewer_than": "fewer than ", "nearly": "nearly ",
}  # fmt: skip
_QUOTES = str.maketrans("", "", "\"'“”‘’«»")


def claims(
    articles: pd.DataFrame,
    figures: pd.DataFrame,
    sentences: pd.DataFrame,
    quotes: pd.DataFrame,
    mentions: pd.DataFrame,
    entities: pd.DataFrame,
    books: Codebooks,
) -> pd.DataFrame:
    """The casualty claims of a set, in the one order of its articles and of their text.

    ``books`` are the code books of the set.

    Returns
    -------
    The columns of ``figures`` and: ``name`` (of the article), ``original`` (of a copy its original's id, else its own),
    ``number`` (the bound that is stated, the lower of two), ``value`` (the number with its bound, in words),
    ``victims`` (as worded, else by status), ``voice`` (who says it), ``kind`` (one of :data:`KINDS`), ``party``
    (which party to the conflict it speaks for), ``party_why`` (why that one counts as a party; missing where
    ``actors.csv`` says so), ``sentence``, ``sentence_start``.
    """
    rows = _placed(articles, figures, sentences)
    rows = rows[rows["is_casualty"].fillna(False).astype(bool)].reset_index(drop=True)
    said = quotes.drop_duplicates("quote_id").set_index("quote_id")
    mentioned = rows["quote_id"].map(said["source_mention"])
    rows["number"] = rows["reported_min"].fillna(rows["reported_max"])
    rows["value"] = pd.Series([value(row) for row in rows.itertuples()], dtype="string")
    rows["victims"] = pd.Series([_victims(row) for row in rows.itertuples()], dtype="string")
    kind_of = _kinds(articles, mentions, entities, books)
    voices = [_voice(row, mention, kind_of) for row, mention in zip(rows.itertuples(), mentioned, strict=True)]
    denied = rows["attributed_to"].isna() & rows["quote_id"].isin(origins.denying(quotes, books))
    voices = [
        (f"denied by “{mention}”" if pd.notna(mention) else "denied", UNKNOWN) if no else voice
        for voice, mention, no in zip(voices, mentioned, denied, strict=True)
    ]
    rows["voice"] = pd.Series([voice for voice, _ in voices], dtype="string")
    rows["kind"] = pd.Series([kind for _, kind in voices], dtype="string")
    known = origins.Parties(figures, articles, mentions, entities, books.gazetteer, books.origins)
    party = [known.of(*each) for each in zip(rows["source_entity_id"], mentioned, strict=True)]
    flagged = rows["kind"] == PARTY
    rows["party"] = pd.Series([each and known.name(each) for each in party], dtype="string").where(flagged)
    why = [display.joined(known.why[each]) if each in known.why else None for each in party]
    rows["party_why"] = pd.Series(why, dtype="string").where(flagged)
    return rows


def others(articles: pd.DataFrame, figures: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """The reported numbers that count no casualties (force, sorties, money ...), with the columns of ``figures`` and
    ``name``, ``original``, ``value``, ``sentence``, ``sentence_start``."""
    rows = _placed(articles, figures, sentences)
    rows = rows[~rows["is_casualty"].fillna(False).astype(bool)].reset_index(drop=True)
    rows["value"] = pd.Series([value(row) for row in rows.itertuples()], dtype="string")
    return rows


def coverage(articles: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """What each article claims, in the one order.

    ``found`` is what :func:`claims` gives.

    Returns
    -------
    ``number`` (place in the order, from 1), ``article_id``, ``name``, ``published`` (in words), ``analysed`` (in
    English, or in a language not known), ``claims`` (how many; missing where nothing was looked for).
    """
    ordered = overview.in_order(articles)
    own = found["article_id"].value_counts()
    analysed = ordered["language"].isna() | (ordered["language"] == "en") | ordered["article_id"].isin(own.index)
    counts = ordered["article_id"].map(own).fillna(0).astype("Int64")
    return pd.DataFrame(
        {
            "number": pd.Series(range(1, len(ordered) + 1), dtype="Int64"),
            "article_id": ordered["article_id"],
            "name": ordered["name"],
            "published": [overview.published(row) for _, row in ordered.iterrows()],
            "analysed": analysed.astype(bool),
            "claims": counts.where(analysed.astype(bool)),
        }
    )


def subtotals(found: pd.DataFrame) -> pd.DataFrame:
    """The claims that are part of another one: the rows of ``found`` with ``total``, the words of their total."""
    parts = found[found["part_of"].notna()].reset_index(drop=True)
    totals = {row.figure_id: f"{row.value} {row.victims}" for row in found.itertuples()}
    return parts.assign(total=pd.Series([totals.get(total) for total in parts["part_of"]], dtype="string"))


def number(row: tuple) -> str:
    """The ``value`` of a claim where it stands alone: "none" where it is "no" before its victims."""
    return "none" if row.value == "no" else row.value


def value(row: tuple) -> str:
    """The number of a figure with its bound, in words."""
    low, high, stated = row.reported_min, row.reported_max, row.value_as_reported
    if pd.notna(row.negated) and row.negated:
        return "no"
    if pd.notna(row.is_implicit) and row.is_implicit:
        return "one"
    known = low if pd.notna(low) else high
    if pd.isna(known):
        return stated if pd.notna(stated) else "a number not read"
    words = f"{known:,}"
    if row.modifier == "range" and pd.notna(low) and pd.notna(high):
        words = f"{low:,} to {high:,}"
    elif row.modifier == "indefinite":
        words = f"{' '.join(stated.lower().split())} ({low:,} or more)" if pd.notna(stated) and pd.notna(low) else words
    else:
        words = BOUND.get(row.modifier, "") + words
    more = pd.notna(row.count_scope) and row.count_scope == "increment"
    return words + " more" if more else words


def plain(words: str) -> str:
    """Words as they are compared: in small letters, without quotation marks."""
    return " ".join(words.translate(_QUOTES).casefold().split())


def _placed(articles: pd.DataFrame, figures: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Figures in the one order, each with its article's name and its sentence."""
    ordered = overview.in_order(articles).reset_index(names="place")
    known = set(ordered["article_id"])
    ordered["original"] = ordered["copy_of"].where(ordered["copy_of"].isin(known), ordered["article_id"])
    rows = figures.merge(ordered[["article_id", "name", "place", "original"]], on="article_id")
    rows = rows.sort_values(["place", "start", "end"], kind="stable", ignore_index=True).drop(columns="place")
    texts = articles.set_index("article_id")["text"]
    spans = {row.sentence_id: (row.start, row.end) for row in sentences.itertuples()}
    held = [spans.get(row.sentence_id, (row.start, row.end)) for row in rows.itertuples()]
    cut = [texts[i][a:b] for i, (a, b) in zip(rows["article_id"], held, strict=True)]
    return rows.assign(
        sentence=pd.Series(cut, dtype="string"), sentence_start=pd.Series([a for a, _ in held], dtype="Int64")
    )


def _kinds(
    articles: pd.DataFrame, mentions: pd.DataFrame, entities: pd.DataFrame, books: Codebooks
) -> Callable[[tuple, object], str]:
    """A look-up of the kind of a source: by its side in ``actors.csv``, else by its name and the words for it."""
    sides = dict(zip(entities["entity_id"], entities["side"], strict=True))
    offices = origins.described(articles, mentions, entities, books.gazetteer, books.origins)
    outlets = set(articles["outlet"].dropna())

    def kind_of(row: tuple, mention: object) -> str:
        entity = row.source_entity_id if pd.notna(row.source_entity_id) else None
        words = " / ".join(each for each in (mention, offices.get(entity)) if pd.notna(each) and each)
        kind = books.origins.of(None, sides.get(entity)) or books.origins.of(row.attributed_to, words)
        kind = kind or ("media" if pd.notna(row.attributed_to) and row.attributed_to in outlets else None)
        return origins.KINDS.get(kind, UNKNOWN)

    return kind_of


def _voice(row: tuple, mention: object, kind_of: Callable[[tuple, object], str]) -> tuple[str, str]:
    """Who says a claim, and of what kind that is."""
    if pd.isna(row.attributed_to) and pd.isna(row.quote_id) and pd.isna(row.source_type):
        return NARRATOR, NARRATOR
    party = pd.notna(row.is_belligerent_claim) and row.is_belligerent_claim
    kind = PARTY if party else kind_of(row, mention)
    if pd.notna(row.attributed_to):
        nameless = (
            pd.notna(row.source_type) and row.source_type.startswith("unnamed") and row.attributed_to[:1].isupper()
        )
        return row.attributed_to + ", unnamed" * nameless, kind
    return (f"“{' '.join(mention.split())}”" if pd.notna(mention) else "a source without a name"), kind


def _victims(row: tuple) -> str:
    if pd.notna(row.victim_group):
        return " ".join(row.victim_group.split())
    if pd.notna(row.victim_demographic):
        return row.victim_demographic
    one = pd.notna(row.is_implicit) and row.is_implicit
    whom = status(row)
    return ("person" if one else "people") if whom == "unknown" else STATUSES[whom]


def status(row: tuple) -> str:
    """Whom a claim counts: a key of :data:`STATUSES`; unknown where nothing says so."""
    return row.victim_status if pd.notna(row.victim_status) and row.victim_status in STATUSES else "unknown"
