"""What was read, packed by column and table, so that much can be kept and little has to be taken up at once."""

from __future__ import annotations

import ctypes
import gc
import json
import os
import sys
import tempfile
import weakref
import zlib
from collections import defaultdict, namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import chain, islice

import numpy as np
import pandas as pd
import pyarrow as pa

from crossread import schema

Piece = dict[str, list]  # column -> its values, of one table
Columns = dict[str, Piece]  # of one article, by table
CHECK = 4  # bytes of the checksum in front
PIECE = 100  # articles whose rows are taken up at once
AT_ONCE = 20_000  # rows of a frame that are taken up at once
IN_MEMORY = 16 << 20  # bytes of packed articles from which on they are kept in a file
ORDER = ("article_id", "start", "content_start", "end", "content_end", "cue_start")
MANY = 20_000  # different values of a column that are remembered; then it begins anew


@contextmanager
def no_cycles() -> Iterator[None]:
    """Nothing in here makes many objects that refer to each other in a circle: they are not looked for, which can take
    most of the time where millions of small objects are made."""
    looks = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looks:
            gc.enable()


def of_rows(rows: dict[str, list[dict]]) -> Columns:
    """Rows by table as columns by table; what a row does not have is None there."""
    return {table: {name: [row.get(name) for row in own] for name in _names(own)} for table, own in rows.items()}


def to_rows(columns: Columns) -> dict[str, list[dict]]:
    """The reverse of :func:`of_rows`."""
    return {
        table: [dict(zip(own, values, strict=True)) for values in zip(*own.values(), strict=True)]
        for table, own in columns.items()
    }


def _names(rows: list[dict]) -> list[str]:
    return list(dict.fromkeys(chain.from_iterable(rows)))


def pack(columns: Columns) -> bytes:
    """Columns as compressed JSON: a checksum, the length of each table in a line, the tables."""
    tables = {
        table: zlib.compress(json.dumps(own, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)
        for table, own in columns.items()
    }
    lengths = json.dumps({table: len(packed) for table, packed in tables.items()})
    whole = b"\n".join([lengths.encode(), b"".join(tables.values())])
    return zlib.crc32(whole).to_bytes(CHECK) + whole


def is_sound(packed: object) -> bool:
    """Whether bytes are still what :func:`pack` gave."""
    return isinstance(packed, bytes) and zlib.crc32(packed[CHECK:]).to_bytes(CHECK) == packed[:CHECK]


def unpack(packed: bytes, *tables: str) -> Columns:
    """The columns that were packed; of the ``tables`` named, or of all."""
    return {table: _table(part) for table, part in _parts(packed) if not tables or table in tables}


def _parts(packed: bytes) -> Iterator[tuple[str, bytes]]:
    first = packed.index(b"\n", CHECK) + 1
    for table, length in json.loads(packed[CHECK:first]).items():
        yield table, packed[first : first + length]
        first += length


def _table(part: bytes) -> Piece:
    return json.loads(zlib.decompress(part).decode("utf-8", "surrogatepass"))


class Collected:
    """What was read of many articles, packed and out of memory: in a file that is gone when the run is."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - as long as this
        weakref.finalize(self, self._file.close)
        self._spans: dict[str, np.ndarray | list[tuple[int, int]]] = {}  # of each table: first byte and length
        self._n = 0

    def add(self, packed: bytes) -> None:
        """Take up one article."""
        self._file.seek(0, os.SEEK_END)
        for table, part in _parts(packed):
            self._spans.setdefault(table, []).append((self._file.tell(), len(part)))
            self._file.write(part)
        self._n += 1

    def __len__(self) -> int:
        return self._n

    def put_in_order(self, order: np.ndarray) -> None:
        """Give the articles in this order from now on."""
        self._spans = {table: np.array(spans, dtype=np.int64)[order] for table, spans in self._spans.items()}

    def each(self, table: str) -> Iterator[Piece]:
        """A table article by article."""
        for start, length in self._spans.get(table, ()):
            self._file.seek(start)
            yield _table(self._file.read(length))

    def pieces(self, table: str, *names: str) -> Iterator[Piece]:
        """A table in pieces of some articles each: the columns named, or all."""
        articles = self.each(table)
        while some := list(islice(articles, PIECE)):
            yield _joined(some, names)

    def frame(self, table: str, *names: str) -> pd.DataFrame:
        """A table of all articles, the columns named or all, of type object but for counts."""
        return frame(table, self.pieces(table, *names), names)


class Tables(Mapping):
    """The tables of a set by name. Some are ``late``: made when they are asked for, by a call that gives a frame, or
    pieces, which can be written without the whole of them."""

    def __init__(self, made: dict[str, pd.DataFrame], late: dict[str, Callable[[], pd.DataFrame | Iterable[Piece]]]):
        self._names = [name for name in schema.TABLES if name in made or name in late]
        self._made, self._late = made, late

    def __getitem__(self, name: str) -> pd.DataFrame:
        """A table as a whole, which is kept from then on."""
        if name not in self._made:
            found = self._late[name]()
            if not isinstance(found, pd.DataFrame):
                found = in_order(schema.enforce(name, frame(name, found, list(schema.TABLES[name].columns))))
            self._made[name] = found
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        """Names in order of the schema."""
        return iter(self._names)

    def __len__(self) -> int:
        """How many tables there are."""
        return len(self._names)

    def __or__(self, others: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """These tables, others in the place of some."""
        return {**self, **others}

    def pieces(self, name: str) -> Iterator[pa.Table]:
        """A table in pieces that follow each other, as Arrow has it; of a late one nothing is kept."""
        found = self._made[name] if name in self._made else self._late[name]()
        if isinstance(found, pd.DataFrame):
            yield schema.to_arrow(found, schema.fields(name))
            return
        for piece in found:
            table = schema.arrow(name, piece)
            by = [(column, "ascending") for column in ORDER if column in table.column_names]
            yield table.sort_by(by) if by else table


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    """A table in order of article and place."""
    by = [column for column in ORDER if column in table]
    return table.sort_values(by, kind="stable", ignore_index=True) if by else table


def _joined(articles: Iterable[Piece], names: Sequence[str] = ()) -> Piece:
    """The columns of some articles as one; what an article does not have is None there."""
    kept: Piece = {}
    length = 0
    for own in articles:
        for name in own if not names else (name for name in names if name in own):
            kept.setdefault(name, [None] * length).extend(own[name])
        length += len(next(iter(own.values()), ()))
        for values in kept.values():
            values += [None] * (length - len(values))
    return kept


@no_cycles()
def frame(table: str, pieces: Iterable[Piece], names: Sequence[str] = ()) -> pd.DataFrame:
    """Pieces of a table as one frame, the columns named or all: equal values one object, counts numbers."""
    counts = {name for name, column in schema.TABLES[table].columns.items() if schema.kind(column) == "count"}
    seen: dict[str, dict] = defaultdict(dict)
    made = []
    for piece in pieces:
        columns = {
            name: pd.array(values, dtype="Int64")
            if name in counts
            else pd.Series(values if name in schema.OWN_IDS else _shared(values, seen[name]), dtype="object")
            for name, values in piece.items()
            if name in names or not names
        }
        made.append(pd.DataFrame(columns))
    made = [piece for piece in made if len(piece)]
    return pd.concat(made, ignore_index=True) if made else pd.DataFrame(columns=list(names), dtype="object")


def rows(table: pd.DataFrame, *names: str) -> list:
    """Some columns of a table row by row, None for what is missing: many times as fast as the table itself."""
    return list(each_row(table, *names))


def each_row(table: pd.DataFrame, *names: str) -> Iterator[tuple]:
    """The same, a row when it is asked for."""
    for start in range(0, len(table), AT_ONCE):
        some = table.iloc[start : start + AT_ONCE]
        values = [some[name].astype(object).where(some[name].notna(), None).tolist() for name in names]
        yield from map(row_of(*names)._make, zip(*values, strict=True))


@cache
def row_of(*names: str) -> type:
    """A named tuple with these fields."""
    return namedtuple("Row", names)


def give_back() -> None:
    """Give memory that is free again back to the system, where the C library keeps it otherwise."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim:
        trim(0)


def _shared(values: list, seen: dict) -> list:
    """``values``, equal ones being one object: most are few, or stand close together. Lists are left as they are."""
    if len(seen) >= MANY:
        seen.clear()
    try:
        return list(map(seen.setdefault, values, values))
    except TypeError:  # lists
        return values
