"""How alike two passages are: the words, names and numbers that they share, each by how rare it is in the set.

A passage is read as terms: stems (Porter 1980), near-synonyms as one, names as the entity that they mean, numbers as
such. Terms are weighted by inverse document frequency (Spärck Jones 1972). What a passage denies is another term than
what it affirms.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from math import fsum, log
from pathlib import Path
from typing import NamedTuple

import numpy as np
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
FEWEST = 2  # terms that two passages must share
SHORTEST = 4  # words of a piece
# Words that open a clause: anywhere, or after a comma or a closing mark; and two words that do so together.
OPENS = frozenset("while although though whereas despite".split())
OPENS_AFTER = frozenset(
    "and but while although though whereas which who where when after before as because however so saying adding "
    "killing wounding leaving".split()
)
OPENS_TWO = {
    "as part": "",
    "along with": "",
    "and killed": "",
    "and wounded": "",
    "and injured": "",
    "and left": "",
} | {
    f"{word} {relative}": "," for word in "from in of to with on".split() for relative in ("which", "whom", "where")
}  # with the sign that stands before them
# Where any word may open a clause; the sign first and alone, so that the search skips to it.
SIGNS = ";:….,"
SIGNED = re.compile(r"[;:….,](?:(?<=[;:…])\s|(?<=\.)\.\.\s|(?<=,)\s+[“\"])")
STARTS = {word + sign for word in OPENS | OPENS_AFTER | {two.split()[0] for two in OPENS_TWO} for sign in ("", ",")}
STARTS |= set("-–—")
# A question within a sentence states nothing of what it asks.
ASKS = re.compile(
    r"\b(?:say|ask|asks|asked|asking|know|knew|known|tell|wonder\w*|clear|decide|investigat\w+)\s+"
    r"(?:who|why|how|whether|if|what|when|where)\b",
    re.IGNORECASE,
)
ASKED = "?"
TITLES = ("role", "honorific", "modifier")
QUESTIONS = frozenset("who why how whether if what when where".split())
DENY, END = "deny", "end"  # what a word does to what is denied
MOST_KNOWN = 200_000  # words that are kept
MOST_MADE = 20_000  # passages that are kept as objects; then it begins anew
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
    titles: frozenset[str]  # words of offices and forms of address, which with a capital tell no more than the name
    victims: dict[str, str]  # terms for people, with their age and gender group or whether they are civilians
    common: frozenset[str]  # terms that are so common in English that sharing them tells little
    known: dict[str, Word]  # words that were looked up


class Word(NamedTuple):
    """What a token is: in small letters; what it does to a denial; its term at the head of a passage, and within one;
    whether it can open a phrase or a question; whether it is nothing of all this, or a term within a passage alone."""

    low: str
    does: str | None
    first: str | None
    later: str | None
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


@dataclass(frozen=True)
class Terms:
    """What a passage says: terms that it affirms, and those that it denies."""

    said: frozenset[str]
    denied: frozenset[str]

    @cached_property
    def all(self) -> frozenset[str]:
        """Both; a term that is denied is another one."""
        return self.said | {f"¬{term}" for term in self.denied} if self.denied else self.said

    @cached_property
    def numbers(self) -> dict[str, set[str]]:
        """Its values by what they count."""
        found: dict[str, set[str]] = {}
        for term in self.said | self.denied:
            if term[0] == "#":
                measure, _, value = term.partition(":")
                found.setdefault(measure, set()).add(value)
        return found


class Passages(Sequence):
    """The terms of many passages as numbers; those of one are made when they are asked for."""

    def __init__(self, names: list[str], rows: Sequence[int], flat: Sequence[int], n: int | None = None):
        """``names`` are the terms by number; ``rows`` and ``flat`` say which passage has which, ``n`` how many there
        are, where the last can be without terms."""
        rows, flat = np.asarray(rows, dtype=np.int64), np.asarray(flat, dtype=np.int64)
        n = n if n is not None else int(rows.max(initial=-1)) + 1
        both = np.sort(rows * max(len(names), 1) + flat)
        both = both[np.diff(both, prepend=-1) > 0]
        rows, flat = np.divmod(both, max(len(names), 1))
        self.names, self.rows, self.flat = names, rows.astype(np.int32), flat.astype(np.int32)
        self.first = np.searchsorted(rows, np.arange(n + 1))
        self.sizes = np.diff(self.first)
        self._made: dict[int, Terms] = {}

    @classmethod
    def of(cls, each: Sequence[Terms]) -> Passages:
        """Those given one by one."""
        if isinstance(each, cls):
            return each
        number = {term: n for n, term in enumerate(dict.fromkeys(chain.from_iterable(own.all for own in each)))}
        rows = np.repeat(np.arange(len(each)), [len(own.all) for own in each])
        return cls([*number], rows, [number[term] for own in each for term in own.all], len(each))

    def __len__(self) -> int:
        """How many there are."""
        return len(self.sizes)

    def __getitem__(self, n: int) -> Terms:
        """The terms of one."""
        made = self._made.get(n)
        if made is None:
            own = [self.names[term] for term in self.flat[self.first[n] : self.first[n + 1]].tolist()]
            denied = frozenset([term[1:] for term in own if term[0] == "¬"])
            if len(self._made) >= MOST_MADE:
                self._made.clear()
            made = self._made[int(n)] = Terms(frozenset([term for term in own if term[0] != "¬"]), denied)
        return made

    def take(self, places: np.ndarray) -> Passages:
        """Some of them."""
        sizes = self.sizes[places]
        nth = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        flat = self.flat[np.repeat(self.first[places], sizes) + nth]
        return Passages(self.names, np.repeat(np.arange(len(places)), sizes), flat, len(places))

    def replaced(self, changed: Mapping[int, Iterable[str]]) -> Passages:
        """All of them, some with other terms, which have to be known."""
        if not changed:
            return self
        kept = ~np.isin(self.rows, [*changed])
        number = {term: n for n, term in enumerate(self.names)}
        new = [(n, number[term]) for n, terms in changed.items() for term in terms]
        rows, flat = (
            np.concatenate([own[kept], more])
            for own, more in zip((self.rows, self.flat), zip(*new, strict=True), strict=True)
        )
        return Passages(self.names, rows, flat, len(self))

    def flags(self, terms: Iterable[str]) -> np.ndarray:
        """For each name whether it is one of ``terms``."""
        wanted = frozenset(terms)
        return np.array([name in wanted for name in self.names], dtype=bool)

    def counts(self, terms: Iterable[str] | np.ndarray) -> np.ndarray:
        """How many of ``terms``, or of the names flagged, each passage has."""
        flags = terms if isinstance(terms, np.ndarray) else self.flags(terms)
        return np.bincount(self.rows[flags[self.flat]], minlength=len(self))

    def holders(self, term: str) -> np.ndarray:
        """The passages that have a term, by place."""
        if not hasattr(self, "_holders"):
            order = np.argsort(self.flat, kind="stable")
            edges = np.searchsorted(self.flat[order], np.arange(len(self.names) + 1))
            self._holders = {name: n for n, name in enumerate(self.names)}, self.rows[order], edges
        number, rows, edges = self._holders
        n = number.get(term)
        return rows[:0] if n is None else rows[edges[n] : edges[n + 1]]


class Weights(dict[str, float]):
    """How much each term counts; remembers what the terms of a passage come to."""

    def __init__(self, weight: Mapping[str, float]) -> None:
        super().__init__(weight)
        self._sizes: dict[frozenset[str], tuple[float, float]] = {}

    def sizes(self, terms: frozenset[str]) -> tuple[float, float]:
        """The sum of the weights of terms, and that of their squares."""
        found = self._sizes.get(terms)
        if found is None:
            if len(self._sizes) >= MOST_MADE:
                self._sizes.clear()
            own = [self.get(term, 0.0) for term in terms]
            found = self._sizes[terms] = fsum(own), fsum(value * value for value in own)  # exact: sets have no order
        return found


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
    titles = {word for row in lists.read("roles") if row["kind"] in TITLES for word in row["word"].lower().split()}
    victims = {
        like.get(row[number]) or _stem(row[number]): row["demographic"] or row["status"]
        for row in lists.read("victims")
        for number in ("singular", "plural")
        if row[number] and (row["demographic"] or row["status"] != "unknown")
    }
    common = frozenset(_stem(word) for word in lists.words("common") if word not in like)
    return Lexicon(
        frozenset(empty - NEGATORS),
        like,
        dict(phrases),
        frozenset(acts),
        states,
        frozenset(titles),
        victims,
        common,
        {},
    )


def read(text: str, start: int, end: int, lexicon: Lexicon, marks: Sequence[Mark] = ()) -> Terms:
    """The terms of ``text[start:end]``; linear in its length.

    ``marks`` are spans with the term that their words become, in order of place, as :func:`marks_of` gives them.
    """
    said, denied = terms_of(look_up(text, start, end, lexicon), start, end, finder(marks)(start, end), lexicon)
    return Terms(frozenset(said), frozenset(denied))


def look_up(text: str, start: int, end: int, lexicon: Lexicon) -> Tokens:
    """The tokens of ``text[start:end]``."""
    words, starts, ends = placed(TOKEN, text, start, end)
    known = lexicon.known.get
    return Tokens(text, words, starts, ends, [known(word) or _looked_up(word, lexicon) for word in words])


def terms_of(
    tokens: Tokens, start: int, end: int, marks: Iterable[Mark], lexicon: Lexicon
) -> tuple[set[str], set[str]]:
    """The terms that a passage of looked-up tokens affirms, and those that it denies; ``marks`` are those within it."""
    at, last = bisect_left(tokens.starts, start), bisect_left(tokens.starts, end)
    if (at and tokens.ends[at - 1] > start) or (last and tokens.ends[last - 1] > end):  # it cuts a token
        return terms_of(look_up(tokens.text, start, end, lexicon), start, end, marks, lexicon)
    _, words, starts, _, all_known = tokens
    said, denied, scope, asks = set(), set(), 0, False
    begins = words[at].lower() if at < last else ""
    names = any(len(word) > 3 and word[0].islower() for word in words[at:last])  # else a capital tells of no name
    covered = iter(marks)
    mark = next(covered, None)
    edge = mark[0] if mark else end  # where the next mark begins
    opens = at if names else last  # up to which a capital tells of no name
    name_end = at  # where the last name ended
    while at < last:
        known, place = all_known[at], starts[at]
        while place >= edge and mark[1] <= place:
            mark = next(covered, None)
            edge = mark[0] if mark else end
        if place < edge and (known.empty or (known.plain and at > opens)):  # most tokens
            if known.plain:
                (denied if scope > 0 and known.later[0] not in "@~#%" else said).add(known.later)
                scope -= 1
            at += 1
            continue
        asks |= known.asks
        if known.does == DENY or (known.low == "rather" and at + 1 < last and words[at + 1].lower() == "than"):
            scope = SCOPE
            at += 1
            if known.low == "no":
                at = _past_noun(words, at, last, said, lexicon)
            continue
        if known.does == END:
            scope = 0
        step, terms = 1, ()
        if place >= edge:
            while at + step < last and starts[at + step] < mark[1]:
                step += 1
            inside = (lexicon.like.get(token.lower()) for token in words[at : at + step])
            terms = [mark[2], *(like for like in inside if like)] if mark[2] else ()
            name_end = at + step if mark[2][:1] == "@" else name_end
        elif known.opens and (phrase := _phrase(all_known, at, last, lexicon)):
            step, terms = phrase
        elif (own := known.later if at > opens else known.first) and not (
            known.low in lexicon.titles and _stands_by_name(tokens, at, last, mark, name_end)
        ):
            terms = (own,)
        for found in terms:
            reverse = found == "=unhurt"
            found = "=hurt" if reverse else found
            (denied if ((scope > 0) != reverse and found[0] not in "@~#%") else said).add(found)
            scope -= 1
        at += step
    if asks and (begins == "whether" or ASKS.search(tokens.text, start, end)):
        said.add(ASKED)
    return said, denied


def _stands_by_name(tokens: Tokens, at: int, last: int, mark: Mark | None, name_end: int) -> bool:
    """Whether an office stands right before a name, or behind it as in "Brask, the director of"."""
    words = tokens.words
    follow = words[at + 1] if at + 1 < last else ","
    behind = at + 1 + (follow == "," and at + 2 < last)
    if mark and mark[2][:1] == "@" and at + 1 < last and mark[0] == tokens.starts[behind]:
        return True
    between = [word.lower() for word in words[name_end:at]] if at - name_end in (1, 2) else []
    return between in ([","], [",", "the"], [",", "a"]) and follow in ("of", "at", "for", ",")


def _looked_up(word: str, lexicon: Lexicon) -> Word:
    """What a token is, kept for when it comes again."""
    low = word.lower().replace("’", "'")
    does = DENY if low in NEGATORS or low.endswith("n't") else None
    if word in SEPARATED or low in ("but", "and", "because"):
        does = END
    first = later = None
    if word in CALENDAR or YEAR.fullmatch(word):
        first = later = f"%{low}"
    elif "-" in word and word[-1].isdigit():
        first = later = f"~{low}"
    elif (bare := low.removesuffix("'s")) not in lexicon.empty and len(bare) > 1 and word[0].isalpha():
        state = lexicon.adjectives.get(bare)
        named = word[0].isupper() and len(word) > 3 and bare not in lexicon.like
        first = state or term(low, lexicon)
        titled = named and bare in lexicon.titles
        later = state or (None if titled else skeleton(word) if named else first)
    tells = does, first, later, low in lexicon.phrases, low in QUESTIONS
    other = tells[0], *tells[3:], low == "rather"
    empty = not any(tells) and low != "rather"
    plain = bool(later) and later != "=unhurt" and low not in lexicon.titles and not any(other)
    found = Word(low, *tells, empty, plain)
    if len(lexicon.known) < MOST_KNOWN:
        lexicon.known[word] = found
    return found


def marks_of(names: Iterable[tuple[int, int, str]], figures: Iterable, text: str) -> list[Mark]:
    """Of an article, in order of place: the spans that are one term, as start, end and term.

    A name, or a description of whom is known, is its entity (start, end and who); a reported number is its measure and
    value, and so is a share in per cent.
    """
    named = ((start, end, f"@{who}") for start, end, who in names)
    shares = ((share.start(), share.end(), f"#percent:{float(share[1]):g}") for share in PERCENT.finditer(text))
    return in_order([*named, *(mark for _, mark in numbers(figures)), *shares])


def numbers(figures: Iterable) -> Iterator[tuple[tuple, Mark]]:
    """Figures that are reported, with their marks."""
    for row in figures:
        value = row.reported_max if row.reported_min is None else row.reported_min
        if value and not row.is_implicit:  # of none at all the words are read, which deny
            unit = f" {_stem(row.unit.lower())}" if row.measure == "other" and row.unit else ""
            yield row, (row.start, row.end, f"#{row.measure}{unit}:{value}")


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


def at_odds(one: Terms, other: Terms) -> bool:
    """Whether one denies or asks what the other affirms, or counts the same with another number."""
    if (ASKED in one.said) != (ASKED in other.said):
        return True
    if one.denied or other.denied:
        conflict = (one.said & other.denied - one.denied) | (one.denied & other.said - other.denied)
        if len(conflict) > len(one.denied & other.denied):
            return True
    if not one.numbers or not other.numbers:
        return False
    counted = other.numbers
    return any(measure in counted and values.isdisjoint(counted[measure]) for measure, values in one.numbers.items())


def _past_noun(words: list[str], at: int, last: int, said: set[str], lexicon: Lexicon) -> int:
    """Past the noun of "no weapons had been kept": it is its verb that is denied, not the noun."""
    for n in range(at, min(at + 5, last)):
        low = words[n].lower()
        if low in ("was", "were", "had", "has", "have", "is", "are", "been"):
            said.update(
                term(word.lower(), lexicon)
                for word in words[at:n]
                if word[0].isalpha() and word.lower() not in lexicon.empty
            )
            return n
        if words[n] in SEPARATED:
            break
    return at


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


def skeleton(name: str) -> str:
    """A name by its consonants, so that spellings of one name are one: Tartus and Tartous, Hmeimim and Khmeymim."""
    word = re.sub(r"['’]s$", "", name).lower()
    word = re.sub(r"kh|gh", "h", word.replace("ph", "f").replace("ck", "k").replace("q", "k"))
    word = re.sub(r"[aeiouy'’-]", "", re.sub(r"(.)\1+", r"\1", word)).replace("z", "s").replace("c", "k")
    return f"~{word}" if len(word) > 2 else f"~{name.lower()}"


def weights(passages: Sequence[Terms]) -> Weights:
    """How much each term counts, by how few passages have it; wordings that are the same count once."""
    given = Passages.of(passages)
    first = {given.flat[a:b].tobytes(): n for n, (a, b) in enumerate(pairwise(given.first.tolist()))}
    distinct = np.zeros(len(given), dtype=bool)
    distinct[[*first.values()]] = True
    counts = np.bincount(given.flat[distinct[given.rows]], minlength=len(given.names)).tolist()
    return Weights({term: log((len(first) + 1) / (n + 0.5)) for term, n in zip(given.names, counts, strict=True) if n})


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentences cut where a clause begins; a piece has :data:`SHORTEST` words or more."""
    found: list[tuple[int, int]] = []
    n_before = 0
    for first, last in spans:
        piece = text[first:last]
        words = piece.split()
        likely = [n for n, word in enumerate(words) if word in STARTS]
        if SIGNED.search(text, first, last):
            likely = sorted({*likely, *(n for n, word in enumerate(words, 1) if word[-1] in SIGNS and n < len(words))})
        cuts = [n for n in likely if n and _opens(words[n - 1], words[n], words[n + 1 : n + 2])]
        places = [first, *(last - len(piece.split(None, n)[n]) - 1 for n in cuts), last]  # before each word
        for (n, begin), (then, stop) in pairwise(zip([0, *cuts, len(words)], places, strict=True)):
            if found and found[-1][1] == begin and min(then - n, n_before) < SHORTEST:
                found[-1] = (found[-1][0], stop)
                n_before += then - n
            else:
                found.append((begin, stop))
                n_before = then - n
    return found


def _opens(before: str, word: str, after: list[str]) -> bool:
    """Whether a clause begins with a word: after a stop, with a dash or quotation mark, or as it is one that opens."""
    sign, bare = before[-1], word.rstrip(",")
    if sign in ";:…" or before.endswith("...") or word in ("-", "–", "—") or (sign == "," and word[0] in '“"'):
        return True
    if bare in OPENS or (bare in OPENS_AFTER and sign in ',”"'):
        return True
    return bool(after) and sign.endswith(OPENS_TWO.get(f"{word} {after[0].rstrip(',.')}", "no"))
