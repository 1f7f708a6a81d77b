"""The schema of every table: names, types, closed lists and meanings, written once.

A table is tidy: one row, one thing. Missing is ``<NA>``. :func:`enforce` gives a table its types and
refuses what does not fit; :func:`dictionary` turns the same schemas into the data dictionary.
"""

from collections.abc import Iterable
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandera.pandas import Check, Column, DataFrameSchema

PRECISIONS = ("minute", "day", "month", "unknown")
PUBLISHED_BASES = ("metadata", "text", "inferred")
OUTLET_BASES = ("metadata", "text", "inferred")
ARTICLE_KINDS = ("article", "live_blog", "stub")
ROLES = (
    "outlet", "title", "standfirst", "byline", "date", "heading", "paragraph", "caption", "credit",
    "related", "topic", "promo", "comment", "legal",
)  # fmt: skip
SECTIONS = ("title", "lead", "body", "background", "caption")
QUOTE_TYPES = ("direct", "indirect", "mixed")
CUE_CLASSES = ("neutral", "doubting", "endorsing")
SOURCE_TYPES = ("named_individual", "unnamed_individual", "named_group", "unnamed_group", "document")
ENTITY_TYPES = ("person", "organisation", "state", "place", "group")
MENTION_TYPES = ("name", "description", "pronoun")
TARGET_KINDS = ("entity", "concept")
VOICES = ("narrator", "quoted")
DEVICES = ("none", "scare_quotes", "so_called", "alleged")

MODIFIERS = (
    "exact", "approximately", "at_least", "more_than", "up_to", "fewer_than", "nearly", "range", "indefinite",
)  # fmt: skip
CASUALTIES = ("killed", "injured", "missing", "captured", "displaced", "affected")
MEASURES = (*CASUALTIES, "force", "sorties", "airstrikes", "targets", "places", "area", "money", "population", "other")
VICTIM_STATUSES = ("civilian", "combatant", "security_forces", "mixed", "unknown")
AGREEMENTS = ("single_origin", "corroborated", "compatible", "updated", "contested")
AGENCY_FORMS = ("active", "passive_with_agent", "agentless_passive", "nominalised")
STANDINGS = ("current", "superseded", "stale")
TONES = ("negative", "neutral", "positive", "no_clear_tone")
CORRECTIONS = ("set", "add", "delete")
FACT_KINDS = ("event", "figure", "accusation", "denial", "utterance")
CELL_STATUSES = ("narrator", "attributed", "absent", "not_yet_known", "undetermined")
KNOWN_BASES = ("text", "published")
COUNT_SCOPES = ("incident", "cumulative", "increment", "rate")

# The kinds of column, and the type that each has in memory. (pandera knows no string type with <NA>, so the
# types are given here and it checks the values.)
DTYPES = {
    "text": pd.StringDtype("python", na_value=pd.NA),  # strings that many rows share are kept once
    "count": pd.Int64Dtype(),
    "share": pd.Float64Dtype(),
    "time": pd.DatetimeTZDtype("us", "UTC"),
    "list": "object",
    "flag": pd.BooleanDtype(),
}


TEXTS, SPANS, WEIGHTS = pa.string(), pa.list_(pa.int64()), pa.list_(pa.string())


def _column(kind: str, meaning: str, check: Check | None = None, missing: bool = False) -> Column:
    return Column(None, check, nullable=missing, description=meaning, metadata={"kind": kind})


def _text(meaning: str, values: tuple[str, ...] = (), missing: bool = False) -> Column:
    return _column("text", meaning, Check.isin(values) if values else None, missing)


def _count(meaning: str, missing: bool = False) -> Column:
    return _column("count", meaning, Check.ge(0), missing)


def _share(meaning: str, missing: bool = False) -> Column:
    return _column("share", meaning, Check.in_range(0, 1), missing)


def _degree(meaning: str) -> Column:
    return _column("share", meaning, Check.in_range(-1, 1))


def _time(meaning: str) -> Column:
    return _column("time", meaning, missing=True)


def _list(meaning: str, items: pa.DataType = TEXTS) -> Column:
    column = _column("list", meaning)
    column.metadata["type"] = pa.list_(items)
    return column


def _flag(meaning: str) -> Column:
    return _column("flag", meaning, missing=True)


_ARTICLE_ID = "the article: its `url` or `id` field, else its file's name"
_END = "one past the last character: `text[start:end]` is the words themselves"
_PLACE = {"start": _count("first character of the words, counted from 0 in the article's `text`"), "end": _count(_END)}


def _of_article(key: str, meaning: str = "article, kind and span") -> dict[str, Column]:
    """The columns that a row within an article begins with: its id, and the article's."""
    return {key: _text(meaning), "article_id": _text(_ARTICLE_ID)}


_COLUMNS: dict[str, dict[str, Column]] = {
    "articles": {
        "article_id": _text(_ARTICLE_ID),
        "source_file": _text("the file below `articles/` that the article was read from"),
        "sha256": _text("checksum of the article's bytes: its file, or its line or row of a file of many"),
        "outlet": _text("who published it", missing=True),
        "outlet_basis": _text(
            "how the outlet is known: given with the article (metadata), named by a line of its own (text), "
            "or reckoned from a line that speaks of it (inferred)",
            OUTLET_BASES,
            missing=True,
        ),
        "title": _text("headline", missing=True),
        "byline": _text("authors as the article names them", missing=True),
        "published_start": _time("earliest time it can have appeared (UTC)"),
        "published_end": _time("latest time it can have appeared (UTC); missing with a start: not before"),
        "published_precision": _text("how finely the time is stated", PRECISIONS),
        "published_basis": _text(
            "where the time comes from; `inferred` is reckoned from dates within the text",
            PUBLISHED_BASES,
            missing=True,
        ),
        "language": _text("ISO 639-1 code, given or detected; only `en` is analysed", missing=True),
        "url": _text("address that the article was published at", missing=True),
        "kind": _text("live_blog: many posts under one headline; stub: too short to be the whole", ARTICLE_KINDS),
        "copy_of": _text("article that holds at least half of this one's word sequences", missing=True),
        "copy_share": _share("share of this article's 5-word sequences that stand in `copy_of`", missing=True),
        "n_words": _count("words of the reported text: title, standfirst, headings, paragraphs"),
        "repairs": _list("what was mended while decoding"),
        "text": _text("the decoded source, the text that all offsets count in"),
    },
    "blocks": {
        **_of_article("block_id"),
        **_PLACE,
        "role": _text("what the block is on its page", ROLES),
        "rule": _text("the rule that gave the role"),
        "duplicate_of": _text(
            "block of the article that holds the same words: an earlier one, or the paragraph of a pull quote",
            missing=True,
        ),
    },
    "sentences": {
        **_of_article("sentence_id"),
        "block_id": _text("the block that it stands in"),
        **_PLACE,
        "section": _text("where in the article: title, lead, body, background or caption", SECTIONS),
    },
    "quotes": {
        **_of_article("quote_id"),
        "sentence_id": _text("the sentence that its content begins in", missing=True),
        "quote_type": _text("all of the content in marks (direct), none (indirect), some (mixed)", QUOTE_TYPES),
        "parts": _list("spans of the content, [start, end]; a quote split by its tag has several", SPANS),
        "content_start": _count("first character of the first part"),
        "content_end": _count("one past the last character of the last part"),
        "content": _text("the words of the parts, joined by ` … `"),
        "quoted_parts": _list("spans of the content that stand in quotation marks", SPANS),
        "cue": _text("the words that signal the attribution", missing=True),
        "cue_start": _count("first character of the cue", missing=True),
        "cue_end": _count("one past its last", missing=True),
        "cue_class": _text("what the cue says of the words: nothing, doubt, or support", CUE_CLASSES, missing=True),
        "source_mention": _text("the words that name the source", missing=True),
        "source_start": _count("first character of the source mention", missing=True),
        "source_end": _count("one past its last", missing=True),
        "source": _text("who that is; missing where the text names nobody", missing=True),
        "entity_id": _text("the entity of the source", missing=True),
        "source_type": _text("kind of source, after Spangher et al. (2023)", SOURCE_TYPES, missing=True),
        "via": _text("the agency or outlet in between", missing=True),
        "addressee": _text("who was told", missing=True),
        "is_continuation": _flag("its source is named in another sentence only"),
        "section": _text("where in the article its content begins", SECTIONS),
        "rule": _text("the rule that found it"),
    },
    "figures": {
        **_of_article("figure_id"),
        "sentence_id": _text("the sentence that it stands in", missing=True),
        "start": _count("first character of the number with the words of its bound"),
        "end": _count(_END),
        "value_as_reported": _text("the number as worded; missing of one person without a number", missing=True),
        "modifier": _text("what the words say of its bounds", MODIFIERS),
        "reported_min": _count("lower bound; missing where it is open", missing=True),
        "reported_max": _count("upper bound; missing where it is open", missing=True),
        "measure": _text("what is counted", MEASURES),
        "unit": _text("people for casualties, else the noun, currency or area as worded", missing=True),
        "is_casualty": _flag("whether it counts people who came to harm"),
        "is_implicit": _flag("one person, without a number"),
        "negated": _flag("said of nobody: both bounds are 0"),
        "victim_status": _text(
            "after UCDP and Airwars; only as the words of the group say", VICTIM_STATUSES, missing=True
        ),
        "victim_group": _text("the people as worded", missing=True),
        "victim_demographic": _text("children, women, men, elderly", missing=True),
        "part_of": _text("the figure that is its total", missing=True),
        "count_scope": _text("one incident, a period, what came on top, or a rate", COUNT_SCOPES, missing=True),
        "alleged_perpetrator": _text("who is said in the sentence to have done it, as worded", missing=True),
        "means": _text("weapon or cause as worded", missing=True),
        "quote_id": _text("the innermost quote that it stands in", missing=True),
        "attributed_to": _text(
            "the source of that quote; missing: the article, or a source without a name", missing=True
        ),
        "source_entity_id": _text("the entity of that source", missing=True),
        "via": _text("the agency or outlet in between", missing=True),
        "source_type": _text("kind of that source", SOURCE_TYPES, missing=True),
        "is_belligerent_claim": _flag(
            "whether that source is a party to the conflict: by `actors.csv`; of whom it says nothing, by the text"
        ),
        "event_id": _text("the event that it speaks of", missing=True),
        "location": _text("the place named in the sentence", missing=True),
        "date_start": _time("earliest time of the event, where it is known"),
        "date_end": _time("latest time of the event, where it is known"),
        "date_precision": _text("how finely that time is known", PRECISIONS, missing=True),
        "section": _text("where in the article", SECTIONS),
    },
    "tone": {
        **_of_article("tone_id", "article, kind and span, with the voice and the target"),
        "sentence_id": _text("the sentence that it is read from"),
        "start": _count("first character of the sentence's words in this voice, or of the clause about the target"),
        "end": _count(_END),
        "target_entity_id": _text("the entity of the target; missing of sentences, and of unknown ones", missing=True),
        "target_start": _count("first character of the target; missing of a whole sentence", missing=True),
        "target_end": _count("one past its last", missing=True),
        "voice": _text("quoted: most of the words stand in quotation marks; narrator: the others", VOICES),
        "source": _text(
            "who is said to say it: of a narrator's words, the one whom they report; missing where nobody is named",
            missing=True,
        ),
        "polarity": _degree("from -1 to 1: chance of a positive judgement less that of a negative one"),
        "subjectivity": _share("TextBlob's mean over the words that count; missing without one", missing=True),
        "label": _text(
            "positive or negative where that is likelier than none, of a clause thrice as likely, and words that "
            "speak of it say so; neutral: evidence both ways; no_clear_tone: too little",
            TONES,
        ),
        "evidence": _list(
            "the words that moved it most, each with its weight (text): positive less negative; last, as …, what "
            "all else adds: grammar words, how the sentence is built, and words that do not speak of the target",
            WEIGHTS,
        ),
        "of_others": _flag("the words tell of somebody's verdict on the target: it is criticised, or praised"),
    },
    "events": {
        "event_id": _text("made from place and words; `event:main` is what titles and leads speak of"),
        "name": _text("place and words of time as worded"),
        "location": _text("the place", missing=True),
        "date_start": _time("earliest time of the event, where it is known"),
        "date_end": _time("latest time of the event, where it is known"),
    },
    "tolls": {
        "toll_id": _text("event, measure and victims"),
        "event_id": _text("the event that its claims speak of"),
        "measure": _text("what is counted", CASUALTIES),
        "victim_status": _text(
            "status of its victims; claims that name none stand with those of civilians", VICTIM_STATUSES
        ),
        "victim_group": _text("the people in the words that most of its claims have", missing=True),
        "alleged_perpetrator": _text("who most of its claims say has done it, as worded", missing=True),
        "date_start": _time("earliest time of what is counted, where it is known"),
        "date_end": _time("latest time of what is counted, where it is known"),
        "low": _count("the lowest number that any of its claims names", missing=True),
        "high": _count("the highest; missing where every claim leaves its upper bound open", missing=True),
        "n_articles": _count("articles that carry a claim, copies among them"),
        "n_origins": _count("named origins that differ; who has no name is not counted, nor what only a copy has"),
        "agreement": _text(
            "single_origin: one origin, or one article and its copies; corroborated: two named, different origins "
            "make the same statement; compatible: neither the same nor surely at odds; updated: time explains the "
            "difference; contested: nothing does",
            AGREEMENTS,
        ),
    },
    "toll_members": {
        "toll_id": _text("the toll"),
        "figure_id": _text("the claim"),
        "origin": _text("who stands behind it; missing: the article itself, or one without a name", missing=True),
        "standing": _text(
            "superseded: the same side has surely said more since, or a text says that the number was overtaken; "
            "stale: printed surely after a higher one, or after a text that says that the toll rose above it, by "
            "both ends of their times; current: the rest, the order being unknown or it being the last",
            STANDINGS,
        ),
    },
    "frames": {
        **_of_article("frame_id", "article, kind, span, code book and indicator"),
        "sentence_id": _text("the sentence that it stands in"),
        **_PLACE,
        "codebook": _text("the code book: generic (five generic frames), war_peace, or as a set's own is called"),
        "frame": _text("the frame that the indicator speaks for"),
        "indicator": _text("the indicator, as the code book calls it"),
        "voice": _text("whose words: quoted in a source's quotation marks, narrator elsewhere", VOICES),
    },
    "agency": {
        **_of_article("agency_id"),
        "sentence_id": _text("the sentence that it stands in"),
        **_PLACE,
        "act": _text("the act, as the code book calls it"),
        "form": _text(
            "how the wording gives it; the passives of verbs such as accuse and report are among them", AGENCY_FORMS
        ),
        "agent": _text("who does it, as worded; missing where the wording has none", missing=True),
        "patient": _text("to whom or what, as worded", missing=True),
    },
    "utterances": {
        "utterance_id": _text("made from its base wording: the longest direct one, else the longest"),
        "quote_id": _text("a quote that goes back to it"),
        "article_id": _text(_ARTICLE_ID),
        "similarity": _share("to the base wording, or to the wording that joins it to that; 1 is the base itself"),
    },
    "facts": {
        "fact_id": _text("kind, and article and span of its statement"),
        "kind": _text("what it is", FACT_KINDS),
        "statement": _text("the sentence or clause of an article that states it, in its words"),
        "known_from": _time("from when it was surely known; missing where nothing tells"),
        "known_basis": _text(
            "`text`: the end of the day or period that an article dates it to; `published`: the first publication "
            "that surely carries it",
            KNOWN_BASES,
            missing=True,
        ),
    },
    "fact_cells": {
        "fact_id": _text("the fact"),
        "article_id": _text(_ARTICLE_ID),
        "status": _text(
            "narrator: the article tells it as its own word; attributed: it gives a source; absent: it was surely "
            "known and nothing in the article comes near; not_yet_known: it is surely later than the article; "
            "undetermined: neither can be said",
            CELL_STATUSES,
        ),
        "source": _text("to whom it is attributed, by name, else as worded", missing=True),
        "start": _count("first character of the words that the cell rests on", missing=True),
        "end": _count("one past their last", missing=True),
    },
    "entities": {
        "entity_id": _text("made from the name"),
        "name": _text("from `actors.csv`, else the gazetteer, else the fullest form in the set"),
        "entity_type": _text("what it is", ENTITY_TYPES),
        "variants": _list("its names as worded in the set, in order of the alphabet"),
        "side": _text("as `actors.csv` gives it", missing=True),
        "party_to_conflict": _flag("as `actors.csv` gives it; who is inferred to be one is not set here"),
    },
    "mentions": {
        **_of_article("mention_id"),
        **_PLACE,
        "surface": _text("the words: of a name with a form of address, without office and possessive"),
        "mention_type": _text("how it names: by name, description or pronoun", MENTION_TYPES),
        "entity_id": _text("who is meant; missing where nothing in the text tells", missing=True),
    },
    "corrections": {
        "line": _count("line of `corrections.csv`"),
        "table": _text("the table that it corrects"),
        "article_id": _text(_ARTICLE_ID),
        "start": _count("first character of the words that it names", missing=True),
        "end": _count("one past the last of them", missing=True),
        "words": _text("the words that it names; missing where it speaks of the article", missing=True),
        "occurrence": _count("which of the places where they stand, from 1"),
        "action": _text("what it does", CORRECTIONS),
        "column": _text("the column that it sets", missing=True),
        "value": _text("what it sets it to; missing: nothing", missing=True),
        "before": _text("what the column held before; of a source, its words in the article", missing=True),
        "applied": _flag("whether it fits: its words stand, and a row is there"),
        "who": _text("who corrected it", missing=True),
        "why": _text("why", missing=True),
    },
    "labels": {
        **_of_article("label_id"),
        **_PLACE,
        "target_kind": _text("an entity of the set, or an act or group of the code book `concepts`", TARGET_KINDS),
        "target_id": _text("the entity, or the concept's id in the code book"),
        "term": _text("what it is called, spellings and grammatical forms of one label made one"),
        "voice": _text("whose words: quoted in a source's quotation marks, narrator elsewhere", VOICES),
        "source": _text(
            "who is quoted; of the narrator's words, who is said to have said as much; missing: the article",
            missing=True,
        ),
        "device": _text("what keeps the words at a distance", DEVICES),
    },
}
TABLES = {name: DataFrameSchema(columns) for name, columns in _COLUMNS.items()}

# What the columns of lists hold, in a file that says it.
LISTS = {
    name: column.metadata["type"]
    for table in TABLES.values()
    for name, column in table.columns.items()
    if "type" in column.metadata
}


def kind(column: Column) -> str:
    """What a column holds: a key of :data:`DTYPES`."""
    return column.metadata["kind"]


def closed_list(column: Column) -> tuple[str, ...]:
    """The values that a column may have; empty where they are not listed."""
    return next((tuple(check.statistics["allowed_values"]) for check in column.checks if check.name == "isin"), ())


def _plain(values: Iterable | None) -> list:
    """Lists of lists, whatever a file format made of them; the very list where it is one."""
    if type(values) is list and (not values or type(values[0]) in (str, int, list)):
        return values  # the items of a column are of one type
    values = () if values is None else values
    return [_plain(v) if isinstance(v, Iterable) and not isinstance(v, str) else v for v in values]


def _once(texts: pd.Series) -> pd.Series:
    """Texts of which equal ones are one object."""
    places, different = pd.factorize(texts.to_numpy(dtype=object))
    known = pd.array(np.append(different, pd.NA), dtype=DTYPES["text"])
    return pd.Series(known.take(places))  # a missing one is at -1, the last


def enforce(table: str, rows: pd.DataFrame | list[dict], names: Iterable[str] = ()) -> pd.DataFrame:
    """Give ``rows`` the columns, order and types of ``table``.

    Parameters
    ----------
    table
        A name in :data:`TABLES`.
    rows
        Dictionaries or a frame. A column that is absent is missing throughout; an unknown one is an error.
    names
        The columns that are wanted; without them, all.

    Returns
    -------
    A new frame with a fresh index.

    Raises
    ------
    pandera.errors.SchemaError
        When a value does not fit: the message names table, column and value.
    ValueError
        When a column is not in the schema.
    """
    columns = TABLES[table].columns
    frame = pd.DataFrame(rows).reset_index(drop=True)
    unknown = [c for c in frame.columns if c not in columns]
    if unknown:
        raise ValueError(f"table {table}: unknown columns {unknown}; known are {list(columns)}")
    wanted = [name for name in columns if name in names] if names else [*columns]
    if not len(frame):
        return _empty(table)[wanted].copy()
    missing = pd.Series([None] * len(frame), dtype="object")
    typed = pd.DataFrame({name: _typed(frame.get(name, missing), kind(columns[name])) for name in wanted})
    typed.attrs["table"] = table
    checked = {name: column for name, column in _checked(table).columns.items() if name in typed}
    if not all(_fits(pa.array(typed[name], from_pandas=True), column) for name, column in checked.items()):
        _checked(table).validate(typed[list(checked)])  # says what does not fit; it is slow to load
    return typed


def _typed(values: pd.Series, kind: str) -> pd.Series:
    if values.dtype == DTYPES[kind] and kind not in ("list", "text"):
        return values
    if kind == "list":
        return pd.Series([_plain(v) for v in values], dtype=DTYPES[kind])
    if kind == "time":
        return pd.to_datetime(values, utc=True, format="ISO8601").astype(DTYPES[kind])
    if kind == "text":
        return values.astype(DTYPES[kind]) if values.dtype in (object, DTYPES[kind]) else _once(values)
    return values.astype(DTYPES[kind])


@cache
def _empty(table: str) -> pd.DataFrame:
    columns = {name: pd.Series(dtype=DTYPES[kind(column)]) for name, column in TABLES[table].columns.items()}
    typed = pd.DataFrame(columns, index=pd.RangeIndex(0))
    typed.attrs["table"] = table
    return typed


@cache
def fields(table: str) -> pa.Schema:
    """The columns of a table as Arrow has them, and a Parquet file."""
    return fields_of(_empty(table))


def fields_of(frame: pd.DataFrame) -> pa.Schema:
    """The same of a frame; what lists hold is not seen in them where they are empty."""
    found = pa.Schema.from_pandas(frame.iloc[:0], preserve_index=False)
    for number, name in enumerate(frame.columns):
        if frame[name].dtype == object:
            found = found.set(number, pa.field(name, LISTS[name]))
    return found


def arrow(table: str, found: pa.Table) -> pa.Table:
    """Columns of the right types as ``table``: what :func:`enforce` does, and many times as fast. Columns that the
    schema does not have are left out.

    Raises
    ------
    pandera.errors.SchemaError
        As there.
    """
    columns = [found[own.name] if own.name in found.column_names else None for own in fields(table)]
    columns = [_filled(column, own.type, len(found)) for column, own in zip(columns, fields(table), strict=True)]
    made = pa.Table.from_arrays(columns, schema=fields(table))
    if all(map(_fits, made.columns, TABLES[table].columns.values())):
        return made
    return to_arrow(enforce(table, made.to_pylist()), fields(table))


def to_arrow(frame: pd.DataFrame, own: pa.Schema) -> pa.Table:
    """A frame of these fields as Arrow has it."""
    return pa.Table.from_pandas(frame, schema=own, preserve_index=False)


def _filled(column: pa.ChunkedArray | None, own: pa.DataType, length: int) -> pa.ChunkedArray | pa.Array:
    """A column, or missing values; a list that is missing is empty."""
    column = pa.nulls(length, own) if column is None else column
    return pc.coalesce(column, pa.scalar([], own)) if pa.types.is_list(own) and column.null_count else column


def _fits(values: pa.Array | pa.ChunkedArray, column: Column) -> bool:
    """Whether values of the right type are what a column may hold."""
    if values.null_count and not column.nullable:
        return False
    for check in column.checks if len(values) > values.null_count else ():
        if check.name == "isin":
            if not set(values.unique().to_pylist()) <= {None, *closed_list(column)}:
                return False
        else:
            found, limits = pc.min_max(values).as_py(), check.statistics
            if found["min"] < limits["min_value"] or found["max"] > limits.get("max_value", found["max"]):
                return False
    return True


@cache
def _checked(table: str) -> DataFrameSchema:
    """The columns of a table in which a value of the right type can be wrong."""
    columns = TABLES[table].columns
    return TABLES[table].select_columns([n for n, column in columns.items() if column.checks or not column.nullable])


def dictionary() -> pd.DataFrame:
    """The data dictionary: one row a column of a table.

    Returns
    -------
    Columns ``table``, ``column``, ``type``, ``values`` (the closed list, if any), ``may_be_missing``, ``meaning``.
    """
    rows = []
    for table, schema in TABLES.items():
        for name, column in schema.columns.items():
            values = ", ".join(closed_list(column))
            rows.append((table, name, kind(column), values, column.nullable, column.description))
    return pd.DataFrame(rows, columns=["table", "column", "type", "values", "may_be_missing", "meaning"])
