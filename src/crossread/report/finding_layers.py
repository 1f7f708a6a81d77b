"""Figures, labels, frames, tone and agency of an article as layers of its reading view.

Each takes the rows that one article has in the table of that name. A layer stands only where something was found.
"""

from collections.abc import Callable

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


def figures(rows: pd.DataFrame) -> Layer:
    """Reported numbers with their bounds, and who says them; ``rows`` are of :func:`crossread.figures.claims.claims`
    and :func:`crossread.figures.claims.others`."""
    key = Markup(
        '<p><span class="figure casualty">A solid frame</span> is about a casualty figure, '
        '<span class="figure">a dashed one</span> about another number. Before it stands how the number was '
        "understood, with its bound.</p>"
    )
    return _layer("figures", "Figures", "N", rows, _figure, key)


def labels(rows: pd.DataFrame, names: pd.Series) -> Layer:
    """Words that name an actor or an act; ``names`` are those of the entities by ``entity_id``."""
    key = Markup(
        '<p><span class="label">A wavy line</span> is under the words that an actor or an act is called by; before '
        "them stands whom or what they are taken to mean.</p>"
    )
    return _layer("labels", "Labels", "L", rows, lambda row: _label(row, names), key)


def frames(rows: pd.DataFrame) -> Layer:
    """Indicators of frames."""
    key = Markup(
        '<p><span class="frame">A line above</span> is over each indicator of a frame that the code book lists; '
        "before it stands the frame. One indicator is not yet a frame.</p>"
    )
    return _layer("frames", "Frames", "F", rows, _frame, key)


def tone(rows: pd.DataFrame, text: str) -> Layer:
    """Sentences and clauses with a tone; those without a clear one are counted in the key."""
    clear = rows[rows["label"].isin(list(SIGNS))]
    key = Markup(
        '<p>A sentence, or a clause about somebody, that was scored: <span class="tone tone-negative">hatched '
        'downwards with − when negative</span>, <span class="tone tone-positive">upwards with + when positive</span>, '
        "with ± alone when balanced. {} without a clear tone bear no mark.</p>"
    ).format(f"{len(rows) - len(clear):,}")
    return _layer("tone", "Tone", "T", clear, lambda row: _tone(row, text), key)


def agency(rows: pd.DataFrame) -> Layer:
    """Acts of violence, and whether the sentence says who did them."""
    key = Markup(
        '<p><span class="act">Strong words</span> are an act of violence; before them stands its form: active, '
        "passive with or without who did it, or as a noun.</p>"
    )
    return _layer("agency", "Agency", "V", rows, _act, key)


def _layer(
    name: str, title: str, letter: str, rows: pd.DataFrame, mark: Callable[[tuple], tuple], key: Markup
) -> Layer:
    """``mark`` gives of a row: kind, classes, tag, head and about."""
    marks = []
    ordered = rows.sort_values(["start", "end"], kind="stable")
    for number, row in enumerate(ordered.itertuples(index=False), 1):
        kind, classes, tag, head, about = mark(row)
        note = Note(f"{letter}{number}", escape(head), " · ".join(part for part in about if part))
        marks.append(Mark(int(row.start), int(row.end), kind, classes, shortened(tag, _CUT), note))
    return Layer(name, title, len(marks), marks, key)


def _figure(row: tuple) -> tuple:
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


def _label(row: tuple, names: pd.Series) -> tuple:
    target = names.get(row.target_id, row.target_id) if pd.notna(row.target_id) else "target not known"
    device = DEVICES.get(row.device, "") if pd.notna(row.device) else ""
    about = [_voice(row), device]
    return "label", "device" if device else "", target, f"{target}: “{shortened(row.term, 60)}”", about


def _frame(row: tuple) -> tuple:
    frame = row.frame.replace("_", " ")
    about = [f"indicator: {shortened(row.indicator, 60)}", f"code book: {row.codebook}", _of(row, "voice", "voice: {}")]
    return "frame", "", frame, frame, about


def _tone(row: tuple, text: str) -> tuple:
    target = ""
    if pd.notna(row.target_start):
        target = f"about “{shortened(text[int(row.target_start) : int(row.target_end)], 60)}”"
    score = "" if pd.isna(row.polarity) else f" ({row.polarity:+.2f})".replace("-", "−")
    others = "a verdict of others" if row.of_others and row.voice == tones.NARRATOR and pd.isna(row.source) else ""
    about = [target, others or _voice(row), tones.went_by(row.evidence)]
    return "tone", f"tone-{row.label}", SIGNS[row.label], f"{row.label}{score}", about


def _act(row: tuple) -> tuple:
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
