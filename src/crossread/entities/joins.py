"""Those who are meant in a set, and which of them are one: aliases, spellings, short forms, offices, governments.

Only names that share a key are compared (blocking, after Newcombe et al. 1959), so that the work grows with the number
of names and not with its square.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

from crossread.entities.names import fold, in_full, same_person, same_word, skeleton, sound

Words = tuple[str, ...]
REACH = 32  # names under one key with which each is compared, in order of spelling
GOVERNING = ("administration", "government", "regime")
NONE: Counter = Counter()  # nothing told


@lru_cache(maxsize=1 << 13)
def counted(told: Words) -> Counter[str]:
    """How often each is told: one object for all of whom the same is told, which is never changed."""
    return Counter(told)


@dataclass(slots=True)
class Node:
    """One who is meant, on the way to an entity. There is one for most names of a set, so that what many have alike is
    one object: counts and sets that are shared are never changed, but new ones take their place."""

    articles: frozenset[str] | set[str] = frozenset()
    forms: Counter[Words] = field(default_factory=Counter)
    surfaces: dict[str, frozenset[str] | set[str]] = field(default_factory=dict)  # as worded -> articles
    kinds: Counter[str] = field(default_factory=lambda: NONE)
    gender: str = ""
    offices: frozenset[str] = frozenset()
    state: str = ""  # that it is said to be of
    known: str = ""  # name in the gazetteer
    actor: int | None = None
    owner: tuple[str, int] | None = None  # the chain whose office it is
    speaks: bool = False
    n: int = 0

    @property
    def fullest(self) -> Words:
        """Its longest form, of equals the most frequent."""
        if len(self.forms) < 2:  # most have one
            return next(iter(self.forms), ())
        return max(self.forms, key=lambda words: (len(words), self.forms[words], words))

    @property
    def kind(self) -> str:
        """The kind most often told; a state told once is more than a guess."""
        if self.kinds["state"]:
            return "state"
        told = [(-count, kind) for kind, count in self.kinds.items() if kind != "unknown"]
        return min(told)[1] if told else "unknown"

    def take(self, other: Node) -> None:
        """Take in all that is known of another, which is the same and is not asked again."""
        self.articles = _together(self.articles, other.articles)
        self.forms.update(other.forms)
        for surface, articles in other.surfaces.items():
            self.surfaces[surface] = _together(self.surfaces.get(surface, articles), articles)
        self.kinds = self.kinds + other.kinds if self.kinds and other.kinds else self.kinds or other.kinds
        self.actor = self.actor if self.actor is not None else other.actor
        for name in ("gender", "state", "known", "owner", "speaks"):
            setattr(self, name, getattr(self, name) or getattr(other, name))
        self.offices |= other.offices
        self.n += other.n


def _together(own: frozenset | set, others: frozenset | set) -> frozenset | set:
    """Both; what is one node's alone is a set, to which others can be added."""
    if others <= own:
        return own
    own = own if isinstance(own, set) else set(own)
    own |= others
    return own


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
        two_actors = None not in (first.actor, second.actor)
        two_known = first.actor is second.actor is None and first.known and second.known and first.known != second.known
        if one != other and not two_actors and not two_known:
            self.parents[other] = one
            first.take(second)

    def roots(self) -> Iterator[tuple[int, Node]]:
        """What is left after joining, with its numbers."""
        return ((number, node) for number, node in enumerate(self.nodes) if self.parents[number] == number)


def words_of(naming: str) -> Words:
    """The folded words of a naming, without its article."""
    words = fold(naming).split()
    return tuple(words[1:] if len(words) > 1 and words[0] == "the" else words)


def form(words: Words, state_of: Callable[[str], str]) -> Words:
    """The words that a body is known by: its state by name and not by adjective; a ministry's in one order."""
    if "ministry" in words and len(words) > 1:
        return ("ministry", *sorted(set(map(state_of, words)) - {"ministry", "of", "for", "the"}))
    return (*state_of(words[0]).split(), *words[1:]) if len(words) > 1 else words


def join_aliases(nodes: Nodes, namings: Iterable[tuple[int, Words]], state_of: Callable[[str], str]) -> None:
    """What bears a name or an alias of an actor (given with its node's number), as worded or by its form."""
    index: dict[Words, int] = {}
    for number, words in namings:
        index.setdefault(words, number)
        index.setdefault(form(words, state_of), number)
    for number, node in enumerate(nodes.nodes) if index else ():
        worded = [words_of(surface) for surface in sorted(node.surfaces)]
        hits = Counter(index[words] for words in [*node.forms, *worded] if words in index)
        if hits and node.actor is None:
            nodes.join(min(hits, key=lambda hit: (-hits[hit], hit)), number)


def join_spellings(nodes: Nodes) -> None:
    """Full names of persons, and other names that the gazetteer does not know, that can be spellings of one; not two
    that one article tells apart."""
    keyed = sorted((key, node.fullest, number) for number, node in nodes.roots() for key in _keys(node))
    for _, same in groupby(keyed, key=lambda entry: entry[0]):
        members = [number for *_, number in same]
        for place, one in enumerate(members):
            for other in members[place + 1 : place + 1 + REACH]:
                if _are_spellings(nodes.nodes[nodes.root(one)], nodes.nodes[nodes.root(other)]):
                    nodes.join(one, other)


def _keys(node: Node) -> Iterable[str]:
    """What spellings of one name have in common."""
    if node.kinds["person"]:
        full = [words for words in node.forms if len(words) > 1]
        return [f"{sound(in_full(words[0]))[:1]} {skeleton(words[-1])}" for words in full]
    joined = "".join(node.fullest)
    return (
        [f"{len(node.fullest)} {skeleton(joined)}"] if joined.isalpha() and len(joined) > 4 and not node.known else []
    )


def _are_spellings(first: Node, second: Node) -> bool:
    one, other = first.fullest, second.fullest
    if first.articles & second.articles or not _agree(first.kind, first, second):
        return False
    if first.kinds["person"]:
        return same_person(one, other)
    letters = same_word("".join(one), "".join(other))
    return letters and (len(one) == 1 or all(same_word(a, b) or len(a) < 3 for a, b in zip(one, other, strict=False)))


def _agree(kind: str, node: Node, other: Node) -> bool:
    """Whether a node, taken as one of this ``kind``, and another are of one kind and gender, as far as told."""
    kinds = kind == other.kind or "unknown" in (kind, other.kind)
    return kinds and (node.gender == other.gender or "" in (node.gender, other.gender))


def join_short_forms(nodes: Nodes) -> None:
    """A surname or a short form alone, where the set has one bearer of it, and "the Ruiz administration" with the state
    of the one of that name."""
    surnames: defaultdict[str, set[int]] = defaultdict(set)
    bearing: defaultdict[Words, set[int]] = defaultdict(set)
    for number, node in nodes.roots():
        for words in node.forms:
            bearing[words].add(number)
            if words[0] == "ministry":  # without its state
                bearing[tuple(word for word in words if word != fold(node.state))].add(number)
            if len(words) > 1 and node.kinds["person"]:
                surnames[sound(words[-1])].add(number)
    for number, node in list(nodes.roots()):
        if node.owner or node.actor is not None:
            continue
        words = node.fullest
        if len(words) == 2 and words[1] in GOVERNING:
            states = {fold(nodes.nodes[nodes.root(head)].state) for head in surnames[sound(words[0])]}
            bearers = bearing[tuple(states.pop().split())] if len(states) == 1 else set()
        elif len(words) == 1 or (words[:1] == ("ministry",) and not node.state):
            kind = "unknown" if all(surface.isupper() for surface in node.surfaces) else node.kind
            person = kind in ("person", "unknown") and not node.known
            bearers = bearing[words] | (surnames[sound(words[0])] if person else set())
            bearers = _fitting(nodes, node, kind, {nodes.root(other) for other in bearers} - {number})
        else:
            continue
        if len(bearers) == 1:
            nodes.join(*bearers, number)


def _fitting(nodes: Nodes, node: Node, kind: str, bearers: set[int]) -> set[int]:
    """Whose short form a node of this kind can be: no place's that the gazetteer knows, the father's and not the son's,
    of several that of the one in its office."""
    known = {other: nodes.nodes[other] for other in bearers}
    fit = {n for n, other in known.items() if _agree(kind, node, other) and not (kind == "place" and other.known)}
    elder = {n for n in fit if not any(words[0].endswith("-jr") for words in known[n].forms)}
    in_office = {n for n in elder or fit if known[n].offices & node.offices}
    return in_office if len(in_office) == 1 else elder or fit


def join_offices(nodes: Nodes, of_chain: dict[tuple[str, int], int]) -> None:
    """Offices of one person."""
    offices: dict[int, int] = {}
    for number, node in list(nodes.roots()):
        if node.owner in of_chain:
            nodes.join(offices.setdefault(nodes.root(of_chain[node.owner]), number), number)
