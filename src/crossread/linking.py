"""Linking: one deterministic pass over what was read of a set, in order of ``article_id``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from crossread import schema
from crossread.articles.copies import Text, find_copies
from crossread.codebooks import Codebooks
from crossread.comparison import clauses, facts, utterances
from crossread.corrections import naming
from crossread.entities import resolution as entities
from crossread.figures import event_dates, events, origins, tolls
from crossread.framing import labels
from crossread.reading import REPORTED
from crossread.storage.columns import Collected, Tables, give_back, no_cycles

AS_READ = ("articles", "blocks", "sentences")
ORDER = ("article_id", "start", "content_start", "end", "content_end", "cue_start")


@no_cycles()
def link(read: Collected, actors: pd.DataFrame | None, books: Codebooks, corrected: Sequence[dict] = ()) -> Tables:
    """The tables of a set, completed with what only the set can tell: copies, entities, who the sources are.

    Parameters
    ----------
    read
        What :func:`crossread.reading.read_article` gives of all articles. Each table is taken out when its turn comes,
        those from which no other is reckoned only when they are asked for.
    actors
        ``actors.csv`` of the set: name, aliases, entity_type, side, party_to_conflict; None where there is none.
    books
        The code books of the set.
    corrected
        What came of the lines of ``corrections.csv``, which were applied to ``read``.

    Returns
    -------
    Every table of the schema, its rows sorted by article and place, so that no order of reading shows.
    """
    tables = {table: _fitted(table, read.pop(table, kept=table == "sentences")) for table in AS_READ}
    order = np.argsort(tables["articles"]["article_id"].to_numpy(object), kind="stable")
    articles = _with_copies(tables["articles"], tables["blocks"])
    who, mentions = entities.link(read.pop("mentions"), articles, actors, books)
    quotes, figures = read.pop("quotes"), read.pop("figures")
    who = naming.known(who, ("mentions", mentions), ("quotes", quotes), ("figures", figures), actors=actors)
    mentions = naming.name_mentions(mentions, who)
    quotes = naming.name_sources(_with_sources(quotes, mentions, who, books), "quotes", who)
    chains, passages = mentions, quotes.get("passages", ())
    parties = origins.Parties(figures, articles, mentions, who, books.gazetteer, books.origins)
    figures = _with_voices(figures, quotes, parties, books)
    figures = naming.name_sources(figures, "figures", who, parties.of)
    tables["labels"] = _fitted("labels", labels.link(read.pop("labels"), mentions, quotes, books))
    quotes, mentions = _fitted("quotes", quotes), _fitted("mentions", mentions)
    beside = articles, tables["sentences"], mentions, who
    counted = _counted(figures, *beside, parties, origins.denying(quotes, books))
    tables |= {"articles": articles, "quotes": quotes, "mentions": mentions, **counted}
    tables["entities"] = schema.enforce("entities", who)
    tables["corrections"] = schema.enforce("corrections", corrected)
    clauses_of = zip(tables["articles"]["article_id"], read.each("sentences"), strict=True)
    tables |= _compared(tables, clauses.read(tables, clauses_of, passages, chains, books.likeness))
    late = {
        "frames": lambda: (_in_order(_fitted("frames", rows)) for rows in read.pieces("frames", order)),
        "agency": lambda: (_in_order(_fitted("agency", rows)) for rows in read.pieces("agency", order)),
        "tone": lambda: map(_in_order, _with_targets(read.pieces("tone", order), quotes, mentions)),
    }
    return Tables({name: _in_order(table) for name, table in tables.items()}, late)


def _compared(tables: dict[str, pd.DataFrame], given: clauses.Set) -> dict[str, pd.DataFrame]:
    """What the articles have in common: utterances, facts, and each fact in each article."""
    said = schema.enforce("utterances", utterances.link(given))
    found, cells = facts.link(given, {**tables, "utterances": said})
    return {
        "utterances": said,
        "facts": schema.enforce("facts", found),
        "fact_cells": schema.enforce("fact_cells", cells),
    }


def _counted(
    figures: pd.DataFrame,
    articles: pd.DataFrame,
    sentences: pd.DataFrame,
    mentions: pd.DataFrame,
    who: pd.DataFrame,
    parties: origins.Parties,
    denying: set[str],
) -> dict[str, pd.DataFrame]:
    """Figures with their events, and the tables that compare them."""
    figures = _dated(_fitted("figures", figures), articles, sentences)
    beside = [_quick(table) for table in (articles, sentences, mentions, who)]
    give_back()
    figures["event_id"], found = events.link(_quick(figures), *beside)
    give_back()
    denied = figures["attributed_to"].isna() & figures["quote_id"].isin(denying)  # nobody claims what is denied
    rows, members = tolls.link(_quick(figures[~denied]), *beside, parties)
    return {
        "figures": _fitted("figures", figures),
        "events": schema.enforce("events", found),
        "tolls": schema.enforce("tolls", rows),
        "toll_members": schema.enforce("toll_members", members),
    }


def _quick(table: pd.DataFrame) -> pd.DataFrame:
    """A table whose texts are plain objects, which take a tenth of the time to go through row by row."""
    return table.astype({name: object for name, dtype in table.dtypes.items() if dtype == schema.DTYPES["text"]})


def _dated(figures: pd.DataFrame, articles: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Casualty figures with the time that their sentence gives, where words and time of publication allow one."""
    known = {row.article_id: row for row in articles.itertuples()}
    casualties = figures[figures["is_casualty"]]
    within = sentences[sentences["sentence_id"].isin(casualties["sentence_id"])]
    spans = {row.sentence_id: (row.start, row.end) for row in _quick(within).itertuples()}
    found = {}
    for row in _quick(casualties[["article_id", "sentence_id"]]).itertuples():
        article, span = known[row.article_id], spans.get(row.sentence_id)
        if span:
            words = article.text[slice(*span)]
            found[row.Index] = event_dates.of_sentence(words, article.published_start, article.published_end)
    dated = [found.get(place) or (None, None, None) for place in figures.index]
    columns = ["date_start", "date_end", "date_precision"]
    return schema.enforce("figures", figures.assign(**pd.DataFrame(dated, figures.index, columns, dtype="object")))


def _with_voices(
    figures: pd.DataFrame, quotes: pd.DataFrame, parties: origins.Parties, books: Codebooks
) -> pd.DataFrame:
    """Figures with who says them, through the quotes that they stand in, and whether that is a party.

    A number that a source denies is not its word: whose it is, nothing tells.
    """
    if figures.empty or quotes.empty:
        return figures
    said = quotes.drop_duplicates("quote_id").set_index("quote_id")
    said = said.drop(list(origins.denying(quotes, books))).reindex(figures["quote_id"])
    party = [parties.of(*source) for source in zip(said["entity_id"], naming.words_of_source(said), strict=True)]
    return figures.assign(
        attributed_to=said["source"].to_numpy(),
        source_entity_id=said["entity_id"].to_numpy(),
        via=said["via"].to_numpy(),
        source_type=said["source_type"].to_numpy(),
        is_belligerent_claim=[each is not None for each in party],
    )


def _with_targets(
    pieces: Iterator[pd.DataFrame], quotes: pd.DataFrame, mentions: pd.DataFrame
) -> Iterator[pd.DataFrame]:
    """Tone with who its targets are, and whose words it is read from."""
    entity = mentions.drop_duplicates("mention_id").set_index("mention_id")["entity_id"]
    said = quotes.drop_duplicates("quote_id").set_index("quote_id")["source"]
    for tone in pieces:
        if not tone.empty:
            target = entity.reindex(tone["mention_id"]).to_numpy()
            tone = tone.assign(target_entity_id=target, source=said.reindex(tone["quote_id"]).to_numpy())
        yield _fitted("tone", tone)


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
    return schema.enforce("articles", articles)


def _texts(articles: pd.DataFrame, blocks: pd.DataFrame) -> Iterator[Text]:
    """The reported words of each article, furniture and repeats left out."""
    reported = blocks[blocks["role"].isin(REPORTED) & blocks["duplicate_of"].isna()]
    spans = {
        article_id: list(zip(group["start"], group["end"], strict=True))
        for article_id, group in reported.groupby("article_id", sort=False)
    }

    def known(time: pd.Timestamp) -> pd.Timestamp | None:
        return None if pd.isna(time) else time

    for row in articles.itertuples():
        words = " ".join(row.text[start:end] for start, end in spans.get(row.article_id, []))
        yield Text(row.article_id, words, known(row.published_start), known(row.published_end))


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
    resolved["source"] = resolved["source"].where(~worded, _worded(quotes, mentions).map(_as_a_name))
    return resolved


def _worded(quotes: pd.DataFrame, mentions: pd.DataFrame) -> pd.Series:
    """How each quote's source is worded; of a pronoun, how the article words whom it means, if it does."""
    key, pronoun = ["article_id", "chain"], mentions["mention_type"] == "pronoun"
    first = mentions[~pronoun].drop_duplicates(key)[[*key, "surface"]]
    meant = mentions[pronoun].merge(first, on=key, how="left", suffixes=("", "_meant"))
    words = dict(zip(zip(meant["article_id"], meant["start"], strict=True), meant["surface_meant"], strict=True))
    places = zip(quotes["article_id"], quotes["source_start"], quotes["source_mention"], strict=True)
    found = [words.get((article, start), mention) for article, start, mention in places]
    return pd.Series(found, quotes.index, dtype=object)


def _as_a_name(mention: str | None) -> str | None:
    """A group or document without a name is called as it is worded, without its article: "residents", "two reports"."""
    return (
        re.sub(r"^(?:the|some|other|many)\s+", "", mention, flags=re.IGNORECASE) if isinstance(mention, str) else None
    )
