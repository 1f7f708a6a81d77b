"""The quotes of an article as a layer of its reading view: who speaks, in which words, by which cue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd
from markupsafe import Markup

from crossread.display import html as display
from crossread.display.html import shortened
from crossread.quotes import voices
from crossread.report.layers import PLACE, Layer, Mark, Note

NAME = "quotes"
OTHER = "o"  # stands for a voice without a letter
_KEY = Markup(
    "<ul>{}</ul>\n<p>Words that are given to a source have its colour, and before them a number and the letter that "
    "the source has in the whole set; grey has none. The line below is "
    '<span class="quote quote-direct v-o">solid</span> for direct, <span class="quote quote-mixed v-o">dashed</span> '
    'for mixed and <span class="quote quote-indirect v-o">dotted</span> for indirect speech. '
    '<span class="source v-o">The source</span> is underlined, <span class="cue">the cue</span> slanted.</p>'
)


def layer(found: pd.DataFrame, letters: Mapping[str, str]) -> Layer:
    """The layer of one article.

    Parameters
    ----------
    found
        Its rows of :func:`crossread.quotes.voices.attributions`.
    letters
        The letters of the voices of the set, as :func:`crossread.quotes.voices.key` gives them.
    """
    by_quote: dict[str, list[dict]] = {}
    for row in found.to_dict("records"):
        by_quote.setdefault(row["quote_id"], []).append(row)
    groups = by_quote.values()
    marks = [mark for number, rows in enumerate(groups, 1) for mark in _marks(number, rows, letters)]
    speakers = Markup("\n").join(
        Markup("<li>{}{} <small>{}</small></li>").format(
            chip(letters.get(voice, OTHER)), voice, display.counted(words, "word")
        )
        for voice, words in voices.spoken(found)
    )
    return Layer(NAME, "Quotes", len(groups), marks, _KEY.format(speakers), shown=True)


def chip(letter: str) -> Markup:
    """The letter of a voice in its colour; nothing for a voice without one."""
    if letter.lower() == OTHER:
        return Markup("")
    return Markup('<span class="voice v-{}">{}</span> ').format(letter.lower(), letter.upper())


def _marks(number: int, rows: list[dict], letters: Mapping[str, str]) -> Iterator[Mark]:
    row = rows[0]
    letter = letters.get(row["voice"], OTHER).lower()
    tag = f"{number}" if letter == OTHER else f"{number} {letter.upper()}"
    head = Markup("{}{}: {}").format(chip(letter), display.joined(each["voice"] for each in rows), row["quote_type"])
    note = Note(f"{number}", head, _about(row))
    for start, end in row["parts"]:
        yield Mark(int(start), int(end), "quote", f"quote-{row['quote_type']} v-{letter}", tag, note)
    yield Mark(int(row["content_start"]), int(row["content_end"]), PLACE)
    for kind in ("cue", "source"):
        start, end = row[f"{kind}_start"], row[f"{kind}_end"]
        if pd.notna(start) and pd.notna(end):
            yield Mark(int(start), int(end), kind, f"v-{letter}")


def _about(row: dict) -> str:
    """What is known of an attribution besides its voice and kind, in one line."""
    kind, cue_class = row["source_type"], row["cue_class"]
    known = [
        kind.replace("_", " ") if pd.notna(kind) else voices.NO_TYPE,
        _of(row["source_mention"], "named as “{}”"),
        _of(row["cue"], "cue “{}”" + (f" ({cue_class})" if pd.notna(cue_class) else "")) or voices.NO_CUE,
        _of(row["via"], "via {}"),
        _of(row["addressee"], "told to {}"),
        f"rule: {row['rule']}",
    ]
    return " · ".join(part for part in known if part)


def _of(value: object, words: str) -> str:
    return words.replace("{}", shortened(value, 80)) if pd.notna(value) else ""
