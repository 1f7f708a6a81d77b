"""Tables on disk: CSV, Parquet or JSON Lines, one file a table and named after it."""

from __future__ import annotations

import csv
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import parquet as pq

from crossread import schema
from crossread.analysis import Analysis
from crossread.articles.sets import SetError
from crossread.problems import Problem
from crossread.storage import columns, exports
from crossread.storage.replacing import replacing

PROBLEMS = "problems"
ANNOTATIONS = "annotations"
ROWS = 50_000  # of a Parquet table that are written at once
Writer = Callable[[Iterable[pa.Table], Path], None]  # of the pieces of a table
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@columns.no_cycles()
def write_tables(
    analysis: Analysis, folder: str | os.PathLike, form: str = "csv", partition: int | None = None
) -> list[str]:
    """Write every table of ``analysis``, its problems as one more table, and the data dictionary into ``folder``.

    Each file is written beside its place and then moved there, so that a reader finds the old one or the new
    one and never a part.

    Parameters
    ----------
    folder
        Made when it does not exist. An address such as ``s3://bucket/folder`` is opened by fsspec.
    form
        ``csv``: UTF-8, lists as JSON, missing as empty, times in ISO 8601 UTC. A text cell that begins with
        ``=``, ``+``, ``-``, ``@``, a tab or a carriage return gets an apostrophe before it, as a spreadsheet
        would take it for a formula. ``parquet``: the tables as they are. ``jsonl``: one JSON object a line,
        lists as lists, missing as null, times in ISO 8601 UTC, texts unchanged. ``annotations``: the quotes alone, as
        Web Annotations.
    partition
        With ``parquet``: each table is a folder of files, with the rows of so many articles in each.

    Returns
    -------
    The names written, in order of :data:`crossread.schema.TABLES`.

    Raises
    ------
    ValueError
        When ``form`` is none of these.
    SetError
        When ``folder`` is an address and fsspec is not installed or does not know it.
    """
    if form not in (*WRITERS, ANNOTATIONS):
        raise ValueError(f"no format {form!r}; formats are {', '.join((*WRITERS, ANNOTATIONS))}")
    if is_address(folder):
        with tempfile.TemporaryDirectory() as here:
            written = write_tables(analysis, here, form, partition)
            files, root = _opened(folder)
            for name in written:
                if files.exists(f"{root}/{name}"):
                    files.rm(f"{root}/{name}", recursive=True)
                files.makedirs(root, exist_ok=True)
                files.put(f"{here}/{name}", f"{root}/{name}", recursive=Path(here, name).is_dir())
        return written
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    columns.give_back()
    beside, apart = getattr(analysis.tables, "beside", None), {}
    if form == ANNOTATIONS:
        writers = {"quotes.jsonld": partial(exports.write_annotations, analysis.tables)}
    else:
        places = {i: n for n, i in enumerate(analysis.tables["articles"]["article_id"])} if partition else None
        write = partial(_write_parts, places, partition) if partition else WRITERS[form]
        pieces = {name: _pieces(analysis.tables, name) for name in analysis.tables}
        pieces[PROBLEMS] = _pieces({PROBLEMS: _problem_table(analysis.problems)}, PROBLEMS)
        writers = {f"{name}.{form}": partial(write, own) for name, own in pieces.items()}
        writers["dictionary.csv"] = exports.write_dictionary
        if beside:
            alone = {name: analysis.tables.in_pieces(name) for name in pieces}
            apart = {f"{name}.{form}": (own, name, write) for name, own in alone.items() if own}
        if form == "csv":
            writers["datapackage.json"] = partial(exports.write_package, analysis.folder.name, analysis.tables)
    with ExitStack() as files:
        places = {name: files.enter_context(replacing(folder / name)) for name in writers}
        # last in the schema, first here: what is compared waits for nobody, what it rests on may still be reckoned
        order = list(reversed(writers))
        elsewhere = [(*apart[name], places[name]) for name in order if name in apart]
        finished = beside.begin(_write_apart, elsewhere, last=True) if elsewhere else None
        for name in order:
            if name not in apart:
                writers[name](places[name])
        if finished:
            finished()
    return list(writers)


def _write_apart(books: object, given: list[tuple[columns.Tables, str, Writer, Path]]) -> None:
    """Write some tables, each from its own, where this is done by another process."""
    for tables, name, write, path in given:
        write(tables.pieces(name), path)
        columns.give_back()


def is_address(folder: str | os.PathLike) -> bool:
    """Whether ``folder`` is an address for fsspec, such as ``s3://bucket/folder``."""
    return "://" in os.fspath(folder)


def _opened(address: str | os.PathLike) -> tuple[object, str]:
    """The file system of an address and the path in it."""
    try:
        from fsspec.core import url_to_fs

        return url_to_fs(os.fspath(address))
    except ImportError as error:
        raise SetError(f'{address}: it needs more: pip install "crossread[cluster]" ({error})') from None
    except ValueError as error:
        raise SetError(f"{address}: {error}") from None


def holds_tables(folder: str | os.PathLike) -> bool:
    """Whether ``folder`` holds the Parquet tables of a run."""
    if is_address(folder):
        files, root = _opened(folder)
        return files.exists(f"{root}/articles.parquet")
    return (Path(folder) / "articles.parquet").exists()


def read_tables(folder: str | os.PathLike) -> Analysis:
    """Read back the Parquet tables that :func:`write_tables` left in ``folder``, each when it is asked for.

    Raises
    ------
    SetError
        When a table of the schema is missing there; or, when it is asked for, does not fit it.
    """
    if is_address(folder):
        with tempfile.TemporaryDirectory() as here:
            files, root = _opened(folder)
            files.get(f"{root}/", f"{here}/", recursive=True)
            found = read_tables(here)
            return found._replace(folder=Path(root), tables=columns.Tables(dict(found.tables)))
    folder = Path(folder)
    for name in schema.TABLES:
        if not (folder / f"{name}.parquet").exists():
            raise _unreadable(folder, name, "it is missing")
    path = folder / f"{PROBLEMS}.parquet"
    rows = pd.read_parquet(path).itertuples(index=False) if path.exists() else ()
    return Analysis(folder, InFiles(folder), [Problem(*row) for row in rows])


class InFiles(columns.Tables):
    """The tables that a run left in a folder."""

    def __init__(self, folder: Path):
        super().__init__({}, {name: partial(read_part, folder, name) for name in schema.TABLES})

    def part(self, name: str, *names: str, **only: Iterable) -> pd.DataFrame:
        """As of other tables: nothing else is read."""
        return super().part(name, *names, **only) if name in self._made else self._late[name](*names, **only)


def read_part(folder: Path, name: str, *columns: str, **only: Iterable) -> pd.DataFrame:
    """The columns named of a table of ``folder``, or all; of the rows those that have ``only`` such values in a column.

    Raises
    ------
    SetError
        When it cannot be read, or does not fit the schema.
    """
    wanted = {column: list(values) for column, values in only.items()}
    if not all(wanted.values()):
        return schema.enforce(name, [], columns)
    filters = [(column, "in", values) for column, values in wanted.items()]
    if of := wanted.get("article_id"):  # by which a reader passes over most of a table
        filters += [("article_id", ">=", min(of)), ("article_id", "<=", max(of))]
    try:
        found = pd.read_parquet(folder / f"{name}.parquet", columns=list(columns) or None, filters=filters or None)
        return schema.enforce(name, found, columns)
    except (OSError, ValueError) as error:
        raise _unreadable(folder, name, str(error).splitlines()[0]) from None


def _unreadable(folder: Path, name: str, reason: str) -> SetError:
    remedy = "write the tables again with `crossread tables SET --format parquet`"
    return SetError(f"{folder}: table {name} cannot be read ({reason}); {remedy}")


def _problem_table(problems: list[Problem]) -> pd.DataFrame:
    return pd.DataFrame(problems, columns=list(Problem._fields), dtype=schema.DTYPES["text"])


def _plain(column: pa.ChunkedArray) -> list:
    """Values as JSON can hold them."""
    values = column.to_pylist()
    if pa.types.is_timestamp(column.type):
        return [value and value.isoformat().replace("+00:00", "Z") for value in values]
    return values


def inert(value: object) -> object:
    """A text as a CSV cell that no spreadsheet computes."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _pieces(tables: Mapping[str, pd.DataFrame], name: str) -> Iterable[pa.Table]:
    if isinstance(tables, columns.Tables):
        return tables.pieces(name)
    return [schema.to_arrow(tables[name], schema.fields_of(tables[name]))]


def _write_csv(pieces: Iterable[pa.Table], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        for number, table in enumerate(pieces):
            if not number:
                rows.writerow(table.column_names)
            rows.writerows(zip(*map(_cells, table.columns), strict=True))


def _cells(column: pa.ChunkedArray) -> Iterable:
    values = _plain(column)
    if pa.types.is_list(column.type):
        return (inert(json.dumps(value, ensure_ascii=False)) for value in values)
    return map(inert, values) if pa.types.is_string(column.type) else values


def _write_parquet(pieces: Iterable[pa.Table], path: Path) -> None:
    writer = None
    for table in pieces:
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table, ROWS)
    writer.close()


def _write_parts(places: dict[str, int], size: int, pieces: Iterable[pa.Table], path: Path) -> None:
    """A folder of files, each with the rows of ``size`` articles; a table without articles is one file."""
    shutil.rmtree(path) if path.is_dir() else path.unlink()  # of a process that died
    path.mkdir()
    table = pa.concat_tables(pieces)
    with_articles = "article_id" in table.column_names
    part = np.array([places[i] // size for i in table["article_id"].to_pylist()] if with_articles else [0] * len(table))
    for number in range(int(part.max()) + 1 if len(part) else 1):
        _write_parquet([table.filter(part == number)], path / f"part-{number:05}.parquet")


def _write_jsonl(pieces: Iterable[pa.Table], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for table in pieces:
            for row in zip(*map(_plain, table.columns), strict=True):
                plain = dict(zip(table.column_names, row, strict=True))
                file.write(json.dumps(plain, ensure_ascii=False, allow_nan=False) + "\n")


WRITERS: dict[str, Writer] = {
    "csv": _write_csv,
    "parquet": _write_parquet,
    "jsonl": _write_jsonl,
}
