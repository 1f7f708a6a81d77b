"""A set of articles: a folder with ``articles/`` and, all optional, ``metadata.csv`` and more beside it."""

from __future__ import annotations

import os
from pathlib import Path

DATA = Path(__file__).parents[2] / "data"


class SetError(Exception):
    """A set cannot be used at all: one line that says why and what to do."""


def find_set(name: str | os.PathLike) -> Path:
    """The folder of a set, given its path or the name of a folder under ``data/``.

    Raises
    ------
    SetError
        When there is no such folder, or it holds no ``articles/``.
    """
    for folder in (Path(name), DATA / Path(name).name):
        if (folder / "articles").is_dir():
            return folder.resolve()
    known = ", ".join(sorted(p.name for p in DATA.glob("*") if (p / "articles").is_dir()))
    raise SetError(f"{name}: no folder of that name holds an articles/ folder; sets here: {known}")


def article_files(folder: Path) -> list[tuple[Path, str]]:
    """Every file below ``articles/`` with its name there, in order of name; hidden files are passed over."""
    root = folder / "articles"
    found = [(p, p.relative_to(root).as_posix()) for p in root.rglob("*") if p.is_file()]
    return sorted(((p, name) for p, name in found if not p.name.startswith(".")), key=lambda item: item[1])
