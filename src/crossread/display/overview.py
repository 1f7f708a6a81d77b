"""What a set holds, as tables and words for people: the first notebook and ``crossread check`` show them."""

from __future__ import annotations

import pandas as pd

from crossread.display.html import counted
from crossread.reading import OWN_WORDS, count_words
from crossread.text import marks

GROUPS = {
    "reported text": OWN_WORDS,
    "captions and credits": ("caption", "credit"),
    "outlet, byline, date": ("outlet", "byline", "date"),
    "page furniture": ("related", "topic", "promo", "comment", "legal"),
}
EASTMOST = pd.Timedelta(hours=14)  # a bound reckoned from a date begins where that day begins first
REPEATED = "repeated lines"


def counts(articles: pd.DataFrame) -> str:
    """The size of a set in words: ``5 articles, 4 outlets, 2,312 words``."""
    outlets = articles["outlet"].nunique()
    parts = [
        counted(len(articles), "article"),
        counted(outlets, "outlet") if outlets else "no outlet known",
        counted(int(articles["n_words"].sum()), "word"),
    ]
    return ", ".join(parts)


def in_order(articles: pd.DataFrame) -> pd.DataFrame:
    """``articles`` in the one order of all charts and tables, with a short ``name`` each.

    The order is by earliest possible time, then those of which only one bound is known, then undated ones; of
    equals by ``article_id``. It serves finding, and where time ranges overlap it says nothing on which came first.
    A name is the outlet, else the file; articles that would share one are numbered in this order.
    """
    open_ended = articles["published_start"].isna() | articles["published_end"].isna()
    ordered = articles.assign(open_ended=open_ended).sort_values(
        ["open_ended", "published_start", "article_id"], na_position="last", ignore_index=True
    )
    ordered = ordered.drop(columns="open_ended")
    base = ordered["outlet"].fillna(ordered["source_file"]).map(lambda name: shortened(name, 34))
    number = base.groupby(base).cumcount() + 1
    shared = base.duplicated(keep=False)
    names = base.where(~shared, base + " (" + number.astype(str) + ")")
    return ordered.assign(name=names.astype(ordered["outlet"].dtype))


def published(row: pd.Series) -> str:
    """When an article appeared, as the range that is known, in UTC."""
    start, end = row["published_start"], row["published_end"]
    if pd.isna(start) and pd.isna(end):
        return "undated"
    if pd.isna(end):
        return f"not before {day(start + EASTMOST)}"
    if pd.isna(start):
        return f"not after {_moment(end)} UTC"
    if start == end:
        return f"{_moment(start)} UTC"
    return f"{_moment(start)} to {_moment(end, after=start)} UTC"


def published_basis(row: pd.Series) -> str:
    """How the time is known: ``text, to the day``, or why there is none. A time to the minute with a range
    is one whose zone is missing or has several readings."""
    if pd.isna(row["published_start"]) and pd.isna(row["published_end"]):
        return "no time found"
    basis = row["published_basis"] if pd.notna(row["published_basis"]) else "basis unknown"
    if row["published_precision"] == "unknown":
        return basis
    exact = row["published_precision"] != "minute" or row["published_start"] == row["published_end"]
    zone = "" if exact else ", zone uncertain"
    return f"{basis}, to the {row['published_precision']}{zone}"


def quoted_share(article: pd.Series, blocks: pd.DataFrame) -> float:
    """Share (0 to 1) of the words of title, standfirst, headings and paragraphs between double quotation
    marks.

    ``blocks`` are those of the article. Missing where the article has no such words or is not in English, as
    other languages mark speech in other ways.
    """
    if pd.notna(article["language"]) and article["language"] != "en":
        return pd.NA
    words = quoted = 0
    for block in reported(blocks).itertuples():
        words += _count(article["text"], block.start, block.end)
        stretches = marks.stretches(article["text"], block.start, block.end)
        quoted += sum(_count(article["text"], s.start, s.end) for s in stretches if s.kind == "double")
    return quoted / words if words else pd.NA


def reported(blocks: pd.DataFrame) -> pd.DataFrame:
    """The blocks that are the article's own words: title, standfirst, headings, paragraphs, each once."""
    return blocks[blocks["role"].isin(OWN_WORDS) & blocks["duplicate_of"].isna()]


def furniture(articles: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    """The blocks that are not, in order of :func:`in_order` and place.

    Returns
    -------
    Columns ``article_id``, ``name``, ``role``, ``rule``, ``repeated`` (the same words stand earlier),
    ``start``, ``end``, ``words`` (the block itself), ``n_words``.
    """
    apart = blocks[~blocks["block_id"].isin(reported(blocks)["block_id"])]
    named = in_order(articles)[["article_id", "name", "text"]].reset_index(names="place")
    rows = named.merge(apart, on="article_id").sort_values(["place", "start"], ignore_index=True)
    rows["words"] = [row.text[row.start : row.end] for row in rows.itertuples()]
    rows["n_words"] = rows["words"].map(count_words)
    rows["repeated"] = rows["duplicate_of"].notna()
    return rows[["article_id", "name", "role", "rule", "repeated", "start", "end", "words", "n_words"]]


def role_counts(articles: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    """How much of each article was taken for which role.

    Returns
    -------
    Columns ``name``, ``role``, ``rules`` (list), ``blocks``, ``words`` for what :func:`furniture` gives.
    """
    found = furniture(articles, blocks)
    groups = found.groupby(["name", "role"], sort=False)
    return groups.agg(
        rules=("rule", lambda rules: sorted(set(rules))), blocks=("rule", "size"), words=("n_words", "sum")
    ).reset_index()


def words_by_group(articles: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    """Words of each article by what they were taken for: column ``name``, then a column for each of
    :data:`GROUPS` and one for lines that repeat an earlier one.
    """
    group_of = {role: group for group, roles in GROUPS.items() for role in roles}
    texts = articles.set_index("article_id")["text"]
    taken = blocks["role"].map(group_of).where(blocks["duplicate_of"].isna(), REPEATED)
    n_words = [_count(texts[b.article_id], b.start, b.end) for b in blocks.itertuples()]
    sums = pd.DataFrame({"article_id": blocks["article_id"], "group": taken, "n": n_words})
    wide = sums.pivot_table(index="article_id", columns="group", values="n", aggfunc="sum", fill_value=0)
    wide = wide.reindex(columns=[*GROUPS, REPEATED], fill_value=0)
    ordered = in_order(articles)
    wide = wide.reindex(ordered["article_id"], fill_value=0).astype(int).reset_index(drop=True)
    return pd.concat([ordered["name"], wide], axis=1)


def copies(articles: pd.DataFrame) -> pd.DataFrame:
    """Articles that stand for at least half in another one.

    Returns
    -------
    Columns ``article_id``, ``name``, ``copy_of`` (an ``article_id``), ``copy_of_name``, ``copy_share`` (0 to
    1).
    """
    ordered = in_order(articles)
    names = ordered.set_index("article_id")["name"]
    found = ordered[ordered["copy_of"].notna()]
    found = found.assign(copy_of_name=found["copy_of"].map(names))
    return found[["article_id", "name", "copy_of", "copy_of_name", "copy_share"]].reset_index(drop=True)


def day(time: pd.Timestamp) -> str:
    """A day in words."""
    return f"{time.day} {time:%b %Y}"


def shortened(text: str, length: int) -> str:
    """``text`` on one line, cut to ``length`` characters, without any that a drawing or a terminal cannot
    hold."""
    line = "".join(c for c in " ".join(text.split()) if c.isprintable())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def _moment(time: pd.Timestamp, after: pd.Timestamp | None = None) -> str:
    """A time to the minute; its day or year is left out where ``after`` has the same."""
    if after is not None and time.date() == after.date():
        return f"{time:%H:%M}"
    year = "" if after is not None and time.year == after.year else f" {time.year}"
    return f"{time.day} {time:%b}{year}, {time:%H:%M}"


def _count(text: str, start: int, end: int) -> int:
    return count_words(text[start:end])
