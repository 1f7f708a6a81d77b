"""NewsMTSC: tone towards a target in a sentence of US news (Hamborg and Donnay 2021).

A set is JSON Lines of ``id``, ``sentence``, ``start`` and ``end`` of the target, and ``label`` (negative, neutral,
positive). Scored per target: macro-F1 and accuracy over the three labels, ``no_clear_tone`` counting as neutral.
Beside it, whole sentences: of those with polar targets that agree, how many get a label, and of these, how many the
right one. Predictions are ``{id, start, end, label, polarity}``.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from crossread import codebooks
from crossread.benchmarks import common
from crossread.tone import scoring as tone

LABELS = ("negative", "neutral", "positive")


def macro_f1(sums: Mapping[str, np.ndarray]) -> np.ndarray:
    """Mean of the F1 of the three labels over all targets."""
    return sum(common.f1(f"right {name}", f"given {name}", f"gold {name}")(sums) for name in LABELS) / len(LABELS)


def counts(targets: Sequence[tuple[str, str]], whole: str) -> Counter:
    """What is counted of a sentence: gold and given label of each target, and the label of the whole."""
    found = Counter({f"{part} {name}": 0 for part in ("gold", "given", "right") for name in LABELS})
    for gold, given in targets:
        found.update({f"gold {gold}": 1, f"given {given}": 1, f"right {gold}": gold == given})
        found.update(targets=1, right=gold == given)
    signs = {gold for gold, _ in targets} - {"neutral"}
    agreed, labelled = len(signs) == 1, whole != "neutral"
    found.update(signed=agreed, labelled=agreed and labelled, right_sign=agreed and labelled and whole in signs)
    return found


def score(items: Sequence[dict]) -> common.Scored:
    """Score the targets, and the sentences that they stand in."""
    lexicon, targets = codebooks.load().tone, defaultdict(list)
    predictions, errors = [], []
    for item in items:
        text, start, end = (item[name] for name in ("sentence", "start", "end"))
        reading = tone.towards(text, start, end, lexicon)
        given = _as_three(reading.label)
        targets[text].append((item["label"], given))
        own = {"id": item["id"], "start": start, "end": end, "label": reading.label, "polarity": reading.polarity}
        predictions.append(own)
        if given != item["label"]:
            errors.append((text[start:end], text, item["label"], reading.label))
    found = [counts(own, _as_three(tone.of_text(text, lexicon).label)) for text, own in targets.items()]
    report = (
        f"newsmtsc: {len(items)} targets in {len(targets)} sentences\n"
        f"targets: macro-F1 {common.measured(found, macro_f1)}, "
        f"accuracy {common.measured(found, common.of('right', 'targets'))}\n"
        f"whole sentences with polar targets: labelled {common.measured(found, common.of('labelled', 'signed'))}, "
        f"right sign {common.measured(found, common.of('right_sign', 'labelled'))}\n"
        "(95 % intervals over sentences)"
    )
    return common.Scored(report, predictions, errors)


def _as_three(label: str) -> str:
    return label if label in LABELS else "neutral"
