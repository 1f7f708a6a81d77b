"""MUC-3/4: deaths and injuries in agency reports of 1988-91 (Sundheim 1992), in the form of Du, Rush and Cardie (2021).

A set is JSON Lines of ``id``, ``text`` (paragraphs are parted by empty lines) and ``facts`` (``effect``, ``number``).
Facts count where the effect is DEATH or INJURY and the number over 1; one is found when a row of its measure has the
number, or one of its alternatives, as a stated bound. The gold leaves out deaths among the military alone, so that
rows are counted, not judged. Predictions are ``{id, figures}``.
"""

import re
from collections.abc import Iterator, Sequence

from crossread import codebooks
from crossread.benchmarks import common
from crossread.figures import counting as figures
from crossread.quotes.attribution import Paragraph

MEASURES = {"DEATH": "killed", "INJURY": "injured"}
PARAGRAPH = re.compile(r"\S.*?(?=\n\s*\n|\Z)", re.DOTALL)


def facts(article: dict) -> Iterator[tuple[str, set[int]]]:
    """Measure and right numbers of the facts that count."""
    for fact in article["facts"]:
        right = {int(n) for given in fact["number"] or () for n in re.findall(r"\d+", given)}
        right = {n for n in right if n > 1}
        if fact["effect"] in MEASURES and right:
            yield MEASURES[fact["effect"]], right


def score(items: Sequence[dict]) -> common.Scored:
    """Score the figures of the articles."""
    books, counts, predictions, errors = codebooks.load(), [], [], []
    for item in items:
        text, gold = item["text"], list(facts(item))
        paragraphs = [Paragraph(match.start(), match.end(), "body") for match in PARAGRAPH.finditer(text)]
        rows = figures.find(text, paragraphs, [], [], books)
        predictions.append({"id": item["id"], "figures": [row._asdict() for row in rows]})
        several = sum(
            row.measure in MEASURES.values() and max(row.reported_min or 0, row.reported_max or 0) > 1 for row in rows
        )
        counts.append({"facts": len(gold), "rows": several, "found": len(gold)})
        for measure, right in gold:
            own = [row for row in rows if row.measure == measure]
            if not any(right & {row.reported_min, row.reported_max} for row in own):
                counts[-1]["found"] -= 1
                found = ", ".join(text[row.start : row.end] for row in own) or "nothing"
                errors.append((item["id"], text, f"{measure}: {' or '.join(map(str, sorted(right)))}", found))
    report = (
        f"muc4: {len(items)} articles, {sum(own['facts'] for own in counts)} facts that count several dead or hurt\n"
        f"recall {common.measured(counts, common.of('found', 'facts'))}\n"
        "rows of several killed or injured for each fact "
        f"{common.measured(counts, common.of('rows', 'facts'), digits=2)}\n"
        "(95 % intervals over articles)"
    )
    return common.Scored(report, predictions, errors)
