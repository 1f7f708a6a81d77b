"""Linking: one deterministic pass over what was read of a set, in order of ``article_id``."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from crossread import schema
from crossread.articles.copies import Copy, Text, find_copies
from crossread.codebooks import Codebooks
from crossread.comparison import clauses, facts, utterances
from crossread.corrections import naming
from crossread.corrections.lines import KEPT
from crossread.entities import resolution as entities
from crossread.entities.mentions import Mention
from crossread.entities.names import Gazetteer
from crossread.figures import event_dates, events, origins, tolls
from crossread.framing import labels
from crossread.storage.columns import (
    Collected,
    Tables,
    beside,
    compact,
    each_row,
    frame,
    give_back,
    in_order,
    no_cycles,
    plain,
)
from crossread.workers import Beside

OF_QUOTES = ("source", "entity_id", "source_type", "via")  # what linking gives
OF_FIGURES = ("attributed_to", "source_entity_id", "via", "source_type", "is_belligerent_claim")
OF_CLAIMS = ("event_id", "date_start", "date_end", "date_precision")
COUNTED_BESIDE = 4_000  # articles: the names and sentences of more would be too much in two processes
COUNTED = ("events", "tolls", "toll_members")
COMPARED = ("utterances", "facts", "fact_cells")
# What it rests on.
SOURCES = "quote_id article_id cue source_mention source_start source_end via via_start via_end".split()
PLACES = "sentence_id article_id block_id start end section".split()
NAMED = "article_id start end surface mention_type chain entity_id".split()
NAMINGS = "label_id article_id chain target quote_id term".split()


@no_cycles()
def link(
    read: Collected,
    actors: pd.DataFrame | None,
    books: Codebooks,
    corrected: Sequence[dict] = (),
    beside: Beside | None = None,
) -> Tables:
    """The tables of a set, completed with what only the set can tell: copies, entities, who the sources are.

    Of the tables that go with the number of articles only the columns are taken up that another is reckoned from; they
    are put together when they are written or asked for. So is what the articles have in common.

    Parameters
    ----------
    read
        What :func:`crossread.reading.read_article` gives of all articles.
    actors
        ``actors.csv`` of the set: name, aliases, entity_type, side, party_to_conflict; None where there is none.
    books
        The code books of the set.
    corrected
        What came of the lines of ``corrections.csv``, which were applied to ``read``.
    beside
        Another process, for what need not be waited for; without it all is done in this one.

    Returns
    -------
    Every table of the schema, its rows sorted by article and place, so that no order of reading shows.
    """
    articles = schema.enforce("articles", read.frame("articles"))
    read.put_in_order(np.argsort(articles["article_id"].to_numpy(object), kind="stable"))
    articles = in_order(articles)
    given = articles[["article_id", "published_start", "published_end"]], read
    copies = beside.begin(_copies, *given) if beside else partial(_copies, books, *given)
    who, mentions = entities.link(_namings(read), actors, books)
    articles = _with_copies(articles, copies())
    give_back()
    quotes = read.frame("quotes", *SOURCES, KEPT + "source")
    figures = read.frame("figures", *schema.TABLES["figures"].columns, KEPT + "attributed_to")
    who = naming.known(who, ("mentions", mentions), ("quotes", quotes), ("figures", figures), actors=actors)
    mentions = naming.with_names(mentions, "mentions", who)
    quotes = naming.with_names(_with_sources(quotes, mentions, who, books), "quotes", who)
    named = compact("mentions", mentions[[*NAMED]])
    of_mentions = compact("mentions", mentions[["entity_id"]].iloc[np.argsort(mentions["place"].to_numpy())])
    mentions = mentions[["article_id", "start", "end", "surface", "mention_type", "entity_id"]]
    parties = origins.Parties(figures, articles, mentions, who, books.gazetteer, books.origins)
    figures = _with_voices(figures, quotes, parties, books)
    figures = naming.with_names(figures, "figures", who, parties.of)
    del mentions
    give_back()
    claims = figures[figures["is_casualty"].fillna(False).astype(bool)] if len(figures) else figures
    given = claims, articles, read, named, who, parties, origins.denying(quotes, books)
    elsewhere = beside is not None and len(articles) <= COUNTED_BESIDE
    counted = _once(beside.begin(_counted, *given) if elsewhere else partial(_counted, books, *given))
    figures = compact("figures", figures.reindex(columns=list(OF_FIGURES)))
    said = compact("quotes", quotes.reindex(columns=["quote_id", "article_id", "source", "source_mention"]))
    quotes = compact("quotes", quotes.reindex(columns=list(OF_QUOTES)))
    del given, claims, parties
    give_back()
    late = {name: partial(read.pieces, name) for name in ("blocks", "sentences", "frames", "agency")}
    late |= {
        "quotes": partial(_beside, read, "quotes", quotes),
        "mentions": partial(_beside, read, "mentions", of_mentions),
        "figures": lambda: _beside(read, "figures", _with_events(figures, counted()[0])),
        "labels": partial(_labelled, read, said, named, books.gazetteer),
        "tone": partial(_with_targets, read, said, named),
    }
    made = _enforced({"articles": articles, "entities": who, "corrections": corrected})
    compare = partial(_compared, made, counted, named, late["quotes"], read, books)
    # In one process counting is done before comparing takes up what it needs; beside it, comparing does not wait.
    compared = _once(compare if elsewhere else lambda: counted() and compare())
    late |= {name: lambda name=name: counted()[1][name] for name in COUNTED}
    late |= {name: lambda name=name: compared()[name] for name in COMPARED}
    return Tables(made, late, beside)


def _once(step: Callable) -> Callable:
    """A call that is made once, and lets go then what it was given."""
    found = []

    def result() -> object:
        nonlocal step
        if not found:
            found.append(step())
            step = None
        return found[0]

    return result


def _enforced(made: dict[str, pd.DataFrame | list]) -> dict[str, pd.DataFrame]:
    """Tables after the schema, in order."""
    return {name: in_order(schema.enforce(name, rows)) for name, rows in made.items()}


def _namings(read: Collected) -> pd.DataFrame:
    """Mentions as read, with their place, and nothing else that keeps them."""
    namings = read.frame("mentions", "article_id", *Mention._fields, KEPT + "entity_id")
    return namings.assign(place=range(len(namings)))


def _beside(read: Collected, table: str, linked: pa.Table) -> Iterator[pa.Table]:
    """A table as read, with the columns that linking gives to its rows, in the same order."""
    types = schema.fields(table)
    first = 0
    for piece in read.pieces(table):
        own = linked.slice(first, len(piece))
        first += len(piece)
        yield beside(piece, {name: own[name].cast(types.field(name).type) for name in own.column_names})


def _labelled(read: Collected, said: pa.Table, named: pa.Table, gazetteer: Gazetteer) -> Iterator[pa.Table]:
    """The labels of those who are known, with who they are. They are gone through twice, as of several spellings the
    one stands that the whole set has most often."""
    of_names, of_quotes = _between(named), _between(said)
    counts: Counter[tuple[str, str]] = Counter()
    linked = []
    for piece in read.pieces("labels", *NAMINGS):
        rows = [*zip(*(piece[name].to_pylist() for name in NAMINGS), strict=True)] if len(piece) else []
        edges = (rows[0][1], rows[-1][1]) if rows else ("", "")
        meant: dict[tuple[str, int], str] = {}
        for article, chain, who in of_names(*edges, "article_id", "chain", "entity_id"):
            if who is not None:
                meant.setdefault((article, chain), who)
        own = labels.link(rows, meant, labels.sources(of_quotes(*edges, "quote_id", "source", "source_mention")))
        counts.update(pair for pair in zip(own.target_id, own.term, strict=True) if pair[0])
        linked.append({n: pa.array(v, pa.string()).dictionary_encode() for n, v in own._asdict().items()})
    best = labels.spellings(counts, gazetteer)
    for piece, own in zip(read.pieces("labels"), linked, strict=True):
        own = {name: values.cast(pa.string()) for name, values in own.items()}
        pairs = zip(own["target_id"].to_pylist(), own["term"].to_pylist(), strict=True)
        own["term"] = pa.array(map(best.get, pairs), pa.string())
        yield beside(piece, own).filter(pc.is_valid(own["target_id"]))


class _Comparing(dict):
    """The tables that articles are compared by; those that are large are made when they are asked for, and not kept."""

    def __init__(self, made: Mapping[str, pd.DataFrame], late: dict, mentions: pd.DataFrame):
        super().__init__(made, mentions=mentions)
        self._late = late

    def __missing__(self, name: str) -> pd.DataFrame:
        return frame(name, self._late[name](), clauses.USED[name].split())


@no_cycles()
def _compared(
    made: dict[str, pd.DataFrame],
    counted: Callable,
    named: pa.Table,
    quotes: Callable,
    read: Collected,
    books: Codebooks,
) -> dict[str, pd.DataFrame]:
    """What the articles have in common: utterances, facts, and each fact in each article."""
    give_back()
    late = {"quotes": quotes, "figures": partial(read.pieces, "figures")}
    tables = _Comparing(made, late, frame("mentions", [named], [name for name in NAMED if name != "surface"]))
    terms = (own.get("term", []) for own in read.each("terms"))
    of_sentences = zip(made["articles"]["article_id"], terms, read.each("sentences"), strict=True)
    passages = (own for piece in read.each("quotes") for own in piece.get("passages", ()))
    given = clauses.read(tables, of_sentences, passages, tables["mentions"], books.likeness)
    said = schema.enforce("utterances", utterances.link(given))
    found, cells = facts.link(given, {**made, **counted()[1], "utterances": said})
    return _enforced(dict(zip(COMPARED, (said, found, cells), strict=True)))


@no_cycles()
def _counted(
    books: Codebooks,
    claims: pd.DataFrame,
    articles: pd.DataFrame,
    read: Collected,
    named: pa.Table,
    who: pd.DataFrame,
    parties: origins.Parties,
    denying: set[str],
) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """Event and time of casualty figures, and the tables that compare them."""
    sentences = read.frame("sentences", *PLACES)
    at = claims.index
    claims = _quick(_dated(claims, articles, sentences))
    around = _quick(articles), sentences, frame("mentions", [named], [n for n in NAMED if n != "chain"]), who
    claims["event_id"], found = events.link(claims, *around)
    give_back()
    denied = claims["attributed_to"].isna() & claims["quote_id"].isin(denying)  # nobody claims what is denied
    rows, members = tolls.link(claims[~denied], *around, parties)
    made = _enforced(dict(zip(COUNTED, (found, rows, members), strict=True)))
    return claims[list(OF_CLAIMS)].set_index(at), made


def _with_events(figures: pa.Table, claims: pd.DataFrame) -> pa.Table:
    """What linking gives to figures, with what it gives to casualties."""
    claims = compact("figures", claims.reindex(range(len(figures))))
    return beside(figures, {name: claims[name] for name in claims.column_names})


def _quick(table: pd.DataFrame) -> pd.DataFrame:
    """A table whose texts are plain objects, which take a tenth of the time to go through row by row."""
    return table.astype({name: object for name, dtype in table.dtypes.items() if dtype == schema.DTYPES["text"]})


def _dated(figures: pd.DataFrame, articles: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Casualty figures with the time that their sentence gives, where words and time of publication allow one."""
    known = {row.article_id: row for row in articles.itertuples()}
    within = sentences[sentences["sentence_id"].isin(figures["sentence_id"])]
    spans = {row.sentence_id: (row.start, row.end) for row in each_row(within, "sentence_id", "start", "end")}
    dates: dict[str, tuple] = {}
    for article_id, sentence_id in dict.fromkeys(each_row(figures, "article_id", "sentence_id")):
        article, span = known[article_id], spans.get(sentence_id)
        words = article.text[slice(*span)] if span else ""
        found = words and event_dates.of_sentence(words, article.published_start, article.published_end)
        dates[sentence_id] = found or (None, None, None)
    dated = [dates[sentence_id] for sentence_id in figures["sentence_id"].astype(object)]
    figures = figures[[column for column in schema.TABLES["figures"].columns if column in figures]]
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


def _with_targets(read: Collected, said: pa.Table, named: pa.Table) -> Iterator[pa.Table]:
    """Tone with who its targets are, and whose words it is read from."""
    of_names, of_quotes = _between(named), _between(said)
    for tone in read.pieces("tone", *schema.TABLES["tone"].columns, "quote_id"):
        if not len(tone):
            yield tone
            continue
        ids, starts, ends, of = (
            tone[name].to_pylist() for name in ("article_id", "target_start", "target_end", "quote_id")
        )
        entity: dict[tuple, str | None] = {}
        for *place, who in of_names(ids[0], ids[-1], "article_id", "start", "end", "entity_id"):
            entity.setdefault(tuple(place), who)
        source: dict[str, str | None] = {}
        for quote, who in of_quotes(ids[0], ids[-1], "quote_id", "source"):
            source.setdefault(quote, who)
        target = map(entity.get, zip(ids, starts, ends, strict=True))
        linked = {"target_entity_id": target, "source": map(source.get, of)}
        yield beside(tone, {name: pa.array(values, pa.string()) for name, values in linked.items()})


def _between(table: pa.Table) -> Callable[..., Iterator[tuple]]:
    """A function that gives columns of a table from one article to another, all of which follow each other."""
    articles = table["article_id"].combine_chunks()
    names = articles.dictionary.to_pylist()

    def rows(first: str, last: str, *columns: str) -> Iterator[tuple]:
        places = bisect_left(names, first), bisect_right(names, last)
        start, end = np.searchsorted(articles.indices, places).tolist()
        own = table.slice(start, end - start)
        return zip(*(plain(own[column]).to_pylist() for column in columns), strict=True)

    return rows


def _copies(books: Codebooks, articles: pd.DataFrame, read: Collected) -> list[Copy]:
    own = (shingles for piece in read.pieces("articles", "shingles") for shingles in piece["shingles"].to_pylist())
    rows = zip(each_row(articles, *articles), own, strict=True)
    return find_copies(Text(row.article_id, words, row.published_start, row.published_end) for row, words in rows)


def _with_copies(articles: pd.DataFrame, copies: list[Copy]) -> pd.DataFrame:
    copies = {copy.article_id: copy for copy in copies}
    own = [copies.get(article_id) for article_id in articles["article_id"]]
    return articles.assign(
        copy_of=pd.array([copy and copy.copy_of for copy in own], dtype=schema.DTYPES["text"]),
        copy_share=pd.array([copy and copy.share for copy in own], dtype=schema.DTYPES["share"]),
    )


def _with_sources(quotes: pd.DataFrame, mentions: pd.DataFrame, who: pd.DataFrame, books: Codebooks) -> pd.DataFrame:
    """Quotes with who their sources are, and the agencies in between by the names of their entities."""
    if quotes.empty:
        return quotes
    resolved = entities.resolve_sources(quotes, mentions, who, books)
    between = quotes.loc[quotes["via_start"].notna(), ["article_id", "via", "via_start", "via_end"]]
    between.columns = ["article_id", "source_mention", "source_start", "source_end"]
    named = entities.resolve_sources(between, mentions, who, books)["source"].reindex(quotes.index)
    resolved["via"] = named.where(named.notna(), quotes["via"])
    kind, nobody = resolved["source_type"], resolved["source"].isna()
    worded = (kind == "unnamed_group") | (nobody & (kind == "document"))
    resolved.loc[worded, "source"] = _worded(quotes[worded], mentions).map(_as_a_name)
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
