"""Those who are meant in a set, and which of them are one: aliases, spellings, ministries, short forms, governments.

Only names that share a key are compared (blocking, after Newcombe et al. 1959), so that the work grows with the number
of names and not with its square.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from crossread.entities.names import blocks, fold, in_full, is_adjective_of, same_person, same_word, sound

Words = tuple[str, ...]
CROWD = 64  # names under one key from which only those next to each other are compared


class Actor(NamedTuple):
    """A row of ``actors.csv``: the researcher's word on who is who."""

    name: str
    aliases: tuple[str, ...]
    entity_type: str | None
    side: str | None
    party_to_conflict: bool | None


NONE: Counter = Counter()  # nothing told


@lru_cache(maxsize=1 << 13)
def counted(told: Words) -> Counter[str]:
    """How often each is told: one object for all of whom the same is told, which is never changed."""
    return Counter(told)


@dataclass(slots=True)
class Node:
    """One who is meant, on the way to an entity. There is one for most names of a set, so that what many have alike is
    one object: counts are never changed, but new ones take their place."""

    articles: frozenset[str] | set[str] = frozenset()
    forms: Counter[Words] = field(default_factory=Counter)
    surfaces: dict[str, frozenset[str] | set[str]] = field(default_factory=dict)  # as worded -> articles
    kinds: Counter[str] = field(default_factory=lambda: NONE)
    genders: Counter[str] = field(default_factory=lambda: NONE)
    offices: frozenset[str] = frozenset()
    known: str = ""  # name in the gazetteer
    actor: int | None = None
    ministry: tuple[str, str] | None = None  # field and state
    owner: tuple[str, int] | None = None  # the chain whose office it is
    states: Counter[str] = field(default_factory=lambda: NONE)  # folded, that a person is said to be of
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
        """Take in all that is known of another, which is the same and is not asked again."""
        self.articles = _together(self.articles, other.articles)
        self.forms.update(other.forms)
        for surface, articles in other.surfaces.items():
            self.surfaces[surface] = _together(self.surfaces.get(surface, articles), articles)
        self.kinds = _sum(self.kinds, other.kinds)
        self.genders = _sum(self.genders, other.genders)
        self.offices |= other.offices
        self.known = self.known or other.known
        self.actor = self.actor if self.actor is not None else other.actor
        self.ministry = self.ministry or other.ministry
        self.owner = self.owner or other.owner
        self.states = _sum(self.states, other.states)
        self.speaks = self.speaks or other.speaks
        self.n += other.n
        self.city = self.city or other.city


def _together(own: frozenset | set, others: frozenset | set) -> frozenset | set:
    """Both; what is one node's alone is a set, to which others can be added."""
    if others <= own:
        return own
    own = own if isinstance(own, set) else set(own)
    own |= others
    return own


def _sum(own: Counter, others: Counter) -> Counter:
    return own + others if own and others else own or others


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


def of_state(words: Words, states: dict[str, str]) -> Words:
    """The name of a body with its state by name and not by adjective."""
    return (*states.get(words[0], words[0]).split(), *words[1:]) if len(words) > 1 else words


def join_aliases(nodes: Nodes, actors: list[Actor], states: dict[str, str]) -> None:
    """What bears a name or an alias of an actor, as worded or as folded."""
    index: dict[Words, int] = {}
    for number, actor in enumerate(actors):
        for naming in (actor.name, *actor.aliases):
            index.setdefault(words_of(naming), number)
            index.setdefault(of_state(words_of(naming), states), number)
    for number, node in list(enumerate(nodes.nodes))[len(actors) :] if index else ():
        worded = [words_of(surface) for surface in sorted(node.surfaces)]
        hits = Counter(index[words] for words in [*node.forms, *worded] if words in index)
        if node.ministry and not hits:
            hits = Counter(number for words, number in index.items() if _is_ministry(words, *node.ministry))
        if hits:
            nodes.join(min(hits, key=lambda hit: (-hits[hit], hit)), number)


def _is_ministry(words: Words, subject: str, state: str) -> bool:
    """Whether an actor's name is that of a ministry: its field, and its state by name or adjective."""
    told = set(words) - {"ministry", "of", "for", "the"}
    fits = all(word in (subject, state) or is_adjective_of(word, state) for word in told)
    return "ministry" in words and subject in told and len(told) == 2 and fits


def join_people(nodes: Nodes) -> None:
    """Full names that can be spellings of one; not two that one article tells apart."""

    def keys(node: Node) -> Iterable[tuple]:
        full = [words for words in node.forms if len(words) > 1]
        if not full or not node.kinds["person"] or node.ministry:
            return ()
        return ((block, sound(in_full(words[0]))[:1]) for words in full for block in blocks(words[-1]))

    for one, other in _pairs(nodes, _shared(nodes, keys)):
        first, second = nodes.nodes[one], nodes.nodes[other]
        clash = _genders_differ(first, second) or first.articles & second.articles
        if not clash and same_person(first.fullest, second.fullest):
            nodes.join(one, other)


def _genders_differ(first: Node, second: Node) -> bool:
    if not first.genders or not second.genders:
        return False
    one, other = (max(sorted(node.genders), key=node.genders.get) for node in (first, second))
    return one != other


def _shared(nodes: Nodes, keys: Callable[[Node], Iterable[tuple]]) -> dict[tuple, list[int]]:
    """The keys that several nodes have, with their numbers; of all others, which are most, the hash alone is kept."""
    hashes, numbers = array("q"), array("i")
    for number, node in nodes.roots():
        own = [*map(hash, keys(node))]
        hashes.extend(own)
        numbers.extend([number] * len(own))
    hashes, numbers = np.asarray(hashes), np.asarray(numbers)
    order = np.argsort(hashes, kind="stable")
    again = (np.diff(hashes[order]) == 0) & (np.diff(numbers[order]) != 0)
    shared = frozenset(hashes[order[1:][again]].tolist())
    found: defaultdict[tuple, list[int]] = defaultdict(list)
    for number in np.unique(numbers[np.isin(hashes, [*shared])]).tolist():
        for key in keys(nodes.nodes[number]):
            if hash(key) in shared:
                found[key].append(number)
    return found


def _pairs(nodes: Nodes, keys: dict[tuple, list[int]]) -> Iterator[tuple[int, int]]:
    """Pairs of nodes that share a key, in a fixed order; in a crowd under one key only neighbours by spelling."""
    for key in sorted(keys):
        members = sorted(set(keys[key]), key=lambda number: (nodes.nodes[number].fullest, number))
        reach = len(members) if len(members) <= CROWD else 8
        for place, one in enumerate(members):
            for other in members[place + 1 : place + 1 + reach]:
                roots = nodes.root(one), nodes.root(other)
                if roots[0] != roots[1]:
                    yield roots


def join_spellings(nodes: Nodes) -> None:
    """Places and bodies that the gazetteer does not know, in spellings of one name."""

    def keys(node: Node) -> Iterable[tuple]:
        joined = "".join(node.fullest)
        if node.kinds["person"] or node.known or node.ministry or len(joined) < 5 or re.search(r"\d", joined):
            return ()
        return ((len(node.fullest), block) for block in blocks(joined))

    for one, other in _pairs(nodes, _shared(nodes, keys)):
        first, second = nodes.nodes[one], nodes.nodes[other]
        if (
            not first.articles & second.articles
            and _kinds_agree(first, second)
            and _same_words(first.fullest, second.fullest)
        ):
            nodes.join(one, other)


def _same_words(one: Words, other: Words) -> bool:
    joined = same_word("".join(one), "".join(other))
    return joined and (len(one) == 1 or all(same_word(a, b) or len(a) < 3 for a, b in zip(one, other, strict=False)))


def _kinds_agree(first: Node, second: Node) -> bool:
    one, other = kind_of(first), kind_of(second)
    return one == other or "unknown" in (one, other)


def join_ministries(nodes: Nodes) -> None:
    """A ministry whose state is not told is the set's only one of its field."""
    owned: defaultdict[str, set[int]] = defaultdict(set)
    for number, node in nodes.roots():
        if node.ministry and node.ministry[1]:
            owned[node.ministry[0]].add(number)
    for number, node in list(nodes.roots()):
        if node.ministry and not node.ministry[1] and node.actor is None and len(owned[node.ministry[0]]) == 1:
            nodes.join(next(iter(owned[node.ministry[0]])), number)


def join_short_forms(nodes: Nodes) -> None:
    """A surname or a short form alone, where the set has one bearer of it."""
    surnames: defaultdict[str, set[int]] = defaultdict(set)
    forms: defaultdict[Words, set[int]] = defaultdict(set)
    for number, node in nodes.roots():
        for words in node.forms:
            if len(words) > 1 and node.kinds["person"]:
                surnames[sound(words[-1])].add(number)
            forms[words].add(number)
    _join_provinces(nodes, forms)
    for number, node in list(nodes.roots()):
        if node.ministry or node.owner or node.actor is not None or any(len(words) > 1 for words in node.forms):
            continue
        kind = "unknown" if all(surface.isupper() for surface in node.surfaces) else kind_of(node)
        bearers: set[int] = set()
        for words in node.forms:
            bearers |= {other for other in forms[words] if other != number}
            if kind in ("person", "unknown") and not node.known:
                bearers |= surnames[sound(words[0])] if words else set()
        bearers = {nodes.root(other) for other in bearers} - {number}
        bearers = {other for other in bearers if _may_bear(node, kind, nodes.nodes[other])}
        elder = {other for other in bearers if not any(words[0].endswith("-jr") for words in nodes.nodes[other].forms)}
        bearers = elder or bearers
        same_office = {other for other in bearers if nodes.nodes[other].offices & node.offices}
        bearers = same_office if len(bearers) > 1 and len(same_office) == 1 else bearers
        if len(bearers) == 1:
            nodes.join(next(iter(bearers)), number)


def _may_bear(node: Node, kind: str, other: Node) -> bool:
    """Whether a short form of this kind can be the other's; no place's is one that the gazetteer knows."""
    other_kind = kind_of(other)
    kinds = "unknown" in (kind, other_kind) or kind == other_kind or not (other.kinds["person"] or kind == "person")
    return kinds and not (kind == "place" and other.known) and not _genders_differ(node, other)


def _join_provinces(nodes: Nodes, forms: dict[Words, set[int]]) -> None:
    """A province and the same name alone, unless the set knows a city of that name."""
    for words in sorted(forms):
        if len(words) > 1 and words[-1] in ("province", "region", "district", "county", "governorate"):
            for other in sorted(forms.get(words[:-1], ())):
                if kind_of(nodes.nodes[nodes.root(other)]) == "place" and not nodes.nodes[nodes.root(other)].city:
                    nodes.join(min(forms[words]), other)


def join_offices(nodes: Nodes, of_chain: dict[tuple[str, int], int]) -> None:
    """Offices of one person."""
    offices: dict[int, int] = {}
    for number, node in list(nodes.roots()):
        if node.owner and node.owner in of_chain:
            nodes.join(offices.setdefault(nodes.root(of_chain[node.owner]), number), number)


GOVERNING = ("administration", "government", "regime")


def join_governments(nodes: Nodes) -> None:
    """A government called by its head, "the Ruiz administration", is the state of the one person of that name."""
    people: defaultdict[Words, set[int]] = defaultdict(set)
    states: dict[str, int] = {}
    for number, node in nodes.roots():
        for words in node.forms:
            if node.kinds["person"]:
                people[words[-1:]].add(number)
        if kind_of(node) == "state":
            states.update((" ".join(words), number) for words in node.forms)
    for number, node in list(nodes.roots()):
        heads = {words[:-1] for words in node.forms if len(words) == 2 and words[-1] in GOVERNING}
        bearers = {bearer for head in heads for bearer in people.get(head, ())}
        if node.actor is None and len(bearers) == 1:
            told = nodes.nodes[bearers.pop()].states
            state = states.get(max(sorted(told), key=told.get, default=""))
            if state is not None:
                nodes.join(state, number)
