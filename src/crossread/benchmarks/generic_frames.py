"""Generic frames: which of the five frames of Semetko and Valkenburg (2000) a text was written to have.

A set is JSON Lines of ``topic``, ``frame`` (the one that its writer was asked for) and ``text``, as made from the
corpus of Chan, Freudenthaler and Müller (chainsawriot/frame), in which frame and topic are independent. Scored as
there: accuracy of the strongest frame.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from crossread import codebooks
from crossread.articles.sets import SetError
from crossread.benchmarks import common
from crossread.framing import frames
from crossread.text import sentences


def scores(text: str) -> dict[str, float]:
    """How far each frame stands out in a text from ordinary news; see :func:`crossread.framing.frames.strengths`."""
    book = next(book for book in codebooks.load().frames if book.name == "generic")
    spans = [span for line in re.finditer(r"[^\n]+", text) for span in sentences.spans(text, *line.span())]
    return frames.strengths(frames.find(text, spans, book), len(spans), book)


def _accuracy(right: Sequence[bool]) -> float:
    return sum(right) / max(1, len(right))


def _known(label: str, names: Sequence[str]) -> str:
    """The frame that a label of a set means: it may be worded "Attribution of responsibility" or "economic".

    Raises
    ------
    SetError
        When it is none of the five.
    """
    words = set(re.findall(r"[a-z]+", label.lower())) - {"of"}
    for name in names:
        if words & set(name.split()):
            return name
    raise SetError(f"{label}: not one of the frames {', '.join(names)}")


def validate(path: Path, predictions: Path | None = None) -> str:
    """Score the frames of the texts at ``path``; write ``{id, scores}`` lines, frames as named there, to
    ``predictions``."""
    items = common.read_lines(path)
    found = [scores(item["text"]) for item in items]
    labels = {item["frame"]: _known(item["frame"], list(found[0])) for item in items}
    if predictions:
        worded = {name: label for label, name in labels.items()}
        common.write_lines(
            predictions,
            (
                {"id": item.get("id", number), "scores": {worded.get(name, name): v for name, v in own.items()}}
                for number, (item, own) in enumerate(zip(items, found, strict=True))
            ),
        )
    right = [max(own, key=own.get) == labels[item["frame"]] for item, own in zip(items, found, strict=True)]
    low, high = common.interval(right, _accuracy)
    return (
        f"generic-frames: {len(items)} texts, the strongest of five frames\n"
        f"accuracy {_accuracy(right):.3f} (95 % interval over texts {low:.3f}-{high:.3f}); chance .20, framing experts "
        ".50-.60"
    )
