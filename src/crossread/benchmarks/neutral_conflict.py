"""Sentences of conflict news that all judges call neutral (Färber et al. 2020): a polar label is a false alarm.

A set is JSON Lines of ``article`` and ``sentence``. Scored is the label of the whole sentence, at the threshold at
which every other one is given. Predictions are ``{index, label, polarity}``.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

from crossread import codebooks
from crossread.benchmarks import common
from crossread.tone import scoring as tone

POLAR = ("negative", "positive")


def score(items: Sequence[dict]) -> common.Scored:
    """Score the sentences."""
    lexicon, articles = codebooks.load().tone, defaultdict(Counter)
    predictions, errors = [], []
    for number, item in enumerate(items):
        reading = tone.of_text(item["sentence"], lexicon)
        polar = reading.label in POLAR
        articles[item["article"]].update(all=1, polar=polar)
        predictions.append({"index": number, "label": reading.label, "polarity": reading.polarity})
        if polar:
            errors.append((f"line {number + 1}", item["sentence"], "neutral", reading.label))
    report = (
        f"neutral-conflict: {len(items)} sentences of {len(articles)} articles\n"
        f"polar labels {common.measured([*articles.values()], common.of('polar', 'all'))}\n"
        "(95 % intervals over articles)"
    )
    return common.Scored(report, predictions, errors)
