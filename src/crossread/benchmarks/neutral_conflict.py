"""Sentences of conflict news that all judges call neutral (Färber et al. 2020): a polar label is a false alarm.

A set is JSON Lines of ``article`` and ``sentence``. Scored is the label of the whole sentence, at the threshold at
which every other one is given.
"""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from crossread import codebooks
from crossread.benchmarks import common
from crossread.tone import scoring as tone

POLAR = ("negative", "positive")


def false_alarms(articles: Sequence[Sequence[str]]) -> float:
    """Share of polar labels among the labels of some articles."""
    labels = [label for own in articles for label in own]
    return common.share(sum(label in POLAR for label in labels), len(labels))


def validate(path: Path, predictions: Path | None = None) -> str:
    """Score the sentences at ``path``; write ``{index, label, polarity}`` lines to ``predictions``."""
    items, lexicon = common.read_lines(path), codebooks.load().tone
    readings = [tone.of_text(item["sentence"], lexicon) for item in items]
    if predictions:
        lines = ({"index": n, "label": r.label, "polarity": r.polarity} for n, r in enumerate(readings))
        common.write_lines(predictions, lines)
    by_article = defaultdict(list)
    for item, reading in zip(items, readings, strict=True):
        by_article[item["article"]].append(reading.label)
    articles = list(by_article.values())
    low, high = common.interval(articles, false_alarms)
    return (
        f"neutral-conflict: {len(items)} sentences of {len(articles)} articles\n"
        f"polar labels {false_alarms(articles):.3f} ({low:.3f}-{high:.3f}), 95 % interval over articles"
    )
