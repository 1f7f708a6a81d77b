"""What was read, packed by column and table, so that much can be kept and little has to be taken up at once."""

from __future__ import annotations

import ctypes
import gc
import io
import json
import os
import sys
import tempfile
import weakref
import zlib
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache, partial
from itertools import chain, islice, repeat
from pathlib import Path
from types import MappingProxyType
from typing import IO

import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json

from crossread import schema
from crossread.storage import replacing

pa.set_memory_pool(pa.system_memory_pool())  # its own keeps what is free

Piece = dict[str, Sequence]  # column -> its values, of one table
Columns = dict[str, Piece]  # of one article, by table
JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
PACKING = pa.Codec("lz4_raw")  # a third larger than zlib's, five times as fast
CHECK = 4  # bytes of the checksum in front
PIECE = 100  # articles whose rows are taken up at once
AT_ONCE = 20_000  # rows of a frame that are taken up at once
IN_MEMORY = 16 << 20  # bytes of packed articles from which on they are kept in a file
ORDER = ("article_id", "start", "content_start", "end", "content_end", "cue_start")
LAST = np.iinfo(np.int64).max  # a missing place stands after all others
COUNTS = ("chain", "owner", "via_start", "via_end")  # of what reading gives to linking alone; the rest are texts
FLAGS = ("speaks",)


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
    return {table: _piece(own) for table, own in rows.items()}


def to_rows(columns: Columns) -> dict[str, list[dict]]:
    """The reverse of :func:`of_rows`."""
    return {
        table: [dict(zip(own, values, strict=True)) for values in zip(*own.values(), strict=True)]
        for table, own in columns.items()
    }


def _piece(rows: list[dict]) -> Piece:
    names = [*rows[0]] if rows else []
    if all(map(names.__eq__, map(list, rows))):  # all have the same columns in the same order, as nearly always
        return dict(zip(names, map(list, zip(*map(dict.values, rows), strict=True)), strict=True))
    return {name: [row.get(name) for row in rows] for name in dict.fromkeys(chain.from_iterable(rows))}


def pack(columns: Columns) -> bytes:
    """Columns as compressed JSON: a checksum, the length of each table in a line, packed and not, the tables."""
    tables = {table: _json(own) for table, own in columns.items()}
    packed = {table: PACKING.compress(plain, asbytes=True) for table, plain in tables.items()}
    lengths = json.dumps({table: (len(packed[table]), len(plain)) for table, plain in tables.items()})
    whole = b"\n".join([lengths.encode(), b"".join(packed.values())])
    return zlib.crc32(whole).to_bytes(CHECK) + whole


def _json(own: Piece) -> bytes:
    try:
        return orjson.dumps(own)
    except TypeError:  # half a character, or a number of more than 64 bits
        return JSON.encode(own).encode("utf-8", "surrogatepass")


def is_sound(packed: object) -> bool:
    """Whether bytes are still what :func:`pack` gave."""
    return isinstance(packed, bytes) and zlib.crc32(packed[CHECK:]).to_bytes(CHECK) == packed[:CHECK]


def unpack(packed: bytes, *tables: str) -> Columns:
    """The columns that were packed; of the ``tables`` named, or of all."""
    return {table: _table(*part) for table, *part in _parts(packed) if not tables or table in tables}


def _parts(packed: bytes) -> Iterator[tuple[str, bytes, int]]:
    first = packed.index(b"\n", CHECK) + 1
    for table, (length, plain) in json.loads(packed[CHECK:first]).items():
        yield table, packed[first : first + length], plain
        first += length


def _table(part: bytes, plain: int) -> Piece:
    return _loaded(PACKING.decompress(part, plain, asbytes=True))


def _loaded(plain: bytes) -> Piece:
    try:
        return orjson.loads(plain)
    except ValueError:  # half a character
        return json.loads(plain.decode("utf-8", "surrogatepass"))


class Collected:
    """What was read of many articles, packed and out of memory: in a file that is gone when the run is.

    Pickled, it goes by the name of the file; another process can look into it as long as this one keeps it.
    """

    def __init__(self) -> None:
        self._file: IO = io.BytesIO()
        self._path: str | None = None  # of the file, when it is in one
        self._spans: dict[str, np.ndarray | list[tuple[int, int, int]]] = {}  # first byte, length, that of the JSON
        self._n = 0

    def __reduce__(self) -> tuple:
        """By the name of the file, where it is in one."""
        if self._path:
            self._file.flush()
        return _looked_into, (self._path or self._file, self._spans, self._n)

    def _to_disk(self) -> None:
        place = Path(tempfile.gettempdir(), "crossread")
        with suppress(OSError):
            replacing.tidy(place)  # what killed runs left
        number, self._path = tempfile.mkstemp(prefix=replacing.beside(place).name)
        file = os.fdopen(number, "w+b")
        weakref.finalize(self, _away, file, self._path)
        file.write(self._file.getbuffer())
        self._file = file

    def add(self, packed: bytes) -> None:
        """Take up one article."""
        self._file.seek(0, os.SEEK_END)
        for table, part, plain in _parts(packed):
            self._spans.setdefault(table, []).append((self._file.tell(), len(part), plain))
            self._file.write(part)
        self._n += 1
        if not self._path and self._file.tell() > IN_MEMORY:
            self._to_disk()

    def __len__(self) -> int:
        return self._n

    @property
    def is_large(self) -> bool:
        """Whether it is in a file, and worth more than one process."""
        return self._path is not None

    def put_in_order(self, order: np.ndarray) -> None:
        """Give the articles in this order from now on."""
        self._spans = {table: np.array(spans, dtype=np.int64)[order] for table, spans in self._spans.items()}

    def each(self, table: str) -> Iterator[Piece]:
        """A table article by article."""
        return map(_loaded, self._plain(table))

    def _plain(self, table: str) -> Iterator[bytes]:
        for start, length, plain in self._spans.get(table, ()):
            self._file.seek(start)
            yield PACKING.decompress(self._file.read(length), plain, asbytes=True)

    def pieces(self, table: str, *names: str) -> Iterator[pa.Table]:
        """A table in pieces of some articles each: the columns named, or those of the schema. What no article of a
        piece has is left out of it."""
        articles = self._plain(table)
        while some := list(islice(articles, PIECE)):
            yield _joined(b"\n".join(some), _lists(table, names))

    def frame(self, table: str, *names: str) -> pd.DataFrame:
        """A table of all articles, the columns named or those of the schema, as :func:`frame` has it."""
        return frame(table, self.pieces(table, *names), names)


def _away(file: IO, path: str) -> None:
    file.close()
    with suppress(OSError):  # on Windows it stays while another process has it open
        os.unlink(path)


def _looked_into(file: IO | str, spans: dict, n: int) -> Collected:
    found = Collected()
    found._file = open(file, "rb") if isinstance(file, str) else file  # noqa: SIM115 - as long as what is given
    found._spans, found._n = spans, n
    return found


class Tables(Mapping):
    """The tables of a set by name. Some are ``late``: made when they are asked for, by a call that gives a frame, or
    pieces, which can be written without the whole of them; with ``beside``, by another process (see
    :class:`crossread.workers.Beside`)."""

    def __init__(
        self,
        made: Mapping[str, pd.DataFrame],
        late: Mapping[str, Callable[[], pd.DataFrame | Iterable[pa.Table]]] = MappingProxyType({}),
        beside: object | None = None,
    ):
        self.beside = beside
        self._names = [name for name in schema.TABLES if name in made or name in late]
        self._made, self._late = dict(made), late

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

    def __contains__(self, name: object) -> bool:
        """Whether there is such a table; it is not made for that."""
        return name in self._names

    def __len__(self) -> int:
        """How many tables there are."""
        return len(self._names)

    def __or__(self, others: Mapping[str, pd.DataFrame]) -> Tables:
        """These tables, others in the place of some."""
        return Tables({**self._made, **others}, self._late, self.beside)

    def part(self, name: str, *names: str, **only: Iterable) -> pd.DataFrame:
        """The columns named of a table, or all; of the rows those that have ``only`` such values in a column. Of a late
        one that is all that is made, and it is not kept."""
        if name in self._made:
            found = self._made[name]
        else:
            wanted = [column for column in schema.TABLES[name].columns if not names or column in (*names, *only)]
            found = schema.enforce(name, frame(name, self.pieces(name), wanted), wanted)
        for column, values in only.items():
            found = found[found[column].isin(list(values))]
        return (found[list(names)] if names else found).reset_index(drop=True)

    def let_go(self) -> None:
        """Keep the articles alone, as all tables are in files by now."""
        self._made, self._late, self.beside = {"articles": self["articles"]}, {}, None
        give_back()

    def in_pieces(self, name: str) -> Tables | None:
        """A table alone that another process can put together; None of any other."""
        late = self._late.get(name)
        return Tables({}, {name: late}) if isinstance(late, partial) and name not in self._made else None

    def pieces(self, name: str) -> Iterator[pa.Table]:
        """A table in pieces that follow each other, as Arrow has it; of a late one nothing is kept."""
        found = self._made[name] if name in self._made else self._late[name]()
        if isinstance(found, pd.DataFrame):
            yield schema.to_arrow(found, schema.fields(name))
            return
        yield from (_in_order(schema.arrow(name, piece)) for piece in found)


def held(tables: Mapping[str, pd.DataFrame]) -> Tables:
    """Tables that can be asked for a part of one."""
    return tables if isinstance(tables, Tables) else Tables(tables)


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    """A table in order of article and place."""
    by = [column for column in ORDER if column in table]
    return table.sort_values(by, kind="stable", ignore_index=True) if by else table


def _in_order(piece: pa.Table) -> pa.Table:
    """The same of a piece, the articles of which are in order."""
    article = piece["article_id"].combine_chunks().dictionary_encode().indices
    places = (pc.fill_null(piece[name], LAST) for name in ORDER[:0:-1] if name in piece.column_names)
    order = np.lexsort([*map(np.asarray, places), article])
    return piece if (order[1:] > order[:-1]).all() else piece.take(order)


@cache
def _lists(table: str, names: tuple[str, ...]) -> pa.Schema:
    """The columns of a table as the JSON of an article has them; times are texts there."""
    types = {name: pa.int64() for name in COUNTS} | {name: pa.bool_() for name in FLAGS}
    types |= {field.name: field.type for field in schema.fields(table) if not pa.types.is_timestamp(field.type)}
    return pa.schema([(name, pa.list_(types.get(name, pa.string()))) for name in names or schema.TABLES[table].columns])


def _joined(articles: bytes, own: pa.Schema) -> pa.Table:
    """The columns of some articles, each a line of JSON, as one; what an article does not have is missing there."""
    found = pa.json.read_json(
        pa.BufferReader(articles),
        pa.json.ReadOptions(use_threads=False, block_size=len(articles) + 1),
        pa.json.ParseOptions(explicit_schema=own, unexpected_field_behavior="ignore"),
    )
    lists = {name: found[name].combine_chunks() for name in own.names if found[name].null_count < len(found)}
    sizes = {name: np.asarray(pc.fill_null(pc.list_value_length(column), 0)) for name, column in lists.items()}
    most = np.max([*sizes.values()], axis=0, initial=0)
    return pa.table({name: _filled(column.flatten(), sizes[name], most) for name, column in lists.items()})


def _filled(values: pa.Array, sizes: np.ndarray, most: np.ndarray) -> pa.Array:
    """The values of articles that have so many of them, and missing ones where one has none."""
    if len(values) == most.sum():
        return values
    there = np.repeat(sizes == most, most)
    return values.take(pa.array(np.cumsum(there) - 1, mask=~there))


def beside(piece: pa.Table, columns: Mapping[str, pa.Array]) -> pa.Table:
    """A piece with these columns."""
    return pa.table(dict(zip(piece.column_names, piece.columns, strict=True)) | columns)


def frame(table: str, pieces: Iterable[pa.Table], names: Sequence[str] = ()) -> pd.DataFrame:
    """Pieces of a table as one frame, the columns named or all: equal texts one object, counts numbers, all else of
    type object."""
    own = [piece.select([n for n in piece.column_names if n in names]) if names else piece for piece in pieces]
    own = [piece for piece in own if len(piece)]
    if not own:
        return pd.DataFrame(columns=list(names), dtype="object")
    whole = pa.concat_tables(own, promote_options="default")
    counts = {name for name, column in schema.TABLES[table].columns.items() if schema.kind(column) == "count"}
    return pd.DataFrame(
        {
            name: pd.array(values, dtype="Int64")
            if name in counts
            else pd.Series(values.to_pylist() if _is_other(values.type) else _once(values), dtype="object")
            for name, values in zip(whole.column_names, whole.columns, strict=True)
        },
        copy=False,  # some columns are taken from it, and the others are let go
    )


def _is_other(kind: pa.DataType) -> bool:
    return not (pa.types.is_string(kind) or pa.types.is_dictionary(kind))


def _once(texts: pa.ChunkedArray) -> np.ndarray:
    """Texts of which equal ones are one object."""
    texts = texts.combine_chunks()
    known = texts if pa.types.is_dictionary(texts.type) else texts.dictionary_encode()
    different = np.append(known.dictionary.to_numpy(zero_copy_only=False), None)
    return different[np.asarray(pc.fill_null(known.indices, -1))]  # a missing one is the last


def compact(table: str, found: pd.DataFrame) -> pa.Table:
    """Columns of ``table`` where they take little memory until they are needed: of equal texts one is kept."""
    types = {field.name: field.type for field in schema.fields(table)} | {name: pa.int64() for name in COUNTS}
    columns = {name: pa.array(found[name], types.get(name, pa.string()), from_pandas=True) for name in found}
    return pa.table({n: own.dictionary_encode() if pa.types.is_string(own.type) else own for n, own in columns.items()})


def plain(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Texts as such where equal ones are kept once: a list of them is made in a twentieth of the time."""
    return texts.cast(texts.type.value_type) if pa.types.is_dictionary(texts.type) else texts


def rows(table: pd.DataFrame, *names: str) -> list:
    """Some columns of a table row by row, None for what is missing: many times as fast as the table itself."""
    return list(each_row(table, *names))


def each_row(table: pd.DataFrame, *names: str) -> Iterator[tuple]:
    """The same, a row when it is asked for."""
    for start in range(0, len(table), AT_ONCE):
        some = table.iloc[start : start + AT_ONCE]
        values = [some[name].to_numpy(object, na_value=None).tolist() for name in names]
        yield from map(tuple.__new__, repeat(row_of(*names)), zip(*values, strict=True))


@cache
def row_of(*names: str) -> type:
    """A named tuple with these fields."""
    return namedtuple("Row", names)


def give_back() -> None:
    """Give memory that is free again back to the system, where the C library keeps it otherwise."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim:
        trim(0)
