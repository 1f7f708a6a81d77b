"""What a classifier sees of a sentence and of a target in it: names, numbers and topic words are masked.

So nothing can be learnt of who is liked, or of what is reported. The sides of the target after Vo and Zhang (2015),
words marked as negated after Pang, Lee and Vaithyanathan (2002); the rest are the roles that word order shows.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, count
from operator import attrgetter
from typing import NamedTuple

from crossread import lists
from crossread.text.tokens import placed
from crossread.tone.words import Lexicon

Span = tuple[int, int]
Named = tuple[str, int]  # a feature of a role, and the number of the item that shows it (-1: none)

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


class Known(NamedTuple):
    """What a word tells wherever it stands with one tag, negated or not. ``marked`` is the word with "!" where it is
    negated; valence is VADER's and polarity TextBlob's, turned by a negation."""

    negated: bool
    marked: str
    valence: float
    polarity: float
    subjectivity: float
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
    what is known of it where it is not negated."""

    plain: bool
    shown: str
    tag: str
    suffix: str
    title: bool
    capital: bool
    english: bool
    known: Known


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
    return _Form(plain, shown, tag, suffix, title, capital, english, _known(shown, tag, False, lexicon))


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
    add, titled = items.append, _titled(chain.from_iterable([words for words, _, _ in spoken]))
    for number, own in enumerate(spoken):
        if number:
            between = spans[number - 1][1], spans[number][0]
            add(Item(ELSEWHERE, "p", *between, False, _known(ELSEWHERE, "p", reach > 0, lexicon)))
            reach = 0
        for word, start, end in zip(*own, strict=True):
            form = forms.get(word) or forms.setdefault(word, _form(word, lexicon))
            plain, shown, tag, suffix, title, capital, english, known = form
            if reach > 0:
                known = _known(shown, tag, True, lexicon)
            if plain:
                add(new(Item, (shown, tag, start, end, quoted, known)))
                opens, reach = False, reach - 1
            elif tag == "p":
                if word in MARKS:
                    quoted = not quoted if word == '"' else word in "“„«"
                add(new(Item, (shown, tag, start, end, quoted, known)))
                opens, reach = word in '.!?":“' or (opens and word in "'‘’—–-"), 0
            else:
                middle = end - len(suffix)
                # Within a sentence any word with a capital is a name; in a headline with capitals throughout, and where
                # a sentence opens, only one that is no English word, or is known to stand in a name.
                name = title or (capital and not (english and (opens or titled) and start not in named))
                if name:
                    shown, tag = TITLE if title else NAME, "N"
                    known = _known(shown, tag, reach > 0, lexicon)
                if name and items and (last := items[-1]).word in NAMES:
                    known = _known(NAME, tag, last.known.negated, lexicon)
                    items[-1] = Item(NAME, tag, last.start, middle, last.quoted, known)
                else:
                    add(new(Item, (shown, tag, start, middle, quoted, known)))
                    reach = REACH if shown in NEGATIONS else 0 if shown == "but" else reach - 1
                if suffix:
                    add(Item(suffix, "x", middle, end, quoted, _known(suffix, "x", reach > 0, lexicon)))
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


def _known(word: str, tag: str, negated: bool, lexicon: Lexicon) -> Known:
    """What is known of a word with a tag, negated or not."""
    key = word, tag, negated
    return lexicon.known.get(key) or lexicon.known.setdefault(key, _turned(*key, lexicon))


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
    return Known(negated, turned + word, valence, polarity, subjectivity, classes, telling, next(NUMBERS))


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


# --- what the classifier sees ------------------------------------------------------------------------------------


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


# Where a word can stand: anywhere, on either side of the target, there within its clause and near it, so many items
# away, and outside or within marks where the target does not.
AWAY = ("-3", "-2", "-1", "1", "2", "3")
PLACES = ("all", "L", "R", "CL", "CR", "nL", "nR", *AWAY, "Q0", "Q1")
# In which of them counts what a word tells: the word, negated or not, its stem, the bare word, what it is like, its
# classes, and its good and bad valence, polarity and subjectivity.
CLAUSE = ("all", "CL", "CR")
COUNTS = {"s": CLAUSE, "st": ("all", "nL", "nR"), "w": AWAY, "t": AWAY, "k": ("all", "L", "R", "CL", "CR", "Q0", "Q1")}
COUNTS |= dict.fromkeys(("v+", "v-", "p", "su"), CLAUSE)


def places(away: int, inside: bool, other: int) -> list[str]:
    """The :data:`PLACES` of an item that stands ``away`` items to the right of a target (to the left: below nought),
    ``inside`` its clause or not; ``other``: 1 outside marks and 2 within, where the target is not."""
    found = ["all"]
    if away:
        side = "R" if away > 0 else "L"
        found += [side, *(["C" + side] if inside else []), *(["n" + side] if abs(away) <= WINDOW else [])]
        found += [str(away)] if abs(away) <= 3 else []
        found += [f"Q{other - 1}"] if other else []
    return found


def told(item: Item) -> list[tuple[str, float]]:
    """What an item tells, wherever it stands, and how much of it: the kind (:data:`COUNTS`) and what it is."""
    word, known = item.word, item.known
    found = [(f"s {known.marked}", 1.0), (f"w {word}", 1.0), (f"t {_kind(item)}", 1.0)]
    if item.tag in OPEN and len(word) >= STEM:
        found.append((f"st {known.marked[: STEM + known.negated]}", 1.0))
    found += [(f"k {name}", 1.0) for name in known.classes]
    scores = max(known.valence, 0) / 4, max(-known.valence, 0) / 4, known.polarity, known.subjectivity
    return found + [own for own in zip(("v+ ", "v- ", "p ", "su "), scores, strict=True) if own[1]]


def of_target(items: Sequence[Item], target: Target) -> Iterator[tuple[str, str, float]]:
    """The features of a target: the place, what stands there, and how much of it; and its roles."""
    first, last = target.first, target.last
    for n, item in enumerate(items):
        other = 0 if item.quoted == items[first].quoted else 1 + item.quoted
        held = places(min(n - first, 0) + max(n - last, 0), target.begins <= n <= target.ends, other)
        for what, value in told(item):
            yield from ((where, what, value) for where in COUNTS[what.partition(" ")[0]] if where in held)
    yield from (("all", name, 1.0) for name, _ in roles(items, target))


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


def roles(items: Sequence[Item], target: Target) -> list[Named]:
    """The features of a target's role: the words that tell it, and its place."""
    _, first, last, begins, ends = target
    low = " ".join([item.word for item in items[first : last + 1]]).lower()
    found: list[Named] = []
    left, right = _balance(items[begins:first]), _balance(items[last + 1 : ends + 1])
    role = _as_subject(items, last, low in POSSESSIVES, found)
    governed = _as_object(items, first, found)
    form = f"pro {low}" if low in PRONOUNS else "name2" if " " in low else "name1"
    place = f"role {role}", f"role2 {governed}", f"rr {role} {governed}", f"rs {role}{left}{right}"
    return found + [(name, -1) for name in (*place, f"rs2 {governed}{left}{right}", form)]


def _balance(items: Sequence[Item]) -> str:
    """Which words of a side of a clause the lexicon of VADER has: none, good, bad, more good ones, or more bad."""
    values = [value for item in items if (value := item.known.valence)]
    good, bad = sum([value for value in values if value > 0]), -sum([value for value in values if value < 0])
    mixed = "m" if good and bad else ""
    return mixed + ("+" if good > bad else "-") if values else "0"


def _as_subject(items: Sequence[Item], at: int, owns: bool, found: list[Named]) -> str:
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
    found.append((f"{role} {sign}{word}", verb))
    found += [(f"{role}k {sign}{name}", verb) for name in items[verb].known.classes]
    return "says" if word in SAYING else role


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
        found.append((f"prep {word}", n))
        return word
    if tag in "VG":
        found += _said("obj", items[n], n)
        return "invsay" if word in SAYING else "obj"
    return "-"


def _said(name: str, item: Item, n: int) -> list[Named]:
    return [(f"{name} {item.known.marked}", n), *((f"{name}k {sort}", n) for sort in item.known.classes)]
