"""What a passage says, as terms by which passages are compared: words, names and numbers.

A passage is read as terms: stems (Porter 1980), near-synonyms as one, names as the entity that they mean, numbers as
such. What it denies is another term than what it affirms, with ¬ before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import snowballstemmer

from crossread import lists
from crossread.text.tokens import placed

# A plain word, a weapon, a number, any word, a mark; spaces are passed over at once, and tried with no alternative.
TOKEN = re.compile(
    r"(?!\s)([A-Za-z]++(?=[ ,.])|[A-Za-z]{1,4}-\d+\w*|\d+(?:[.,\u00a0\u2009\u202f]\d+)*"
    r"|[^\W\d_]+(?:[-'’][^\W\d_]+)*|[^\w\s])"
)
CLOSED = (
    "determiner", "pronoun", "other_pronoun", "object_pronoun", "auxiliary", "being", "modal", "adverb", "preposition",
    "subordinator", "relative", "coordinator", "contrast", "time", "time_noun", "opener",
)  # fmt: skip
HOLLOW = frozenset("so-called said says say told added according reported spokesman spokeswoman mr mrs ms".split())
NEGATORS = frozenset("not no never nobody none neither nor without cannot n't".split())
SCOPE = 3  # terms behind a negation that it denies
SHORTEST = 4  # words of a piece
# Words that open a clause: anywhere, or after a comma or a closing mark.
OPENS = frozenset("while although though whereas despite".split())
OPENS_AFTER = frozenset(
    "and but while although though whereas which who where when after before as because however so saying adding "
    "killing wounding leaving".split()
)
RELATIVES = frozenset("which whom where".split())  # and a preposition before one: ", from where it has"
PREPOSITIONS = frozenset("from in of to with on".split())
STARTS = {word + sign for word in OPENS | OPENS_AFTER | RELATIVES for sign in ("", ",")} | set("-–—")
# A question within a sentence states nothing of what it asks: one of these words before one of the others.
ASKS = re.compile(r"say|ask|asks|asked|asking|know|knew|known|tell|wonder\w*|clear|decide|investigat\w+", re.IGNORECASE)
QUESTIONS = frozenset("who why how whether if what when where".split())
ASKED = "?"
OFFICES = ("role", "honorific", "modifier")
DENY, END = "!deny", "!end"  # what a word does to what is denied, among the terms
MOST_KNOWN = 200_000  # words that are kept
CALENDAR = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August September "
    "October November December".split()
)  # a day or month that two passages share says something; May is too often a verb
YEAR = re.compile(r"(?:19|20)\d\d")
PERCENT = re.compile(r"(\d(?<![\d.,].)\d{0,2}(?:\.\d{1,3})?)(?:%| ?per ?cent\b)")  # a digit first: it skips to one
SEPARATED = frozenset(".,;:!?()[]–—")


Mark = tuple[int, int, str]


class Lexicon(NamedTuple):
    """What reading terms goes by: words that carry none, near-synonyms of one and of several words, which of these are
    acts, and adjectives of states with the term of the state."""

    empty: frozenset[str]
    like: dict[str, str]
    phrases: dict[str, dict[str, list[tuple[list[str], str]]]]  # by their first and second word
    acts: frozenset[str]
    adjectives: dict[str, str]
    victims: dict[str, str]  # terms for people, with their age and gender group or whether they are civilians
    offices: frozenset[str]  # words of these, and forms of address, which tell no more than the name behind them
    common: frozenset[str]  # terms so common in English that sharing them tells little
    known: dict[str, Word]  # words that were looked up


class Word(NamedTuple):
    """What a token is: in small letters; what it does to a denial; its term; whether it can open a phrase or a
    question; whether it is more than a term or nothing."""

    low: str
    does: str | None
    term: str | None
    opens: bool
    asks: bool
    tells: bool


class Tokens(NamedTuple):
    """The tokens of a text, and where each begins and ends."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]


class Terms(NamedTuple):
    """The terms of a text in order, among them what a word does to a denial. A passage has those that start before it
    ends and end behind where it starts: a name of which it has a word, and others of which it has all words."""

    text: str
    terms: list[str]
    words: list[str]  # the first of each
    starts: list[int]
    ends: list[int]


def load(path: Path, grammar: Mapping[str, frozenset[str]], adjectives: Mapping[str, str]) -> Lexicon:
    """Read ``like_words.csv`` (columns word, as, kind, source).

    ``grammar`` has the closed classes of words, ``adjectives`` the names of states by their adjectives.

    Raises
    ------
    UnreadableError
        When the list cannot be used: names the file.
    """
    empty = {word for name in CLOSED for word in grammar.get(name, ())} | lists.words("function") | HOLLOW
    like: dict[str, str] = {}
    phrases: dict[str, dict[str, list]] = {}
    acts = set()
    with lists.book(path) as book:
        rows = [(row["word"].lower().split(), _named(row["as"]), row["kind"]) for row in book.each("row")]
    for words, named, kind in rows:
        if len(words) == 1:
            like[words[0]] = named
        elif words:
            phrases.setdefault(words[0], {}).setdefault(words[1], []).append((words, named))
        if kind == "act":
            acts.add(named)
    for known in phrases.values():
        for entries in known.values():
            entries.sort(key=lambda entry: -len(entry[0]))
    states = {word.lower(): "@" + re.sub(r"\W+", "-", name.lower()) for word, name in adjectives.items()}
    victims = {
        like.get(row[number]) or _stem(row[number]): row["demographic"] or row["status"]
        for row in lists.read("victims")
        for number in ("singular", "plural")
        if row[number] and (row["demographic"] or row["status"] != "unknown")
    }
    offices = {word for row in lists.read("roles") if row["kind"] in OFFICES for word in row["word"].lower().split()}
    common = frozenset(_stem(word) for word in lists.words("common") if word not in like)
    return Lexicon(
        frozenset(empty - NEGATORS),
        like,
        phrases,
        frozenset(acts),
        states,
        victims,
        frozenset(offices),
        common,
        {},
    )


def _named(word: str) -> str:
    """The term of near-synonyms that are listed as one word; who is unhurt is not hurt."""
    return "¬=hurt" if word == "unhurt" else f"={word}"


def tokens_of(text: str) -> Tokens:
    """The tokens of a text."""
    return Tokens(text, *placed(TOKEN, text, 0, len(text)))


def read(tokens: Tokens, marks: Sequence[Mark], lexicon: Lexicon) -> Terms:
    """The terms of a text; linear in its length.

    ``marks`` are the spans in it with the term that their words become, in order of place, as :func:`marks_of` gives
    them.
    """
    text, words, starts, ends = tokens
    found, known, free = Terms(text, [], [], [], []), lexicon.known.get, 0  # the first token that is not read yet
    add_term, add_word, add_start, add_end = (each.append for each in found[1:])
    for start, end, term in [*marks, (len(text), len(text), "")]:
        first = bisect_left(starts, start, free)
        beside = text[ends[first - 1] : start] if term[:1] == "@" and first else ""
        office = beside.isspace() and "\n\n" not in beside and words[first - 1].lower() in lexicon.offices
        for at in range(free, first - office):
            word = known(words[at]) or _looked_up(words[at], lexicon)
            if word.tells and at >= free:
                own, free = _telling(words, at, word, lexicon)
            elif word.term and at >= free:
                add_term(word.term)
                add_word(words[at])
                add_start(starts[at])
                add_end(starts[at] + 1)
                continue
            else:
                continue
            for each in own:
                add_term(each)
                add_word(words[at])
                add_start(starts[free - 1])
                add_end(starts[at - (each == ASKED)] + 1)
        first, last = max(first, free), bisect_left(starts, end, free)
        if first < last:
            for each in (term, *filter(None, (lexicon.like.get(word.lower()) for word in words[first:last]))):
                add_term(each)
                add_word(words[first])
                add_start(starts[first])
                add_end(end)
        free = max(free, last)
    return found


def _telling(words: list[str], at: int, word: Word, lexicon: Lexicon) -> tuple[list[str], int]:
    """What a token that is more than a term gives, and the token behind it."""
    asked = [ASKED] if word.asks and at and ASKS.fullmatch(words[at - 1]) else []
    if word.does == DENY or (word.low == "rather" and [*map(str.lower, words[at + 1 : at + 2])] == ["than"]):
        return [*asked, DENY], at + 1
    ended = [END] if word.does == END else []
    if word.opens and at + 1 < len(words):
        for parts, like in lexicon.phrases[word.low].get(_low(words[at + 1]), ()):
            if parts == [*map(_low, words[at : at + len(parts)])]:
                return [*asked, *ended, like], at + len(parts)
    return [*asked, *ended, *filter(None, [word.term])], at + 1


def _low(word: str) -> str:
    return word.lower().replace("’", "'")


def terms_of(said: Terms, start: int, end: int) -> set[str]:
    """The terms of a passage of a text."""
    first, last = bisect_right(said.ends, start), bisect_left(said.starts, end)
    found = set(said.terms[first:last])
    if DENY in found:
        found = set(_denied(said, first, last))
    if said.text[start : start + len("whether")].lower() == "whether":
        found.add(ASKED)
    found.discard(END)
    return found


def _denied(said: Terms, first: int, last: int) -> Iterator[str]:
    """Terms in order, those behind a denial denied."""
    scope = 0
    for at in range(first, last):
        term = said.terms[at]
        if term in (DENY, END):
            scope = SCOPE if term == DENY else 0
            continue
        is_name = term[0] in "@#%?" or (term[0] not in "=¬" and said.words[at].istitle())
        yield term if is_name or scope <= 0 else term[1:] if term[0] == "¬" else f"¬{term}"
        scope -= term != ASKED


def _looked_up(word: str, lexicon: Lexicon) -> Word:
    """What a token is, kept for when it comes again."""
    low = word.lower().replace("’", "'")
    does = DENY if low in NEGATORS or low.endswith("n't") else None
    if word in SEPARATED or low in ("but", "and", "because"):
        does = END
    named = None
    if word in CALENDAR or YEAR.fullmatch(word):
        named = f"%{low}"
    elif (bare := low.removesuffix("'s")) not in lexicon.empty and len(bare) > 1 and word[0].isalpha():
        named = lexicon.adjectives.get(bare) or term(low, lexicon)
    tells = does, low in lexicon.phrases, low in QUESTIONS, low == "rather"
    found = Word(low, does, named, *tells[1:3], any(tells))
    if len(lexicon.known) < MOST_KNOWN:
        lexicon.known[word] = found
    return found


def marks_of(names: Iterable[tuple[int, int, str]], figures: Iterable, text: str) -> list[Mark]:
    """Of an article, in order of place: the spans that are one term, as start, end and term.

    A name, or a description of whom is known, is its entity (start, end and who); a reported number is its measure and
    value, and so is a share in per cent.
    """
    found = [(start, end, f"@{who}") for start, end, who in names]
    found += [(share.start(), share.end(), f"#percent:{float(share[1]):g}") for share in PERCENT.finditer(text)]
    for row in figures:
        value = row.reported_max if row.reported_min is None else row.reported_min
        if value and not row.is_implicit:  # of none at all the words are read, which deny
            unit = f" {_stem(row.unit.lower())}" if row.measure == "other" and row.unit else ""
            found.append((row.start, row.end, f"#{row.measure}{unit}:{value}"))
    kept: list[Mark] = []  # of those that overlap the first
    for mark in sorted(found):
        if not kept or mark[0] >= kept[-1][1]:
            kept.append(mark)
    return kept


def without(said: Terms, spans: Iterable[tuple[int, int]]) -> Terms:
    """The terms of a text but for those of ``spans``."""
    kept = Terms(said.text, *map(list, said[1:]))
    for start, end in sorted(spans, reverse=True):
        first, last = bisect_right(kept.ends, start), bisect_left(kept.starts, end)
        for own in kept[1:]:
            del own[first:last]
    return kept


def term(word: str, lexicon: Lexicon) -> str:
    """The term of a word in lower case: its class of near-synonyms, else its stem."""
    word = word.removesuffix("'s").replace("'", "")
    return lexicon.like.get(word) or _stem(_FOLDED.get(word, word))


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return _STEMMER.stemWord(word)


_FOLDED = {row["word"]: row["folded"] for row in lists.read("spelling")}
_STEMMER = snowballstemmer.stemmer("porter")


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentences cut where a clause begins; a piece has :data:`SHORTEST` words or more."""
    found: list[tuple[int, int]] = []
    n_before = 0
    for first, last in spans:
        piece = text[first:last]
        words = piece.split()
        begun = []
        for n in [n for n, word in enumerate(words) if word in STARTS]:
            at = n - (words[n] in RELATIVES and words[n - 1] in PREPOSITIONS)
            if at > 0 and _opens(words[at - 1][-1], words[n].rstrip(",")):
                begun.append((at, last - len(piece.split(None, at)[at]) - 1))  # before the word
        for (n, begin), (then, stop) in pairwise([(0, first), *begun, (len(words), last)]):
            if found and found[-1][1] == begin and min(then - n, n_before) < SHORTEST:
                found[-1] = (found[-1][0], stop)
                n_before += then - n
            else:
                found.append((begin, stop))
                n_before = then - n
    return found


def _opens(sign: str, word: str) -> bool:
    """Whether a clause begins with a word: after a stop, with a dash, or as it is one that opens."""
    return word in OPENS or word in "-–—" or sign in ";:…" or (word in OPENS_AFTER | RELATIVES and sign in ',”"')
