"""Code books: the word lists and rules that reading goes by, as data files that a researcher can read and edit.

The library's own stand in ``lists/``, each entry with its source. A file of the same name in a set's
``codebooks/`` folder is used instead.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from crossread import lists
from crossread.comparison import similarity
from crossread.entities.names import Gazetteer, load_gazetteer
from crossread.figures import casualty_words, origins
from crossread.framing import acts, concepts, frames
from crossread.problems import Problem
from crossread.quotes import cues
from crossread.text import numbers as number_words
from crossread.tone import words as tone_words

LISTS = lists.FOLDER
FRAMES = ("frames_generic.toml", "frames_war_peace.toml")
BOOKS = (  # what a set's own codebooks/ can replace; the other lists say how files and pages are built
    "agency.toml", "casualties.toml", "concepts.toml", "cues.toml", *FRAMES, "furniture.toml", "given_names.csv",
    "grammar.toml", "like_words.csv", "name_words.csv", "numbers.toml", "organisations.csv", "origin_kinds.csv",
    "outlets.csv", "roles.csv", "sections.toml", "states.csv", "synonyms.csv", "tone_classes.toml", "tone_words.csv",
    "victims.csv",
)  # fmt: skip


class Rule(NamedTuple):
    """A named pattern that gives what it fits a role; ``where`` says how it has to fit, ``sentences`` whether it may
    fit a whole sentence that does not speak to the reader. What it fits has one of the words that it ``needs``."""

    name: str
    role: str
    where: str
    pattern: re.Pattern
    sentences: bool = False
    needs: tuple[str, ...] = ()

    def may_fit(self, words: str) -> bool:
        """Whether it is worth trying the pattern on ``words``, in small letters where the pattern ignores capitals."""
        return not self.needs or any(map(words.__contains__, self.needs))


class Outlet(NamedTuple):
    """An outlet: its name, how else it is called, and the hosts that it publishes at."""

    name: str
    aliases: tuple[str, ...]
    domains: tuple[str, ...]


class Codebooks(NamedTuple):
    """What reading goes by. ``digest`` changes whenever an entry does."""

    furniture: tuple[Rule, ...]
    outside: tuple[Rule, ...]
    labels: tuple[Rule, ...]
    background: tuple[Rule, ...]
    outlets: tuple[Outlet, ...]
    cues: cues.Cues
    gazetteer: Gazetteer
    numbers: number_words.Lexicon
    casualties: casualty_words.Lexicon
    concepts: concepts.Concepts
    frames: tuple[frames.Book, ...]
    agency: acts.Lexicon
    origins: origins.Kinds
    tone: tone_words.Lexicon
    likeness: similarity.Lexicon
    digest: str


@lru_cache(maxsize=8)
def load(folder: Path | None = None) -> Codebooks:
    """The code books of a set: those in ``folder/codebooks``, and the library's for the rest.

    Raises
    ------
    UnreadableError
        When a code book cannot be used: names the file and the entry.
    """
    if folder and not (folder / "codebooks").is_dir():
        return load()

    def at(name: str) -> Path:
        return _source(name, folder)

    rules = _rules(at("furniture.toml"), "rule", re.IGNORECASE)
    outlets = _outlets(at("outlets.csv"))
    media = (name for outlet in outlets for name in (outlet.name, *outlet.aliases))
    known = load_gazetteer(at, outlets)
    numbers = number_words.load(at("numbers.toml"))
    saying = cues.load(at("cues.toml"), at("grammar.toml"), media, numbers)
    states = map(str.lower, known.adjective_of)
    files = sorted({path.name for path in LISTS.iterdir() if path.is_file()})
    return Codebooks(
        furniture=tuple(rule for rule in rules if rule.where != "outside"),
        outside=tuple(rule._replace(where="start") for rule in rules if rule.where == "outside"),
        labels=_rules(at("furniture.toml"), "label", 0),
        background=_rules(at("sections.toml"), "background", re.IGNORECASE),
        outlets=outlets,
        cues=saying,
        gazetteer=known,
        numbers=numbers,
        casualties=casualty_words.load(at("casualties.toml"), at("victims.csv"), known),
        concepts=concepts.load(at("concepts.toml")),
        frames=tuple(frames.load(at(name)) for name in FRAMES),
        agency=acts.load(at("agency.toml"), saying.grammar, known.adjectives, states),
        origins=origins.load(at("origin_kinds.csv")),
        tone=tone_words.load(at("tone_words.csv"), at("tone_classes.toml")),
        likeness=similarity.load(at("like_words.csv"), saying.grammar, known.adjectives),
        digest=hashlib.sha256(b"\0".join(at(name).read_bytes() for name in files)).hexdigest(),
    )


def unused(folder: Path) -> list[Problem]:
    """The files of a set's ``codebooks/`` that replace nothing."""
    found = sorted(path.name for path in (folder / "codebooks").glob("*") if path.is_file())
    what, remedy = "is no code book that a set can replace, and is ignored", f"it may be {', '.join(BOOKS)}"
    mine = [name for name in found if name not in BOOKS and not name.lower().startswith((".", "readme"))]
    return [Problem(f"codebooks/{name}", what, remedy) for name in mine]


def _source(name: str, folder: Path | None) -> Path:
    own = folder / "codebooks" / name if folder else None
    return own if own and own.is_file() else LISTS / name


def _rules(path: Path, kind: str, flags: int) -> tuple[Rule, ...]:
    """The rules under ``[[kind]]`` in a TOML file; a rule that gives no role has its kind as role."""
    with lists.book(path) as book:
        return tuple(
            Rule(
                e["name"],
                e.get("role", kind),
                e["where"],
                re.compile(e["pattern"], flags),
                bool(e.get("sentences")),
                tuple(e.get("needs", ())),
            )
            for e in (book.each(kind, "name") if kind in book else ())
        )


def _outlets(path: Path) -> tuple[Outlet, ...]:
    return tuple(
        Outlet(row["name"], tuple(lists.cells(row["aliases"])), tuple(lists.cells(row["domains"])))
        for row in lists.rows(path)
        if row["name"]
    )
