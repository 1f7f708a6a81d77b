"""Files and folders that are replaced whole: made beside their place, then moved there.

Whoever looks finds the old one or the new one and never a part, at whatever moment the run is killed; what a killed
run leaves beside is taken away by the next.
"""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import sys
import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_HERE = f"{zlib.crc32(platform.node().encode()):08x}"
_EXCHANGE = {"linux": ("renameat2", -100), "darwin": ("renameatx_np", -2)}  # the call, and "relative to here" in it


def beside(path: Path) -> Path:
    """A hidden name beside ``path`` for what is being made: it tells this process and this machine."""
    return path.with_name(f".{path.name}.{_HERE}-{os.getpid()}-{uuid.uuid4().hex[:8]}")


def made_for(unfinished: Path) -> Path:
    """The path that :func:`beside` was asked for."""
    return unfinished.with_name(unfinished.name[1:].rsplit(".", 1)[0])


def tidy(path: Path) -> None:
    """Take away what killed runs on this machine left beside ``path``; put back what they had moved out of it."""
    if os.name == "nt":  # where one cannot ask for a process without ending it
        return
    for left in sorted(path.parent.glob(f".{_literal(path.name)}.{_HERE}-*-*")):
        pid = left.name.rsplit(".", 1)[1].split("-")[1]
        if not pid.isdecimal() or _runs(int(pid)):
            continue
        if left.name.endswith("-old") and not path.exists():
            left.rename(path)
        else:
            _remove(left)


def _literal(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give an empty file to write beside ``path``, which may become a folder; put it in the place of ``path`` when
    nothing went wrong."""
    tidy(path)
    unfinished = beside(path)
    try:
        unfinished.touch()
        yield unfinished
        if path.is_dir() or unfinished.is_dir():
            swap(unfinished, path)
        else:
            os.replace(unfinished, path)
    finally:
        _remove(unfinished)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def swap(unfinished: Path, target: Path) -> None:
    """Put a folder in the place of ``target``; what stood there is gone.

    Where the system can exchange two folders at once, ``target`` is there at every moment. Elsewhere it is missing
    between two renames; :func:`tidy` puts it back if the run is killed just then.
    """
    if not target.exists():
        unfinished.rename(target)
    elif _exchanged(unfinished, target):
        _remove(unfinished)
    else:
        old = unfinished.with_name(f"{unfinished.name}-old")
        target.rename(old)
        try:
            unfinished.rename(target)
        except OSError:
            old.rename(target)
            raise
        _remove(old)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the system has exchanged two paths in one step."""
    name, here = _EXCHANGE.get(sys.platform, (None, 0))
    call = getattr(ctypes.CDLL(None, use_errno=True), name, None) if name else None
    return call is not None and call(here, os.fsencode(one), here, os.fsencode(other), 2) == 0
