"""What a passage says, as terms by which passages are compared: words, names and numbers.

A passage is read as terms: stems (Porter 1980), near-synonyms as one, names as the entity that they mean, numbers as
such. What it denies is another term than what it affirms, with ¬ before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
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
# A question within a sentence states nothing of what it asks.
ASKS = re.compile(
    r"\b(?:say|ask|asks|asked|asking|know|knew|known|tell|wonder\w*|clear|decide|investigat\w+)\s+"
    r"(?:who|why|how|whether|if|what|when|where)\b",
    re.IGNORECASE,
)
ASKED = "?"
QUESTIONS = frozenset("who why how whether if what when where".split())
OFFICES = ("role", "honorific", "modifier")
DENY, END = "deny", "end"  # what a word does to what is denied
MOST_KNOWN = 200_000  # words that are kept
CALENDAR = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August September "
    "October November December".split()
)  # a day or month that two passages share says something; May is too often a verb
YEAR = re.compile(r"(?:19|20)\d\d")
PERCENT = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d{1,3})?)(?:%| ?per ?cent\b)")
SEPARATED = frozenset(".,;:!?()[]–—")


Mark = tuple[int, int, str]


class Lexicon(NamedTuple):
    """What reading terms goes by: words that carry none, near-synonyms of one and of several words, which of these are
    acts, and adjectives of states with the term of the state."""

    empty: frozenset[str]
    like: dict[str, str]
    phrases: dict[str, list[tuple[tuple[str, ...], str]]]
    acts: frozenset[str]
    adjectives: dict[str, str]
    victims: dict[str, str]  # terms for people, with their age and gender group or whether they are civilians
    offices: frozenset[str]  # words of these, and forms of address, which tell no more than the name behind them
    common: frozenset[str]  # terms so common in English that sharing them tells little
    known: dict[str, Word]  # words that were looked up


class Word(NamedTuple):
    """What a token is: in small letters; what it does to a denial; its term; whether it can open a phrase or a
    question; whether it is nothing of all this, or a term alone."""

    low: str
    does: str | None
    term: str | None
    opens: bool
    asks: bool
    empty: bool
    plain: bool


class Tokens(NamedTuple):
    """The tokens of a text, where each begins and ends, and what it is."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    known: list[Word]


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
    phrases: dict[str, list] = defaultdict(list)
    acts = set()
    with lists.book(path) as book:
        rows = [(row["word"].lower().split(), f"={row['as']}", row["kind"]) for row in book.each("row")]
    for words, named, kind in rows:
        if len(words) == 1:
            like[words[0]] = named
        elif words:
            phrases[words[0]].append((tuple(words), named))
        if kind == "act":
            acts.add(named)
    for known in phrases.values():
        known.sort(key=lambda entry: -len(entry[0]))
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
        dict(phrases),
        frozenset(acts),
        states,
        victims,
        frozenset(offices),
        common,
        {},
    )


def look_up(text: str, lexicon: Lexicon) -> Tokens:
    """The tokens of a text."""
    words, starts, ends = placed(TOKEN, text, 0, len(text))
    known = lexicon.known.get
    return Tokens(text, words, starts, ends, [known(word) or _looked_up(word, lexicon) for word in words])


def terms_of(tokens: Tokens, start: int, end: int, marks: Iterable[Mark], lexicon: Lexicon) -> set[str]:
    """The terms of a passage of looked-up tokens; linear in its length.

    ``marks`` are the spans in it with the term that their words become, in order of place, as :func:`marks_of` gives
    them.
    """
    at, last = bisect_left(tokens.starts, start), bisect_left(tokens.starts, end)
    words, starts, all_known = tokens.words, tokens.starts, tokens.known
    found, scope, asks = set(), 0, at < last and all_known[at].low == "whether"
    covered = iter(marks)
    mark = next(covered, None)
    edge = mark[0] if mark else end  # where the next mark begins
    while at < last:
        known, place = all_known[at], starts[at]
        while place >= edge and mark[1] <= place:
            mark = next(covered, None)
            edge = mark[0] if mark else end
        step, terms = 1, (known.term,) if known.term else ()
        if place >= edge:
            while at + step < last and starts[at + step] < mark[1]:
                step += 1
            inside = (lexicon.like.get(token.lower()) for token in words[at : at + step])
            terms = [mark[2], *(like for like in inside if like)] if mark[2] else ()
        elif at + 1 < last and starts[at + 1] == edge and mark[2][:1] == "@" and known.low in lexicon.offices:
            terms = ()
        elif not (known.empty or known.plain):
            asks = asks or (known.asks and bool(ASKS.search(tokens.text, start, end)))
            if known.does == DENY or (known.low == "rather" and at + 1 < last and words[at + 1].lower() == "than"):
                scope, terms = SCOPE, ()
            elif known.opens and (phrase := _phrase(all_known, at, last, lexicon)):
                step, terms = phrase
            scope = 0 if known.does == END else scope
        for term in terms:
            reverse = term == "=unhurt"
            term = "=hurt" if reverse else term
            is_name = term[0] in "@#%" or (words[at].istitle() and term[0] != "=")  # what is denied is no name
            found.add(term if is_name or (scope > 0) == reverse else f"¬{term}")
            scope -= 1
        at += step
    return found | {ASKED} if asks else found


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
    found = Word(low, does, named, *tells[1:3], not (named or any(tells)), bool(named) and not any(tells))
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
    return in_order(found)


def finder(marks: Sequence[Mark]) -> Callable[[int, int], Sequence[Mark]]:
    """A function that gives those of ``marks`` that touch a span."""
    starts, ends = [mark[0] for mark in marks], [mark[1] for mark in marks]
    return lambda start, end: marks[bisect_right(ends, start) : bisect_left(starts, end)]


def hiding(marks: list[Mark], spans: Iterable[tuple[int, int]]) -> list[Mark]:
    """``marks`` with ``spans`` whose words are no term, and what they overlap left out."""
    return in_order([*marks, *((start, end, "") for start, end in spans)])


def in_order(marks: list[Mark]) -> list[Mark]:
    """Marks in order; of those that overlap the first, and one without a term before any other."""
    hidden = _first([mark for mark in marks if not mark[2]])
    ends = [mark[1] for mark in hidden]

    def is_free(mark: Mark) -> bool:
        near = bisect_right(ends, mark[0])
        return near == len(hidden) or hidden[near][0] >= mark[1]

    return _first([*hidden, *(mark for mark in marks if mark[2] and is_free(mark))])


def _first(marks: list[Mark]) -> list[Mark]:
    """Marks in order, of those that overlap the first."""
    kept: list[Mark] = []
    for mark in sorted(marks):
        if not kept or mark[0] >= kept[-1][1]:
            kept.append(mark)
    return kept


def _phrase(known: list[Word], at: int, last: int, lexicon: Lexicon) -> tuple[int, list[str]] | None:
    second = known[at + 1].low if at + 1 < last else ""
    for parts, like in lexicon.phrases[known[at].low]:
        if parts[1] == second and parts == tuple(word.low for word in known[at : min(at + len(parts), last)]):
            return len(parts), [like]
    return None


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
        likely = [n for n, word in enumerate(words) if n and word in STARTS]
        begun = [n - (words[n] in RELATIVES and words[n - 1] in PREPOSITIONS) for n in likely]
        cuts = [n for n, at in zip(begun, likely, strict=True) if n and _opens(words[n - 1][-1], words[at].rstrip(","))]
        places = [first, *(last - len(piece.split(None, n)[n]) - 1 for n in cuts), last]  # before each word
        for (n, begin), (then, stop) in pairwise(zip([0, *cuts, len(words)], places, strict=True)):
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
