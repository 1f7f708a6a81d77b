"""The cache of reading: one SQLite file in the user's cache folder, so that unchanged articles are not read again.

A key covers all that reading depends on; an entry is the rows of one article as compressed JSON, and nothing in it
is ever unpickled. Several runs may use it at once. A file that is no longer sound is put aside and begun anew; where
no cache can be kept at all, everything is simply read.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import sqlite3
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import platformdirs

from crossread.articles.documents import Record
from crossread.codebooks import Codebooks
from crossread.problems import printable
from crossread.storage import columns

# what reading rests on
LIBRARIES = ("ftfy", "lxml", "py3langid", "syntok", "textblob", "trafilatura", "vadersentiment")
NAME = "reading.sqlite"
PACKAGE = Path(__file__).parents[1]


def folder() -> Path:
    """Where the cache is kept: ``CROSSREAD_CACHE``, else the user's cache folder of this platform."""
    return Path(os.environ.get("CROSSREAD_CACHE") or platformdirs.user_cache_dir("crossread", appauthor=False))


@lru_cache(maxsize=1)
def analysis_version() -> str:
    """Changes whenever the code of the analysis or a library that it rests on does, so no row is ever stale."""
    parts = [path.read_bytes() for path in sorted(PACKAGE.rglob("*.py"))]
    parts += [path.read_bytes() for path in sorted(PACKAGE.rglob("*.npz"))]
    parts += [version(name).encode() for name in LIBRARIES]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def state(path: Path | None = None) -> tuple[Path, int, int]:
    """Where the cache is, how many articles it holds, and how large it is in bytes."""
    path = path or folder() / NAME
    size = sum(part.stat().st_size for part in path.parent.glob(f"{path.name}*")) if path.exists() else 0
    try:
        with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
            return path, db.execute("SELECT count(*) FROM reading").fetchone()[0], size
    except sqlite3.DatabaseError:
        return path, 0, size


def clear(path: Path | None = None) -> None:
    """Take the cache away, and what was put aside of it."""
    path = path or folder() / NAME
    for part in path.parent.glob(f"{path.name}*"):
        part.unlink(missing_ok=True)


class Cache:
    """What was read of articles, packed. Use as a context manager; entries are kept when it closes, even when the run
    ends early, and every hundred on the way. What is wrong with the file is said as a warning, once."""

    def __init__(self, books: Codebooks, path: Path | None = None):
        self.path = path or folder() / NAME
        self._base = json.dumps([analysis_version(), books.digest])
        self._fresh = 0
        self._warned = False
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
                    return self._without(error)
                try:
                    self._put_aside()
                except OSError as error:
                    return self._without(error)
                self._warn(f"was damaged ({error}) and is begun anew; the old one is kept as {self.path.name}.damaged")
            except OSError as error:
                return self._without(error)
        return None

    def _without(self, error: Exception) -> None:
        """Go on without a cache."""
        self._warn(f"cannot be used ({error}): what is read now is not kept")
        if getattr(self, "_db", None) is not None:
            with contextlib.suppress(sqlite3.DatabaseError):
                self._db.close()
        self._db = None

    def _warn(self, what: str) -> None:
        if not self._warned:
            logging.getLogger(__name__).warning("crossread: %s", printable(f"the cache {self.path} {what}"))
        self._warned = True

    def _put_aside(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            damaged = self.path.with_name(self.path.name + suffix)
            if damaged.exists():
                os.replace(damaged, damaged.with_name(damaged.name + ".damaged"))

    def key(self, record: Record, metadata: dict[str, str]) -> str:
        """Covers the record's bytes and place, its metadata row, the code books, and the version of the analysis."""
        parts = [self._base, record.sha256, record.source_file, record.number, record.form, sorted(metadata.items())]
        return hashlib.sha256(json.dumps(parts).encode("utf-8", "surrogatepass")).hexdigest()

    def get(self, key: str) -> bytes | None:
        """What is kept under ``key``, None where there is nothing or it is no longer sound."""
        if self._db is None:
            return None
        try:
            found = self._db.execute("SELECT rows FROM reading WHERE key = ?", (key,)).fetchone()
        except sqlite3.OperationalError as error:
            return self._without(error)
        except sqlite3.DatabaseError as error:
            return self._rebuild(error)
        if found and not columns.is_sound(found[0]):
            self._warn("had a damaged entry; the article is read again")
            return None
        return found[0] if found else None

    def _rebuild(self, error: Exception) -> None:
        """A damaged page within the file shows only when it is come upon."""
        with contextlib.suppress(sqlite3.DatabaseError):
            self._db.close()
        try:
            self._put_aside()
        except OSError:
            return self._without(error)
        self._warn(f"was damaged ({error}) and is begun anew; the old one is kept as {self.path.name}.damaged")
        self._db = self._open()
        return None

    def put(self, key: str, packed: bytes) -> None:
        """Keep what :func:`crossread.storage.columns.pack` gave of an article."""
        if self._db is None:
            return
        try:
            self._db.execute("INSERT OR REPLACE INTO reading VALUES (?, ?)", (key, packed))
            self._fresh += 1
            if self._fresh % 100 == 0:
                self._db.commit()
        except sqlite3.DatabaseError as error:
            self._without(error)

    def __enter__(self) -> Cache:
        """Give the open cache."""
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        """Keep what was read so far, even when the run ends early."""
        if self._db is not None:
            with contextlib.suppress(sqlite3.DatabaseError):
                self._db.commit()
            self._db.close()
