"""What was read, column by column: small to keep, quick to take up again, and one frame a table in the end."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict

import pandas as pd

Columns = dict[str, dict[str, list]]  # table -> column -> its values, of one article


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
    return list(dict.fromkeys(name for row in rows for name in row))


def pack(columns: Columns) -> bytes:
    """Columns as compressed JSON."""
    return zlib.compress(json.dumps(columns, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)


def unpack(packed: bytes) -> Columns:
    """The reverse of :func:`pack`.

    Raises
    ------
    ValueError
        When the bytes are not what :func:`pack` gives.
    """
    try:
        columns = json.loads(zlib.decompress(packed))
        if all(len(column) == len(own[next(iter(own))]) for own in columns.values() for column in own.values()):
            return columns
    except (zlib.error, AttributeError, TypeError, RecursionError) as error:
        raise ValueError(f"no columns: {error}") from None
    raise ValueError("columns of unequal length")


MANY = 20_000  # different values of a column beyond which they are no longer looked up


class Collected:
    """The columns of many articles. Equal values of a column are kept once, as most of them are few."""

    def __init__(self) -> None:
        self._columns: defaultdict[str, dict[str, list]] = defaultdict(dict)
        self._seen: defaultdict[tuple[str, str], dict] = defaultdict(dict)
        self._lengths: defaultdict[str, int] = defaultdict(int)

    def add(self, read: Columns) -> None:
        """Take up one article."""
        ids: dict = {}
        for table, own in read.items():
            kept, length = self._columns[table], self._lengths[table]
            for name, values in own.items():
                seen = ids if name.endswith("_id") else self._seen[table, name]
                if any(isinstance(value, list) for value in values):
                    values = [ids.setdefault(str(value), value) for value in values]
                elif len(seen) < MANY:
                    values = [seen.setdefault(value, value) for value in values]
                if name not in kept:
                    kept[name] = [None] * length
                kept[name] += values
            self._lengths[table] += len(next(iter(own.values()), ()))
            for name in kept.keys() - own.keys():
                kept[name] += [None] * (self._lengths[table] - length)

    def frames(self) -> dict[str, pd.DataFrame]:
        """A frame a table, of type object; nothing is kept here."""
        self._seen.clear()
        return {
            table: pd.DataFrame({name: pd.Series(own.pop(name), dtype="object") for name in list(own)}, dtype="object")
            for table, own in self._columns.items()
        }

    def __len__(self) -> int:
        return self._lengths["articles"]
