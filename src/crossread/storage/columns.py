"""What was read, packed by column and table, so that much can be kept and little has to be taken up at once."""

from __future__ import annotations

import ctypes
import gc
import json
import sys
import zlib
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import chain

import pandas as pd

from crossread import schema

Columns = dict[str, dict[str, list]]  # table -> column -> its values, of one article
CHECK = 4  # bytes of the checksum in front
PIECE = 200  # articles whose rows are made into a frame at once
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


def _table(part: bytes) -> dict[str, list]:
    return json.loads(zlib.decompress(part).decode("utf-8", "surrogatepass"))


class Collected:
    """What was read of many articles, packed until a table is taken out as a frame."""

    def __init__(self) -> None:
        self._tables: dict[str, list[bytes]] = {}
        self._n = 0

    def add(self, packed: bytes) -> None:
        """Take up one article."""
        for table, part in _parts(packed):
            self._tables.setdefault(table, []).append(part)
        self._n += 1

    def __len__(self) -> int:
        return self._n

    def pop(self, table: str, kept: bool = False) -> pd.DataFrame:
        """A table of all articles as a frame of type object; it is no longer kept here, or as :meth:`each` gives it."""
        give_back()
        return _frame(self._tables.get(table, ()) if kept else self._tables.pop(table, ()))

    def each(self, table: str) -> Iterator[dict[str, list]]:
        """The columns of a table article by article; it is no longer kept here."""
        yield from map(_table, self._tables.pop(table, ()))

    def pieces(self, table: str, order: Sequence[int]) -> Iterator[pd.DataFrame]:
        """A table as frames of some articles each, the articles in this order; it is kept."""
        for start in range(0, len(order), PIECE):
            yield _frame((self._tables[table][place] for place in order[start : start + PIECE]), share=False)


class Tables(Mapping):
    """The tables of a set by name. Large ones from which no other is reckoned are ``late``: each is made when it is
    asked for, by a call that gives it in pieces."""

    def __init__(self, made: dict[str, pd.DataFrame], late: dict[str, Callable[[], Iterable[pd.DataFrame]]]):
        self._names = [name for name in schema.TABLES if name in made or name in late]
        self._made, self._late = made, late

    def __getitem__(self, name: str) -> pd.DataFrame:
        """A table as a whole, which is kept from then on."""
        if name in self._late:
            self._made[name] = pd.concat(self._late[name](), ignore_index=True)
            del self._late[name]
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

    def pieces(self, name: str) -> Iterable[pd.DataFrame]:
        """A table as frames that follow each other; of a small set it is one, which is kept."""
        small = len(self["articles"]) <= PIECE
        return [self[name]] if small or name not in self._late else self._late[name]()


@no_cycles()
def _frame(parts: Iterable[bytes], share: bool = True) -> pd.DataFrame:
    """Packed tables of articles as one frame of type object; where they ``share``, equal values are one object."""
    kept: dict[str, list] = {}
    seen: dict[str, dict] = {}
    length = 0
    for own in map(_table, parts):
        n = len(next(iter(own.values()), ()))
        for name, values in own.items():
            if name not in kept:
                kept[name], seen[name] = [None] * length, {}
            kept[name] += _shared(values, seen[name]) if share and name not in schema.OWN_IDS else values
        for name in kept.keys() - own.keys():
            kept[name] += [None] * n
        length += n
    seen.clear()
    return pd.DataFrame({name: pd.Series(kept.pop(name), dtype="object") for name in list(kept)}, dtype="object")


def rows(table: pd.DataFrame, *names: str) -> list:
    """Some columns of a table row by row, None for what is missing: many times as fast as the table itself."""
    values = [table[name].astype(object).where(table[name].notna(), None).tolist() for name in names]
    return list(map(row_of(*names)._make, zip(*values, strict=True)))


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
