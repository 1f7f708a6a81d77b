"""Those who are meant in a set, on the way to entities: nodes that can be joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from crossread.entities.names import fold

Words = tuple[str, ...]


class Actor(NamedTuple):
    """A row of ``actors.csv``: the researcher's word on who is who."""

    name: str
    aliases: tuple[str, ...]
    entity_type: str | None
    side: str | None
    party_to_conflict: bool | None


@dataclass(slots=True)
class Node:
    """One who is meant, on the way to an entity."""

    articles: set[str] = field(default_factory=set)
    forms: Counter[Words] = field(default_factory=Counter)
    surfaces: dict[str, set[str]] = field(default_factory=dict)  # as worded -> articles
    kinds: Counter[str] = field(default_factory=Counter)
    genders: Counter[str] = field(default_factory=Counter)
    offices: set[str] = field(default_factory=set)
    known: str = ""  # name in the gazetteer
    actor: int | None = None
    ministry: tuple[str, str] | None = None  # field and state
    owner: tuple[str, int] | None = None  # the chain whose office it is
    states: Counter[str] = field(default_factory=Counter)  # folded, that a person is said to be of
    speaks: bool = False
    n: int = 0
    city: bool = False

    @property
    def fullest(self) -> Words:
        """Its longest form, of equals the most frequent."""
        if len(self.forms) < 2:  # most have one
            return next(iter(self.forms), ())
        return max(self.forms, key=lambda words: (len(words), self.forms[words], words))

    def take(self, other: Node) -> None:
        """Take in all that is known of another, which is the same."""
        self.articles |= other.articles
        self.forms += other.forms
        for surface, articles in other.surfaces.items():
            self.surfaces.setdefault(surface, set()).update(articles)
        self.kinds += other.kinds
        self.genders += other.genders
        self.offices |= other.offices
        self.known = self.known or other.known
        self.actor = self.actor if self.actor is not None else other.actor
        self.ministry = self.ministry or other.ministry
        self.owner = self.owner or other.owner
        self.states += other.states
        self.speaks = self.speaks or other.speaks
        self.n += other.n
        self.city = self.city or other.city


class Nodes:
    """Nodes that can be joined (union-find, Tarjan 1975)."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.parents: list[int] = []

    def add(self, node: Node) -> int:
        """Add a node; its number."""
        self.nodes.append(node)
        self.parents.append(len(self.parents))
        return len(self.parents) - 1

    def root(self, number: int) -> int:
        """The number of the node that this one has been joined to."""
        while self.parents[number] != number:
            self.parents[number] = self.parents[self.parents[number]]
            number = self.parents[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Join two, unless ``actors.csv`` or the gazetteer has them as two."""
        one, other = sorted((self.root(one), self.root(other)))
        first, second = self.nodes[one], self.nodes[other]
        both_pinned = first.actor is not None and second.actor is not None and first.actor != second.actor
        both_known = (
            first.known and second.known and first.known != second.known and first.actor is second.actor is None
        )
        if one == other or both_pinned or both_known:
            return
        self.parents[other] = one
        first.take(second)

    def roots(self) -> Iterator[tuple[int, Node]]:
        """What is left after joining, with its numbers."""
        for number, node in enumerate(self.nodes):
            if self.parents[number] == number:
                yield number, node


def words_of(naming: str) -> Words:
    """The folded words of a naming, without its article."""
    words = fold(naming).split()
    return tuple(words[1:] if len(words) > 1 and words[0] == "the" else words)


def kind_of(node: Node) -> str:
    """The kind most often told; a state or person told once is more than a guess."""
    if node.kinds["state"]:
        return "state"
    told = [(-count, kind) for kind, count in node.kinds.items() if kind != "unknown"]
    return min(told)[1] if told else "unknown"
