"""Generic frames: which of the five frames of Semetko and Valkenburg (2000) a text was written to have.

A set is JSON Lines of ``topic``, ``frame`` (the one that its writer was asked for) and ``text``, as made from the
corpus of Chan, Freudenthaler and Müller (chainsawriot/frame), in which frame and topic are independent. Scored as
there: accuracy of the strongest frame.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from crossread import codebooks
from crossread.articles.sets import SetError
from crossread.benchmarks import common
from crossread.framing import frames
from crossread.text import sentences


def scores(texts: pd.Series, topics: pd.Series) -> pd.DataFrame:
    """How far each frame stands out in each text; see :func:`crossread.framing.frames.strengths`.

    The texts on one topic are a set, as the articles on one event are: they are compared with one another. The frames
    that they were meant to have are not looked at.
    """
    book = next(book for book in codebooks.load().frames if book.name == "generic")
    salience = pd.DataFrame([_salience(text, book) for text in texts], texts.index)
    return salience.groupby(topics, group_keys=False).apply(frames.strengths, book).loc[texts.index]


def _salience(text: str, book: frames.Book) -> dict[str, float]:
    spans = [span for line in re.finditer(r"[^\n]+", text) for span in sentences.spans(text, *line.span())]
    return frames.salience(frames.find(text, spans, book), len(spans), book)


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
    items = pd.DataFrame(common.read_lines(path))
    found = scores(items["text"], items["topic"])
    labels = {label: _known(label, list(found)) for label in items["frame"].unique()}
    if predictions:
        worded = found.rename(columns={name: label for label, name in labels.items()}).to_dict("records")
        names = items.get("id", items.index)
        common.write_lines(predictions, ({"id": i, "scores": s} for i, s in zip(names, worded, strict=True)))
    right = (found.idxmax(axis=1) == items["frame"].map(labels)).to_list()
    low, high = common.interval(right, _accuracy)
    return (
        f"generic-frames: {len(items)} texts, the frame that stands out most among texts on one topic\n"
        f"accuracy {_accuracy(right):.3f} (95 % interval over texts {low:.3f}-{high:.3f}); chance .20, framing experts "
        ".50-.60"
    )
