"""Entities: who is one over the articles of a set, and what each is called.

Chains of mentions, as :mod:`.mentions` found them within each article, are joined where their names are one
(:mod:`.joins`): the same when folded, an alias in ``actors.csv`` or the gazetteer, spellings of one name in another
alphabet, a surname or abbreviation that one entity alone has. An entity is called what ``actors.csv`` or the gazetteer
has, else by its fullest wording.
"""

import itertools
import re
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from crossread.articles.sets import YES
from crossread.codebooks import Codebooks
from crossread.entities import joins
from crossread.entities.joins import NONE, Actor, Node, Nodes, Words, counted, kind_of, of_state, words_of
from crossread.entities.mentions import Mention
from crossread.entities.names import Gazetteer, fold, is_adjective_of
from crossread.quotes.source_heads import source_type
from crossread.storage.columns import each_row

ADJECTIVE = re.compile(r"\b[A-Z][a-z]{3,}(?:n|i|ese|ish|er|ic)\b")
GENERATION = {"jr", "sr", "ii", "iii", "iv"}  # of a name
ADDRESS = 6  # characters by which a name can start before its source mention: a form of address


class Source(NamedTuple):
    """Who a source mention means."""

    source: str | None
    entity_id: str | None
    source_type: str | None


def link(
    mentions: pd.DataFrame, articles: pd.DataFrame, actors: pd.DataFrame | None, books: Codebooks
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The entities of a set, and its mentions with ``entity_id``.

    Parameters
    ----------
    mentions
        ``article_id`` and the fields of :class:`crossread.entities.mentions.Mention`, a row a mention.
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
    nodes = Nodes()
    for number, actor in enumerate(known_actors):
        nodes.add(_pinned(number, actor))
    states = _state_names(mentions, known_actors, gazetteer)
    namings = frozenset(words_of(naming) for actor in known_actors for naming in (actor.name, *actor.aliases))
    of_row, of_chain = _gather(mentions, nodes, states, namings, gazetteer)
    joins.join_aliases(nodes, known_actors, states)
    joins.join_people(nodes)
    joins.join_spellings(nodes)
    joins.join_ministries(nodes)
    joins.join_short_forms(nodes)
    joins.join_offices(nodes, of_chain)
    joins.join_governments(nodes)
    entities, ids = _name_all(nodes, known_actors, articles, gazetteer, of_chain)
    who = np.array([*(ids.get(nodes.root(number)) for number in range(len(nodes.nodes))), None], dtype=object)
    return entities, mentions.assign(entity_id=who[of_row])


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
        party = str(party).strip().lower() in YES if party is not None else None
        found.append(Actor(str(cell["name"]).strip(), aliases, cell.get("entity_type"), cell.get("side"), party))
    return found


def _pinned(number: int, actor: Actor) -> Node:
    forms = Counter(words_of(naming) for naming in (actor.name, *actor.aliases))
    return Node(actor=number, forms=forms, kinds=counted((actor.entity_type,)) if actor.entity_type else NONE)


def _state_names(mentions: pd.DataFrame, actors: list[Actor], gazetteer: Gazetteer) -> dict[str, str]:
    """Wordings of states, folded, and the folded name that each goes by: adjectives of names that the set has."""
    canonical: dict[str, str] = {}
    for actor in actors:
        if actor.entity_type == "state":
            for naming in (actor.name, *actor.aliases):
                canonical[" ".join(words_of(naming))] = fold(actor.name)
    wordings = {fold(state) for state in mentions["state"].dropna().unique() if state}
    wordings |= {words_of(actor.name)[0] for actor in actors if actor.entity_type in ("organisation", "group")}
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
    mentions: pd.DataFrame, nodes: Nodes, states: dict[str, str], namings: frozenset[Words], gazetteer: Gazetteer
) -> tuple[np.ndarray, dict[tuple[str, int], int]]:
    """A node for every name, with all chains that bear it; the node of each mention, -1 where it has none, and that of
    each chain that owns an office."""
    of_row, of_chain = array("i"), {}
    numbers: dict[tuple, int] = {}
    same: dict[Words, Words] = {}
    every = each_row(mentions, "article_id", *Mention._fields)

    @lru_cache(maxsize=1 << 13)  # most names come again soon
    def known(surface: str, head: str) -> str | None:
        entry = gazetteer.find(surface.removeprefix("The ").removeprefix("the "))
        return entry.name if entry and fold(entry.name) == head else None

    for article, found in itertools.groupby(every, key=lambda row: row.article_id):
        chains: defaultdict[int, list] = defaultdict(list)
        rows = [*found]
        for row in rows:
            chains[row.chain].append(row)
        here = frozenset([article])
        of_number = {}
        for number, own in chains.items():
            node = _local(here, own, states, namings, same, known, gazetteer)
            if node is None:
                continue
            key = _key(node)
            if key in numbers:
                nodes.nodes[numbers[key]].take(node)
            else:
                numbers[key] = nodes.add(node)
            of_number[number] = numbers[key]
        of_row.extend(of_number.get(row.chain, -1) for row in rows)
        owners = (int(row.owner) for row in rows if row.owner is not None)
        of_chain |= {(article, owner): of_number[owner] for owner in owners if owner in of_number}
    return np.asarray(of_row), of_chain


def _local(
    here: frozenset[str],
    rows: list,
    states: dict[str, str],
    namings: frozenset[Words],
    same: dict[Words, Words],
    known: Callable[[str, str], str | None],
    gazetteer: Gazetteer,
) -> Node | None:
    """A chain as a node; None where nothing names it: no name, and no description that ``actors.csv`` has."""
    node = Node(here, n=len(rows))
    kinds, genders, of_states = [], [], []
    weak: list[str] = []  # kinds told by one word, which count only where nothing else does
    for row in rows:
        node.speaks = node.speaks or bool(row.speaks)
        if row.gender in ("m", "f"):
            genders.append(row.gender)
        if row.titles:
            node.offices |= gazetteer.roles["role"].keys() & row.titles.split()
        head = tuple(row.head.split())
        state = fold(row.state) if row.state else ""
        state = states.get(state, state)
        if row.kind == "person" and state:
            of_states.append(state)
        if head[:1] == ("ministry",) and len(head) > 1:
            node.ministry = (head[1], state)
            kinds.append("organisation")
        elif row.kind == "state" and state:
            kinds.append("state")
            words = tuple(state.split())
            node.forms[same.setdefault(words, words)] += 1
        elif row.mention_type == "description" and row.head == "office" and row.owner is not None:
            (article,) = here
            node.owner = (article, int(row.owner))
            kinds.append("organisation")
        if row.mention_type == "description" and namings and words_of(row.surface) in namings:
            node.surfaces[_even(row.surface)] = here
        if row.mention_type != "name":
            continue
        node.city = node.city or row.titles in ("city", "town", "village", "port")
        node.surfaces[_even(row.surface)] = here
        if row.kind != "state" and not node.ministry:
            words = of_state(head, states) if row.state else head
            node.forms[same.setdefault(words, words)] += 1
            (kinds if len(words) > 1 else weak).append(row.kind)
        if name := known(row.surface, row.head):
            node.known = name
        elif row.kind == "state" and row.state in gazetteer.adjective_of:
            node.known = row.state
    kinds += weak if set(kinds) <= {"unknown"} else ()
    node.kinds, node.genders, node.states = (counted(tuple(told)) for told in (kinds, genders, of_states))
    return node if node.forms or node.ministry or node.owner or node.surfaces else None


def _even(surface: str) -> str:
    """A wording in one line; the same object where it is."""
    even = " ".join(surface.split())
    return surface if even == surface else even


def _key(node: Node) -> tuple:
    if node.ministry:
        return ("ministry", *node.ministry)
    if node.owner and not node.forms:
        return ("office", *node.owner)
    words = node.fullest or min(map(words_of, node.surfaces))
    if node.kinds["person"] and len(words) == 1:
        return ("person", words)
    return ("name", words)


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
    known = {row.entity_id: row for row in each_row(entities, "entity_id", "name", "entity_type")}
    speaking: defaultdict[str, list] = defaultdict(list)
    names = "article_id", "start", "end", "entity_id", "kind", "number"
    for row in each_row(mentions[mentions["speaks"].astype(bool)], *names):
        speaking[row.article_id].append(row)
    starts = {article: [row.start for row in own] for article, own in speaking.items()}
    found = []
    for article, words, start, end in each_row(quotes, "article_id", "source_mention", "source_start", "source_end"):
        if start is None:
            found.append(Source(None, None, None))
            continue
        first = bisect_left(starts.get(article, []), start - ADDRESS)
        last = bisect_left(starts.get(article, []), end)
        found.append(name_of_source(words, start, speaking[article][first:last], known, books))
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


def _name_all(
    nodes: Nodes,
    actors: list[Actor],
    articles: pd.DataFrame,
    gazetteer: Gazetteer,
    of_chain: dict[tuple[str, int], int],
) -> tuple[pd.DataFrame, dict[int, str]]:
    """The table of entities, in order of name, and the id of each node that is one."""
    adjectives = _adjectives(nodes, articles, gazetteer)
    named: dict[int, str] = {}
    for number, node in nodes.roots():
        if node.n and (node.forms or not node.owner):
            named[number] = _name(node, actors, gazetteer, adjectives)
    for number, node in nodes.roots():
        if node.n and number not in named and node.owner in of_chain:
            named[number] = f"office of {named[nodes.root(of_chain[node.owner])]}"
    found = []
    for number, name in named.items():
        node = nodes.nodes[number]
        actor = actors[node.actor] if node.actor is not None else None
        kind = (actor and actor.entity_type) or kind_of(node)
        if kind == "unknown" and node.n < 2 and not node.speaks and not actor:
            continue  # a capitalised word that nothing tells more of
        kind = "organisation" if kind == "unknown" else kind
        variants = sorted(node.surfaces, key=lambda surface: (surface.lower(), surface))
        found.append(
            (name, kind, variants, *((actor.side, actor.party_to_conflict) if actor else (None, None)), number)
        )
    found.sort(key=lambda row: (fold(row[0]), *row[:3]))
    *rows, numbers = zip(*found, strict=True) if found else [()] * 6
    ids = _ids(rows[0], rows[1])
    columns = ["entity_id", "name", "entity_type", "variants", "side", "party_to_conflict"]
    table = pd.DataFrame(dict(zip(columns, [ids, *rows], strict=True)), dtype="object")
    return table, dict(zip(numbers, ids, strict=True))


def _ids(names: Iterable[str], kinds: Iterable[str]) -> list[str]:
    """An id from each name; where two have one name, the second has its type in it, then a number."""
    ids: dict[str, None] = {}
    for name, kind in zip(names, kinds, strict=True):
        slug = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-") or "entity"
        choices = itertools.chain([slug, f"{slug}-{kind}"], (f"{slug}-{number}" for number in itertools.count(2)))
        ids[next(choice for choice in choices if choice not in ids)] = None
    return [*ids]


def _name(node: Node, actors: list[Actor], gazetteer: Gazetteer, adjectives: dict[str, str]) -> str:
    if node.actor is not None:
        return actors[node.actor].name
    if node.known:
        return node.known
    if node.ministry:
        return _ministry_name(node, adjectives)
    if kind_of(node) == "state":
        state = max(node.forms, key=lambda words: (node.forms[words], words))
        plain = [s for s in node.surfaces if words_of(s) == state]
        return _best(plain, node)
    if not node.kinds["person"]:
        return _body_name(node, adjectives)
    forms = {frozenset(word.removesuffix("-jr") for word in words) for words in node.forms}
    words = {surface: words_of(_plain(surface, gazetteer)) for surface in node.surfaces}
    full = [surface for surface in words if frozenset(words[surface]) - GENERATION in forms]
    longest = max((len(words[surface]) for surface in full), default=0)
    return _best([surface for surface in full if len(words[surface]) == longest] or words, node, gazetteer)


def _body_name(node: Node, adjectives: dict[str, str]) -> str:
    """The fullest wording of a name that is no person's; "Ruritania's navy" as "Ruritanian navy"."""
    longest = max(len(words_of(surface)) for surface in node.surfaces)
    name = _best([surface for surface in node.surfaces if len(words_of(surface)) == longest], node)
    name = re.sub(r"^[Tt]he ", "", name)
    owned = re.match(r"(\S+)['’]s (.+)$", name)
    adjective = owned and adjectives.get(fold(owned[1]))
    return f"{adjective} {owned[2]}" if adjective else name


def _best(surfaces: Iterable[str], node: Node, gazetteer: Gazetteer | None = None) -> str:
    """The wording in most articles; ties go by the alphabet, capitals throughout come last."""
    counts: Counter[str] = Counter()
    for surface in surfaces:
        counts[_plain(surface, gazetteer) if gazetteer else surface] += len(node.surfaces[surface])
    return min(counts, key=lambda s: (s.isupper() and len(s) > 5, -counts[s], s), default="")


def _plain(surface: str, gazetteer: Gazetteer) -> str:
    """A name without its form of address."""
    words = surface.split()
    while len(words) > 1 and (
        fold(words[0]) in gazetteer.roles["honorific"] or (len(words) > 2 and fold(words[0]) in gazetteer.roles["role"])
    ):
        words = words[1:]
    return " ".join(words)


def _ministry_name(node: Node, adjectives: dict[str, str]) -> str:
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


def _adjectives(nodes: Nodes, articles: pd.DataFrame, gazetteer: Gazetteer) -> dict[str, str]:
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
