"""Corrections: the researcher's word on single rows, from ``corrections.csv`` of a set.

A line names a row by its table, its article and its exact words, and says what to do: set a column of it, delete it,
or add a row at these words. Lines are applied between reading and linking, in order, so that what is put right reaches
everything after; they survive a rerun as long as the words stand, and are reported when they no longer fit.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from crossread import schema
from crossread.articles import sets
from crossread.codebooks import Codebooks
from crossread.entities.names import fold
from crossread.problems import Problem, UnreadableError
from crossread.reading import row_id
from crossread.text import marks, numbers

FILE = "corrections.csv"
COLUMNS = ("table", "article", "words", "occurrence", "action", "column", "value", "who", "why")
RULE = "corrections.csv"
# Columns that linking gives: the name that a line sets there is kept with the row until then.
LINKED = {"quotes": "source", "figures": "attributed_to", "mentions": "entity_id"}
OF_ARTICLES = ("outlet", "title", "byline", "url", "kind")
PLACED = ("blocks", "sentences")  # all else hangs on them: only reading can change them
KEPT = "corrected_"  # before the name of such a column
YES, NO = ("true", "yes", "1"), ("false", "no", "0")
SHOWN = 60  # characters of the words that a message repeats


class Correction(NamedTuple):
    """A line of the file that can be used."""

    line: int
    table: str
    article: str
    words: str
    occurrence: int
    action: str
    column: str | None
    value: object
    who: str | None
    why: str | None


class UnfitError(UnreadableError):
    """A line cannot be used, or does not fit its article: what is wrong, and the remedy."""


def read(folder: Path) -> tuple[dict[str, list[Correction]], list[Problem]]:
    """The usable lines of a set's ``corrections.csv`` by article (its id or file), and what is wrong with others."""
    lines, problems = sets.read_table(folder / FILE, COLUMNS)
    found: defaultdict[str, list[Correction]] = defaultdict(list)
    for number, cells in lines:
        if not cells:
            continue
        try:
            line = checked(number, cells)
            found[key(line.article)].append(line)
        except UnfitError as error:
            problems.append(Problem(FILE, f"line {number}: {error.what}", error.remedy))
    return dict(found), problems


def key(name: str) -> str:
    """An article's id or file as it is compared."""
    return unicodedata.normalize("NFC", name)


def checked(number: int, cells: dict[str, str]) -> Correction:
    """The line ``number`` of the file, given its filled cells; raises :class:`UnfitError` where it cannot be used."""
    table, action, column = cells.get("table", ""), cells.get("action", "").lower(), cells.get("column")
    tables = [t for t, s in schema.TABLES.items() if "article_id" in s.columns and t not in (*PLACED, "corrections")]
    if table in PLACED:
        raise UnfitError(f"table {table} cannot be corrected line by line", "edit a code book in codebooks/ instead")
    if table not in tables:
        raise UnfitError(f"there is no table {table!r} to correct", f"it may be {', '.join(tables)}")
    if action not in schema.CORRECTIONS:
        raise UnfitError(f"there is no action {action!r}", f"it may be {', '.join(schema.CORRECTIONS)}")
    if not cells.get("article"):
        raise UnfitError("it names no article", "fill in the column article: its article_id or its file")
    if table == "articles" and action != "set":
        raise UnfitError(f"an article cannot be corrected by {action}", "put files into articles/ or take them away")
    if table == "mentions" and action == "add":
        raise UnfitError("a mention cannot be added", "give its name an alias in actors.csv")
    if table != "articles" and not cells.get("words"):
        raise UnfitError("it names no words", "fill in the column words: exactly as they stand in the article")
    occurrence = cells.get("occurrence", "1")
    if not occurrence.isdecimal() or int(occurrence) < 1:
        raise UnfitError(f"occurrence {occurrence} is no number", "write 1 for the first place where the words stand")
    if action == "set" and not column:
        raise UnfitError("it names no column to set", f"it may be {', '.join(settable(table))}")
    if column and action != "delete" and column not in settable(table):
        raise UnfitError(f"column {column} of {table} cannot be set", f"it may be {', '.join(settable(table))}")
    value = _value(table, column, cells.get("value", "")) if column and action != "delete" else None
    who, why, words = (cells.get(name) for name in ("who", "why", "words"))
    return Correction(number, table, cells["article"], words or "", int(occurrence), action, column, value, who, why)


def settable(table: str) -> list[str]:
    """The columns of a table that a line may set: what is said of the row, not where it stands."""
    if table == "articles":
        return list(OF_ARTICLES)
    linked = {"source", "entity_id", "attributed_to", "source_entity_id", "event_id", "is_belligerent_claim"}
    places = {"rule", "surface", "content", "part_of", "text"}
    return [
        name
        for name, column in schema.TABLES[table].columns.items()
        if name == LINKED.get(table)
        or (
            not (name.endswith(("_id", "start", "end")) or name in linked | places)
            and schema.kind(column) in ("text", "count", "share", "flag")
        )
    ]


def _value(table: str, column: str, text: str) -> object:
    """``text`` as the column holds it."""
    given = schema.TABLES[table].columns[column]
    if not text:
        if given.nullable:
            return None
        raise UnfitError(f"{column} cannot be empty", "fill in the column value")
    kind = schema.kind(given)
    try:
        if kind == "flag":
            if text.lower() not in YES + NO:
                raise ValueError
            return text.lower() in YES
        value = {"count": int, "share": float}.get(kind, str)(text)
        if (kind == "count" and value < 0) or (kind == "share" and not 0 <= value <= 1):
            raise ValueError
    except ValueError:
        hint = {"flag": "true or false", "count": "a whole number", "share": "a number from 0 to 1"}[kind]
        raise UnfitError(f"{text} is no value of {column}", f"write {hint}") from None
    closed = schema.closed_list(given)
    if closed and value not in closed:
        raise UnfitError(f"{text} is no value of {column}", f"it may be {', '.join(closed)}")
    return value


# --- between reading and linking --------------------------------------------------------------------------------


class Outcome(NamedTuple):
    """What came of a line in its article; ``problem`` where it does not fit."""

    row: dict
    problem: Problem | None


def apply(rows: dict[str, list[dict]], own: list[Correction], books: Codebooks) -> list[Outcome]:
    """Change the ``rows`` of one article as its lines say, in order; give what came of each."""
    (article,) = rows["articles"]
    outcomes = []
    for line in own:
        row = _row(line, article["article_id"])
        try:
            start, end = (None, None) if line.table == "articles" else _span(article["text"], line)
            before = _applied(rows, line, start, end, books)
            outcomes.append(Outcome({**row, "start": start, "end": end, "before": before, "applied": True}, None))
        except UnfitError as error:
            outcomes.append(Outcome(row, Problem(FILE, f"line {line.line}: {error.what}", error.remedy)))
    return outcomes


def without_article(line: Correction) -> Outcome:
    """What comes of a line whose article is not in the set."""
    what = f"line {line.line}: {line.article} is no article of the set (any more)"
    problem = Problem(FILE, what, "give its article_id or its file, or take the line away")
    return Outcome(_row(line, line.article), problem)


def _row(line: Correction, article_id: str) -> dict:
    return {
        **{name: getattr(line, name) for name in ("line", "table", "occurrence", "action", "column", "who", "why")},
        "article_id": article_id,
        "words": line.words or None,
        "value": None if line.value is None else str(line.value),
        "applied": False,
    }


def _span(text: str, line: Correction) -> tuple[int, int]:
    start = -1
    for _ in range(line.occurrence):
        start = text.find(line.words, start + 1)
        if start < 0:
            which = "" if line.occurrence == 1 else f" {line.occurrence} times"
            what = f"“{line.words[:SHOWN]}” does not stand in {line.article}{which} (any more)"
            raise UnfitError(what, "give the words as they stand there, or take the line away")
    return start, start + len(line.words)


def _applied(rows: dict, line: Correction, start: int | None, end: int | None, books: Codebooks) -> str | None:
    """Do what a line says; give what the column held before."""
    if line.table not in rows:
        raise UnfitError(f"table {line.table} is made by comparing", "correct the rows that it rests on instead")
    if line.action == "add":
        rows[line.table].append(_added(rows, line, start, end, books))
        return None
    found = rows["articles"] if line.table == "articles" else rows_at(rows.get(line.table, []), start, end)
    if not found:
        what = f"no one row of {line.table} stands at “{line.words[:SHOWN]}” in {line.article}"
        raise UnfitError(what, "look the words up in the tables, or take the line away")
    if line.action == "delete":
        _delete(rows, line.table, found)
        return None
    column = KEPT + line.column if LINKED.get(line.table) == line.column else line.column
    before = found[0].get("source_mention" if line.column == "source" else column)
    for row in found:
        row[column] = line.value if line.value is not None or column == line.column else ""
        if column == "measure":
            row["is_casualty"] = line.value in schema.CASUALTIES
    return None if before is None else str(before)


def rows_at(rows: list[dict], start: int, end: int) -> list[dict]:
    """The rows of one article at a span: the shortest that contain it, else the one that stands within it."""

    def span(row: dict) -> tuple[int, int]:
        return (row["content_start"], row["content_end"]) if "content_start" in row else (row["start"], row["end"])

    around = [row for row in rows if span(row)[0] <= start and end <= span(row)[1]]
    if not around:
        within = [row for row in rows if start <= span(row)[0] and span(row)[1] <= end]
        return within if len({span(row) for row in within}) == 1 else []
    shortest = min(span(row)[1] - span(row)[0] for row in around)
    return [row for row in around if span(row)[1] - span(row)[0] == shortest]


def _delete(rows: dict, table: str, found: list[dict]) -> None:
    key = next(iter(schema.TABLES[table].columns))
    gone = {row[key] for row in found}
    rows[table][:] = [row for row in rows[table] if row[key] not in gone]
    for row in rows.get("figures", ()):
        for column in ("quote_id", "part_of"):
            if row.get(column) in gone:
                row[column] = None


def _added(rows: dict, line: Correction, start: int, end: int, books: Codebooks) -> dict:
    (article,), key = rows["articles"], next(iter(schema.TABLES[line.table].columns))
    sentence = _sentence(rows["sentences"], start)
    columns = schema.TABLES[line.table].columns
    row = {
        key: row_id(article["article_id"], line.table.removesuffix("s"), start, end),
        "article_id": article["article_id"],
        "sentence_id": sentence and sentence["sentence_id"],
        "section": sentence["section"] if sentence else "body",
        "start": start,
        "end": end,
        "rule": RULE,
    }
    if line.table == "quotes":
        row |= _quote(article["text"], start, end) | {key: f"{row[key]}:{RULE}"}
    elif line.table == "figures":
        row |= _figure(article["text"], start, end, books)
        inside = [q for q in rows["quotes"] if q["content_start"] <= start and end <= q["content_end"]]
        inner = min(inside, key=lambda q: q["content_end"] - q["content_start"], default=None)
        row["quote_id"] = inner and inner["quote_id"]
    if line.column:
        row[KEPT + line.column if LINKED.get(line.table) == line.column else line.column] = line.value
    if line.table == "figures":
        row["is_casualty"] = row.get("measure") in schema.CASUALTIES
    lacking = [
        name for name, c in columns.items() if not c.nullable and row.get(name) is None and schema.kind(c) != "list"
    ]
    if lacking:
        raise UnfitError(f"the new row lacks {lacking[0]}", f"name {lacking[0]} as its column, with its value")
    return {name: value for name, value in row.items() if name in columns or name.startswith(KEPT)}


def _sentence(sentences: list[dict], start: int) -> dict | None:
    place = bisect_right([row["start"] for row in sentences], start) - 1
    return sentences[max(place, 0)] if sentences else None


def _quote(text: str, start: int, end: int) -> dict:
    """What can be told of added words: which of them stand in quotation marks."""
    quoted = [[s.start, s.end] for s in marks.stretches(text, start, end) if s.kind == "double"]
    whole = quoted == [[start, end]] or (len(quoted) == 1 and not text[start : quoted[0][0]].strip(" \"“”,.")
                                         and not text[quoted[0][1] : end].strip(" \"“”,."))  # fmt: skip
    return {
        "quote_type": "direct" if whole else "mixed" if quoted else "indirect",
        "parts": [[start, end]],
        "quoted_parts": quoted,
        "content_start": start,
        "content_end": end,
        "content": text[start:end],
        "is_continuation": False,
    }


def _figure(text: str, start: int, end: int, books: Codebooks) -> dict:
    """The number in the words, with its bounds."""
    found = numbers.find(text, start, end, books)
    if not found:
        raise UnfitError(f"no number is read in “{text[start:end][:SHOWN]}”", "give the words of a number")
    first = found[0]
    low, high = (None if bound is None else int(bound) for bound in (first.low, first.high))
    return {
        "value_as_reported": first.value_as_reported,
        "modifier": first.modifier,
        "reported_min": low,
        "reported_max": high,
        "is_implicit": False,
        "negated": first.kind == "negation",
        "victim_status": "unknown",
        "count_scope": "incident",
    }


# --- within linking ---------------------------------------------------------------------------------------------


def has_names(rows: pd.DataFrame, table: str) -> bool:
    """Whether a line gives a row of ``table`` a name that linking has to know."""
    return KEPT + LINKED[table] in rows


def known(who: pd.DataFrame, *tables: tuple[str, pd.DataFrame], actors: pd.DataFrame | None = None) -> pd.DataFrame:
    """The entities of a set, and one more for each name that a line gives and that none of them has."""
    names = _names(who)
    new = {}
    for table, rows in tables:
        if has_names(rows, table):
            for name in rows[KEPT + LINKED[table]].dropna():
                if name and fold(name) not in names:
                    new.setdefault(fold(name), name)
    made = []
    for number, name in sorted(new.items()):
        actor = (
            {} if actors is None else next((a for a in actors.to_dict("records") if fold(str(a["name"])) == number), {})
        )
        party = actor.get("party_to_conflict")
        made.append(
            {
                "entity_id": f"corrected-{'-'.join(number.split())}",
                "name": name,
                "entity_type": actor.get("entity_type") if pd.notna(actor.get("entity_type")) else "person",
                "variants": [],
                "side": actor.get("side"),
                "party_to_conflict": str(party).strip().lower() in YES if pd.notna(party) else None,
            }
        )
    return pd.concat([who, pd.DataFrame(made, columns=who.columns, dtype="object")], ignore_index=True) if made else who


def _names(who: pd.DataFrame) -> dict[str, object]:
    """Entities by every name that they go by, folded; a name of its own wins over a variant of another."""
    rows = list(who.itertuples())
    names = {}
    for row in rows:
        for variant in row.variants:
            names.setdefault(fold(variant), row)
    return names | {fold(row.name): row for row in reversed(rows)} | {row.entity_id: row for row in rows}


def words_of_source(quotes: pd.DataFrame) -> pd.Series:
    """The words that name the source of each quote; missing where a line names another."""
    words = quotes["source_mention"]
    return words.where(quotes[KEPT + "source"].isna()) if has_names(quotes, "quotes") else words


def name_sources(
    rows: pd.DataFrame, table: str, who: pd.DataFrame, party: Callable[[str], str | None] = lambda entity: None
) -> pd.DataFrame:
    """Quotes or figures with the sources that lines give them; an empty name takes the source away.

    ``party`` gives the party to the conflict that an entity speaks for, which figures are told with.
    """
    if not has_names(rows, table):
        return rows
    rows, names = rows.copy(), _names(who)
    kept, name = KEPT + LINKED[table], LINKED[table]
    entity_column = "entity_id" if table == "quotes" else "source_entity_id"
    for place, given in rows[kept].dropna().items():
        entity = names.get(given) or names.get(fold(given)) if given else None
        rows.at[place, name] = entity.name if entity else None
        rows.at[place, entity_column] = entity.entity_id if entity else None
        if entity:
            rows.at[place, "source_type"] = "named_individual" if entity.entity_type == "person" else "named_group"
        elif str(rows.at[place, "source_type"]).startswith("named"):
            rows.at[place, "source_type"] = rows.at[place, "source_type"].replace("named", "unnamed")
        if table == "figures":
            rows.at[place, "is_belligerent_claim"] = bool(entity) and party(entity.entity_id) is not None
    return rows


def name_mentions(mentions: pd.DataFrame, who: pd.DataFrame) -> pd.DataFrame:
    """Mentions with who is meant, where a line says so."""
    if not has_names(mentions, "mentions"):
        return mentions
    mentions, names = mentions.copy(), _names(who)
    for place, given in mentions[KEPT + "entity_id"].dropna().items():
        entity = names.get(given) or names.get(fold(given)) if given else None
        mentions.at[place, "entity_id"] = entity.entity_id if entity else None
    return mentions
