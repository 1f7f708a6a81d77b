"""Figures, labels, frames, tone and agency of an article as layers of its reading view.

A layer stands only where something was found.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import pandas as pd
from markupsafe import Markup, escape

from crossread.display.html import shortened
from crossread.figures import claims
from crossread.report.layers import Layer, Mark, Note
from crossread.tone import summaries as tones

SIGNS = {"positive": "+", "negative": "−", "neutral": "±"}
FORMS = {
    "active": "active", "passive_with_agent": "passive, by …", "agentless_passive": "passive, nobody named",
    "nominalised": "as a noun",
}  # fmt: skip
DEVICES = {"scare_quotes": "in quotation marks", "so_called": "“so-called”", "alleged": "“alleged” or a word like it"}
_CUT = 28  # characters of a tag


def layer(name: str, rows: pd.DataFrame, text: str = "", names: Mapping[str, str] = MappingProxyType({})) -> Layer:
    """The layer of the table ``name``: figures, labels, frames, tone or agency.

    Parameters
    ----------
    rows
        What the table has of one article; of figures they are of :func:`crossread.figures.claims.claims` and
        :func:`crossread.figures.claims.others`.
    text
        That of the article, from which targets of tone are named.
    names
        The ``name`` of each entity by ``entity_id``, for what labels mean.
    """
    letter, mark = MARKS[name]
    marked = rows[rows["label"].isin(list(SIGNS))] if name == "tone" else rows
    marks = []
    ordered = marked.sort_values(["start", "end"], kind="stable")
    for number, row in enumerate(ordered.itertuples(index=False), 1):
        kind, classes, tag, head, about = mark(row, text, names)
        note = Note(f"{letter}{number}", escape(head), " · ".join(part for part in about if part))
        marks.append(Mark(int(row.start), int(row.end), kind, classes, shortened(tag, _CUT), note))
    key = Markup(f"<p>{KEYS[name]}</p>").format(f"{len(rows) - len(marked):,}")
    return Layer(name, name.capitalize(), len(marks), marks, key)


def _figure(row: tuple, text: str, names: Mapping[str, str]) -> tuple:
    casualty = pd.notna(row.is_casualty) and bool(row.is_casualty)
    what = row.measure if casualty or pd.isna(row.unit) else row.unit
    head = f"{row.value} {what}"
    voice = row.voice if casualty else _said(row)
    about = [
        f"said by {voice}" + (f" ({row.kind})" if casualty and row.kind != voice else ""),
        _of(row, "via", "via {}"),
        _of(row, "victim_group", "of {}"),
        _of(row, "measure", "{}") if not casualty else "",
        _of(row, "alleged_perpetrator", "laid to {}"),
        _of(row, "location", "at {}"),
        "part of a total" if pd.notna(row.part_of) else "",
        _of(row, "count_scope", "counts: {}"),
    ]
    return "figure", "casualty" if casualty else "", head, head, about


def _said(row: tuple) -> str:
    if pd.notna(row.attributed_to):
        return row.attributed_to
    return "a source without a name" if pd.notna(row.quote_id) else claims.NARRATOR


def _label(row: tuple, text: str, names: Mapping[str, str]) -> tuple:
    target = names.get(row.target_id, row.target_id) if pd.notna(row.target_id) else "target not known"
    device = DEVICES.get(row.device, "") if pd.notna(row.device) else ""
    about = [_voice(row), device]
    return "label", "device" if device else "", target, f"{target}: “{shortened(row.term, 60)}”", about


def _frame(row: tuple, text: str, names: Mapping[str, str]) -> tuple:
    frame = row.frame.replace("_", " ")
    about = [f"indicator: {shortened(row.indicator, 60)}", f"code book: {row.codebook}", _of(row, "voice", "voice: {}")]
    return "frame", "", frame, frame, about


def _tone(row: tuple, text: str, names: Mapping[str, str]) -> tuple:
    target = ""
    if pd.notna(row.target_start):
        target = f"about “{shortened(text[int(row.target_start) : int(row.target_end)], 60)}”"
    score = "" if pd.isna(row.polarity) else f" ({row.polarity:+.2f})".replace("-", "−")
    others = "a verdict of others" if row.of_others and row.voice == tones.NARRATOR and pd.isna(row.source) else ""
    about = [target, others or _voice(row), tones.went_by(row.evidence)]
    return "tone", f"tone-{row.label}", SIGNS[row.label], f"{row.label}{score}", about


def _act(row: tuple, text: str, names: Mapping[str, str]) -> tuple:
    form = FORMS.get(row.form, row.form)
    about = [_of(row, "agent", "by {}"), _of(row, "patient", "to {}")]
    return "act", "", form, f"{row.act}: {form}", about


def _voice(row: tuple) -> str:
    if pd.isna(row.voice):
        return ""
    return f"{row.voice}: {shortened(row.source, 60)}" if pd.notna(row.source) else str(row.voice)


def _of(row: tuple, column: str, words: str) -> str:
    value = getattr(row, column)
    return words.replace("{}", shortened(str(value), 80)) if pd.notna(value) else ""


# Of each table: the letter of its notes, and what a row is: the kind of its mark, the classes and the tag of that, the
# head and the parts of the note.
MARKS: dict[str, tuple[str, Callable[..., tuple]]] = {
    "figures": ("N", _figure), "labels": ("L", _label), "frames": ("F", _frame), "tone": ("T", _tone),
    "agency": ("V", _act),
}  # fmt: skip
# How the marks are read.
KEYS = {
    "figures": '<span class="figure casualty">A solid frame</span> is about a casualty figure, <span class="figure">a '
    "dashed one</span> about another number. Before it stands how the number was understood, with its bound.",
    "labels": '<span class="label">A wavy line</span> is under the words that an actor or an act is called by; before '
    "them stands whom or what they are taken to mean.",
    "frames": '<span class="frame">A line above</span> is over each indicator of a frame that the code book lists; '
    "before it stands the frame. One indicator is not yet a frame.",
    "tone": 'A sentence, or a clause about somebody, that was scored: <span class="tone tone-negative">hatched '
    'downwards with − when negative</span>, <span class="tone tone-positive">upwards with + when positive</span>, '
    "with ± alone when balanced. {} without a clear tone bear no mark.",
    "agency": '<span class="act">Strong words</span> are an act of violence; before them stands its form: active, '
    "passive with or without who did it, or as a noun.",
}
