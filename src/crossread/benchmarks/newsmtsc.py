"""NewsMTSC: tone towards a target in a sentence of US news (Hamborg and Donnay 2021).

A set is JSON Lines of ``id``, ``sentence``, ``start`` and ``end`` of the target, and ``label`` (negative, neutral,
positive). Scored per target: macro-F1 and accuracy over the three labels, ``no_clear_tone`` counting as neutral.
Beside it, whole sentences: of those with polar targets that agree, how many get a label, and of these, how many the
right one.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from crossread import codebooks
from crossread.benchmarks import common
from crossread.tone import scoring as tone
from crossread.tone.scoring import Reading

LABELS = ("negative", "neutral", "positive")


class Sentence(NamedTuple):
    """Gold and given labels of the targets of a sentence, and the label of the whole."""

    targets: list[tuple[str, str]]
    whole: str


def as_three(label: str) -> str:
    """A label as one of the three."""
    return label if label in LABELS else "neutral"


def macro_f1(sentences: Sequence[Sentence]) -> float:
    """Mean of the F1 of the three labels over all targets."""
    pairs = Counter(pair for sentence in sentences for pair in sentence.targets)
    golds, given = Counter(), Counter()
    for (gold, label), n in pairs.items():
        golds[gold] += n
        given[label] += n
    scores = [2 * pairs[name, name] / max(1, golds[name] + given[name]) for name in LABELS]
    return sum(scores) / len(LABELS)


def accuracy(sentences: Sequence[Sentence]) -> float:
    """Share of targets with the gold label."""
    pairs = [pair for sentence in sentences for pair in sentence.targets]
    return common.share(sum(gold == label for gold, label in pairs), len(pairs))


def labelled(sentences: Sequence[Sentence]) -> float:
    """Of the sentences whose polar targets agree, the share with a polar label of the whole."""
    signs = _signs(sentences)
    return common.share(sum(whole != "neutral" for _, whole in signs), len(signs))


def right(sentences: Sequence[Sentence]) -> float:
    """Of those with such a label, the share with the right one."""
    given = [(gold, whole) for gold, whole in _signs(sentences) if whole != "neutral"]
    return common.share(sum(gold == whole for gold, whole in given), len(given))


def _signs(sentences: Sequence[Sentence]) -> list[tuple[str, str]]:
    signs = [({gold for gold, _ in s.targets} - {"neutral"}, s.whole) for s in sentences]
    return [(min(gold), whole) for gold, whole in signs if len(gold) == 1]


def score(items: Sequence[dict], readings: Sequence[Reading]) -> list[Sentence]:
    """The sentences of ``items``, a target each, with what was read of each target and of the whole."""
    lexicon, targets = codebooks.load().tone, defaultdict(list)
    for item, reading in zip(items, readings, strict=True):
        targets[item["sentence"]].append((item["label"], as_three(reading.label)))
    return [Sentence(own, as_three(tone.of_text(text, lexicon).label)) for text, own in targets.items()]


def validate(path: Path, predictions: Path | None = None) -> str:
    """Score the targets at ``path``; write ``{id, start, end, label, polarity}`` lines to ``predictions``."""
    items, lexicon = common.read_lines(path), codebooks.load().tone
    readings = [tone.towards(item["sentence"], item["start"], item["end"], lexicon) for item in items]
    if predictions:
        lines = (
            {key: item[key] for key in ("id", "start", "end")} | {"label": r.label, "polarity": r.polarity}
            for item, r in zip(items, readings, strict=True)
        )
        common.write_lines(predictions, lines)
    sentences = score(items, readings)
    measured = partial(common.measured, sentences)
    return (
        f"newsmtsc: {len(items)} targets in {len(sentences)} sentences\n"
        f"targets: macro-F1 {measured(macro_f1)}, accuracy {measured(accuracy)}\n"
        f"whole sentences with polar targets: labelled {measured(labelled)}, right sign {measured(right)}\n"
        "(95 % intervals over sentences)"
    )
