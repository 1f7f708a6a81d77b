"""Corrections written: what a researcher puts right in a notebook becomes a line of the set's own files.

A wrong cell or a false row is a line of ``corrections.csv``, two entities that are one are a row of ``actors.csv``.
Nothing else is ever written in a set, each file is replaced whole, and what a spreadsheet would compute gets an
apostrophe before it, which is taken away in reading.
"""

import csv
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from crossread.articles import sets
from crossread.corrections.applying import places, rows_at
from crossread.corrections.lines import COLUMNS, FILE, UnfitError, checked
from crossread.entities.names import fold
from crossread.storage.replacing import replacing

_ID = re.compile(r"(?P<article>.*?):(?P<kind>[a-z]+):(?P<start>\d+)-(?P<end>\d+)(?::.*)?", re.DOTALL)
_ADDRESS = ("table", "article", "words", "occurrence")
_CELL = (*_ADDRESS, "action", "column")  # what of a row a line speaks of
_MORE = ""  # under this name, the cells of a line beyond its header
_COMPUTED = re.compile(r"'*[=+@\-]")


def correct(
    folder: Path,
    tables: Mapping[str, pd.DataFrame],
    table: str,
    row_id: str,
    *,
    who: str,
    why: str = "",
    delete: bool = False,
    **columns: object,
) -> int:
    """Write what is to be set of a row, or that it is to go, into ``corrections.csv`` of the set in ``folder``.

    Parameters
    ----------
    tables
        Those of the set as it is analysed now.
    row_id
        The value of the first column of the row.
    columns
        What to set them to, as the table holds it. None or "" leaves a cell empty: a source taken away is nobody.

    Returns
    -------
    How many lines were written: none where the file says so already.

    Raises
    ------
    UnfitError
        When there is no such row, no such column or value, or when other rows stand at the very same words.
    SetError
        When ``folder`` is no set: tables that a run left cannot be corrected.
    """
    if delete == bool(columns):
        raise UnfitError("a row is either set or deleted", "name columns with their values, or give delete=True")
    if not who.strip():
        raise UnfitError("it names nobody who corrects", "give your name as who")
    said = {"who": who.strip(), "why": why.strip()}
    wanted = [said | {"action": "set", "column": name, "value": _cell(value)} for name, value in columns.items()]
    wanted = wanted or [said | {"action": "delete"}]
    for line in wanted:
        cells = {"table": table, "article": row_id, "words": row_id} | line
        checked(0, {name: cell for name, cell in cells.items() if cell})
    address = _address(tables, table, row_id)
    wanted = [address | line for line in wanted]

    def added(rows: list[dict]) -> list[dict]:
        last = {tuple(row.get(name, "") for name in _CELL): row.get("value", "") for row in rows}
        new = [w for w in wanted if last.get(tuple(w.get(name, "") for name in _CELL)) != w.get("value", "")]
        return rows + new

    return _rewritten(folder, FILE, COLUMNS, added)


def merge(folder: Path, tables: Mapping[str, pd.DataFrame], name: str, other: str) -> int:
    """Make ``other`` another name of ``name`` in ``actors.csv`` of the set in ``folder``.

    Both are entities of the set, by name, id or a name that they go by. Where ``actors.csv`` has a row for each, that
    of ``other`` goes into that of ``name``, whose own cells win.

    Returns
    -------
    How many rows were written: none where they are one already.

    Raises
    ------
    UnfitError
        When one of them is no entity of the set, or its name cannot be an alias.
    SetError
        When ``folder`` is no set.
    """
    kept, gone = (_entity(tables["entities"], words) for words in (name, other))
    if kept["entity_id"] == gone["entity_id"]:
        return 0
    worded = fold(gone["name"]) in map(fold, gone["variants"])
    aliases = [gone["name"], *([] if worded else gone["variants"])]
    if any(";" in alias for alias in aliases):
        raise UnfitError(f"{gone['name']} has a semicolon in its name", "write the row into actors.csv by hand")

    def joined(rows: list[dict]) -> list[dict]:
        own = next((row for row in rows if row.get("name") == kept["name"]), None)
        if own is None:
            own = {"name": kept["name"], "entity_type": kept["entity_type"]}
            rows = [*rows, own]
        goes = [row for row in rows if row.get("name") == gone["name"]]
        all_aliases = [own.get("aliases", ""), *aliases, *(row.get("aliases", "") for row in goes)]
        for row in goes:
            own |= {column: cell for column, cell in row.items() if cell and not own.get(column)}
        own["aliases"] = ";".join(dict.fromkeys(part for cell in all_aliases for part in cell.split(";") if part))
        return [row for row in rows if row not in goes]

    return _rewritten(folder, sets.ACTORS, sets.ACTOR_COLUMNS, joined)


def _address(tables: Mapping[str, pd.DataFrame], table: str, row_id: str) -> dict[str, str]:
    """The article and the words of a row, which may be one that a line has deleted before."""
    rows, texts = tables[table], tables["articles"].set_index("article_id")["text"]
    key, place = rows.columns[0], _ID.fullmatch(row_id)
    found = rows[rows[key] == row_id].to_dict("records")
    if table == "articles" and found:
        return {"table": table, "article": row_id}
    article, start, end = place.group("article", "start", "end") if place else (None, 0, 0)
    if found:
        names = ("content_start", "content_end") if "content_start" in rows else ("start", "end")
        article, start, end = (found[0][name] for name in ("article_id", *names))
        at = rows_at(rows[rows["article_id"] == article].to_dict("records"), start, end)
        if others := sorted({row[key] for row in at} - {row_id}):
            raise UnfitError(f"{others[0]} stands at the same words as {row_id}", "no line can speak of one alone")
    text, start = texts.get(article, ""), int(start)
    words = text[start : int(end)].strip()
    if not words:
        raise UnfitError(f"there is no row {row_id} in {table}", f"copy its {key} from the table")
    which = 1 + sum(at < start for at in places(text, words))
    return {"table": table, "article": article, "words": words, "occurrence": str(which)}


def _cell(value: object) -> str:
    if value is None or value is pd.NA:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value).strip()


def _entity(entities: pd.DataFrame, name: str) -> dict:
    rows = entities.to_dict("records")
    for fits in (
        lambda row: name in (row["entity_id"], row["name"]),
        lambda row: fold(name) == fold(row["name"]),
        lambda row: fold(name) in map(fold, row["variants"]),
    ):
        found = [row for row in rows if fits(row)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UnfitError(f"{name} may be {found[0]['name']} or {found[1]['name']}", "give the entity_id of one")
    raise UnfitError(f"{name} is no entity of the set", "copy its name from the table entities")


def _rewritten(folder: Path, file: str, columns: tuple[str, ...], change: Callable) -> int:
    """Give the rows of a file of the set to ``change`` and write what comes back; how many rows are new or other.

    Columns of the researcher's own, the order of columns and the separator stay.
    """
    if not (folder / "articles").is_dir():
        what = f"{folder}: these are tables of a run, not a set"
        raise sets.SetError(f"{what}; load the set itself, by its folder or its name, to correct it")
    path = folder / file
    lines, separator = sets.read_cells(path) if path.exists() else ([], ",")
    header = [name.strip().lower() for name in lines[0]] if lines else list(columns)
    if columns[0] not in header:
        raise sets.SetError(f"{path}: it has no column {columns[0]}; mend it by hand first")
    old = [
        {
            **dict(zip(header, (sets.INERT.sub("", cell.strip()) for cell in line), strict=False)),
            _MORE: line[len(header) :],
        }
        for line in lines[1:]
    ]
    header += [name for name in columns if name not in header]
    new = change([dict(row) for row in old])
    changed = sum(row not in old for row in new) + (len(new) < len(old))
    if not changed:
        return 0
    with replacing(path) as unfinished:
        with unfinished.open("w", encoding="utf-8-sig", newline="", errors="replace") as written:
            writer = csv.writer(written, delimiter=separator, lineterminator="\n")
            writer.writerow(header)
            writer.writerows([[_inert(row.get(name, "")) for name in header] + row.get(_MORE, []) for row in new])
        read, _ = sets.read_table(unfinished, columns)
        kept = [{name: cell for name, cell in row.items() if name in columns and cell} for row in new]
        if [cells for _, cells in read] != kept:
            raise UnfitError(f"{file} cannot hold these words", "name fewer of them, in a line of your own")
    return changed


def _inert(cell: str) -> str:
    return f"'{cell}" if _COMPUTED.match(cell) else cell
