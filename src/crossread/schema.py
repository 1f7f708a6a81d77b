"""The schema of every table: names, types, closed lists and meanings, written once.

A table is tidy: one row, one thing. Missing is ``<NA>``. :func:`enforce` gives a table its types and
refuses what does not fit; :func:`dictionary` turns the same schemas into the data dictionary.
"""

from __future__ import annotations

import pandas as pd
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

# The kinds of column, and the type that each has in memory. (pandera knows no string type with <NA>, so the
# types are given here and it checks the values.)
DTYPES = {
    "text": pd.StringDtype(na_value=pd.NA),
    "count": pd.Int64Dtype(),
    "share": pd.Float64Dtype(),
    "time": pd.DatetimeTZDtype("us", "UTC"),
    "list": "object",
}


def _column(kind: str, meaning: str, check: Check | None = None, missing: bool = False) -> Column:
    return Column(None, check, nullable=missing, description=meaning, metadata={"kind": kind})


def _text(meaning: str, values: tuple[str, ...] = (), missing: bool = False) -> Column:
    return _column("text", meaning, Check.isin(values) if values else None, missing)


def _count(meaning: str, missing: bool = False) -> Column:
    return _column("count", meaning, Check.ge(0), missing)


def _share(meaning: str, missing: bool = False) -> Column:
    return _column("share", meaning, Check.in_range(0, 1), missing)


def _time(meaning: str) -> Column:
    return _column("time", meaning, missing=True)


def _list(meaning: str) -> Column:
    return _column("list", meaning)


_ARTICLE_ID = "the article: its `url` or `id` field, else its file's name"
_START = "first character of the words, counted from 0 in the article's `text`"
_END = "one past the last character: `text[start:end]` is the words themselves"

TABLES: dict[str, DataFrameSchema] = {
    "articles": DataFrameSchema(
        {
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
        }
    ),
    "blocks": DataFrameSchema(
        {
            "block_id": _text("article, kind and span"),
            "article_id": _text(_ARTICLE_ID),
            "start": _count(_START),
            "end": _count(_END),
            "role": _text("what the block is on its page", ROLES),
            "rule": _text("the rule that gave the role"),
            "duplicate_of": _text(
                "block of the article that holds the same words: an earlier one, or the paragraph of a pull quote",
                missing=True,
            ),
        }
    ),
    "sentences": DataFrameSchema(
        {
            "sentence_id": _text("article, kind and span"),
            "article_id": _text(_ARTICLE_ID),
            "block_id": _text("the block that it stands in"),
            "start": _count(_START),
            "end": _count(_END),
            "section": _text("where in the article: title, lead, body, background or caption", SECTIONS),
        }
    ),
}


def kind(column: Column) -> str:
    """What a column holds: a key of :data:`DTYPES`."""
    return column.metadata["kind"]


def enforce(table: str, rows: pd.DataFrame | list[dict]) -> pd.DataFrame:
    """Give ``rows`` the columns, order and types of ``table``.

    Parameters
    ----------
    table
        A name in :data:`TABLES`.
    rows
        Dictionaries or a frame. A column that is absent is missing throughout; an unknown one is an error.

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
    schema = TABLES[table]
    frame = pd.DataFrame(rows).reset_index(drop=True)
    unknown = [c for c in frame.columns if c not in schema.columns]
    if unknown:
        raise ValueError(f"table {table}: unknown columns {unknown}; known are {list(schema.columns)}")
    columns = {}
    for name, column in schema.columns.items():
        values = frame[name] if name in frame else pd.Series([None] * len(frame), dtype="object")
        dtype = DTYPES[kind(column)]
        if kind(column) == "list":
            columns[name] = pd.Series([list(v) if v is not None else [] for v in values], dtype=dtype)
        elif kind(column) == "time":
            columns[name] = pd.to_datetime(values, utc=True, format="ISO8601").astype(dtype)
        else:
            columns[name] = values.astype(object).where(values.notna(), pd.NA).astype(dtype)
    typed = pd.DataFrame(columns)
    typed.attrs["table"] = table
    return schema.validate(typed)


def dictionary() -> pd.DataFrame:
    """The data dictionary: one row a column of a table.

    Returns
    -------
    Columns ``table``, ``column``, ``type``, ``values`` (the closed list, if any), ``may_be_missing``, ``meaning``.
    """
    rows = []
    for table, schema in TABLES.items():
        for name, column in schema.columns.items():
            closed = [check.statistics["allowed_values"] for check in column.checks if check.name == "isin"]
            values = closed[0] if closed else ()
            rows.append((table, name, kind(column), ", ".join(values), column.nullable, column.description))
    return pd.DataFrame(rows, columns=["table", "column", "type", "values", "may_be_missing", "meaning"])
