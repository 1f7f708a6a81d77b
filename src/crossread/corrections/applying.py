"""Corrections applied: the rows of one article, between reading and linking, as the lines say, in order.

So what is put right reaches everything after; lines survive a rerun as long as the words stand, and are reported when
they no longer fit.
"""

import re
from typing import NamedTuple

from crossread import schema
from crossread.codebooks import Codebooks
from crossread.corrections.lines import FILE, KEPT, LINKED, Correction, UnfitError
from crossread.problems import Problem
from crossread.reading import row_id
from crossread.text import marks, numbers

SHOWN = 60  # characters of the words that a message repeats


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
    value = None if line.value is None else str(line.value)
    row = line._asdict() | {"article_id": article_id, "words": line.words or None, "value": value, "applied": False}
    return {name: cell for name, cell in row.items() if name != "article"}


def places(text: str, words: str) -> list[int]:
    """Where ``words`` stand in ``text``."""
    return [match.start() for match in re.finditer(f"(?={re.escape(words)})", text)]


def _span(text: str, line: Correction) -> tuple[int, int]:
    starts = places(text, line.words)
    if len(starts) < line.occurrence:
        which = "" if line.occurrence == 1 else f" {line.occurrence} times"
        what = f"“{line.words[:SHOWN]}” does not stand in {line.article}{which} (any more)"
        raise UnfitError(what, "give the words as they stand there, or take the line away")
    return starts[line.occurrence - 1], starts[line.occurrence - 1] + len(line.words)


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
    column = _kept_as(line)
    before = found[0].get("source_mention" if line.column == "source" else column)
    for row in found:
        row[column] = line.value if line.value is not None or column == line.column else ""
        if column == "measure":
            row["is_casualty"] = line.value in schema.CASUALTIES
    return None if before is None else str(before)


def _kept_as(line: Correction) -> str:
    """The column that a line sets; of one that linking gives, the name under which the value waits for it."""
    return KEPT + line.column if LINKED.get(line.table) == line.column else line.column


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
        row |= {column: None for column in ("quote_id", "part_of") if row.get(column) in gone}


def _added(rows: dict, line: Correction, start: int, end: int, books: Codebooks) -> dict:
    (article,), columns = rows["articles"], schema.TABLES[line.table].columns
    key, text = next(iter(columns)), article["text"]
    begun = [sentence for sentence in rows["sentences"] if sentence["start"] <= start] or rows["sentences"][:1]
    row = {
        key: row_id(article["article_id"], line.table.removesuffix("s"), start, end),
        "article_id": article["article_id"],
        "sentence_id": begun[-1]["sentence_id"] if begun else None,
        "section": begun[-1]["section"] if begun else "body",
        "start": start,
        "end": end,
        "rule": FILE,
    }
    if line.table == "quotes":
        row |= _quote(text, start, end) | {key: f"{row[key]}:{FILE}"}
    elif line.table == "figures":
        inside = [q for q in rows["quotes"] if q["content_start"] <= start and end <= q["content_end"]]
        inner = min(inside, key=lambda q: q["content_end"] - q["content_start"], default=None)
        row |= _figure(text, start, end, books) | {"quote_id": inner and inner["quote_id"]}
    if line.column:
        row[_kept_as(line)] = line.value
    if line.table == "figures":
        row["is_casualty"] = row.get("measure") in schema.CASUALTIES
    for name, column in columns.items():
        if not column.nullable and row.get(name) is None and schema.kind(column) != "list":
            raise UnfitError(f"the new row lacks {name}", f"name {name} as its column, with its value")
    return {name: value for name, value in row.items() if name in columns or name.startswith(KEPT)}


def _quote(text: str, start: int, end: int) -> dict:
    """What can be told of added words: which of them stand in quotation marks."""
    quoted = [[s.start, s.end] for s in marks.stretches(text, start, end) if s.kind == "double"]
    around = [text[start : quoted[0][0]], text[quoted[0][1] : end]] if len(quoted) == 1 else [text]
    whole = not any(words.strip(' "“”,.') for words in around)
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
    low, high = (None if bound is None else int(bound) for bound in (found[0].low, found[0].high))
    return {
        "value_as_reported": found[0].value_as_reported,
        "modifier": found[0].modifier,
        "reported_min": low,
        "reported_max": high,
        "is_implicit": False,
        "negated": found[0].kind == "negation",
        "victim_status": "unknown",
        "count_scope": "incident",
    }
