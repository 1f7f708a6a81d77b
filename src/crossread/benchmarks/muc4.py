"""MUC-3/4: deaths and injuries in agency reports of 1988-91 (Sundheim 1992), in the form of Du, Rush and Cardie (2021).

A set is JSON Lines of ``id``, ``text`` (paragraphs are parted by empty lines) and ``facts`` (``effect``, ``number``).
Facts count where the effect is DEATH or INJURY and the number over 1; one is found when a row of its measure has the
number, or one of its alternatives, as a stated bound. The gold leaves out deaths among the military alone, so that
rows are counted, not judged.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from crossread import codebooks
from crossread.benchmarks import common
from crossread.figures import counting as figures
from crossread.figures.counting import Figure
from crossread.quotes.attribution import Paragraph

MEASURES = {"DEATH": "killed", "INJURY": "injured"}
PARAGRAPH = re.compile(r"\S.*?(?=\n\s*\n|\Z)", re.DOTALL)


class Score(NamedTuple):
    """Of one article: gold facts, those found, and rows that count several killed or injured."""

    facts: int
    found: int
    rows: int


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of an article."""
    return [Paragraph(match.start(), match.end(), "body") for match in PARAGRAPH.finditer(text)]


def facts(article: dict) -> Iterator[tuple[str, set[int]]]:
    """Measure and right numbers of the facts that count."""
    for fact in article["facts"]:
        right = {int(n) for given in fact["number"] or () for n in re.findall(r"\d+", given)}
        right = {n for n in right if n > 1}
        if fact["effect"] in MEASURES and right:
            yield MEASURES[fact["effect"]], right


def score(article: dict, rows: Sequence[Figure]) -> Score:
    """What was found of an article's facts."""
    counted = [row for row in rows if row.measure in MEASURES.values()]
    gold = list(facts(article))
    found = sum(
        any(row.measure == measure and right & {row.reported_min, row.reported_max} for row in counted)
        for measure, right in gold
    )
    over = sum(max(row.reported_min or 0, row.reported_max or 0) > 1 for row in counted)
    return Score(len(gold), found, over)


def _recall(scores: Sequence[Score]) -> float:
    return sum(s.found for s in scores) / max(1, sum(s.facts for s in scores))


def _rows(scores: Sequence[Score]) -> float:
    return sum(s.rows for s in scores) / max(1, sum(s.facts for s in scores))


def find(text: str) -> list[Figure]:
    """The figures of an article that is nothing but its text."""
    return figures.find(text, paragraphs(text), [], [], codebooks.load())


def validate(path: Path, predictions: Path | None = None) -> str:
    """Score the figures of the articles at ``path``; write ``{id, figures}`` lines to ``predictions``."""
    articles = common.read_lines(path)
    found = [find(article["text"]) for article in articles]
    if predictions:
        lines = (
            {"id": a["id"], "figures": [r._asdict() for r in rows]} for a, rows in zip(articles, found, strict=True)
        )
        common.write_lines(predictions, lines)
    scores = [score(article, rows) for article, rows in zip(articles, found, strict=True)]
    few, many = common.interval(scores, _rows)
    total = sum(s.facts for s in scores)
    return (
        f"muc4: {len(articles)} articles, {total} facts that count several dead or hurt\n"
        f"recall {common.measured(scores, _recall)}\n"
        f"rows of several killed or injured for each fact {_rows(scores):.2f} ({few:.2f}-{many:.2f})\n"
        "(95 % intervals over articles)"
    )
