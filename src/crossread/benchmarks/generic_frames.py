"""Generic frames: which of the five frames of Semetko and Valkenburg (2000) a text was written to have.

A set is JSON Lines of ``topic``, ``frame`` (the one that its writer was asked for) and ``text``, as made from the
corpus of Chan, Freudenthaler and Müller (chainsawriot/frame), in which frame and topic are independent. Scored as
there: accuracy of the strongest frame. Predictions are ``{id, scores}``, frames named as in the set.
"""

import re
from collections.abc import Sequence

import pandas as pd

from crossread import codebooks
from crossread.articles.sets import SetError
from crossread.benchmarks import common
from crossread.framing import frames
from crossread.text import sentences


def strengths(texts: pd.Series, topics: pd.Series) -> pd.DataFrame:
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


def score(items: Sequence[dict]) -> common.Scored:
    """Score the frames of the texts."""
    texts = pd.DataFrame(items)
    found = strengths(texts["text"], texts["topic"])
    labels = {_known(label, list(found)): label for label in texts["frame"].unique()}
    found = found.rename(columns=labels)
    counts, errors = [], []
    for number, (item, given) in enumerate(zip(items, found.idxmax(axis=1), strict=True), 1):
        counts.append({"all": 1, "right": given == item["frame"]})
        if given != item["frame"]:
            errors.append((f"line {number}", item["text"], item["frame"], given))
    report = (
        f"generic-frames: {len(items)} texts, the frame that stands out most among texts on one topic\n"
        f"accuracy {common.measured(counts, common.of('right', 'all'))}; chance .20, framing experts .50-.60\n"
        "(95 % intervals over texts)"
    )
    rows = zip(items, found.to_dict("records"), strict=True)
    predictions = [{"id": item.get("id", number), "scores": own} for number, (item, own) in enumerate(rows)]
    return common.Scored(report, predictions, errors)
