"""Tables on disk: CSV, Parquet or JSON Lines, one file a table and named after it."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from crossread import schema
from crossread.analysis import Analysis
from crossread.problems import Problem
from crossread.sets import SetError

PROBLEMS = "problems"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet computes


def write_tables(analysis: Analysis, folder: str | os.PathLike, form: str = "csv") -> list[Path]:
    """Write every table of ``analysis``, and its problems as one more table, into ``folder``.

    Each file is written beside its place and then moved there, so that a reader finds the old one or the new
    one and never a part.

    Parameters
    ----------
    folder
        Made when it does not exist.
    form
        ``csv``: UTF-8, lists as JSON, missing as empty, times in ISO 8601 UTC. A text cell that begins with
        ``=``, ``+``, ``-``, ``@``, a tab or a carriage return gets an apostrophe before it, as a spreadsheet
        would take it for a formula. ``parquet``: the tables as they are. ``jsonl``: one JSON object a line,
        lists as lists, missing as null, times in ISO 8601 UTC, texts unchanged.

    Returns
    -------
    The files written, in order of :data:`crossread.schema.TABLES`.

    Raises
    ------
    ValueError
        When ``form`` is none of the three.
    """
    if form not in WRITERS:
        raise ValueError(f"no format {form!r}; formats are {', '.join(WRITERS)}")
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, table in {**analysis.tables, PROBLEMS: _problem_table(analysis.problems)}.items():
        written.append(folder / f"{name}.{form}")
        with replacing(written[-1]) as unfinished:
            WRITERS[form](table, unfinished)
    return written


def holds_tables(folder: str | os.PathLike) -> bool:
    """Whether ``folder`` holds the Parquet tables of a run."""
    return (Path(folder) / "articles.parquet").is_file()


def read_tables(folder: str | os.PathLike) -> Analysis:
    """Read back the Parquet tables that :func:`write_tables` left in ``folder``.

    Raises
    ------
    SetError
        When a table of the schema is missing there or does not fit it.
    """
    folder = Path(folder)
    tables = {name: _read_table(folder, name) for name in schema.TABLES}
    path = folder / f"{PROBLEMS}.parquet"
    rows = pd.read_parquet(path).itertuples(index=False) if path.is_file() else ()
    return Analysis(folder, tables, [Problem(*row) for row in rows])


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a file to write beside ``path``; put it in the place of ``path`` when nothing went wrong."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    unfinished = Path(name)
    try:
        yield unfinished
        unfinished.chmod(0o666 & ~_umask())
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _read_table(folder: Path, name: str) -> pd.DataFrame:
    try:
        return schema.enforce(name, pd.read_parquet(folder / f"{name}.parquet"))
    except (OSError, ValueError) as error:
        reason = "it is missing" if isinstance(error, FileNotFoundError) else str(error).splitlines()[0]
        raise SetError(
            f"{folder}: table {name} cannot be read ({reason}); write the tables again with "
            "`crossread tables SET --format parquet`"
        ) from None


def _problem_table(problems: list[Problem]) -> pd.DataFrame:
    return pd.DataFrame(problems, columns=list(Problem._fields), dtype=schema.DTYPES["text"])


def _iso(time: pd.Timestamp) -> str:
    return time.isoformat().replace("+00:00", "Z")


def _plain(value: object) -> object:
    """``value`` as JSON can hold it."""
    if isinstance(value, list):
        return value
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return _iso(value)
    return value.item() if hasattr(value, "item") else value


def spreadsheet_cell(value: object) -> object:
    """``value`` as a CSV cell that no spreadsheet computes."""
    value = _plain(value)
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _write_csv(table: pd.DataFrame, path: Path) -> None:
    cells = pd.DataFrame(
        {name: table[name].astype(object).map(spreadsheet_cell) for name in table.columns}, dtype=object
    )
    cells.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def _write_parquet(table: pd.DataFrame, path: Path) -> None:
    table.to_parquet(path, index=False)


def _write_jsonl(table: pd.DataFrame, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in table.astype(object).to_dict("records"):
            plain = {name: _plain(value) for name, value in row.items()}
            file.write(json.dumps(plain, ensure_ascii=False, allow_nan=False) + "\n")


WRITERS: dict[str, Callable[[pd.DataFrame, Path], None]] = {
    "csv": _write_csv,
    "parquet": _write_parquet,
    "jsonl": _write_jsonl,
}
