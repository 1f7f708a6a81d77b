"""Labels: every naming of an actor or act in an article, in whose voice it stands, and at what distance.

An actor is an entity, named or described; an act or a group is a concept of the code book. Words in the marks of a
quote are its source's; those that an article reports without marks are its own choice of words, with the source beside
them. Short marks that report no speech are scare quotes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np

from crossread.codebooks import Codebooks
from crossread.entities.capitals import DETERMINERS
from crossread.entities.mentions import Mention
from crossread.entities.names import Gazetteer, fold, same_word, skeleton
from crossread.framing import concepts
from crossread.quotes.attribution import Attribution
from crossread.quotes.source_heads import PRONOUNS
from crossread.text import marks

SCARE = 1  # words in marks beside a naming in scare quotes; more are speech of somebody without a name

Span = tuple[int, int]


class Label(NamedTuple):
    """One naming. ``target`` is a concept's id, or None of the chain of mentions ``chain``; ``quote`` is the index of
    the quote that it stands in."""

    start: int
    end: int
    target: str | None
    chain: int | None
    term: str
    voice: str
    device: str
    quote: int | None


def find(
    text: str,
    paragraphs: Sequence[Sequence],
    sentences: Sequence[Span],
    quotes: Sequence[Attribution],
    named: Sequence[Mention],
    books: Codebooks,
) -> list[Label]:
    """The labels of one article, in order.

    Parameters
    ----------
    text
        The article's text.
    paragraphs
        ``(start, end, section)`` of its reported blocks, in order.
    sentences
        Spans of its sentences, in order.
    quotes, named
        What :func:`crossread.quotes.attribution.find` and :func:`crossread.entities.mentions.find` give.
    books
        The code books: concepts and gazetteer.
    """
    voices = _Voices(text, paragraphs, quotes, books)
    found: list[Label] = []

    def add(start: int, end: int, target: str | None, who: int | None, term: str, called: bool = False) -> None:
        found.append(Label(start, end, target, who, term, *voices.at(start, end, called)))

    begins = [start for start, *_ in paragraphs]
    for mention in named:
        shouted = not text[mention.start + 1 : mention.start + 2].islower()
        if mention.mention_type != "pronoun" and not (shouted and DATELINE.match(text, mention.start)):
            begun = begins[max(0, bisect_right(begins, mention.start) - 1)] if begins else 0
            for start, end in _namings(text, mention, books.gazetteer):
                start = max(start, begun)  # not from a caption or paragraph before
                called = mention.kind != "group"  # programmes and books have names of other kinds
                add(start, end, None, mention.chain, text[start:end], called)
    of_actors = {(label.start, label.end) for label in found}  # "U.S. spokesman Ann Lee": the words name her
    for span, who in _acting(text, paragraphs, named, books):
        if span not in of_actors:
            add(*span, None, who, text[slice(*span)])
    # An actor may be named by words that could name an act: "the Peace Mission", and later "the mission".
    known = {mention.chain for mention in named if mention.mention_type == "name"}
    actors = sorted((m for m in named if m.mention_type != "pronoun" and m.chain in known), key=lambda m: m.start)
    starts = [mention.start for mention in actors]
    for naming in concepts.find(text, sentences, books.concepts, books.gazetteer.adjectives):
        place = bisect_right(starts, naming.start)
        actor = actors[place - 1] if place else None
        if not actor or actor.end <= naming.start or (actor.mention_type != "name" and naming.end < actor.end):
            add(naming.start, naming.end, naming.concept, None, naming.term)
    return _longest(sorted(found, key=lambda label: (label.start, -label.end, label.target or "")))


def _longest(labels: list[Label]) -> list[Label]:
    """Of overlapping labels of one target the longest: "head of the clinic", not "the head"."""
    kept: dict[tuple, list[Label]] = {}  # by target
    for label in labels:
        own = kept.setdefault((label.target, label.chain), [])
        if own and label.start < own[-1].end:
            own[-1] = max(own[-1], label, key=lambda label: label.end - label.start)
        else:
            own.append(label)
    return sorted(chain(*kept.values()), key=lambda label: (label.start, -label.end, label.target or ""))


# --- namings of actors ------------------------------------------------------------------------------------------


def _namings(text: str, mention: Mention, gazetteer: Gazetteer) -> list[Span]:
    """The spans of a mention that are labels: itself, and of a person the office before and behind the name."""
    if mention.kind != "person" or mention.mention_type != "name":
        return [(mention.start, mention.end)]
    before, spans = _office_before(text, mention, gazetteer), []
    start = before[1] + 1 if before and before[1] > mention.start else mention.start  # "Attorney General Ana Ruiz"
    behind = BEHIND.match(text, mention.end)
    if behind and _is_role(behind["phrase"].split()[-1], gazetteer):  # "Ana Ruiz, head of the mission,"
        spans = [(behind.start("phrase"), max(behind.end("of"), behind.end("phrase")))]
    return [(start, mention.end), *([before] if before else []), *spans]


def _acting(
    text: str, paragraphs: Sequence[Sequence], named: Sequence[Mention], books: Codebooks
) -> Iterator[tuple[Span, int]]:
    """A state or body named by those who act for it, "Ruritanian troops", "the U.S. envoy", "Ruritanians", "Harbour
    Party officials", and its chain.

    Only of states that the article names by themselves.
    """
    states = {mention.state: mention.chain for mention in reversed(named) if mention.kind == "state" and mention.state}
    taken = {(m.start, m.end): m.chain for m in named}
    spans, gazetteer = sorted(taken), books.gazetteer
    for mention in named:
        is_body = mention.kind in ("organisation", "group") and mention.mention_type == "name"
        if is_body and (follows := books.concepts.staff.match(text, mention.end)):
            yield (mention.start, follows.end()), mention.chain

    @cache
    def chains(naming: str) -> tuple[int | None, int | None]:
        """Of the state that a word or two may name, and of the state whose people they may name."""
        words = fold(naming)
        entry = None if words in gazetteer.adjectives else gazetteer.find(naming)
        state = gazetteer.adjectives.get(words) or (entry.name if entry and entry.by == "name" else None)
        return states.get(state), states.get(gazetteer.adjectives.get(words[:-1])) if words.endswith("s") else None

    for start, end, *_ in paragraphs if states else ():
        for match in STATE.finditer(text, start, end):
            of_state, of_people = chains(match[0])
            if of_state is None and of_people is None:
                continue
            follows = books.concepts.acting.match(text, match.end(), end)
            who, last = (of_state, follows.end()) if follows else (of_people, match.end())
            held = spans[max(0, bisect_right(spans, (match.start(), len(text))) - 1)]
            free = not held[0] <= match.start() < held[1]
            if who is not None and (free or (taken[held] == who and held[1] < last)):
                yield (match.start(), last), who


STATE = re.compile(  # a capital first, so that the search skips to one
    r"[A-Z](?<!\w.)(?:(?<=U)\.S\.|(?:(?<=N)orth |(?<=S)(?:outh|audi) )[A-Z][\w-]+|[\w-]+)"
)
DATELINE = re.compile(r"[A-Z][A-Z. ]{3,30}(?:,[^—–\n]{2,20})?(?:\s\([^)\n]{2,20}\))?\s?(?:[—–]|-\s)")
GENERAL = re.compile(r"General\b(?=\s[A-Z])")
UNWORDED = re.compile(r"[^\w’'.&-]")
WORDS_BEFORE = re.compile(r"(?<![\w’'.&-])(?:[\w’'.&-]++\s){1,8}$")
BEHIND = re.compile(
    r",\s(?:\d{1,3},\s)?(?:(?:an?|the|its|his|her|their|one of the)\s)?(?P<phrase>(?:[\w’'.-]+\s){0,6}?[\w’'-]+)"
    r"(?P<of>\s(?:of|for|at|in|to)\s[^,.;“\"]{2,60})?(?=[,.;“”\"]|\s(?:said|told|who|says|in|on|and)\b|$)"
)


def _office_before(text: str, mention: Mention, gazetteer: Gazetteer) -> Span | None:
    """The words of office right before a name: "the former Ruritanian defence minister Ana Ruiz"."""
    nearest = text[max(0, mention.start - 100) : mention.start].split()[-1:]
    if not nearest or not _is_role(UNWORDED.split(nearest[0])[-1], gazetteer):  # most are none, and this is quicker
        return None
    chunk = WORDS_BEFORE.search(text, max(0, mention.start - 100), mention.start)
    if not chunk:
        return None
    words = list(re.finditer(r"\S+", chunk[0]))
    first = len(words) - 1
    general = words[-1][0][0].isupper() and GENERAL.match(text, mention.start)  # "Attorney General Ana Ruiz"
    while first and _is_office_word(words[first - 1][0], gazetteer):
        first -= 1
    if first > 1 and words[first - 1][0].islower() and words[first - 2][0].lower() in ("a", "an", "the"):
        first -= 1  # "an aid worker"
    return chunk.start() + words[first].start(), general.end() if general else chunk.start() + words[-1].end()


def _is_role(word: str, gazetteer: Gazetteer) -> bool:
    return (fold(word).split() or [""])[-1] in gazetteer.roles["role"]


def _is_office_word(word: str, gazetteer: Gazetteer) -> bool:
    bare = fold(word)
    return (
        _is_role(word, gazetteer)
        or bare in gazetteer.roles["modifier"]
        or bare in gazetteer.adjectives
        or bare in ("north", "south", "vice", "then")
        or (word.isupper() and len(word) > 1)
        or gazetteer.find(re.sub(r"['’]s?$", "", word)) is not None
    )


# --- voices -----------------------------------------------------------------------------------------------------


class _Voices:
    """Whose words stand where, and at what distance: quotes by place, marks that belong to none, and devices."""

    def __init__(
        self, text: str, paragraphs: Sequence[Sequence], quotes: Sequence[Attribution], books: Codebooks
    ) -> None:
        self.text, self.book, self.titling = text, books.concepts, books.agency.grammar["titling"]
        self.said = _innermost(len(text), [quote.parts for quote in quotes])
        self.marked = _innermost(len(text), [quote.quoted_parts for quote in quotes])
        found = (stretch for start, end, *_ in paragraphs for stretch in marks.stretches(text, start, end))
        self.stretches = [stretch for stretch in found if stretch.closed]
        self.starts = [stretch.start for stretch in self.stretches]
        self.cues = [cue.start() for cue in self.book.cue.finditer(text)]

    def at(self, start: int, end: int, called: bool) -> tuple[str, str, int | None]:
        """Voice, device and the quote of the words at ``start:end``, which something can be ``called``."""
        said, marked_quote = int(self.said[start]), int(self.marked[start])
        device, _ = concepts.device(self.text, start, end, self.cues, self.book) or ("none", "")
        if marked_quote >= 0:
            return "quoted", device, marked_quote
        quote = said if said >= 0 else None
        place = max(0, bisect_right(self.starts, start) - 1)
        marked = next((m for m in self.stretches[place : place + 2] if m.start < end and m.end > start), None)
        if marked is None:  # neither round it nor within it: "the 'rebels'"
            return "narrator", device, quote
        outside = self.text[marked.start : start] + self.text[end : marked.end]
        if len(re.findall(r"\w[\w’'-]*", outside)) > SCARE:
            return "quoted", device, quote
        # what a programme, book or banner is called is no scare quote: on “Harbour News”
        named = self.text[max(start, marked.start) : end].lstrip("“”\"‘’'")[:1].isupper()
        last = self.text[max(0, marked.start - 30) : marked.start].rstrip("“”\"‘’' ,").split()[-1:]
        titling = [word for word in last if word.lower() in self.titling or word.endswith(("'s", "’s"))]
        is_title = called and named and (titling or any(map(str.isalnum, outside)))
        return "narrator", "scare_quotes" if device == "none" and not is_title else device, quote


def _innermost(size: int, parts: Sequence[Sequence[Span]]) -> np.ndarray:
    """For each place of a text the quote that has the shortest part there, by its number, -1 where there is none."""
    quotes = np.full(size + 1, -1, dtype=np.int32)
    spans = [(end - start, end, start, number) for number, own in enumerate(parts) for start, end in own]
    for _, end, start, quote in sorted(spans, reverse=True):
        quotes[start:end] = quote
    return quotes


# --- linking ----------------------------------------------------------------------------------------------------


class Linked(NamedTuple):
    """What linking gives to labels, in their order; ``target_id`` is None where nobody is known to be meant."""

    target_kind: list[str]
    target_id: list[str | None]
    term: list[str]
    source: list[str | None]


def link(rows: Iterable[tuple], meant: Mapping[tuple[str, int], str], sources: Mapping[str, str]) -> Linked:
    """Labels with who is meant and who is quoted; of labels with one id the first counts.

    Parameters
    ----------
    rows
        ``label_id``, ``article_id``, ``chain``, ``target``, ``quote_id`` and ``term`` of labels as they are read.
    meant
        The entity of a chain of an article.
    sources
        Who is quoted, as :func:`sources` gives it.
    """
    found, seen = [], set()
    for label, article, mentioned, target, quote, term in rows:
        who = None if label in seen else target or meant.get((article, mentioned))
        if who:
            seen.add(label)
        kind, plain = ("concept", term) if target else ("entity", bare(term))
        found.append((kind, who, plain, sources.get(quote)))
    return Linked(*([row[n] for row in found] for n in range(4)))


def sources(quotes: Iterable[tuple[str, str | None, str | None]]) -> dict[str, str]:
    """Who is quoted, by quote, from its id, source and words for that: the name, else as worded; nobody for a pronoun
    that means nobody known."""
    found: dict[str, str | None] = {}
    for quote, name, words in quotes:
        if quote not in found:
            found[quote] = name or (bare(words) if words and words.lower() not in PRONOUNS else None)
    return found


def spellings(counts: Mapping[tuple[str, str], int], gazetteer: Gazetteer) -> dict[tuple[str, str], str]:
    """The wording that stands for all spellings of one label in a set: the most frequent, else the first by alphabet.
    "Isil" and "ISIL" are one label, "al-Asad" and "Al Assad", "Syria's army" and "the Syrian army".

    ``counts`` says how often a target is called by a term, in order of the first; ``gazetteer`` has the adjectives of
    states.
    """
    alike: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    names: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    keys = {}
    for (target, term), n in counts.items():
        words = [fold(gazetteer.adjectives.get(w, w)) for w in fold(term).split() if w not in ("al", "el")]
        key = "".join(words).removesuffix("s") if len(words) > 1 else "".join(words)
        if term[:1].isupper() and not term.isupper():  # only names are compared by sound
            same = names[target, "".join(map(skeleton, words))]
            key = next((other for other in same if same_word(key, other)), key)
            same += [key] if key not in same else []
        keys[target, term] = (target, key)
        alike[target, key][term] += n
    best = {key: min(own, key=lambda term: (-own[term], term)) for key, own in alike.items()}
    return {pair: best[key] for pair, key in keys.items()}


@lru_cache(maxsize=65536)
def bare(words: str) -> str:
    """A naming without its article or possessive, white space made one."""
    plain = re.sub(r"['’]s?$", "", " ".join(words.split()))
    first, _, rest = plain.partition(" ")
    return rest if rest and first.lower() in DETERMINERS else plain
