"""The cache of reading: one SQLite file in the user's cache folder, so that unchanged articles are not read again.

A key covers all that reading depends on; an entry is the rows of one article as compressed JSON, and nothing in it
is ever unpickled. Several runs may use it at once. A file that is no longer sound is put aside and begun anew; where
no cache can be kept at all, everything is simply read.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import zlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import platformdirs

from crossread.codebooks import Codebooks
from crossread.documents import Record
from crossread.reading import Rows

LIBRARIES = (
    "ftfy",
    "lxml",
    "py3langid",
    "syntok",
    "textblob",
    "trafilatura",
    "vadersentiment",
)  # what reading rests on
PACKAGE = Path(__file__).parent


def folder() -> Path:
    """Where the cache is kept: ``CROSSREAD_CACHE``, else the user's cache folder of this platform."""
    return Path(os.environ.get("CROSSREAD_CACHE") or platformdirs.user_cache_dir("crossread", appauthor=False))


@lru_cache(maxsize=1)
def analysis_version() -> str:
    """Changes whenever the code of the analysis or a library that it rests on does, so no row is ever stale."""
    parts = [path.read_bytes() for path in sorted(PACKAGE.glob("*.py"))]
    parts += [path.read_bytes() for path in sorted((PACKAGE / "models").iterdir())]
    parts += [version(name).encode() for name in LIBRARIES]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


class Cache:
    """Rows of articles already read. Use as a context manager; entries are kept when it closes without an error,
    and every hundred on the way."""

    def __init__(self, books: Codebooks, path: Path | None = None):
        self.path = path or folder() / "reading.sqlite"
        self._base = json.dumps([analysis_version(), books.digest])
        self._fresh = 0
        self._db = self._open()

    def _open(self) -> sqlite3.Connection | None:
        for attempt in ("as it is", "anew"):
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                db = sqlite3.connect(self.path, timeout=30)
                db.execute("PRAGMA journal_mode=WAL")
                db.execute("CREATE TABLE IF NOT EXISTS reading (key TEXT PRIMARY KEY, rows BLOB NOT NULL)")
                db.execute("SELECT key FROM reading LIMIT 1").fetchone()
                return db
            except sqlite3.DatabaseError as error:
                if attempt == "anew" or isinstance(error, sqlite3.OperationalError):
                    return None
                self._put_aside()
            except OSError:
                return None
        return None

    def _put_aside(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            damaged = self.path.with_name(self.path.name + suffix)
            if damaged.exists():
                os.replace(damaged, damaged.with_name(damaged.name + ".damaged"))

    def key(self, record: Record, metadata: dict[str, str]) -> str:
        """Covers the record's bytes and place, its metadata row, the code books, and the version of the analysis."""
        parts = [self._base, record.sha256, record.source_file, record.number, record.form, sorted(metadata.items())]
        return hashlib.sha256(json.dumps(parts).encode("utf-8", "surrogatepass")).hexdigest()

    def get(self, key: str) -> Rows | None:
        """The rows kept under ``key``, or None."""
        if self._db is None:
            return None
        try:
            found = self._db.execute("SELECT rows FROM reading WHERE key = ?", (key,)).fetchone()
            return json.loads(zlib.decompress(found[0])) if found else None
        except (sqlite3.DatabaseError, zlib.error, ValueError):
            return None

    def put(self, key: str, rows: Rows) -> None:
        """Keep ``rows`` under ``key``."""
        if self._db is None:
            return
        try:
            packed = zlib.compress(json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)
            self._db.execute("INSERT OR REPLACE INTO reading VALUES (?, ?)", (key, packed))
            self._fresh += 1
            if self._fresh % 100 == 0:
                self._db.commit()
        except sqlite3.DatabaseError:
            self._db = None

    def __enter__(self) -> Cache:
        """Give the open cache."""
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        """Keep what was read so far, even when the run ends early."""
        if self._db is not None:
            with contextlib.suppress(sqlite3.DatabaseError):
                self._db.commit()
            self._db.close()
