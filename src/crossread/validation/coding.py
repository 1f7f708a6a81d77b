"""Coding sheets: what the analysis found, a unit a row, for people to judge in a spreadsheet and hand back.

The items of a sheet are columns of the table, with the closed lists of its schema. An empty cell is not coded;
``none`` says that there is nothing to name. Sheets of attributions and figures also hold the sentences in which none
was found, so that what was missed can be coded too.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from crossread import codebooks, schema
from crossread.analysis import Analysis
from crossread.articles import decoding
from crossread.articles.sets import SetError
from crossread.problems import Problem, UnreadableError
from crossread.storage import tables
from crossread.storage.replacing import replacing

YES_NO = ("yes", "no")
NONE = "none"
UNIT = "unit"
# What is coded of each table.
COLUMNS = {
    "quotes": ("quote_type", "source", "source_type", "cue_class", "via"),
    "figures": ("measure", "modifier", "reported_min", "reported_max", "victim_status", "attributed_to"),
    "labels": ("voice", "device"),
    "frames": (),
    "tone": ("label",),
}
KINDS = tuple(COLUMNS)
SENTENCES_TOO = ("quotes", "figures")
_SPELLED = {"y": "yes", "true": "yes", "1": "yes", "n": "no", "false": "no", "0": "no"}
_COMPUTED = re.compile(r"#(?:NAME\?|REF!|VALUE!|NUM!|DIV/0!|N/A|NULL!|#+)|#{3,}", re.IGNORECASE)
_WHOLE = re.compile(r"(\d+)(?:[.,]0{1,2})?|\d{1,3}(?:[, \xa0\u202f]\d{3})+")  # 14.0 and 1,200, and never 1.200
_FRAME = re.compile(r"[\w-]+: .+")


class Item(NamedTuple):
    """What is to be coded: its name, what it means, its closed list (empty: free words), whether it is a number."""

    name: str
    meaning: str
    values: tuple[str, ...]
    number: bool = False


# Whether a row is such a thing at all.
PRESENCE = {
    "quotes": Item("is_attribution", "whether the sentence gives words or a view to somebody else", YES_NO),
    "figures": Item("is_figure", "whether the sentence reports how many, of people or things", YES_NO),
    "labels": Item("is_label", "whether the words name the actor or act", YES_NO),
}


class Sheet(NamedTuple):
    """A sheet that came back: which table it is of, its codes (a row a unit, a column an item, missing where not
    coded), and what was wrong with it."""

    of: str
    codes: pd.DataFrame
    problems: list[Problem]


def items(of: str, frames: Sequence[str] = ()) -> list[Item]:
    """The items of a sheet of the table ``of``; ``frames`` are those of the code books, as ``book: frame``."""
    found = [PRESENCE[of]] if of in PRESENCE else []
    for name in COLUMNS[of]:
        column = schema.TABLES[of].columns[name]
        closed = schema.closed_list(column)
        values = (*closed, NONE) if closed and column.nullable else closed
        found.append(Item(name, column.description.replace("missing", NONE), values, schema.kind(column) == "count"))
    return found + [Item(name, "whether the sentence shows this frame", YES_NO) for name in frames]


def _listed(of: str, columns: Iterable[str]) -> list[Item]:
    """The items of a sheet with these columns."""
    return items(of, [name for name in columns if of == "frames" and _FRAME.fullmatch(name)])


def sheet(analysis: Analysis, of: str) -> pd.DataFrame:
    """The sheet of an analysed set, filled in with what the analysis found.

    Returns
    -------
    One row a unit, in order of the text: ``unit`` (the row's id, or that of a sentence without one), ``article``,
    ``sentence`` and ``words`` as texts, ``about`` (the target of a label or tone), then the items, all as text.
    """
    tables = analysis.tables
    books = codebooks.load(analysis.folder).frames if of == "frames" else []
    frames = [f"{book.name}: {frame}" for book in books for frame in book.frames]
    names = dict(zip(tables["entities"]["entity_id"], tables["entities"]["name"], strict=True))
    found = []
    for article in tables["articles"][tables["articles"]["language"].fillna("en") == "en"].itertuples():
        sentences, rows = (
            table[table["article_id"] == article.article_id] for table in (tables["sentences"], tables[of])
        )
        sentences = sentences.sort_values("start")
        if of == "frames":
            units = _of_sentences(article.text, sentences, rows, frames)
        else:
            units = _of_rows(of, article.text, sentences, rows, names)
        found += [row | {"article": article.article_id} for row in units]
    columns = [UNIT, "article", "sentence", "words", "about", *(item.name for item in items(of, frames))]
    return pd.DataFrame(found, columns=columns, dtype=object).fillna("")


def _of_sentences(text: str, sentences: pd.DataFrame, rows: pd.DataFrame, frames: list[str]) -> Iterator[dict]:
    """A row a sentence, each frame yes or no."""
    shown = set(zip(rows["sentence_id"], rows["codebook"] + ": " + rows["frame"], strict=True))
    for s in sentences.itertuples():
        answers = {name: YES_NO[(s.sentence_id, name) not in shown] for name in frames}
        yield {UNIT: s.sentence_id, "sentence": _words(text[s.start : s.end])} | answers


def _of_rows(of: str, text: str, sentences: pd.DataFrame, rows: pd.DataFrame, names: Mapping[str, str]) -> list[dict]:
    """A row for each row of the table; and one for each sentence without, where they are coded too."""
    starts, ends = sentences["start"].to_numpy(int), sentences["end"].to_numpy(int)
    bare = np.full(len(sentences), of in SENTENCES_TOO)
    found = []
    for row in rows.to_dict("records"):
        spans = _spans(of, row)
        touched = np.any([(ends > left) & (starts < right) for left, right in spans], axis=0)
        bare &= ~touched
        first, last = min([spans[0][0], *starts[touched]]), max([spans[0][1], *ends[touched]])
        unit = {UNIT: row[f"{of.rstrip('s')}_id"], "sentence": _words(text[first:last])}
        unit["words"] = _words(row["content"] if of == "quotes" else text[row["start"] : row["end"]])
        # The target of a label or tone: as worded, else its name, else the concept's.
        unit["about"] = names.get(row.get("target_id"), row.get("target_id")) or ""
        if pd.notna(row.get("target_start")):
            unit["about"] = _words(text[row["target_start"] : row["target_end"]])
        unit |= {name: NONE if pd.isna(row[name]) else str(row[name]) for name in COLUMNS[of]}
        unit |= {PRESENCE[of].name: "yes"} if of in PRESENCE else {}
        found.append((spans[0], unit))
    for s in sentences[bare].itertuples():
        unit = {UNIT: s.sentence_id, "sentence": _words(text[s.start : s.end]), PRESENCE[of].name: "no"}
        found.append(((s.start, s.end), unit))
    return [row for _, row in sorted(found, key=lambda pair: pair[0])]


def _spans(of: str, row: Mapping) -> list[tuple[int, int]]:
    """What a row rests on: its words, or of a quote all of its parts, then its cue and its source."""
    if of != "quotes":
        return [(row["start"], row["end"])]
    beside = [(row[f"{name}_start"], row[f"{name}_end"]) for name in ("cue", "source")]
    return [*map(tuple, row["parts"]), *(span for span in beside if pd.notna(span[0]))]


def _words(text: str) -> str:
    return " ".join(text.split())


def drawn(rows: pd.DataFrame, n: int, seed: int) -> pd.DataFrame:
    """``n`` units of a sheet drawn without replacement, in their order; all of them where there are fewer."""
    chosen = np.random.default_rng(seed).permutation(len(rows))[:n]
    return rows.iloc[np.sort(chosen)].reset_index(drop=True)


def write(rows: pd.DataFrame, of: str, path: Path, blank: bool = False, separator: str = ",") -> list[Path]:
    """Write a sheet to ``path`` and its code book beside it, as CSV that spreadsheets open as UTF-8.

    A cell that a spreadsheet would take for a formula begins with an apostrophe, as in all tables.

    Raises
    ------
    SetError
        When a file is there already: it may hold somebody's work.
    """
    book = path.with_name(f"{path.stem}-codebook.csv")
    for there in (path, book):
        if there.exists():
            raise SetError(f"{there}: exists, and may be filled in; name another file with -o")
    listed = _listed(of, rows.columns)
    empty = {item.name: "" for item in listed} if blank else {}
    lines = [
        (i.name, ", ".join(i.values) or (f"a whole number, or {NONE}" if i.number else f"a name, or {NONE}"), i.meaning)
        for i in listed
    ]
    explained = pd.DataFrame(lines, columns=["item", "values", "meaning"])
    for frame, place in ((rows.assign(**empty), path), (explained, book)):
        cells = pd.DataFrame({name: frame[name].map(tables.inert) for name in frame.columns}, dtype=object)
        with replacing(place) as unfinished:
            cells.to_csv(unfinished, index=False, encoding="utf-8-sig", sep=separator, lineterminator="\n")
    return [path, book]


def answers(analysis: Analysis, of: str) -> pd.DataFrame:
    """What the analysis itself says: codes as :func:`read` gives those of a person."""
    rows = sheet(analysis, of)
    rows = rows.set_index(rows[UNIT].map(_plain))
    codes = {i.name: [code(i, _plain(cell))[0] for cell in rows[i.name]] for i in _listed(of, rows.columns)}
    return pd.DataFrame(codes, index=rows.index, dtype=object)


def read(path: Path) -> Sheet:
    """Read a sheet as a spreadsheet saved it: commas, semicolons or tabs; UTF-8, UTF-16 or cp1252.

    A cell that cannot be understood counts as not coded and is a problem of one line.

    Raises
    ------
    SetError
        When the file is no coding sheet.
    """
    try:
        text, _ = decoding.decode(path.read_bytes())
        text = re.sub(r"\A\ufeff?(?:sep=.\n)?", "", text)
        first = text.split("\n", 1)[0]
        lines = list(csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count)))
    except (UnreadableError, csv.Error) as error:
        raise SetError(f"{path}: is no coding sheet ({error})") from None
    header = [_words(name) for name in lines[0]] if lines else []
    of, listed = _kind(header)
    if of is None:
        raise SetError(f"{path}: is no coding sheet: its first row needs the columns that `crossread sheet` wrote")
    problems = [
        Problem(path.name, f"column {item.name} is missing", "its item counts as not coded")
        for item in listed
        if item.name not in header
    ]
    codes: dict[str, dict[str, str | None]] = {}
    for number, line in enumerate(lines[1:], 2):
        place = f"{path.name}, row {number}"
        row = dict(zip(header, map(_plain, line), strict=False))
        if not any(row.values()):
            continue
        if wrong := _misplaced(row, line[len(header) :], codes):
            problems.append(Problem(place, *wrong))
            continue
        codes[row[UNIT]] = own = {}
        for item in listed:
            own[item.name], wrong = code(item, row.get(item.name, ""))
            if wrong:
                problems.append(Problem(place, f"{item.name}: {wrong[0]}", wrong[1]))
    frame = pd.DataFrame.from_dict(codes, orient="index", columns=[item.name for item in listed], dtype=object)
    if frame.isna().all(axis=None):
        problems.append(Problem(path.name, "nothing is filled in", "fill in the columns that its code book lists"))
    return Sheet(of, frame, problems)


def _kind(header: list[str]) -> tuple[str | None, list[Item]]:
    """The table whose items a header has most of."""
    listed = {of: _listed(of, header) for of in KINDS}
    share = {of: sum(i.name in header for i in own) / len(own) for of, own in listed.items() if own}
    best = max(share, key=share.get)
    return (best, listed[best]) if UNIT in header and share[best] >= 0.5 else (None, [])


def _misplaced(row: Mapping[str, str], beyond: list[str], codes: Mapping) -> tuple[str, str] | None:
    if any(cell.strip() for cell in beyond):
        return "it has more cells than columns", "its separators were changed; export the sheet as CSV again"
    if not row.get(UNIT):
        return "it has no unit", "put back the id that the sheet had"
    if row[UNIT] in codes:
        return f"unit {row[UNIT]} stands there twice and its first row counts", "keep one"
    return None


def _plain(cell: str) -> str:
    cell = _words(cell)
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(tables.FORMULA) else cell


def code(item: Item, cell: str) -> tuple[str | None, tuple[str, str] | None]:
    """What a cell says, or None where it says nothing; and what is wrong with it and what to do, if anything is."""
    if not cell:
        return None, None
    if _COMPUTED.fullmatch(cell):
        return None, (f"{cell} is a spreadsheet's error", "type the value again, as text")
    said = cell.casefold().replace("’", "'")
    if said == NONE and not (item.values and NONE not in item.values):
        return NONE, None
    if item.number:
        if not (whole := _WHOLE.fullmatch(cell)):
            return None, (f"{cell} is no whole number", f"write digits alone, or {NONE}")
        return str(int(whole[1] or re.sub(r"\D", "", cell))), None
    if not item.values:
        return said, None
    known = {re.sub(r"[\s_-]+", "_", value.casefold()): value for value in item.values}
    said = re.sub(r"[\s_-]+", "_", said)
    said = _SPELLED.get(said, said) if item.values == YES_NO else said
    if said in known:
        return known[said], None
    return None, (f"{cell} is none of its values", f"they are {', '.join(item.values)}")
