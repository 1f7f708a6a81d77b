"""The sample against its gold annotation, which lies with the tests and so is there in a clone of the repository only.

That all is right here says that the machinery works; the sample was written for it. How right it is on other texts is
for :mod:`crossread.validation.measures`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from crossread.framing.shares import wilson

FOLDER = Path(__file__).parents[3] / "tests" / "gold" / "sample"
UNNAMED = ("unnamed_individual", "unnamed_group", "document")


class Judged(NamedTuple):
    """One answer: of which question, where, on which words, whether it is right, what the gold and the analysis say."""

    step: str
    article: str
    words: str
    right: bool
    gold: object
    found: object


def judged(tables: Mapping[str, pd.DataFrame], folder: Path = FOLDER) -> pd.DataFrame:
    """The answers of the analysis of the sample, a row each, with the columns of :class:`Judged`.

    Raises
    ------
    FileNotFoundError
        When the gold is not there.
    """
    articles = {row.source_file: row for row in tables["articles"].itertuples()}
    rows = [
        row
        for check, file in ((_lines, "lines.json"), (_quotes, "quotes.jsonl"), (_figures, "figures.jsonl"))
        for row in check(tables, articles, _load(folder / file))
    ]
    return pd.DataFrame(rows, columns=list(Judged._fields))


def summary(answers: pd.DataFrame) -> pd.DataFrame:
    """Of each question: ``step``, ``right``, ``of``, ``share``, ``low`` and ``high`` (95 %, Wilson 1927)."""
    rows = []
    for step, own in answers.groupby("step", sort=False):
        right, size = int(own["right"].sum()), len(own)
        rows.append((step, right, size, right / size, *wilson(right, size)))
    return pd.DataFrame(rows, columns=["step", "right", "of", "share", "low", "high"])


def _load(path: Path) -> object:
    text = path.read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()] if path.suffix == ".jsonl" else json.loads(text)


def _place(text: str, span: Mapping) -> tuple[int, int]:
    """Start and end of exact words at one of their occurrences, overlapping ones counted."""
    at = -1
    for _ in range(span["occurrence"]):
        at = text.index(span["words"], at + 1)
    return at, at + len(span["words"])


def _accepted(gold: Mapping, name: str) -> list:
    return [gold[name], *gold.get(f"also_{name}", [])]


def _none(value: object) -> object:
    return None if pd.isna(value) else value


def _lines(tables: Mapping, articles: Mapping, gold: Mapping) -> Iterator[Judged]:
    step, blocks = "line: role", dict(iter(tables["blocks"].groupby("article_id")))
    for file, lines in gold.items():
        article = articles[file]
        found = [(article.text[b.start : b.end], b.role) for b in blocks[article.article_id].itertuples()]
        for line in lines:
            worded = [block for block in found if block[0] in {line["words"], *line.get("also_words", [])}]
            right = [block for block in worded if block[1] in {line["role"], *line.get("also", [])}]
            if right or not line.get("optional"):
                given = (right or worded or [(None, None)])[0][1]
                yield Judged(step, file, line["words"], bool(right), line["role"], given)
            if right or worded:
                found.remove((right or worded)[0])
        yield from (Judged(step, file, words, False, "no such line", role) for words, role in found)


def _quotes(tables: Mapping, articles: Mapping, gold: Sequence[Mapping]) -> Iterator[Judged]:
    own, used = dict(iter(tables["quotes"].groupby("article_id"))), set()
    files = {article.article_id: file for file, article in articles.items()}
    for line in gold:
        article = articles[line["article"]]
        content = [_place(article.text, span) for span in line["content"]]
        rows = [
            row for row in own[article.article_id].itertuples() if 2 * _shared(content, row.parts) >= _size(content)
        ]
        if line["source_mention"]:
            start, end = _place(article.text, line["source_mention"])
            rows = [r for r in rows if pd.notna(r.source_start) and r.source_start < end and r.source_end > start]
        used.update(row.quote_id for row in rows)
        if line.get("optional"):
            continue
        where = line["article"], " … ".join(span["words"] for span in line["content"])
        yield Judged("attribution: found", *where, bool(rows), line["source"], "not found" if not rows else "found")
        for row in rows[:1]:
            named = line["source"] is None and row.source_type in UNNAMED
            right = named or _none(row.source) in _accepted(line, "source")
            yield Judged("attribution: source", *where, right, line["source"], _none(row.source))
            for step, name in (
                ("attribution: direct, indirect or mixed", "quote_type"),
                ("attribution: agency", "via"),
            ):
                value = _none(getattr(row, name))
                yield Judged(step, *where, value in _accepted(line, name), line[name], value)
    for row in tables["quotes"].itertuples():
        known = row.quote_id in used
        yield Judged(
            "attribution: is one", files[row.article_id], row.content, known, "no attribution", _none(row.source)
        )


def _figures(tables: Mapping, articles: Mapping, gold: Sequence[Mapping]) -> Iterator[Judged]:
    table, used = tables["figures"].astype(object), set()
    files = {article.article_id: file for file, article in articles.items()}
    for line in gold:
        article = articles[line["article"]]
        start, end = _place(article.text, line)
        here = (table["article_id"] == article.article_id) & (table["start"] < end) & (table["end"] > start)
        rows = list(table[here].itertuples())
        used.update(row.figure_id for row in rows)
        if line.get("optional"):
            continue
        wanted = (line["reported_min"], line["reported_max"], line["modifier"])
        given = [(_none(row.reported_min), _none(row.reported_max), row.modifier) for row in rows]
        fits = [g == wanted and r.measure in _accepted(line, "measure") for g, r in zip(given, rows, strict=True)]
        shown = [_bounds(*g, r.measure) for g, r in zip(given, rows, strict=True)]
        where = line["article"], line["words"]
        yield Judged("figure: number, bounds, measure", *where, any(fits), _bounds(*wanted, line["measure"]), shown)
        if line["is_casualty"] and rows:
            said = _none(rows[0].attributed_to)
            yield Judged(
                "figure: who says it", *where, said in _accepted(line, "attributed_to"), line["attributed_to"], said
            )
    for row in table[table["is_casualty"].astype(bool)].itertuples():
        text = articles[files[row.article_id]].text[row.start : row.end]
        yield Judged(
            "casualty figure: is one", files[row.article_id], text, row.figure_id in used, "no casualties", row.measure
        )


def _bounds(low: object, high: object, modifier: str, measure: str) -> str:
    return f"{measure}, {'…' if low is None else low} to {'…' if high is None else high} ({modifier})"


def _size(spans: Sequence[Sequence[int]]) -> int:
    return sum(end - start for start, end in spans)


def _shared(spans: Sequence[Sequence[int]], others: Sequence[Sequence[int]]) -> int:
    return sum(max(0, min(e, d) - max(s, c)) for s, e in spans for c, d in others)
