"""Origins: of what kind the source of a claim is, and whether it speaks for a party to the violence.

Both are read from words that a researcher can check: what a source is called, the office named beside it, and the
code book ``origin_kinds.csv``. Of whomever ``actors.csv`` gives a side or says whether it is a party, nothing is
inferred; else an armed group of the code book, whoever is said to have claimed responsibility, and whoever is said to
have killed or injured people counts as one, and so do those who hold an office of theirs. Medics, monitors, aid
workers, media and witnesses never do.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from crossread import lists
from crossread.entities.names import Gazetteer, fold
from crossread.storage.columns import each_row

if TYPE_CHECKING:
    from crossread.codebooks import Codebooks

KINDS = {
    "authority": "authority or official",
    "medic": "hospital or medic",
    "monitor": "monitor or rights group",
    "aid": "aid or rescue organisation",
    "international": "international organisation",
    "witness": "witness, resident or activist",
    "media": "media",
    "armed group": "armed group",
}
APART = ("medic", "monitor", "aid", "media", "witness", "international")  # never a party by inference
LISTED, CLAIMED, ACCUSED = (
    "an armed group of the code book",
    "is said to have claimed responsibility",
    "is said to have killed or injured people",
)
TITLE = re.compile(r"(?:[\w'’.-]+\s+){1,5}$")
APPOSED = re.compile(r"^,\s+([^,.;:\"“”\n]{3,80})[,.;]")
RESPONSIBLE = re.compile(r"\bclaim\w*\s+(?:the\s+)?responsibility\b", re.IGNORECASE)
PORTFOLIO = re.compile(r"\b(\w+) [Mm]inist(?:er|ry)\b")
BEFORE = 60  # characters between a group and its claim of responsibility
NAMED = ("state", "organisation", "group")


class Kinds(NamedTuple):
    """The code book: the kind of each name, a pattern of all words, and the kind of each word."""

    names: dict[str, str]
    pattern: re.Pattern
    words: dict[str, str]

    def of(self, name: object, words: object = None) -> str | None:
        """The kind of a source, a key of :data:`KINDS`: by its name, else by the words for it; None where neither
        tells.

        Of several kinds that its words name the first of the code book counts: a hospital's spokesman is a medic.
        """
        if pd.notna(name) and name in self.names:
            return self.names[name]
        said = " ".join(str(part) for part in (name, words) if pd.notna(part)).lower()
        found = {self.words[match] for match in self.pattern.findall(said)}
        return next((each for each in dict.fromkeys(self.words.values()) if each in found), None)


def load(path: Path) -> Kinds:
    """Read ``origin_kinds.csv`` (kind, match, words, source).

    Raises
    ------
    UnreadableError
        When it cannot be used: names the file and the line.
    """
    names: dict[str, str] = {}
    words: dict[str, str] = {}
    with lists.book(path) as book:
        for row in book.each("row"):
            if row["kind"] not in KINDS or row["match"] not in ("name", "word"):
                raise ValueError(f"match has to be name or word, and kind one of {', '.join(KINDS)}")
            for entry in lists.cells(row["words"]):
                (names if row["match"] == "name" else words).setdefault(entry, row["kind"])
    longest = sorted(words, key=len, reverse=True)
    return Kinds(names, re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest)) or '(?!)'})(?!\w)"), words)


def described(
    articles: pd.DataFrame, mentions: pd.DataFrame, entities: pd.DataFrame, gazetteer: Gazetteer, kinds: Kinds
) -> dict[str, str]:
    """For each person, the words of office that stand right before the name or in apposition behind it, by entity."""
    modifiers = gazetteer.roles["modifier"]
    people = set(entities.loc[entities["entity_type"] == "person", "entity_id"])
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    found: dict[str, dict[str, None]] = defaultdict(dict)
    names = mentions[mentions["mention_type"] == "name"]
    for row in each_row(names, "article_id", "start", "end", "entity_id"):
        if row.entity_id not in people:
            continue
        text = texts[row.article_id]
        before = TITLE.search(text[max(0, row.start - 60) : row.start])
        title: list[str] = []
        for word in reversed(re.split(r"[.,;:\"“”()\n]", before.group())[-1].split() if before else []):
            if word[0].islower() and not kinds.of(word) and fold(word) not in modifiers:
                break
            title.insert(0, word)
        if title and kinds.of(title[-1]):
            found[row.entity_id][" ".join(title)] = None
        behind = APPOSED.search(text[row.end : row.end + 90])
        if behind and kinds.of(behind[1]):
            found[row.entity_id][behind[1]] = None
    return {entity: " / ".join(words) for entity, words in found.items()}


def denying(quotes: pd.DataFrame, books: Codebooks) -> set[str]:
    """The ids of the quotes whose cue denies what they hold: it is not their source's word."""
    return set(quotes.loc[quotes["cue"].str.lower().isin(books.casualties.words["denial"]), "quote_id"])


def _portfolios(words: str) -> set[str]:
    """What the ministers and ministries in ``words`` are for."""
    return {match.lower().replace("defense", "defence") for match in PORTFOLIO.findall(words)}


class Parties:
    """Who speaks for which party. ``why`` gives the parties that were inferred, by entity, each with its reasons."""

    def __init__(
        self,
        figures: pd.DataFrame,
        articles: pd.DataFrame,
        mentions: pd.DataFrame,
        entities: pd.DataFrame,
        gazetteer: Gazetteer,
        kinds: Kinds,
    ):
        self._kinds = kinds
        self._types = dict(zip(entities["entity_id"], entities["entity_type"], strict=True))
        self.names = dict(zip(entities["entity_id"], entities["name"], strict=True))
        self._by_name = {name: entity for entity, name in self.names.items()}
        self._ministries: dict[str, list[str]] = defaultdict(list)  # names by their portfolio
        for name in self.names.values():
            for portfolio in _portfolios(name):
                self._ministries[portfolio].append(name)
        self._gazetteer = gazetteer
        self._by_surface = self._surfaces(mentions)
        self.stated = set(entities.loc[entities["party_to_conflict"].fillna(False).astype(bool), "entity_id"])
        self._told = set(entities.dropna(subset=["side", "party_to_conflict"], how="all")["entity_id"])
        self.why = self._inferred(figures, articles, mentions)
        self._all = self.stated | self.why.keys()
        self._offices = described(articles, mentions, entities, gazetteer, kinds) if self._all else {}

    def of(self, entity: object, words: object = None) -> str | None:
        """The party that a source speaks for, as the id of an entity; None of any other source."""
        known = pd.notna(entity)
        if known and entity in self._all:
            return entity
        if not self._all or (known and entity in self._told):
            return None
        name = self.names.get(entity) if known else None
        office = self._offices.get(entity) if known else None
        said = " / ".join(str(part) for part in (name, words, office) if part is not None and pd.notna(part))
        if self._kinds.of(name, said) not in ("authority", "armed group"):
            return None
        named = self._in(said)
        if not any(self._types.get(each, "state") in ("state", "group") for each in named):
            named += self._in(self._ministry(said))
        return next((party for party in named if party in self._all), None)

    def _ministry(self, words: str) -> str:
        """The one ministry of the set that a minister named without a state can be of; empty where there is none."""
        found = [name for portfolio in _portfolios(words) for name in self._ministries.get(portfolio, ())]
        return found[0] if len(set(found)) == 1 else ""

    def name(self, party: str) -> str:
        """What a party is called."""
        return self.names.get(party, party)

    def doer(self, words: object) -> str | None:
        """The entity that words for a perpetrator name: "Russian aircraft" are Russia's."""
        return None if pd.isna(words) else next(iter(self._in(words)), None)

    def _surfaces(self, mentions: pd.DataFrame) -> dict[str, str]:
        found: dict[str, str] = {}
        for row in each_row(mentions, "surface", "mention_type", "entity_id"):
            if row.mention_type == "name" and self._types.get(row.entity_id) in NAMED:
                found.setdefault(row.surface, row.entity_id)
        return found

    def _in(self, words: str) -> list[str]:
        """The bodies, groups and states that words name, a state by its adjective too, in order of place."""
        parts = re.findall(r"\w[\w.'’-]*", words)
        found: dict[str, None] = {}
        for first in range(len(parts)):
            for last in range(min(len(parts), first + 6), first, -1):
                entity = self._called(re.sub(r"['’]s?$", "", " ".join(parts[first:last])))
                if entity:
                    found[entity] = None
                    break
        return list(found)

    def _called(self, naming: str) -> str | None:
        """Who is called so; a state of which the set has no naming but its adjective goes by its name."""
        entity = self._by_surface.get(naming)
        if entity or not naming[0].isupper():
            return entity
        entry = self._gazetteer.find(naming)
        state = entry.name if entry and entry.entity_type == "state" and entry.by == "name" else None
        state = state or self._gazetteer.adjectives.get(fold(naming))
        return state and self._by_name.get(state, state)

    def _inferred(self, figures: pd.DataFrame, articles: pd.DataFrame, mentions: pd.DataFrame) -> dict[str, list[str]]:
        reasons: dict[str, list[str]] = defaultdict(list)

        def add(entity: str | None, reason: str) -> None:
            if entity is None or entity in self._told or self._types.get(entity, "state") not in NAMED:
                return
            if self._kinds.of(self.name(entity)) in APART:
                return
            if reason not in reasons[entity]:
                reasons[entity].append(reason)

        for entity, name in self.names.items():
            if self._kinds.names.get(name) == "armed group":
                add(entity, LISTED)
        for entity in self._responsible(articles, mentions):
            add(entity, CLAIMED)
        for words in figures.loc[figures["is_casualty"].fillna(False).astype(bool), "alleged_perpetrator"].dropna():
            add(self.doer(words), ACCUSED)
        return {entity: found for entity, found in reasons.items() if found}

    def _responsible(self, articles: pd.DataFrame, mentions: pd.DataFrame) -> list[str]:
        """Who stands as the subject of "claimed responsibility": the last group named in the clause before."""
        groups = {entity for entity, each in self._types.items() if each in ("group", "organisation")}
        ends: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for row in each_row(mentions, "article_id", "end", "mention_type", "entity_id"):
            if row.mention_type == "name" and row.entity_id in groups:
                ends[row.article_id].append((row.end, row.entity_id))
        found = []
        for article in articles.itertuples() if ends else ():
            named = sorted(ends[article.article_id]) if "responsibility" in article.text.lower() else ()
            for match in RESPONSIBLE.finditer(article.text) if named else ():
                at = bisect_right(named, (match.start(), "")) - 1
                between = article.text[named[at][0] : match.start()] if at >= 0 else ""
                if at >= 0 and len(between) <= BEFORE and not re.search(r"[.;:!?\n]", between):
                    found.append(named[at][1])
        return found
