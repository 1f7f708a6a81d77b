"""What each entity of a set is called: as ``actors.csv`` or the gazetteer has it, else by its fullest wording."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

import pandas as pd

from crossread.entities.gazetteer import Gazetteer
from crossread.entities.names import fold, is_adjective_of
from crossread.entities.nodes import Actor, Node, Nodes, kind_of, words_of

ADJECTIVE = re.compile(r"\b[A-Z][a-z]{3,}(?:n|i|ese|ish|er|ic)\b")


def name_all(
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
        kind = kind or kind_of(node)
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
        return _best(plain, node) or " ".join(state).title()
    if not node.kinds["person"]:
        return _body_name(node, adjectives)
    forms = {frozenset(words) for words in node.forms}
    full = [surface for surface in node.surfaces if frozenset(words_of(_plain(surface, gazetteer))) in forms]
    longest = max((len(words_of(_plain(s, gazetteer))) for s in full), default=0)
    return _plain(
        _best(
            [s for s in full if len(words_of(_plain(s, gazetteer))) == longest] or list(node.surfaces), node, gazetteer
        ),
        gazetteer,
    )


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
    """A name without its form of address or article."""
    words = surface.split()
    while len(words) > 1 and (
        fold(words[0]) in gazetteer.roles["honorific"]
        or fold(words[0]) == "the"
        or (len(words) > 2 and fold(words[0]) in gazetteer.roles["role"])
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
