"""What a classifier sees of a sentence and of a target in it: names, numbers and topic words are masked.

So nothing can be learnt of who is liked, or of what is reported. The sides of the target after Vo and Zhang (2015),
words marked as negated after Pang, Lee and Vaithyanathan (2002); the rest are the roles that word order shows.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, count
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from crossread import lists
from crossread.text.tokens import placed
from crossread.tone.words import Lexicon

Span = tuple[int, int]
# Numbers of features, by kind and by what stands there (of two words "s2" and the first are the kind), from 1 on.
Numbers = Mapping[str, Mapping[str, int]]
Named = tuple[str, str, int]  # a feature: its kind, what stands there, the number of its item

# A plain word first, which is most of them.
TOKEN = re.compile(r"(?!\s)([A-Za-z]++(?=[ ,.])|[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,:]\d+)*|[^\w\s])")
LONGEST = 120  # items of a sentence, of which a target's view is made; what goes on is a list or a table
NAME, TITLE, NUMBER, TOPIC, ELSEWHERE = "NN", "tt", "00", "##", "…"
MARKS = frozenset('"“”„«»')
NEGATIONS = lists.words("tone_negation")
REACH = 5  # words that a negation reaches
JOINS = lists.words("tone_join")
RELATIVES = lists.words("tone_relative")
ENDS = JOINS | RELATIVES | set(";:—–…")  # of a clause
PREPOSITIONS = lists.words("tone_preposition")
DETERMINERS = lists.words("tone_determiner")
AUXILIARIES = lists.words("tone_auxiliary")
NAMES = (NAME, TITLE)
DESCRIBING = DETERMINERS | {NAME, TITLE, "and", ","}
BE = lists.words("tone_be")
POSSESSIVES = lists.words("tone_possessive")
PRONOUNS = POSSESSIVES | lists.words("tone_pronoun")
CHAINED = AUXILIARIES | NEGATIONS | {"also", "to"}  # stand before a verb
SAYING = lists.words("tone_saying")
TITLES = lists.words("tone_title")
HAPPENS = lists.words("tone_happens")  # words of events, which judge nobody: "won", "lost"
CLOSED = frozenset().union(
    NEGATIONS, MARKS, JOINS, RELATIVES, PREPOSITIONS, DETERMINERS, AUXILIARIES, PRONOUNS, lists.words("tone_closed")
)
AFTER_OWNED = PREPOSITIONS | AUXILIARIES  # what is owned ends before these
AFTER_IS = AFTER_OWNED | DETERMINERS | NEGATIONS  # a "'s" before these stands for "is" or "has"
FORMS = 50_000  # that are kept as they were looked up
SUFFIXES = ("n't", "'s", "'re", "'ve", "'ll", "'d", "'m")
STEM = 5  # characters
WINDOW = 8  # words on either side of a target whose stems count
OPEN = "NVGJR"  # tags of the open classes
MASKS = {NAME, TITLE, TOPIC, NUMBER}
NUMBERS = count()  # of items that differ
SIGNS = ("0", "+", "-", "m+", "m-")  # of some words: none, good, bad, more good, more bad
ITEMS = 128  # more than a sentence has
NONE: dict[str, int] = {}
NOBODY = ITEMS - 1  # in place of the number of an item


class Known(NamedTuple):
    """What a word tells wherever it stands with one tag, negated or not. ``marked`` is the word with "!" where it is
    negated; valence is VADER's and polarity TextBlob's, turned by a negation."""

    negated: bool
    marked: str
    valence: float
    polarity: float
    subjectivity: float
    loaded: bool  # whether a lexicon has anything on it
    classes: tuple[str, ...]  # of attitude, and their signs, with "!" before where it is negated
    telling: bool  # whether it can be evidence: no name, no grammar word, none that the code book sets aside
    number: int


class Item(NamedTuple):
    """A word, mark, name or number. Items with one ``known`` differ in nothing but their place."""

    word: str
    tag: str
    start: int
    end: int
    quoted: bool
    known: Known


class _Form(NamedTuple):
    """What a form tells wherever it stands: whether it is a word in small letters that negates and parts nothing, what
    is shown for it, its tag, a suffix cut off, whether it may be a title or a name, whether it is an English word, and
    what is known of it, not negated and negated."""

    plain: bool
    shown: str
    tag: str
    suffix: str
    title: bool
    capital: bool
    english: bool
    known: tuple[Known, Known]


def _form(word: str, lexicon: Lexicon) -> _Form:
    shown, suffix, title, capital, english = word, "", False, False, False
    if word[0].isalpha():
        low = word.lower().replace("’", "'")
        suffix = next((each for each in SUFFIXES if low.endswith(each) and low != each), "") if "'" in low else ""
        base = low.removesuffix(suffix)
        large = word[0].isupper()
        title, capital, english = large and base in TITLES, large and base != "i", lexicon.knows(base)
        shown, tag = TOPIC if base in lexicon.topic else base, lexicon.tag(base)
    elif word[0].isdigit():
        shown, tag = NUMBER, "D"
    else:
        shown, tag = '"' if word in MARKS else word, "p"
    plain = not (tag == "p" or suffix or title or capital or shown in NEGATIONS or shown == "but")
    return _Form(plain, shown, tag, suffix, title, capital, english, _known(shown, tag, lexicon))


def read(text: str, spans: Sequence[Span], lexicon: Lexicon, named: Collection[int] = ()) -> list[Item]:
    """The items of the words in ``spans`` of ``text``, in order; what lies between two spans is one item.

    ``named`` is where words of known names start.
    """
    return read_each(text, [spans], lexicon, named)[0]


def read_each(
    text: str, parts: Sequence[Sequence[Span]], lexicon: Lexicon, named: Collection[int] = ()
) -> list[list[Item]]:
    """The items of several parts of ``text``, each one or more spans."""
    if len(lexicon.forms) + len(lexicon.known) > FORMS:  # kept, as a hundred forms are half of any text
        lexicon.forms.clear()
        lexicon.known.clear()
    return [_items([placed(TOKEN, text, *span) for span in spans], spans, lexicon, named) for spans in parts]


def _items(spoken: Sequence[tuple], spans: Sequence[Span], lexicon: Lexicon, named: Collection[int]) -> list[Item]:
    items: list[Item] = []
    quoted, opens, forms, reach, new = False, True, lexicon.forms, 0, tuple.__new__  # half the time of Item(...)
    titled = _titled(chain.from_iterable([words for words, _, _ in spoken]))
    for number, own in enumerate(spoken):
        if number:
            between = spans[number - 1][1], spans[number][0]
            items.append(Item(ELSEWHERE, "p", *between, False, _known(ELSEWHERE, "p", lexicon)[reach > 0]))
            reach = 0
        for word, start, end in zip(*own, strict=True):
            form = forms.get(word) or forms.setdefault(word, _form(word, lexicon))
            plain, shown, tag, suffix, title, capital, english, known = form
            if plain:
                items.append(new(Item, (shown, tag, start, end, quoted, known[reach > 0])))
                opens, reach = False, reach - 1
            elif tag == "p":
                if word in MARKS:
                    quoted = not quoted if word == '"' else word in "“„«"
                items.append(new(Item, (shown, tag, start, end, quoted, known[reach > 0])))
                opens, reach = word in '.!?":“' or (opens and word in "'‘’—–-"), 0
            else:
                middle = end - len(suffix)
                # Within a sentence any word with a capital is a name; in a headline with capitals throughout, and where
                # a sentence opens, only one that is no English word, or is known to stand in a name.
                name = title or (capital and not (english and (opens or titled) and start not in named))
                if name:
                    shown, tag = TITLE if title else NAME, "N"
                    known = _known(shown, tag, lexicon)
                if name and items and (last := items[-1]).word in NAMES:
                    turned = _known(NAME, tag, lexicon)[last.known.negated]
                    items[-1] = Item(NAME, tag, last.start, middle, last.quoted, turned)
                else:
                    items.append(new(Item, (shown, tag, start, middle, quoted, known[reach > 0])))
                    reach = REACH if shown in NEGATIONS else 0 if shown == "but" else reach - 1
                if suffix:
                    items.append(Item(suffix, "x", middle, end, quoted, _known(suffix, "x", lexicon)[reach > 0]))
                    reach = REACH if suffix in NEGATIONS else reach - 1
                opens = False
            if len(items) >= LONGEST:
                return items
    return items


def _titled(spoken: Iterable[str]) -> bool:
    """Whether more than three words of the open classes all have a capital, as in a headline."""
    n = 0
    for word in spoken:
        if len(word) > 2 and word[0].isalpha() and word.lower() not in CLOSED:
            if not word[0].isupper():
                return False
            n += 1
    return n > 3


def _known(word: str, tag: str, lexicon: Lexicon) -> tuple[Known, Known]:
    """What is known of a word with a tag, not negated and negated."""
    found = lexicon.known.get((word, tag))
    return found or lexicon.known.setdefault((word, tag), tuple(_turned(word, tag, n, lexicon) for n in (False, True)))


def _turned(word: str, tag: str, negated: bool, lexicon: Lexicon) -> Known:
    valence = polarity = subjectivity = 0.0
    if tag not in "pD" and word not in MASKS and word not in lexicon.aside:
        valence = lexicon.valence.get(word, 0.0) * (-0.7 if negated else 1)
        polarity, subjectivity = lexicon.polarity.get(word, (0.0, 0.0))
        polarity *= -0.5 if negated else 1
    telling = tag in OPEN and word.isalpha() and word.islower() and word not in CLOSED
    telling = telling and (word not in lexicon.aside or word in lexicon.bound)
    turned = "!" if negated else ""
    classes = tuple([turned + name for name in lexicon.classes.get(word, ())])
    loaded = any((valence, polarity, subjectivity))
    return Known(
        negated, turned + word, valence, polarity, subjectivity, loaded, classes, telling, next(NUMBERS)
    )  # fmt: skip


def within(items: Sequence[Item], start: int, end: int) -> Span:
    """First and last of the items that the span touches, without a possessive's "'s"; the nearest where none does."""
    first = bisect_right(items, start, key=attrgetter("end"))
    last = bisect_left(items, end, key=attrgetter("start")) - 1
    if last < first:
        near = min(range(len(items)), key=lambda n: abs(items[n].start - start))
        return near, near
    return first, last - (last > first and items[last].word == "'s")


def clause(items: Sequence[Item], first: int, last: int) -> Span:
    """First and last item of the clause around a target: up to a join, a relative pronoun, a mark or a dash."""
    begins, ends = first, last
    while begins > 0 and not ((word := items[begins - 1].word) in ENDS or (word in ',"' and first - begins > 1)):
        begins -= 1
    while ends + 1 < len(items) and not ((word := items[ends + 1].word) in ENDS or (word in ',"' and ends - last > 1)):
        ends += 1
    return begins, ends


# --- features of many sentences and targets at once ------------------------------------------------------------


class Features(NamedTuple):
    """Features, an element each: its row (a sentence or a target), the number of its item in the sentence
    (:data:`NOBODY` where it is of several), its own number, and its value."""

    row: np.ndarray
    item: np.ndarray
    number: np.ndarray
    value: np.ndarray


class Target(NamedTuple):
    """A target: the number of its sentence, its first and last item, and those of the clause around it."""

    sentence: int
    first: int
    last: int
    begins: int
    ends: int


def target(sentence: int, items: Sequence[Item], start: int, end: int) -> Target:
    """The target that ``start:end`` names in the sentence with that number and those items."""
    first, last = within(items, start, end)
    return Target(sentence, first, last, *clause(items, first, last))


class Index(NamedTuple):
    """The numbers of features, and what was looked up of items by their number: the features of the word and of its
    classes as bytes of 32-bit integers, its weights and marks as bytes of floats, and those of the word with the
    next."""

    numbers: Numbers
    rows: dict[int, tuple[bytes, bytes, bytes, Mapping[str, int]]]


class Sheet(NamedTuple):
    """The items of several sentences, one after another; ``row`` and ``item`` have the number of the sentence of each
    and its own there, ``first`` where each sentence begins, and the end.

    ``words`` has the numbers of the features that the word of an item can have, in columns :data:`WORDS`; ``classes``
    those of its classes, in columns :data:`CLASSES`, and ``first_class`` the first one of each item, and the end;
    ``pairs`` that of the word with the one before. ``weights`` has valence, polarity and subjectivity.
    """

    sentences: Sequence[Sequence[Item]]
    first: np.ndarray
    row: np.ndarray
    item: np.ndarray
    words: np.ndarray
    pairs: np.ndarray
    classes: np.ndarray
    first_class: np.ndarray
    quoted: np.ndarray
    telling: np.ndarray
    loaded: np.ndarray
    weights: np.ndarray


# Words and stems of the sentence, of the clause on either side, near the target, and next to it; tags next to it.
AWAY = ("-3", "-2", "-1", "1", "2", "3")
WORDS = ("s", "st", "CL", "CR", "stL", "stR", *AWAY, *("t" + away for away in AWAY))
# Classes in the sentence, on either side, in the clause, and where marks are but not around the target or the reverse.
CLASSES = ("k", "kL", "kR", "kCL", "kCR", "kQ0", "kQ1")
FAR = WINDOW + 1


def _held(away: int, inside: bool, other: int) -> set[str]:
    """Which kinds of features a word or a class has that stands ``away`` items to the right of a target (to the left:
    below nought), ``inside`` its clause or not; ``other``: 1 outside marks and 2 within, where the target is not."""
    if not away:
        return set()
    side = "R" if away > 0 else "L"
    held = {"k" + side}
    if inside:
        held |= {"C" + side, "kC" + side}
    if abs(away) <= WINDOW:
        held.add("st" + side)
    if abs(away) <= 3:
        held |= {str(away), f"t{away}"}
    if other:
        held.add(f"kQ{other - 1}")
    return held


PLACES = [_held(away, inside, other) for away in range(-FAR, FAR + 1) for inside in (False, True) for other in range(3)]
WORDS_HELD, CLASSES_HELD = (
    np.array([[kind in held for kind in kinds] for held in PLACES], dtype=np.int32) for kinds in (WORDS, CLASSES)
)


def sheet(sentences: Sequence[Sequence[Item]], index: Index) -> Sheet:
    """The items of ``sentences`` with the numbers of their features."""
    numbers, rows = index
    if len(rows) > FORMS:
        rows.clear()
    items = list(chain.from_iterable(sentences))
    of = [
        rows.get(item.known.number) or rows.setdefault(item.known.number, _looked_up(item, numbers)) for item in items
    ]
    words, classes, flags, seconds = zip(*of, strict=True) if of else ((), (), (), ())
    n_classes = np.array([*map(len, classes)], dtype=int) // (4 * len(CLASSES))
    first = np.cumsum([0, *map(len, sentences)])
    item, row = _spread(0 * first[1:], np.diff(first))
    pairs = [own.get(item.word, 0) for own, item in zip(seconds, items[1:], strict=False)]
    weights = np.frombuffer(b"".join(flags)).reshape(-1, 5)
    return Sheet(
        sentences, first, row, item,
        np.frombuffer(b"".join(words), dtype=np.int32).reshape(-1, len(WORDS)),
        np.array([0, *pairs][: len(items)], dtype=np.int64) * (item > 0),
        np.frombuffer(b"".join(classes), dtype=np.int32).reshape(-1, len(CLASSES)),
        np.cumsum([0, *n_classes]),
        np.array([own[4] for own in items], dtype=bool),
        weights[:, 3] > 0, weights[:, 4] > 0, weights[:, :3],
    )  # fmt: skip


def _looked_up(item: Item, numbers: Numbers) -> tuple[bytes, bytes, bytes, Mapping[str, int]]:
    """What :class:`Index` keeps of an item."""
    word, known = item.word, item.known
    marked = known.marked
    stem = marked[: STEM + known.negated] if item.tag in OPEN and len(word) >= STEM else ""
    there = (marked, stem if len(word) > STEM else "", marked, marked, stem, stem, *[word] * 6, *[_kind(item)] * 6)
    words = [numbers.get(kind, NONE).get(what, 0) if what else 0 for kind, what in zip(WORDS, there, strict=True)]
    classes = [numbers.get(kind, NONE).get(name, 0) for name in known.classes for kind in CLASSES]
    flags = known.valence, known.polarity, known.subjectivity, known.telling, known.loaded
    columns = array("i", words), array("i", classes), array("d", flags)
    return *(column.tobytes() for column in columns), numbers.get(f"s2 {word}", NONE)


def _kind(item: Item) -> str:
    """What a word is like: itself where it is of a closed class, else its tag, after + or - where it is good or bad."""
    if own := sign(item):
        return ("+" if own > 0 else "-") + item.tag
    return item.word if item.word in CLOSED or item.word in MASKS or item.tag == "p" else item.tag


def sign(item: Item) -> int:
    """1 where a word is good, -1 where it is bad, by the lexicons or else by its classes; 0 where they say neither."""
    value = item.known.valence + 3 * item.known.polarity
    if abs(value) > 0.3:
        return 1 if value > 0 else -1
    last = item.known.classes[-1][-1] if item.known.classes else ""
    return {"+": 1, "-": -1}.get(last, 0)


def judged(item: Item, aside: frozenset[str]) -> int:
    """The :func:`sign` of a word, 0 where it names what happened, or all its classes are ``aside``."""
    known = {name.lstrip("!") for name in item.known.classes} - {"+", "-"}
    return 0 if item.word in HAPPENS or (known and known <= aside) else sign(item)


# A feature of value 1 is packed into one integer, so that sorting shows what stands twice and which comes first.
ROW_AT, NUMBER_AT = 31, 7  # bits to the right of each


def _packed(row: np.ndarray, number: np.ndarray, item: np.ndarray) -> np.ndarray:
    kept = number > 0
    return (row[kept] << ROW_AT) | (number[kept].astype(np.int64) << NUMBER_AT) | item[kept]


def _alone(kind: str, numbers: Numbers) -> int:
    """The number of a kind that has but one feature."""
    return numbers.get(kind, NONE).get("", 0)


def _named(rows: Iterable[list[Named]], numbers: Numbers) -> np.ndarray:
    """The features of each row, packed; of those that stand twice the first."""
    found: dict[int, int] = {}
    for row, features in enumerate(rows):
        for kind, what, item in features:
            number = numbers.get(kind, NONE).get(what)
            if number:
                found.setdefault((row << ROW_AT) | (number << NUMBER_AT), item)
    return np.fromiter(found, np.int64, len(found)) | np.fromiter(found.values(), np.int64, len(found))


def _together(packed: Sequence[np.ndarray], valued: Sequence[tuple]) -> Features:
    """All features: those of value 1, each once a row, of the first item that has it, and (row, number, value)."""
    ones = np.sort(np.concatenate(packed))
    ones = ones[np.diff(ones >> NUMBER_AT, prepend=-1) != 0]
    row, number, value = (np.concatenate(column) for column in zip(*valued, strict=True))
    return Features(
        np.concatenate([ones >> ROW_AT, row]),
        np.concatenate([ones & NOBODY, np.full(len(row), NOBODY)]),
        np.concatenate([(ones >> NUMBER_AT) & (1 << ROW_AT - NUMBER_AT) - 1, number]),
        np.concatenate([np.ones(len(ones)), value]),
    )


def _spread(first: np.ndarray, size: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The numbers from each ``first`` on, as many as ``size`` says, one after another; and whose they are."""
    whose = np.repeat(np.arange(len(size)), size)
    return np.arange(len(whose)) + (first - np.cumsum(size) + size)[whose], whose


def of_sentences(given: Sheet, numbers: Numbers) -> Features:
    """The features of all words of each sentence, whatever the target."""
    size, row, item = len(given.sentences), given.row, given.item
    packed = [_packed(row, given.words[:, WORDS.index(kind)], item) for kind in ("s", "st")]
    _, whose = _spread(given.first_class[:-1], np.diff(given.first_class))
    packed.append(_packed(row[whose], given.classes[:, CLASSES.index("k")], item[whose]))
    packed.append(_packed(row, given.pairs, item))
    _, lexical = _lexical("s", row[given.loaded], size, given.weights[given.loaded], numbers)
    lengths = np.arange(size), np.full(size, _alone("len", numbers)), np.diff(given.first) / 40
    return _together(packed, [lexical, lengths])


def _lexical(name: str, row: np.ndarray, size: int, weights: np.ndarray, numbers: Numbers) -> tuple[np.ndarray, tuple]:
    """What the lexicons say of the words of a range: their good and bad valence, polarity and subjectivity; ``row`` has
    the row of each word.

    Returns
    -------
    The number in :data:`SIGNS` by row, and the features (row, number, value).
    """
    valence, polarity, subjectivity = weights.T
    columns = np.maximum(valence, 0), np.maximum(-valence, 0), polarity, subjectivity
    good, bad, polarity, subjectivity = (np.bincount(row, column, size) for column in columns)
    sign = np.where(bad > 0, np.where(good > bad, 3, np.where(good > 0, 4, 2)), np.where(good > 0, 1, 0))
    both = good - bad
    vader = 2 * both / np.sqrt(both * both + 15)  # VADER's own scale
    value = np.stack(
        [np.ones(size), good / 4, bad / 4, vader, np.clip(polarity, -1.5, 1.5), np.minimum(2, subjectivity)]
    )
    signed = np.array([_alone(f"vb{name}{sign}", numbers) for sign in SIGNS])[sign]
    others = [np.full(size, _alone(kind + name, numbers)) for kind in ("v+", "v-", "v=", "p=", "su")]
    number = np.stack([signed, *others])
    kept = (number > 0) & (value != 0)
    return sign, (np.nonzero(kept)[1], number[kept], value[kept])


def of_targets(given: Sheet, targets: Sequence[Target], index: Index) -> Features:
    """The features of each target: what stands where beside it, and its roles."""
    size = len(targets)
    sentence, first, last, begins, ends = np.array(targets, dtype=int).reshape(-1, 5).T
    place, row = _spread(given.first[sentence], given.first[sentence + 1] - given.first[sentence])
    item = given.item[place]
    away = np.minimum(item - first[row], 0) + np.maximum(item - last[row], 0)
    inside = (item >= begins[row]) & (item <= ends[row])
    within_marks = given.quoted[given.first[sentence] + first]
    other = np.where(given.quoted[place] == within_marks[row], 0, 1 + given.quoted[place])
    held = ((np.clip(away, -FAR, FAR) + FAR) * 2 + inside) * 3 + other
    beside = np.flatnonzero(WORDS_HELD.any(axis=1)[held])
    number = given.words[place[beside]] * WORDS_HELD[held[beside]]
    at, column = np.nonzero(number)
    packed = [_packed(row[beside[at]], number[at, column], item[beside[at]])]
    classes, whose = _spread(given.first_class[place], given.first_class[place + 1] - given.first_class[place])
    number = given.classes[classes] * CLASSES_HELD[held[whose]]
    at, column = np.nonzero(number)
    packed.append(_packed(row[whose[at]], number[at, column], item[whose[at]]))
    signs, valued = [], []
    for name, side in (("cL", away < 0), ("cR", away > 0)):
        words = np.flatnonzero(given.loaded[place] & inside & side)
        sign, lexical = _lexical(name, row[words], size, given.weights[place[words]], index.numbers)
        signs.append([SIGNS[n] for n in sign.tolist()])
        valued.append(lexical)
    packed.append(_named(map(_of_target, map(given.sentences.__getitem__, sentence), targets, *signs), index.numbers))
    return _together(packed, valued)


def _of_target(items: Sequence[Item], target: Target, left: str, right: str) -> list[Named]:
    """The words that tell the role of a target, and its place; ``left`` and ``right``: the signs of its clause on
    either side."""
    first, last = target.first, target.last
    low = " ".join([item.word for item in items[first : last + 1]]).lower()
    found: list[Named] = []
    role = _as_subject(items, last, low in POSSESSIVES, right, found)
    governed = _as_object(items, first, found)
    signs, form = left + right, ("pro", low) if low in PRONOUNS else ("name2" if " " in low else "name1", "")
    place = ("role", role), ("role2", governed), ("rr", f"{role} {governed}"), ("rs", role + signs), form
    place += ("rs2", governed + signs), ("inq1" if items[first].quoted else "inq0", "")
    return found + [(*own, NOBODY) for own in place]


def _as_subject(items: Sequence[Item], at: int, owns: bool, right: str, found: list[Named]) -> str:
    """The role by what follows item ``at``: owner, subject, one that is acted on in the passive, one of whom something
    is said to be; ``found`` gets the words that say so. What stands between the target and its verb as an apposition or
    a relative clause is passed."""
    size, n = len(items), at + 1
    if owns or (n < size and items[n].word == "'s" and not (n + 1 < size and _follows_verb(items[n + 1]))):
        n += n < size and items[n].word == "'s"
        stop = min(size, n + 4)
        while n < stop and items[n].tag in "NJDx" and items[n].word not in AFTER_OWNED:
            found += _said("po", items[n], n)
            n += 1
        return "poss"
    if n < size and items[n].word == ",":
        n = _passed(items, n, 15, ",")
    if n < size and items[n].word in RELATIVES:
        n = _passed(items, n, 9, ",;.")
    verb, chain = _verb(items, n)
    if verb is None:
        return "cop" if chain & AUXILIARIES else "none"
    word, tag = items[verb][:2]
    sign = "!" if any(items[k].word in NEGATIONS for k in range(n, verb)) else ""
    role = "pas" if chain & BE and tag != "G" and word.endswith(("ed", "en", "n", "t")) else "subj"
    found.append((role, sign + word, verb))
    found += [(role + "k", sign + name, verb) for name in items[verb].known.classes]
    if word not in SAYING:
        return role
    found.append(("saysR" + right, "", NOBODY))
    return "says"


def _passed(items: Sequence[Item], n: int, most: int, ends: str) -> int:
    """The item after an insertion that opens at ``n``: behind its comma, or ``n`` where it has none."""
    stop = n + 1
    while stop < min(len(items), n + most) and items[stop].word not in ends:
        stop += 1
    return stop + 1 if stop < len(items) and items[stop].word == "," else n


def _follows_verb(item: Item) -> bool:
    """Whether a word after "'s" shows that it stands for "is" or "has"."""
    return item.tag == "R" or item.word in AFTER_IS


def _verb(items: Sequence[Item], n: int) -> tuple[int | None, set[str]]:
    """The verb that follows from item ``n`` on, and the auxiliaries and adverbs before it."""
    chain: set[str] = set()
    for k in range(n, min(len(items), n + 7)):
        item = items[k]
        if item.word in CHAINED or item.tag == "R":
            chain.add(item.word)
        elif item.tag in "VG":
            return k, chain
        elif item.tag in "pT" or chain or item.word in PREPOSITIONS:
            break
    return None, chain


def _as_object(items: Sequence[Item], at: int, found: list[Named]) -> str:
    """The role by what comes before item ``at``; ``found`` gets what describes the target, and the word that governs
    it."""
    n, steps = at - 1, 0
    while n >= 0 and steps < 5:
        item = items[n]
        describes = item.word in DESCRIBING or item.tag in "JD" or (item.tag == "N" and steps < 3)
        if not describes or item.word in PREPOSITIONS:
            break
        if item.tag in "NJ" and item.word not in NAMES:
            found += _said("mod", item, n)
        n, steps = n - 1, steps + 1
    if n < 0:
        return "^"
    word, tag = items[n][:2]
    if word in PREPOSITIONS:
        found.append(("prep", word, n))
        return word
    if tag in "VG":
        found += _said("obj", items[n], n)
        return "invsay" if word in SAYING else "obj"
    return "-"


def _said(name: str, item: Item, n: int) -> list[Named]:
    return [(name, item.known.marked, n), *((name + "k", sort, n) for sort in item.known.classes)]
