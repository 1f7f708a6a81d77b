"""Casualty claims of a set as tables: who is said to have died, on whose word, in which article.

A claim is what a text says, with its bounds. Nothing here adds claims up, averages them, or takes one for true.
"""

from __future__ import annotations

import pandas as pd

from crossread import overview

PARTY, NARRATOR = "party to the conflict", "the article itself"
KIND_OF = {
    "named_group": "organisation or authority",
    "named_individual": "named person",
    "document": "document",
    "unnamed_group": "source without a name",
    "unnamed_individual": "source without a name",
}
NO_TYPE = "source of unknown kind"
KINDS = (*dict.fromkeys(KIND_OF.values()), NO_TYPE, NARRATOR, PARTY)
STATUSES = {
    "civilian": "civilians",
    "unknown": "not said whether civilian or combatant",
    "mixed": "civilians and combatants together",
    "security_forces": "security forces",
    "combatant": "combatants",
}
ONE_ONLY = "reported by one article only"
MAIN_SECTIONS = ("title", "lead", "body")
OTHER_SCOPES = ("cumulative", "rate")
BOUND = {
    "exact": "", "approximately": "about ", "at_least": "at least ", "more_than": "more than ", "up_to": "up to ",
    "fewer_than": "fewer than ", "nearly": "nearly ",
}  # fmt: skip
_QUOTES = str.maketrans("", "", "\"'“”‘’«»")


def claims(
    articles: pd.DataFrame, figures: pd.DataFrame, sentences: pd.DataFrame, quotes: pd.DataFrame
) -> pd.DataFrame:
    """The casualty claims of a set, in the one order of its articles and of their text.

    Returns
    -------
    The columns of ``figures`` and: ``name`` (of the article), ``origin`` (of a copy its original's id, else its own),
    ``number`` (the bound that is stated, the lower of two), ``value`` (the number with its bound, in words),
    ``victims`` (as worded, else by status), ``voice`` (who says it), ``kind`` (one of :data:`KINDS`), ``apart`` (in the
    background or a caption, or counting another scope than one incident), ``sentence``, ``sentence_start``.
    """
    rows = _placed(articles, figures, sentences)
    rows = rows[rows["is_casualty"].fillna(False).astype(bool)].reset_index(drop=True)
    worded = quotes.drop_duplicates("quote_id").set_index("quote_id")["source_mention"]
    mentions = rows["quote_id"].map(worded)
    rows["number"] = rows["reported_min"].fillna(rows["reported_max"])
    rows["value"] = pd.Series([value(row) for row in rows.itertuples()], dtype="string")
    rows["victims"] = pd.Series([_victims(row) for row in rows.itertuples()], dtype="string")
    said = [_voice(row, mention) for row, mention in zip(rows.itertuples(), mentions, strict=True)]
    rows["voice"] = pd.Series([voice for voice, _ in said], dtype="string")
    rows["kind"] = pd.Series([kind for _, kind in said], dtype="string")
    behind = rows["section"].notna() & ~rows["section"].isin(MAIN_SECTIONS)
    rows["apart"] = (behind | rows["count_scope"].isin(OTHER_SCOPES)).astype(bool)
    return rows


def others(articles: pd.DataFrame, figures: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """The reported numbers that count no casualties (force, sorties, money ...), with the columns of ``figures`` and
    ``name``, ``origin``, ``value``, ``sentence``, ``sentence_start``."""
    rows = _placed(articles, figures, sentences)
    rows = rows[~rows["is_casualty"].fillna(False).astype(bool)].reset_index(drop=True)
    rows["value"] = pd.Series([value(row) for row in rows.itertuples()], dtype="string")
    return rows


def coverage(articles: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """What each article claims, in the one order.

    ``found`` is what :func:`claims` gives.

    Returns
    -------
    ``number`` (place in the order, from 1), ``article_id``, ``name``, ``published``, ``analysed`` (in English, or in a
    language not known), ``killed``, ``injured``, ``other`` (claims), ``party`` (claims of a party to the conflict),
    ``up_front`` (claims in title and lead). Counts are missing where nothing was looked for.
    """
    ordered = overview.in_order(articles)
    own = dict(iter(found.groupby("article_id")))
    rows = []
    for place, (_, article) in enumerate(ordered.iterrows(), 1):
        looked_at = pd.isna(article["language"]) or article["language"] == "en" or article["article_id"] in own
        row = {"number": place, "article_id": article["article_id"], "name": article["name"]}
        row |= {"published": overview.published(article), "analysed": looked_at}
        if looked_at:
            row |= _numbers(own.get(article["article_id"], found.iloc[:0]))
        rows.append(row)
    counts = ["killed", "injured", "other", "party", "up_front"]
    frame = pd.DataFrame(rows, columns=["number", "article_id", "name", "published", "analysed", *counts])
    return frame.astype({"number": "Int64", "analysed": "bool", **dict.fromkeys(counts, "Int64")})


def statements(found: pd.DataFrame) -> pd.DataFrame:
    """Claims of the same number, by the same source, of victims of one kind, as one row: what the charts show.

    ``found`` is a selection of :func:`claims`, of one measure.

    Returns
    -------
    By victims and source, a subtotal after its total: ``status``, ``kind``, ``voice``, ``value``, ``victims``,
    ``modifier``, ``low``, ``high``, ``is_part`` (a subtotal), ``names`` (list: the articles), ``figure_ids`` (list).
    """
    by_id = {row.figure_id: row for row in found.itertuples()}
    keys = [(_key(_root(row, by_id)), _root(row, by_id) is not row, _key(row)) for row in by_id.values()]
    groups: dict[tuple, list] = {}
    for key, row in zip(keys, by_id.values(), strict=True):
        groups.setdefault(key, []).append(row)
    rows = []
    for key in sorted(groups):
        own = groups[key]
        first = own[0]
        wordings = dict.fromkeys(row.victims for row in own)
        lone = pd.notna(first.part_of) and not key[1]
        rows.append(
            {
                "status": status(_root(first, by_id)),
                "kind": first.kind,
                "voice": first.voice,
                "value": first.value,
                "victims": " / ".join({plain(words): words for words in wordings}.values())
                + " (part of a total)" * lone,
                "modifier": first.modifier,
                "low": first.reported_min,
                "high": first.reported_max,
                "is_part": key[1],
                "names": list(dict.fromkeys(row.name for row in own)),
                "figure_ids": [row.figure_id for row in own],
            }
        )
    columns = ["status", "kind", "voice", "value", "victims", "modifier", "low", "high", "is_part"]
    frame = pd.DataFrame(rows, columns=[*columns, "names", "figure_ids"])
    return frame.astype({"low": "Int64", "high": "Int64", "is_part": "bool"})


def single(found: pd.DataFrame) -> pd.DataFrame:
    """The claims whose number no other article has for this measure; an article and its copies count as one."""
    known = found[found["number"].notna()]
    origins = known.groupby(["measure", "number"])["origin"].transform("nunique")
    return known[origins == 1].reset_index(drop=True)


def subtotals(found: pd.DataFrame) -> pd.DataFrame:
    """The claims that are part of another one: the rows of ``found`` with ``total``, the words of their total."""
    parts = found[found["part_of"].notna()].reset_index(drop=True)
    totals = {row.figure_id: f"{row.value} {row.victims}" for row in found.itertuples()}
    return parts.assign(total=pd.Series([totals.get(total) for total in parts["part_of"]], dtype="string"))


def by_time(articles: pd.DataFrame, found: pd.DataFrame, measure: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The claims of one measure that :func:`claims` does not set apart, subtotals left out, with time of publication.

    Returns
    -------
    Two selections of ``found`` with ``published_start``, ``published_end`` and ``published`` (in words): of articles
    whose time is bounded on both sides, and of the others.
    """
    ordered = overview.in_order(articles)
    ordered = ordered.assign(published=[overview.published(row) for _, row in ordered.iterrows()])
    chosen = found[(found["measure"] == measure) & ~found["apart"] & found["part_of"].isna()]
    rows = chosen.merge(ordered[["article_id", "published_start", "published_end", "published"]], on="article_id")
    bounded = rows["published_start"].notna() & rows["published_end"].notna()
    return rows[bounded].reset_index(drop=True), rows[~bounded].reset_index(drop=True)


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
        words = f"{stated.lower()} ({low:,} or more)" if pd.notna(stated) and pd.notna(low) else words
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
    ordered["origin"] = ordered["copy_of"].where(ordered["copy_of"].isin(known), ordered["article_id"])
    rows = figures.merge(ordered[["article_id", "name", "place", "origin"]], on="article_id")
    rows = rows.sort_values(["place", "start", "end"], kind="stable", ignore_index=True).drop(columns="place")
    texts = articles.set_index("article_id")["text"]
    spans = {row.sentence_id: (row.start, row.end) for row in sentences.itertuples()}
    held = [spans.get(row.sentence_id, (row.start, row.end)) for row in rows.itertuples()]
    cut = [texts[i][a:b] for i, (a, b) in zip(rows["article_id"], held, strict=True)]
    return rows.assign(
        sentence=pd.Series(cut, dtype="string"), sentence_start=pd.Series([a for a, _ in held], dtype="Int64")
    )


def _voice(row: tuple, mention: object) -> tuple[str, str]:
    """Who says a claim, and of what kind that is."""
    sourced = pd.notna(row.attributed_to) or pd.notna(row.quote_id) or pd.notna(row.source_type)
    if not sourced:
        return NARRATOR, NARRATOR
    kind = KIND_OF.get(row.source_type, NO_TYPE) if pd.notna(row.source_type) else NO_TYPE
    if pd.notna(row.is_belligerent_claim) and row.is_belligerent_claim:
        kind = PARTY
    if pd.notna(row.attributed_to):
        nameless = (
            pd.notna(row.source_type) and row.source_type.startswith("unnamed") and row.attributed_to[:1].isupper()
        )
        return row.attributed_to + ", unnamed" * nameless, kind
    return (f"“{' '.join(mention.split())}”" if pd.notna(mention) else kind), kind


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


def _root(row: tuple, by_id: dict) -> tuple:
    """The total that a claim is part of, at last; itself where there is none among the claims shown."""
    seen = set()
    while pd.notna(row.part_of) and row.part_of in by_id and row.figure_id not in seen:
        seen.add(row.figure_id)
        row = by_id[row.part_of]
    return row


def _key(row: tuple) -> tuple:
    """What makes two claims one statement, in the order in which they are shown."""
    demographic = row.victim_demographic if pd.notna(row.victim_demographic) else ""
    whom = plain(row.victims) if pd.notna(row.is_implicit) and row.is_implicit else ""  # one person each
    size = int(row.number) if pd.notna(row.number) else -1
    place = list(STATUSES).index(status(row)), KINDS.index(row.kind)
    return (*place, row.voice, size, row.modifier, row.value, demographic, whom)


def _numbers(own: pd.DataFrame) -> dict:
    measure = own["measure"]
    return {
        "killed": int((measure == "killed").sum()),
        "injured": int((measure == "injured").sum()),
        "other": int((~measure.isin(["killed", "injured"])).sum()),
        "party": int((own["kind"] == PARTY).sum()),
        "up_front": int(own["section"].isin(["title", "lead"]).sum()),
    }
