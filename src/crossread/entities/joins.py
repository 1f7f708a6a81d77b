"""Which nodes are one: aliases, spellings, ministries, surnames and short forms, governments by their heads.

Only names that share a key are compared (blocking, after Newcombe et al. 1959), so that the work grows with the number
of names and not with its square.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from crossread.entities import names
from crossread.entities.names import is_adjective_of, same_person, same_word, sound
from crossread.entities.nodes import Actor, Node, Nodes, Words, kind_of, words_of

CROWD = 64  # names under one key from which only those next to each other are compared


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
    for number, node in list(enumerate(nodes.nodes))[len(actors) :]:
        worded = [words_of(surface) for surface in sorted(node.surfaces)]
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
            words = words_of(naming)
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


def join_people(nodes: Nodes) -> None:
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


def _clash(first: Node, second: Node) -> bool:
    return _genders_differ(first, second) or bool(first.articles & second.articles)


def _genders_differ(first: Node, second: Node) -> bool:
    told = {max(sorted(node.genders), key=node.genders.get) for node in (first, second) if node.genders}
    return len(told) > 1


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
        bearers = {other for other in bearers if not _genders_differ(node, nodes.nodes[other])}
        bearers = {
            b
            for b in bearers
            if kind in ("unknown", kind_of(nodes.nodes[b]))
            or kind_of(nodes.nodes[b]) == "unknown"
            or not (nodes.nodes[b].kinds["person"] or kind == "person")
        }
        bearers = {b for b in bearers if kind != "place" or not nodes.nodes[b].known}
        elder = {other for other in bearers if not any(words[0].endswith("-jr") for words in nodes.nodes[other].forms)}
        bearers = elder or bearers
        same_office = {other for other in bearers if nodes.nodes[other].offices & node.offices}
        bearers = same_office if len(bearers) > 1 and len(same_office) == 1 else bearers
        if len(bearers) == 1:
            nodes.join(next(iter(bearers)), number)


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
            owner = nodes.root(of_chain[node.owner])
            if owner in offices:
                nodes.join(offices[owner], number)
            else:
                offices[owner] = number


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
