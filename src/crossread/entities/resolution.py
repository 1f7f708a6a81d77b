"""Entities: who is one over the articles of a set, and what each is called.

Chains of mentions, as :mod:`.mentions` found them within each article, are joined where their names are one
(:mod:`.joins`): the same when folded, an alias in ``actors.csv`` or the gazetteer, spellings of one name in another
alphabet, a surname or abbreviation that one entity alone has. An entity is called what ``actors.csv`` or the gazetteer
has, else by its fullest wording.
"""

import re
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import chain, count, groupby
from typing import NamedTuple

import numpy as np
import pandas as pd

from crossread.articles.sets import YES
from crossread.codebooks import Codebooks
from crossread.entities import joins
from crossread.entities.joins import Node, Nodes, Words, counted, form, words_of
from crossread.entities.mentions import Mention
from crossread.entities.names import Gazetteer, base_of, fold
from crossread.quotes.source_heads import source_type
from crossread.storage.columns import each_row

GENERATION = {"jr", "sr", "ii", "iii", "iv"}  # of a name
ADDRESS = 6  # characters by which a name can start before its source mention: a form of address


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


def link(mentions: pd.DataFrame, actors: pd.DataFrame | None, books: Codebooks) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The entities of a set, and its mentions with ``entity_id``.

    Parameters
    ----------
    mentions
        ``article_id`` and the fields of :class:`crossread.entities.mentions.Mention`, a row a mention.
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
    known, nodes = actors_of(actors), Nodes()
    namings = [(n, words_of(naming)) for n, actor in enumerate(known) for naming in (actor.name, *actor.aliases)]
    for number, actor in enumerate(known):
        forms = Counter(words for own, words in namings if own == number)
        nodes.add(Node(forms=forms, kinds=counted((actor.entity_type,) if actor.entity_type else ()), actor=number))
    state_of = _states(mentions, [(words, known[n]) for n, words in namings], books.gazetteer)
    of_row, of_chain = _gather(mentions, nodes, state_of, {words for _, words in namings}, books.gazetteer)
    joins.join_aliases(nodes, namings, state_of)
    joins.join_spellings(nodes)
    joins.join_short_forms(nodes)
    joins.join_offices(nodes, of_chain)
    entities, ids = _entities(nodes, known, books.gazetteer, of_chain)
    who = np.array([*(ids.get(nodes.root(number)) for number in range(len(nodes.nodes))), None], dtype=object)
    return entities, mentions.assign(entity_id=who[of_row])


def actors_of(frame: pd.DataFrame | None) -> list[Actor]:
    """The rows of ``actors.csv``."""
    found = []
    for row in [] if frame is None else frame.astype(object).where(frame.notna(), "").to_dict("records"):
        aliases = tuple(alias.strip() for alias in str(row.get("aliases", "")).split(";") if alias.strip())
        party = str(row.get("party_to_conflict", "")).strip().lower()
        told = row.get("entity_type") or None, row.get("side") or None, party in YES if party else None
        found.append(Actor(str(row["name"]).strip(), aliases, *told))
    return found


def _states(
    mentions: pd.DataFrame, namings: Iterable[tuple[Words, Actor]], gazetteer: Gazetteer
) -> Callable[[str], str]:
    """What gives the folded name of the state that a folded word is the name or the adjective of, else the word."""
    names = {" ".join(words): fold(actor.name) for words, actor in namings if actor.entity_type == "state"}
    told = {fold(state) for state in mentions["state"].dropna().unique() if state not in gazetteer.adjective_of}
    names |= {state: state for state in sorted(told - names.keys() - {""})}

    @lru_cache(maxsize=1 << 13)
    def state_of(word: str) -> str:
        if word in gazetteer.adjectives:
            return fold(gazetteer.adjectives[word])
        return names.get(base_of(word, names) or word, word)

    return state_of


def _gather(
    mentions: pd.DataFrame, nodes: Nodes, state_of: Callable[[str], str], namings: set[Words], gazetteer: Gazetteer
) -> tuple[np.ndarray, dict[tuple[str, int], int]]:
    """A node for every name, with all chains that bear it; the node of each mention, -1 where it has none, and that of
    each chain that owns an office."""
    of_row, of_chain = array("i"), {}
    numbers: dict[tuple, int] = {}
    same: dict[Words, Words] = {}  # one object for each form
    for article, found in groupby(each_row(mentions, "article_id", *Mention._fields), key=lambda row: row.article_id):
        chains: defaultdict[int, list] = defaultdict(list)
        rows = [*found]
        for row in rows:
            chains[row.chain].append(row)
        here = frozenset([article])
        of_number = {}
        for number, own in chains.items():
            node = _local(here, own, state_of, same, namings, gazetteer)
            if not (node.surfaces or node.forms or node.owner):
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
    state_of: Callable[[str], str],
    same: dict[Words, Words],
    namings: set[Words],
    gazetteer: Gazetteer,
) -> Node:
    """A chain as a node, which bears no name where it is only described, and by nothing that ``actors.csv`` has."""
    node = Node(here, n=len(rows))
    kinds, weak = [], []  # weak: told by one word, which counts only where nothing else does
    for row in rows:
        node.speaks = node.speaks or bool(row.speaks)
        node.gender = node.gender or (row.gender if row.gender in ("m", "f") else "")
        node.state = node.state or row.state or ""
        node.offices |= gazetteer.roles["role"].keys() & row.titles.split()
        is_name = row.mention_type == "name"
        head, words = tuple(row.head.split()), ()
        if row.kind == "state" and row.state:
            words = tuple(state_of(fold(row.state)).split())
            node.known = node.known or (row.state if row.state in gazetteer.adjective_of else "")
        elif head[:1] == ("ministry",) and len(head) > 1:
            words = form((*head, fold(row.state or "")), state_of)
        elif is_name:
            words = form(head, state_of) if row.state and row.kind != "person" else head
            entry = gazetteer.find(re.sub("^[Tt]he ", "", row.surface))
            node.known = node.known or (entry.name if entry and fold(entry.name) == row.head else "")
        elif row.head == "office" and row.owner is not None:
            node.owner = (row.article_id, int(row.owner))
        if words:
            node.forms[same.setdefault(words, words)] += 1
        if words or node.owner:
            (kinds if len(words) != 1 or row.kind == "state" else weak).append(row.kind)
        if is_name or (namings and row.mention_type == "description" and words_of(row.surface) in namings):
            node.surfaces[" ".join(row.surface.split())] = here
    node.kinds = counted(tuple(kinds + weak if set(kinds) <= {"unknown"} else kinds))
    return node


def _key(node: Node) -> tuple:
    if node.owner and not node.forms:
        return ("office", *node.owner)
    words = node.fullest or min(map(words_of, node.surfaces))
    return ("person" if node.kinds["person"] and len(words) == 1 else "name", words)


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


def _entities(
    nodes: Nodes, actors: list[Actor], gazetteer: Gazetteer, of_chain: dict[tuple[str, int], int]
) -> tuple[pd.DataFrame, dict[int, str]]:
    """The table of entities, in order of name, and the id of each node that is one."""
    found = []
    for number, node in nodes.roots():
        kind, speaks = node.kind, node.speaks or node.actor is not None
        if not node.n or (kind == "unknown" and node.n < 2 and not speaks):
            continue  # an actor whom nobody names, or a capitalised word that nothing tells more of
        actor = actors[node.actor] if node.actor is not None else Actor("", (), None, None, None)
        if node.forms or node.surfaces:
            name = actor.name or _name(node, gazetteer)
        elif node.owner in of_chain:
            name = f"office of {_name(nodes.nodes[nodes.root(of_chain[node.owner])], gazetteer)}"
        else:
            continue
        kind = actor.entity_type or ("organisation" if kind == "unknown" else kind)
        variants = sorted(node.surfaces, key=lambda surface: (surface.lower(), surface))
        found.append((name, kind, variants, actor.side, actor.party_to_conflict, number))
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
        choices = chain([slug, f"{slug}-{kind}"], (f"{slug}-{number}" for number in count(2)))
        ids[next(choice for choice in choices if choice not in ids)] = None
    return [*ids]


def _name(node: Node, gazetteer: Gazetteer) -> str:
    """What the gazetteer has, else the fullest wording of the name in most articles; ties go by the alphabet, capitals
    throughout come last. "Ruritania's navy" is named as "Ruritanian navy"."""
    if node.known:
        return node.known
    of_state = gazetteer.adjective_of.get(node.state, node.state)
    if node.fullest[0] == "ministry":
        told = {*node.fullest} - {fold(node.state), "ministry"}
        fields: Counter[str] = Counter()
        for surface in sorted(node.surfaces):
            fields.update({w.capitalize(): len(node.surfaces[surface]) for w in surface.split() if fold(w) in told})
        field = max(fields, key=fields.get, default="")
        return " ".join(filter(None, (of_state, field, "Ministry")))
    person = bool(node.kinds["person"])
    counts: Counter[str] = Counter()
    for surface, articles in node.surfaces.items():
        counts[_plain(surface, gazetteer) if person else re.sub("^[Tt]he ", "", surface)] += len(articles)
    forms = {frozenset(word.removesuffix("-jr") for word in words) for words in node.forms}
    words = {naming: frozenset(words_of(naming)) - GENERATION for naming in counts}
    full = [naming for naming in counts if words[naming] in forms] or counts
    longest = max(len(words[naming]) for naming in full)
    named = (naming for naming in full if len(words[naming]) == longest)
    name = min(named, key=lambda naming: (naming.isupper() and len(naming) > 5, -counts[naming], naming))
    return re.sub(rf"^{re.escape(node.state)}['’]s (?=.)", f"{of_state} ", name) if node.state else name


def _plain(surface: str, gazetteer: Gazetteer) -> str:
    """A name without its form of address."""
    words, roles = surface.split(), gazetteer.roles
    while len(words) > 1 and (
        fold(words[0]) in roles["honorific"] or (len(words) > 2 and fold(words[0]) in roles["role"])
    ):
        words = words[1:]
    return " ".join(words)
