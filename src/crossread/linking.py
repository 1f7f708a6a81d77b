"""Linking: one deterministic pass over what was read of a set, in order of ``article_id``."""

from __future__ import annotations

import re

import pandas as pd

from crossread import entities, event_dates, events, labels, origins, schema, tolls
from crossread.codebooks import Codebooks
from crossread.copies import Text, find_copies
from crossread.reading import REPORTED

AS_READ = ("articles", "blocks", "sentences", "frames", "agency")
ORDER = ("article_id", "start", "content_start", "end", "content_end", "cue_start")


def link(read: dict[str, list[dict]], actors: pd.DataFrame | None, books: Codebooks) -> dict[str, pd.DataFrame]:
    """The tables of a set, completed with what only the set can tell: copies, entities, who the sources are.

    Parameters
    ----------
    read
        Rows by table, as :func:`crossread.reading.read_article` gives them, of all articles.
    actors
        ``actors.csv`` of the set: name, aliases, entity_type, side, party_to_conflict; None where there is none.
    books
        The code books of the set.

    Returns
    -------
    Every table of the schema, its rows sorted by article and place, so that no order of reading shows.
    """
    tables = {table: schema.enforce(table, read[table]) for table in AS_READ}
    articles = _with_copies(tables["articles"], tables["blocks"])
    who, mentions = entities.link(_frame(read["mentions"]), articles, actors, books)
    quotes = _with_sources(_frame(read["quotes"]), mentions, who, books)
    figures = _frame(read["figures"])
    parties = origins.Parties(figures, articles, mentions, who, books.gazetteer)
    figures = _with_voices(figures, quotes, parties, books)
    counted = _counted(figures, articles, tables["sentences"], mentions, who, parties)
    tone = _with_targets(_frame(read["tone"]), quotes, mentions)
    tables |= {
        "articles": articles,
        "quotes": _fitted("quotes", quotes),
        "entities": schema.enforce("entities", who),
        "mentions": _fitted("mentions", mentions),
        "labels": _fitted("labels", labels.link(_frame(read["labels"]), mentions, quotes, books)),
        "tone": _fitted("tone", tone),
        **counted,
    }
    return {table: _in_order(tables[table]) for table in schema.TABLES}


def _counted(
    figures: pd.DataFrame,
    articles: pd.DataFrame,
    sentences: pd.DataFrame,
    mentions: pd.DataFrame,
    who: pd.DataFrame,
    parties: origins.Parties,
) -> dict[str, pd.DataFrame]:
    """Figures with their events, and the tables that compare them."""
    figures = _dated(_fitted("figures", figures), articles, sentences)
    figures["event_id"], found = events.link(figures, articles, sentences, mentions, who)
    rows, members = tolls.link(figures, articles, sentences, mentions, who, parties)
    return {
        "figures": _fitted("figures", figures),
        "events": schema.enforce("events", found),
        "tolls": schema.enforce("tolls", rows),
        "toll_members": schema.enforce("toll_members", members),
    }


def _dated(figures: pd.DataFrame, articles: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Casualty figures with the time that their sentence gives, where words and time of publication allow one."""
    known = {row.article_id: row for row in articles.itertuples()}
    spans = {row.sentence_id: (row.start, row.end) for row in sentences.itertuples()}
    found = []
    for row in figures.itertuples():
        article, span = known[row.article_id], spans.get(row.sentence_id)
        when = None
        if row.is_casualty and span:
            words = article.text[span[0] : span[1]]
            when = event_dates.of_sentence(words, article.published_start, article.published_end)
        found.append(when or (None, None, None))
    for column, values in zip(("date_start", "date_end", "date_precision"), zip(*found, strict=True), strict=False):
        figures[column] = list(values)
    return schema.enforce("figures", figures)


def _with_voices(
    figures: pd.DataFrame, quotes: pd.DataFrame, parties: origins.Parties, books: Codebooks
) -> pd.DataFrame:
    """Figures with who says them, through the quotes that they stand in, and whether that is a party.

    A number that a source denies is not its word: whose it is, nothing tells.
    """
    if figures.empty or quotes.empty:
        return figures
    said = quotes.drop_duplicates("quote_id").set_index("quote_id")
    said = said[~said["cue"].str.lower().isin(books.casualties.denial)].reindex(figures["quote_id"])
    party = [parties.of(*source) for source in zip(said["entity_id"], said["source_mention"], strict=True)]
    return figures.assign(
        attributed_to=said["source"].to_numpy(),
        source_entity_id=said["entity_id"].to_numpy(),
        via=said["via"].to_numpy(),
        source_type=said["source_type"].to_numpy(),
        is_belligerent_claim=[each is not None for each in party],
    )


def _with_targets(tone: pd.DataFrame, quotes: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Tone with who its targets are, and whose words it is read from."""
    if tone.empty:
        return tone
    entity = mentions.drop_duplicates("mention_id").set_index("mention_id")["entity_id"]
    tone = tone.assign(target_entity_id=entity.reindex(tone["mention_id"]).to_numpy())
    if quotes.empty:
        return tone
    said = quotes.drop_duplicates("quote_id").set_index("quote_id")["source"]
    return tone.assign(source=said.reindex(tone["quote_id"]).to_numpy())


def _frame(rows: list[dict]) -> pd.DataFrame:
    return pd.DataFrame(rows, dtype="object")


def _fitted(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The columns that the schema has; reading gives more, for linking alone."""
    return schema.enforce(table, rows[[column for column in schema.TABLES[table].columns if column in rows]])


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    by = [column for column in ORDER if column in table]
    return table.sort_values(by, kind="stable", ignore_index=True) if by else table


def _with_copies(articles: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    articles = articles.copy()
    copies = {copy.article_id: copy for copy in find_copies(_texts(articles, blocks))}
    for place, article_id in articles["article_id"].items():
        if article_id in copies:
            articles.loc[place, ["copy_of", "copy_share"]] = [copies[article_id].copy_of, copies[article_id].share]
    return articles


def _texts(articles: pd.DataFrame, blocks: pd.DataFrame) -> list[Text]:
    """The reported words of each article, furniture and repeats left out."""
    reported = blocks[blocks["role"].isin(REPORTED) & blocks["duplicate_of"].isna()]
    spans = {
        article_id: list(zip(group["start"], group["end"], strict=True))
        for article_id, group in reported.groupby("article_id", sort=False)
    }

    def known(time: pd.Timestamp) -> pd.Timestamp | None:
        return None if pd.isna(time) else time

    return [
        Text(
            row.article_id,
            " ".join(row.text[start:end] for start, end in spans.get(row.article_id, [])),
            known(row.published_start),
            known(row.published_end),
        )
        for row in articles.itertuples()
    ]


def _with_sources(quotes: pd.DataFrame, mentions: pd.DataFrame, who: pd.DataFrame, books: Codebooks) -> pd.DataFrame:
    """Quotes with who their sources are, and the agencies in between by the names of their entities."""
    if quotes.empty:
        return quotes
    resolved = entities.resolve_sources(quotes, mentions, who, books)
    between = quotes[["article_id"]].assign(
        source_mention=quotes["via"], source_start=quotes["via_start"], source_end=quotes["via_end"]
    )
    named = entities.resolve_sources(between, mentions, who, books)["source"]
    resolved["via"] = named.where(named.notna(), quotes["via"])
    kind, nobody = resolved["source_type"], resolved["source"].isna()
    worded = (kind == "unnamed_group") | (nobody & (kind == "document"))
    resolved["source"] = resolved["source"].where(~worded, quotes["source_mention"].map(_as_a_name))
    return resolved


def _as_a_name(mention: str | None) -> str | None:
    """A group or document without a name is called as it is worded, without its article: "residents", "two reports"."""
    return re.sub(r"^(?:the|some|other|many)\s+", "", mention, flags=re.IGNORECASE) if mention else None
