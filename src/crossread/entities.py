"""Entities: who is one over the articles of a set, and what each is called.

Chains of mentions, as :mod:`crossread.mentions` found them within each article, are joined where their names are one:
the same when folded, an alias in ``actors.csv`` or the gazetteer, spellings of one name in another alphabet, a surname
or abbreviation that one entity alone has. Only names that share a key are compared (blocking, after Newcombe et al.
1959), so that the work grows with the number of names and not with its square.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from crossread import names
from crossread.codebooks import Codebooks
from crossread.gazetteer import Gazetteer
from crossread.names import fold, is_adjective_of, same_person, same_word, sound
from crossread.source_heads import source_type

Words = tuple[str, ...]
ADDRESS = 6  # characters by which a name can start before its source mention: a form of address
ADJECTIVE = re.compile(r"\b[A-Z][a-z]{3,}(?:n|i|ese|ish|er|ic)\b")
CROWD = 64  # names under one key from which only those next to each other are compared


class Actor(NamedTuple):
    """A row of ``actors.csv``: the researcher's word on who is who."""

    name: str
    aliases: tuple[str, ...]
    entity_type: str | None
    side: str | None
    party_to_conflict: bool | None


class Source(NamedTuple):
    """Who a source mention means."""

    source: str | None
    entity_id: str | None
    source_type: str | None


@dataclass(slots=True)
class _Node:
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
        return max(self.forms, key=lambda words: (len(words), self.forms[words], words), default=())

    def take(self, other: _Node) -> None:
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


class _Nodes:
    """Nodes that can be joined (union-find, Tarjan 1975)."""

    def __init__(self) -> None:
        self.nodes: list[_Node] = []
        self.parents: list[int] = []

    def add(self, node: _Node) -> int:
        self.nodes.append(node)
        self.parents.append(len(self.parents))
        return len(self.parents) - 1

    def root(self, number: int) -> int:
        while self.parents[number] != number:
            self.parents[number] = self.parents[self.parents[number]]
            number = self.parents[number]
        return number

    def join(self, one: int, other: int) -> None:
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

    def roots(self) -> Iterator[tuple[int, _Node]]:
        for number, node in enumerate(self.nodes):
            if self.parents[number] == number:
                yield number, node


def link(
    mentions: pd.DataFrame, articles: pd.DataFrame, actors: pd.DataFrame | None, books: Codebooks
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The entities of a set, and its mentions with ``entity_id``.

    Parameters
    ----------
    mentions
        ``article_id`` and the fields of :class:`crossread.mentions.Mention`, a row a mention.
    articles
        Needs ``article_id`` and ``text``.
    actors
        ``actors.csv``: name, aliases (parted by ";"), entity_type, side, party_to_conflict. None where there is none.
    books
        The code books, for their gazetteer.

    Returns
    -------
    ``entities`` after the schema, in order of name; ``mentions`` in order of article and place, all columns kept.
    """
    order = ["article_id", "start", "end", "mention_type"]
    mentions = mentions.sort_values(order, kind="stable", ignore_index=True)
    gazetteer = books.gazetteer
    known_actors = _actors(actors)
    nodes = _Nodes()
    for number, actor in enumerate(known_actors):
        nodes.add(_pinned(number, actor))
    states = _state_names(mentions, known_actors, gazetteer)
    namings = frozenset(_words(naming) for actor in known_actors for naming in (actor.name, *actor.aliases))
    of_chain = _gather(mentions, nodes, states, namings, gazetteer)
    _join_aliases(nodes, known_actors, states)
    _join_people(nodes)
    _join_spellings(nodes)
    _join_ministries(nodes)
    _join_short_forms(nodes)
    _join_offices(nodes, of_chain)
    _join_governments(nodes)
    entities, ids = _name_all(nodes, known_actors, articles, gazetteer, of_chain)
    place = {chain: ids.get(nodes.root(number)) for chain, number in of_chain.items()}
    keys = zip(mentions["article_id"], mentions["chain"], strict=True)
    mentions["entity_id"] = pd.Series([place.get(key) for key in keys], dtype="object", index=mentions.index)
    return entities, mentions


# --- what is joined ---------------------------------------------------------------------------------------------


def _actors(frame: pd.DataFrame | None) -> list[Actor]:
    if frame is None:
        return []
    found = []
    for row in frame.to_dict("records"):
        cell = {key: None if pd.isna(value) or value == "" else value for key, value in row.items()}
        if not cell.get("name"):
            continue
        aliases = tuple(alias.strip() for alias in str(cell.get("aliases") or "").split(";") if alias.strip())
        party = cell.get("party_to_conflict")
        party = str(party).strip().lower() in ("true", "1", "yes") if party is not None else None
        found.append(Actor(str(cell["name"]).strip(), aliases, cell.get("entity_type"), cell.get("side"), party))
    return found


def _pinned(number: int, actor: Actor) -> _Node:
    node = _Node(actor=number)
    for naming in (actor.name, *actor.aliases):
        node.forms[_words(naming)] += 1
    if actor.entity_type:
        node.kinds[actor.entity_type] += 1
    return node


def _words(naming: str) -> Words:
    words = fold(naming).split()
    return tuple(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _state_names(mentions: pd.DataFrame, actors: list[Actor], gazetteer: Gazetteer) -> dict[str, str]:
    """Wordings of states, folded, and the folded name that each goes by: adjectives of names that the set has."""
    canonical: dict[str, str] = {}
    for actor in actors:
        if actor.entity_type == "state":
            for naming in (actor.name, *actor.aliases):
                canonical[" ".join(_words(naming))] = fold(actor.name)
    wordings = {fold(state) for state in mentions["state"].dropna().unique() if state}
    wordings |= {_words(actor.name)[0] for actor in actors if actor.entity_type in ("organisation", "group")}
    wordings = sorted(wordings)
    singles = set(canonical) | set(wordings)
    by_letters = defaultdict(list)
    for name in sorted(singles):
        by_letters[name[:3]].append(name)
    for word in wordings:
        base = next((name for name in by_letters[word[:3]] if is_adjective_of(word, name)), None)
        if base and word not in canonical and word not in gazetteer.adjectives:
            canonical[word] = canonical.get(base, base)
    return canonical


def _gather(
    mentions: pd.DataFrame, nodes: _Nodes, states: dict[str, str], namings: frozenset[Words], gazetteer: Gazetteer
) -> dict[tuple[str, int], int]:
    """A node for every name, with all chains that bear it; the node of each chain."""
    of_chain: dict[tuple[str, int], int] = {}
    numbers: dict[tuple, int] = {}
    for chain, rows in _chains(mentions):
        node = _local(chain, rows, states, namings, gazetteer)
        if node is None:
            continue
        key = _key(node)
        if key in numbers:
            nodes.nodes[numbers[key]].take(node)
        else:
            numbers[key] = nodes.add(node)
        of_chain[chain] = numbers[key]
    return of_chain


COLUMNS = [
    "article_id",
    "chain",
    "surface",
    "mention_type",
    "kind",
    "head",
    "titles",
    "gender",
    "state",
    "owner",
    "speaks",
]


def _chains(mentions: pd.DataFrame) -> Iterator[tuple[tuple[str, int], list]]:
    chains: dict[tuple[str, int], list] = {}
    for row in mentions[COLUMNS].itertuples(index=False):
        chains.setdefault((row.article_id, row.chain), []).append(row)
    yield from chains.items()


def _local(
    chain: tuple[str, int], rows: list, states: dict[str, str], namings: frozenset[Words], gazetteer: Gazetteer
) -> _Node | None:
    """A chain as a node; None where nothing names it: no name, and no description that ``actors.csv`` has."""
    node = _Node(articles={chain[0]}, n=len(rows))
    weak: Counter[str] = Counter()  # kinds told by one word, which count only where there is no longer name
    for row in rows:
        node.speaks = node.speaks or bool(row.speaks)
        if row.gender in ("m", "f"):
            node.genders[row.gender] += 1
        node.offices.update(word for word in row.titles.split() if word in gazetteer.roles["role"])
        head = tuple(row.head.split())
        state = fold(row.state) if isinstance(row.state, str) else ""
        state = states.get(state, state)
        if row.kind == "person" and state:
            node.states[state] += 1
        if head[:1] == ("ministry",) and len(head) > 1:
            node.ministry = (head[1], state)
            node.kinds["organisation"] += 1
        elif row.kind == "state" and state:
            node.kinds["state"] += 1
            node.forms[tuple(state.split())] += 1
        elif row.mention_type == "description" and row.head == "office" and not pd.isna(row.owner):
            node.owner = (chain[0], int(row.owner))
            node.kinds["organisation"] += 1
        if row.mention_type == "description" and _words(row.surface) in namings:
            node.surfaces.setdefault(" ".join(row.surface.split()), set()).add(chain[0])
        if row.mention_type != "name":
            continue
        node.city = node.city or row.titles in ("city", "town", "village", "port")
        node.surfaces.setdefault(" ".join(row.surface.split()), set()).add(chain[0])
        if row.kind != "state" and not node.ministry:
            words = _of_state(head, states) if row.state else head
            node.forms[words] += 1
            (node.kinds if len(words) > 1 else weak)[row.kind] += 1
        entry = gazetteer.find(row.surface.removeprefix("The ").removeprefix("the "))
        if entry and fold(entry.name) == row.head:
            node.known = entry.name
        elif row.kind == "state" and isinstance(row.state, str) and row.state in gazetteer.adjective_of:
            node.known = row.state
    if not +Counter({kind: count for kind, count in node.kinds.items() if kind != "unknown"}):
        node.kinds += weak
    return node if node.forms or node.ministry or node.owner or node.surfaces else None


def _of_state(words: Words, states: dict[str, str]) -> Words:
    """The name of a body with its state by name and not by adjective."""
    return (*states.get(words[0], words[0]).split(), *words[1:]) if len(words) > 1 else words


def _key(node: _Node) -> tuple:
    if node.ministry:
        return ("ministry", *node.ministry)
    if node.owner and not node.forms:
        return ("office", *node.owner)
    words = node.fullest or min(map(_words, node.surfaces))
    if node.kinds["person"] and len(words) == 1:
        return ("person", words)
    return ("name", words)


def _join_aliases(nodes: _Nodes, actors: list[Actor], states: dict[str, str]) -> None:
    """What bears a name or an alias of an actor, as worded or as folded."""
    index: dict[Words, int] = {}
    for number, actor in enumerate(actors):
        for naming in (actor.name, *actor.aliases):
            index.setdefault(_words(naming), number)
            index.setdefault(_of_state(_words(naming), states), number)
    for number, node in list(enumerate(nodes.nodes))[len(actors) :]:
        worded = [_words(surface) for surface in sorted(node.surfaces)]
        hits = Counter(index[words] for words in [*node.forms, *worded] if words in index)
        if node.ministry and not hits:
            hits = Counter(index[words] for words in _ministry_wordings(node.ministry, actors) if words in index)
        if hits:
            nodes.join(min(hits, key=lambda hit: (-hits[hit], hit)), number)


def _ministry_wordings(ministry: tuple[str, str], actors: list[Actor]) -> list[Words]:
    """The names of actors that are this ministry: its field, and its state by name or adjective."""
    subject, state = ministry
    found = []
    for actor in actors:
        for naming in (actor.name, *actor.aliases):
            words = _words(naming)
            rest = [word for word in words if word not in ("ministry", "of", subject, "the")]
            if (
                "ministry" in words
                and subject in words
                and len(rest) == 1
                and state
                and (rest[0] == state or is_adjective_of(rest[0], state))
            ):
                found.append(words)
    return found


def _join_people(nodes: _Nodes) -> None:
    """Full names that can be spellings of one; not two that one article tells apart."""
    keys: defaultdict[tuple, list[int]] = defaultdict(list)
    for number, node in nodes.roots():
        for words in node.forms:
            if len(words) > 1 and node.kinds["person"] and not node.ministry:
                for block in names.blocks(words[-1]):
                    keys[(block, sound(words[0])[:1])].append(number)
    for one, other in _pairs(nodes, keys):
        first, second = nodes.nodes[one], nodes.nodes[other]
        if _clash(first, second) or not (first.kinds["person"] and second.kinds["person"]):
            continue
        if same_person(first.fullest, second.fullest):
            nodes.join(one, other)


def _clash(first: _Node, second: _Node) -> bool:
    return _genders_differ(first, second) or bool(first.articles & second.articles)


def _genders_differ(first: _Node, second: _Node) -> bool:
    told = {max(sorted(node.genders), key=node.genders.get) for node in (first, second) if node.genders}
    return len(told) > 1


def _pairs(nodes: _Nodes, keys: dict[tuple, list[int]]) -> Iterator[tuple[int, int]]:
    """Pairs of nodes that share a key, in a fixed order; in a crowd under one key only neighbours by spelling."""
    for key in sorted(keys):
        members = sorted(set(keys[key]), key=lambda number: (nodes.nodes[number].fullest, number))
        reach = len(members) if len(members) <= CROWD else 8
        for place, one in enumerate(members):
            for other in members[place + 1 : place + 1 + reach]:
                roots = nodes.root(one), nodes.root(other)
                if roots[0] != roots[1]:
                    yield roots


def _join_spellings(nodes: _Nodes) -> None:
    """Places and bodies that the gazetteer does not know, in spellings of one name."""
    keys: defaultdict[tuple, list[int]] = defaultdict(list)
    for number, node in nodes.roots():
        joined = "".join(node.fullest)
        if (
            len(joined) < 5
            or node.kinds["person"]
            or node.known
            or node.ministry
            or node.owner
            or (joined.isascii() and any(c.isdigit() for c in joined))
        ):
            continue
        for block in names.blocks(joined):
            keys[(len(node.fullest), block)].append(number)
    for one, other in _pairs(nodes, keys):
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


def _kinds_agree(first: _Node, second: _Node) -> bool:
    one, other = _type(first), _type(second)
    return one == other or "unknown" in (one, other)


def _join_ministries(nodes: _Nodes) -> None:
    """A ministry whose state is not told is the set's only one of its field."""
    owned: defaultdict[str, set[int]] = defaultdict(set)
    for number, node in nodes.roots():
        if node.ministry and node.ministry[1]:
            owned[node.ministry[0]].add(number)
    for number, node in list(nodes.roots()):
        if node.ministry and not node.ministry[1] and node.actor is None and len(owned[node.ministry[0]]) == 1:
            nodes.join(next(iter(owned[node.ministry[0]])), number)


def _join_short_forms(nodes: _Nodes) -> None:
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
        kind = "unknown" if all(surface.isupper() for surface in node.surfaces) else _type(node)
        bearers: set[int] = set()
        for words in node.forms:
            bearers |= {other for other in forms[words] if other != number}
            if kind in ("person", "unknown") and not node.known:
                bearers |= surnames[sound(words[0])] if words else set()
        bearers = {nodes.root(other) for other in bearers} - {number}
        bearers = {other for other in bearers if not _genders_differ(node, nodes.nodes[other])}
        bearers = {
            b
            for b in bearers
            if kind in ("unknown", _type(nodes.nodes[b]))
            or _type(nodes.nodes[b]) == "unknown"
            or not (nodes.nodes[b].kinds["person"] or kind == "person")
        }
        bearers = {b for b in bearers if kind != "place" or not nodes.nodes[b].known}
        elder = {other for other in bearers if not any(words[0].endswith("-jr") for words in nodes.nodes[other].forms)}
        bearers = elder or bearers
        same_office = {other for other in bearers if nodes.nodes[other].offices & node.offices}
        bearers = same_office if len(bearers) > 1 and len(same_office) == 1 else bearers
        if len(bearers) == 1:
            nodes.join(next(iter(bearers)), number)


def _join_provinces(nodes: _Nodes, forms: dict[Words, set[int]]) -> None:
    """A province and the same name alone, unless the set knows a city of that name."""
    for words in sorted(forms):
        if len(words) > 1 and words[-1] in ("province", "region", "district", "county", "governorate"):
            for other in sorted(forms.get(words[:-1], ())):
                if _type(nodes.nodes[nodes.root(other)]) == "place" and not nodes.nodes[nodes.root(other)].city:
                    nodes.join(min(forms[words]), other)


def _join_offices(nodes: _Nodes, of_chain: dict[tuple[str, int], int]) -> None:
    """Offices of one person."""
    offices: dict[int, int] = {}
    for number, node in list(nodes.roots()):
        if node.owner and node.owner in of_chain:
            owner = nodes.root(of_chain[node.owner])
            if owner in offices:
                nodes.join(offices[owner], number)
            else:
                offices[owner] = number


GOVERNING = ("administration", "government", "regime")


def _join_governments(nodes: _Nodes) -> None:
    """A government called by its head, "the Ruiz administration", is the state of the one person of that name."""
    people: defaultdict[Words, set[int]] = defaultdict(set)
    states: dict[str, int] = {}
    for number, node in nodes.roots():
        for words in node.forms:
            if node.kinds["person"]:
                people[words[-1:]].add(number)
        if _type(node) == "state":
            states.update((" ".join(words), number) for words in node.forms)
    for number, node in list(nodes.roots()):
        heads = {words[:-1] for words in node.forms if len(words) == 2 and words[-1] in GOVERNING}
        bearers = {bearer for head in heads for bearer in people.get(head, ())}
        if node.actor is None and len(bearers) == 1:
            told = nodes.nodes[bearers.pop()].states
            state = states.get(max(sorted(told), key=told.get, default=""))
            if state is not None:
                nodes.join(state, number)


# --- what it is called ------------------------------------------------------------------------------------------


def _type(node: _Node) -> str:
    """The kind most often told; a state or person told once is more than a guess."""
    told = Counter({kind: count for kind, count in node.kinds.items() if kind != "unknown"})
    if told["state"]:
        return "state"
    return min(told, key=lambda kind: (-told[kind], kind)) if told else "unknown"


def _name_all(
    nodes: _Nodes,
    actors: list[Actor],
    articles: pd.DataFrame,
    gazetteer: Gazetteer,
    of_chain: dict[tuple[str, int], int],
) -> tuple[pd.DataFrame, dict[int, str]]:
    adjectives = _adjectives(nodes, articles, gazetteer)
    named: dict[int, str] = {}
    for number, node in nodes.roots():
        if node.n and not (node.owner and not node.forms):
            named[number] = _name(node, actors, gazetteer, adjectives)
    for number, node in nodes.roots():
        owner = nodes.root(of_chain[node.owner]) if node.owner and node.owner in of_chain else None
        if node.n and number not in named and owner in named:
            named[number] = f"office of {named[owner]}"
    rows = []
    for number, name in named.items():
        node = nodes.nodes[number]
        kind = actors[node.actor].entity_type if node.actor is not None else None
        kind = kind or _type(node)
        if (kind == "unknown" and node.n < 2 and not node.speaks and node.actor is None) or not name:
            continue  # a capitalised word that nothing tells more of
        actor = actors[node.actor] if node.actor is not None else None
        rows.append(
            {
                "number": number,
                "name": name,
                "entity_type": "organisation" if kind == "unknown" else kind,
                "variants": sorted(node.surfaces, key=lambda surface: (surface.lower(), surface)),
                "side": actor.side if actor else None,
                "party_to_conflict": actor.party_to_conflict if actor else None,
            }
        )
    rows.sort(key=lambda row: (fold(row["name"]), row["name"], row["entity_type"], row["variants"]))
    ids = _ids(rows)
    columns = ["entity_id", "name", "entity_type", "variants", "side", "party_to_conflict"]
    entities = pd.DataFrame([{**row, "entity_id": ids[row["number"]]} for row in rows], columns=[*columns, "number"])
    return entities[columns], ids


def _ids(rows: list[dict]) -> dict[int, str]:
    """An id from each name; where two have one name, the second has its type in it, then a number."""
    ids: dict[int, str] = {}
    taken: set[str] = set()
    for row in rows:
        slug = re.sub(r"[^a-z0-9]+", "-", fold(row["name"])).strip("-") or "entity"
        choices = [slug, f"{slug}-{row['entity_type']}"]
        new = next((c for c in choices if c not in taken), None)
        number = 2
        while new is None:
            new, number = (f"{slug}-{number}" if f"{slug}-{number}" not in taken else None), number + 1
        taken.add(new)
        ids[row["number"]] = new
    return ids


def _name(node: _Node, actors: list[Actor], gazetteer: Gazetteer, adjectives: dict[str, str]) -> str:
    if node.actor is not None:
        return actors[node.actor].name
    if node.known:
        return node.known
    if node.ministry:
        return _ministry_name(node, adjectives)
    if _type(node) == "state":
        state = max(node.forms, key=lambda words: (node.forms[words], words))
        plain = [s for s in node.surfaces if _words(s) == state]
        return _best(plain, node) or " ".join(state).title()
    if not node.kinds["person"]:
        return _body_name(node, adjectives)
    forms = {frozenset(words) for words in node.forms}
    full = [surface for surface in node.surfaces if frozenset(_words(_plain(surface, gazetteer))) in forms]
    longest = max((len(_words(_plain(s, gazetteer))) for s in full), default=0)
    return _plain(
        _best(
            [s for s in full if len(_words(_plain(s, gazetteer))) == longest] or list(node.surfaces), node, gazetteer
        ),
        gazetteer,
    )


def _body_name(node: _Node, adjectives: dict[str, str]) -> str:
    """The fullest wording of a name that is no person's; "Ruritania's navy" as "Ruritanian navy"."""
    longest = max(len(_words(surface)) for surface in node.surfaces)
    name = _best([surface for surface in node.surfaces if len(_words(surface)) == longest], node)
    name = re.sub(r"^[Tt]he ", "", name)
    owned = re.match(r"(\S+)['’]s (.+)$", name)
    adjective = owned and adjectives.get(fold(owned[1]))
    return f"{adjective} {owned[2]}" if adjective else name


def _best(surfaces: Iterable[str], node: _Node, gazetteer: Gazetteer | None = None) -> str:
    """The wording in most articles; ties go by the alphabet, capitals throughout come last."""
    counts: Counter[str] = Counter()
    for surface in surfaces:
        counts[_plain(surface, gazetteer) if gazetteer else surface] += len(node.surfaces[surface])
    return min(counts, key=lambda s: (s.isupper() and len(s) > 5, -counts[s], s), default="")


def _plain(surface: str, gazetteer: Gazetteer) -> str:
    """A name without its form of address or article."""
    words = surface.split()
    while len(words) > 1 and (
        fold(words[0]) in gazetteer.roles["honorific"]
        or fold(words[0]) == "the"
        or (len(words) > 2 and fold(words[0]) in gazetteer.roles["role"])
    ):
        words = words[1:]
    return " ".join(words)


def _ministry_name(node: _Node, adjectives: dict[str, str]) -> str:
    """ "<Adjective> <Ministry>", the ministry as most articles word it."""
    subject, state = node.ministry
    phrases: Counter[str] = Counter()
    for surface, articles in node.surfaces.items():
        match = re.search(r"(?i)ministry (?:of|for) (?:the )?\w+|(?P<field>\w+) ministry", surface)
        if match and fold(subject) in fold(match.group()).split():
            words = re.sub(r"\bthe ", "", match.group()).split()
            phrases[" ".join(w if w in ("of", "for") else w[:1].upper() + w[1:] for w in words)] += len(articles)
    phrase = min(phrases, key=lambda p: (-phrases[p], p), default=f"{subject.capitalize()} Ministry")
    return f"{adjectives.get(state, state.title())} {phrase}".strip()


def _adjectives(nodes: _Nodes, articles: pd.DataFrame, gazetteer: Gazetteer) -> dict[str, str]:
    """Adjectives of the states that ministries belong to: the gazetteer's, else the one that the articles use."""
    found = {fold(state): adjective for state, adjective in gazetteer.adjective_of.items()}
    states = {node.ministry[1] for _, node in nodes.roots() if node.ministry}
    states |= {" ".join(words) for _, node in nodes.roots() if node.kinds["state"] for words in node.forms}
    missing = states - set(found) - {""}
    used: defaultdict[str, Counter[str]] = defaultdict(Counter)  # by the first letters
    for text in articles["text"] if missing else ():
        for word in ADJECTIVE.findall(text):
            used[fold(word)[:4]][word] += 1
    for state in sorted(missing):
        fitting = {word: n for word, n in used[state[:4]].items() if is_adjective_of(fold(word), state)}
        if fitting:
            found[state] = min(fitting, key=lambda word: (-fitting[word], word))
    return found


# --- sources of quotes ------------------------------------------------------------------------------------------


def resolve_sources(
    quotes: pd.DataFrame, mentions: pd.DataFrame, entities: pd.DataFrame, books: Codebooks
) -> pd.DataFrame:
    """Quotes with ``source``, ``entity_id`` and ``source_type``.

    Parameters
    ----------
    quotes
        Needs ``article_id``, ``source_mention``, ``source_start``, ``source_end`` (missing where there is none).
    mentions, entities
        As :func:`link` gives them.
    """
    known = {row.entity_id: row for row in entities.itertuples()}
    speaking: defaultdict[str, list] = defaultdict(list)
    for row in mentions[mentions["speaks"].astype(bool)].itertuples():
        speaking[row.article_id].append(row)
    starts = {article: [row.start for row in rows] for article, rows in speaking.items()}
    found = []
    for row in quotes.itertuples():
        if pd.isna(row.source_start):
            found.append(Source(None, None, None))
            continue
        rows = speaking[row.article_id]
        first = bisect_left(starts.get(row.article_id, []), row.source_start - ADDRESS)
        last = bisect_left(starts.get(row.article_id, []), row.source_end)
        found.append(name_of_source(row.source_mention, row.source_start, rows[first:last], known, books))
    resolved = pd.DataFrame(found, columns=Source._fields, index=quotes.index, dtype="object")
    return quotes.assign(**{column: resolved[column] for column in Source._fields})


def name_of_source(words: str, start: int, speaking: Iterable, known: dict, books: Codebooks) -> Source:
    """Who a source mention means.

    Parameters
    ----------
    words, start
        The source mention and where it starts.
    speaking
        Rows of the article's mentions that have ``speaks`` and start at or near it, in order.
    known
        Rows of ``entities`` by ``entity_id``.

    Returns
    -------
    Source
        ``source`` is None when it is unnamed, "A; B" when two are named; then ``entity_id`` is of the first.
    """
    inside = [row for row in speaking if row.end > start]
    heads: dict[str, str] = {}
    for row in inside:
        if isinstance(row.entity_id, str) and row.entity_id in known:
            heads.setdefault(row.entity_id, known[row.entity_id].name)
    first = next(iter(heads), None)
    kind = known[first].entity_type if first else inside[0].kind if inside else "unknown"
    plural = bool(inside) and inside[0].number == "plural"
    kind_of_source = source_type(words, kind, plural, first is not None, books.gazetteer)
    return Source("; ".join(heads.values()) or None, first, kind_of_source)
