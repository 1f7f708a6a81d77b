"""What each article was taken for, block by block: its own words, and what a page has besides them."""

import pandas as pd

from crossread.display.overview import in_order
from crossread.reading import OWN_WORDS, count_words
from crossread.text import marks

GROUPS = {
    "reported text": OWN_WORDS,
    "captions and credits": ("caption", "credit"),
    "outlet, byline, date": ("outlet", "byline", "date"),
    "page furniture": ("related", "topic", "promo", "comment", "legal"),
}
REPEATED = "repeated lines"


def words_by_group(articles: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    """Words of each article by what they were taken for: column ``name``, then a column for each of
    :data:`GROUPS` and one for lines that repeat an earlier one.
    """
    group_of = {role: group for group, roles in GROUPS.items() for role in roles}
    texts = articles.set_index("article_id")["text"]
    taken = blocks["role"].map(group_of).where(blocks["duplicate_of"].isna(), REPEATED)
    n_words = [count_words(texts[b.article_id][b.start : b.end]) for b in blocks.itertuples()]
    sums = pd.DataFrame({"article_id": blocks["article_id"], "group": taken, "n": n_words})
    wide = sums.pivot_table(index="article_id", columns="group", values="n", aggfunc="sum", fill_value=0)
    wide = wide.reindex(columns=[*GROUPS, REPEATED], fill_value=0)
    ordered = in_order(articles)
    wide = wide.reindex(ordered["article_id"], fill_value=0).astype(int).reset_index(drop=True)
    return pd.concat([ordered["name"], wide], axis=1)


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
        words += count_words(article["text"][block.start : block.end])
        stretches = marks.stretches(article["text"], block.start, block.end)
        quoted += sum(count_words(article["text"][s.start : s.end]) for s in stretches if s.kind == "double")
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
