"""Evidence in a table: the sentence that words stand in, the words strong, as a link to their place."""

import pandas as pd
from markupsafe import Markup

from crossread.display import html as display
from crossread.display import passages
from crossread.display.html import shortened

CUT = 220  # characters of a sentence in a table


def sentences(rows: pd.DataFrame, cut: int | None = CUT) -> pd.Series:
    """A cell for each of ``rows``, which have ``article_id``, ``start``, ``end``, ``sentence``, ``sentence_start``."""
    return display.cells(sentence(row, cut) for row in rows.itertuples())


def sentence(row: tuple, cut: int | None = CUT) -> Markup:
    """One sentence, cut to ``cut`` characters about its words."""
    at, end = row.start - row.sentence_start, row.end - row.sentence_start
    before, words, after = row.sentence[:at], row.sentence[at:end], row.sentence[end:]
    if cut and len(row.sentence) > cut:
        room = max(cut - len(words), 0)
        left = min(len(before), max(room // 2, room - len(after)))
        if left < len(before):
            before = "…" + before[len(before) - left :].partition(" ")[2]
        after = shortened(after, max(room - left, 1)) if len(after) > room - left else after
    lead = " " if before[-1:].isspace() else ""
    tail = " " if after[:1].isspace() or (after and after != row.sentence[end:] and row.sentence[end].isspace()) else ""
    parts = (_line(before) + lead, _line(words), tail + _line(after))
    marked = Markup("{}<strong>{}</strong>{}").format(*parts)
    return display.link(passages.address(row.article_id, row.start, row.end), marked)


def _line(words: str) -> str:
    return shortened(words, len(words) + 1)
