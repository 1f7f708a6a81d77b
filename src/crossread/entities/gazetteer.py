"""The gazetteer: states and their capitals, bodies, armed groups, agencies, and the words that names are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from crossread import lists
from crossread.entities.names import fold


class Entry(NamedTuple):
    """Who is meant by a naming. ``noun`` is what a text calls it later ("the agency"); ``by`` is name, capital or seat
    of government."""

    name: str
    entity_type: str
    noun: str = ""
    by: str = "name"


class Role(NamedTuple):
    """A noun of office, a form of address, or a noun for people, bodies or papers."""

    kind: str
    gender: str = ""
    body: str = ""


class Gazetteer(NamedTuple):
    """``exact`` holds namings all in capitals, ``folded`` all others by their folded form; ``genders`` is of given
    names."""

    exact: dict[str, Entry]
    folded: dict[str, Entry]
    adjectives: dict[str, str]
    adjective_of: dict[str, str]
    roles: dict[str, dict[str, Role]]
    words: dict[str, frozenset[str]]
    genders: dict[str, str]
    synonyms: dict[str, tuple[str, ...]]

    def find(self, naming: str) -> Entry | None:
        """The entry that ``naming`` (without article or possessive) is a wording of."""
        plain = naming.replace(".", "") if naming.isupper() else naming
        return self.exact.get(plain) or (None if len(naming) < 3 else self.folded.get(fold(naming)))


def load(source: Callable[[str], Path], outlets: tuple = ()) -> Gazetteer:
    """The gazetteer from its files, each at ``source(name)``, and the names of the ``outlets``.

    Raises
    ------
    UnreadableError
        When a file cannot be used: names it and the line.
    """
    exact: dict[str, Entry] = {}
    folded: dict[str, Entry] = {}
    adjectives: dict[str, str] = {}
    adjective_of: dict[str, str] = {}

    def add(naming: str, entry: Entry) -> None:
        plain = naming.replace(".", "")
        if plain.isupper() and len(plain) <= 6:
            exact.setdefault(plain, entry)
        else:
            folded.setdefault(fold(naming), entry)

    states, organisations, offices, parts, nouns, given = (
        lists.rows(source(f"{name}.csv"))
        for name in ("states", "organisations", "roles", "name_words", "synonyms", "given_names")
    )
    for row in states:
        state = Entry(row["name"], "state", "state")
        add(row["name"], state)
        for naming in lists.cells(row["aliases"]):
            add(naming, state)
        for naming in lists.cells(row["adjectives"]):
            adjectives.setdefault(fold(naming), row["name"])
            adjective_of.setdefault(row["name"], naming)
    for row in states:
        for by in ("seat", "capital"):
            for naming in lists.cells(row[by + "s"]):
                add(naming, Entry(row["name"], "state", "state", by))
    for row in organisations:
        entry = Entry(row["name"], row["entity_type"], row["noun"])
        for naming in (row["name"], *lists.cells(row["aliases"])):
            add(naming, entry)
    for outlet in outlets:
        for naming in (outlet.name, *(alias for alias in outlet.aliases if " " in alias or alias.isupper())):
            add(naming, Entry(outlet.name, "organisation", "outlet"))
    for word in ("US", "UK", "UN", "EU"):
        if word in exact and exact[word].entity_type == "state":
            adjectives[word.lower()] = exact[word].name
    roles: defaultdict[str, dict[str, Role]] = defaultdict(dict)
    for row in offices:
        roles[row["kind"]][fold(row["word"])] = Role(row["kind"], row["gender"], row["body"])
    words: defaultdict[str, set[str]] = defaultdict(set)
    for row in parts:
        words[row["kind"]].add(row["word"])
    kinds = {kind: frozenset(entries) for kind, entries in words.items()}
    synonyms = {row["noun"]: tuple(lists.cells(row["also"])) for row in nouns}
    genders = {fold(row["name"]): row["gender"] for row in given}
    return Gazetteer(exact, folded, adjectives, adjective_of, dict(roles), kinds, genders, synonyms)
