"""What a classifier sees of a sentence and of a target in it: names, numbers and topic words are masked.

So nothing can be learnt of who is liked, or of what is reported. The sides of the target after Vo and Zhang (2015),
words marked as negated after Pang, Lee and Vaithyanathan (2002); the rest are the roles that word order shows.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from crossread import lists
from crossread.tone.words import Lexicon

Span = tuple[int, int]
# Its kind and what stands there, which together are its name; its value; the number of the item that it comes from (-1:
# of several). Two words, as most are asked for once and joining them would take most of the time.
Feature = tuple[str, str, float, int]

TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,:]\d+)*|[^\w\s]")
LONGEST = 120  # items of a sentence, of which a target's view is made; what goes on is a list or a table
TARGET, NAME, TITLE, NUMBER, TOPIC, ELSEWHERE = "TT", "NN", "tt", "00", "##", "…"
MARKS = frozenset('"“”„«»')
NEGATIONS = lists.words("tone_negation")
REACH = 5  # words that a negation reaches
JOINS = lists.words("tone_join")
RELATIVES = lists.words("tone_relative")
PREPOSITIONS = lists.words("tone_preposition")
DETERMINERS = lists.words("tone_determiner")
AUXILIARIES = lists.words("tone_auxiliary")
BE = lists.words("tone_be")
POSSESSIVES = lists.words("tone_possessive")
PRONOUNS = POSSESSIVES | lists.words("tone_pronoun")
SAYING = lists.words("tone_saying")
TITLES = lists.words("tone_title")
CLOSED = frozenset().union(
    NEGATIONS, MARKS, JOINS, RELATIVES, PREPOSITIONS, DETERMINERS, AUXILIARIES, PRONOUNS, lists.words("tone_closed")
)
AFTER_OWNED = PREPOSITIONS | AUXILIARIES  # what is owned ends before these
AFTER_IS = AFTER_OWNED | DETERMINERS | NEGATIONS  # a "'s" before these stands for "is" or "has"
FORMS = 50_000  # that are kept as they were looked up
SUFFIXES = ("'s", "'re", "'ve", "'ll", "'d", "'m")
STEM = 5  # characters
LEFT, RIGHT = (("C" + side, "verb" + side, "st" + side, side + "4", "k" + side) for side in "LR")  # kinds of features
WINDOW = 8  # words on either side of a target that are near it
OPEN = "NVGJR"  # tags of the open classes


class Item(NamedTuple):
    """A word, mark, name or number. ``marked`` is the word with "!" where it is negated, ``kind`` its class for
    patterns; valence is VADER's and polarity TextBlob's, turned by a negation."""

    word: str
    tag: str
    start: int
    end: int
    quoted: bool = False
    negated: bool = False
    marked: str = ""
    kind: str = ""
    valence: float = 0.0
    polarity: float = 0.0
    subjectivity: float = 0.0
    loaded: bool = False  # whether a lexicon has anything on it
    classes: tuple[str, ...] = ()  # of attitude, and their signs, with "!" before where it is negated


class _Form(NamedTuple):
    """What a form tells wherever it stands: itself in small letters and a suffix cut off, whether it may be a title or
    a name, whether it is an English word, what stands for it, and its tag."""

    base: str
    suffix: str
    title: bool
    capital: bool
    english: bool
    shown: str
    tag: str


def _form(word: str, lexicon: Lexicon) -> _Form:
    """``word`` as it is known; what was looked up is kept, as a hundred forms are half of any text."""
    if word in lexicon.forms:
        return lexicon.forms[word]
    low = word.lower().replace("’", "'")
    ending = "n't" if len(low) > 3 else None, *(suffix for suffix in SUFFIXES if len(low) > len(suffix))
    suffix = next((each for each in ending if each and low.endswith(each)), "")
    base = low.removesuffix(suffix)
    large = word[0].isupper()
    shown = TOPIC if base in lexicon.topic else base
    if len(lexicon.forms) >= FORMS:
        lexicon.forms.clear()
    form = _Form(base, suffix, large and base in TITLES, large and base != "i", lexicon.knows(base), shown,
                 lexicon.tag(base))  # fmt: skip
    return lexicon.forms.setdefault(word, form)


def read(text: str, spans: Sequence[Span], lexicon: Lexicon) -> list[Item]:
    """The items of the words in ``spans`` of ``text``, in order; what lies between two spans is one item."""
    items: list[tuple] = []  # the first five columns of an item
    quoted, opens = False, True
    spoken = [[(m.group(), *m.span()) for m in TOKEN.finditer(text, *span)] for span in spans]
    titled = _titled(word for own in spoken for word, _, _ in own)
    for number, own in enumerate(spoken):
        if number:
            items.append((ELSEWHERE, "p", spans[number - 1][1], spans[number][0], False))
        for word, start, end in own:
            if word[0].isalpha():
                form = _form(word, lexicon)
                middle = end - len(form.suffix)
                kind = TITLE if form.title else ""
                # Within a sentence any word with a capital is a name; in a headline with capitals throughout, and where
                # a sentence opens, only one that is no English word.
                if form.capital and not kind and not (form.english and (opens or titled)):
                    kind = NAME
                if kind and items and items[-1][0] in (NAME, TITLE):
                    _, tag, first, _, within_marks = items[-1]
                    items[-1] = (NAME, tag, first, middle, within_marks)
                else:
                    items.append((kind or form.shown, "N" if kind else form.tag, start, middle, quoted))
                if form.suffix:
                    items.append((form.suffix, "x", middle, end, quoted))
                opens = False
            elif word[0].isdigit():
                items.append((NUMBER, "D", start, end, quoted))
                opens = False
            else:
                if word in MARKS:
                    quoted = not quoted if word == '"' else word in "“„«"
                items.append(('"' if word in MARKS else word, "p", start, end, quoted))
                opens = word in '.!?":“' or (opens and word in "'‘’—–-")
            if len(items) >= LONGEST:
                return _weighed(items, lexicon)
    return _weighed(items, lexicon)


def _titled(spoken: Iterable[str]) -> bool:
    """Whether more than three words of the open classes all have a capital, as in a headline."""
    n = 0
    for word in spoken:
        if len(word) > 2 and word[0].isalpha() and word.lower() not in CLOSED:
            if not word[0].isupper():
                return False
            n += 1
    return n > 3


def _weighed(items: list[tuple], lexicon: Lexicon) -> list[Item]:
    weighed, reach = [], 0
    for word, tag, start, end, quoted in items:
        negated = reach > 0
        kind, valence, polarity, subjectivity = _weight(word, tag, negated, lexicon)
        marked = "!" + word if negated else word
        loaded = bool(valence or polarity or subjectivity)
        classes = lexicon.classes.get(word, ())
        if negated and classes:
            classes = tuple(["!" + name for name in classes])
        weighed.append(
            Item(word, tag, start, end, quoted, negated, marked, kind, valence, polarity, subjectivity, loaded, classes)
        )
        if word in NEGATIONS:
            reach = REACH
        elif tag == "p" or word == "but":
            reach = 0
        else:
            reach -= 1
    return weighed


def _weight(word: str, tag: str, negated: bool, lexicon: Lexicon) -> tuple[str, float, float, float]:
    """The class of a word for patterns, its valence, polarity and subjectivity."""
    if word in (NAME, TITLE, TOPIC, NUMBER):
        return word, 0.0, 0.0, 0.0
    valence = polarity = subjectivity = 0.0
    if tag not in "pD" and word not in lexicon.aside:
        valence = lexicon.valence.get(word, 0.0) * (-0.7 if negated else 1)
        polarity, subjectivity = lexicon.polarity.get(word, (0.0, 0.0))
        polarity *= -0.5 if negated else 1
    sign = valence + 3 * polarity
    if abs(sign) > 0.3:
        return ("+" if sign > 0 else "-") + tag, valence, polarity, subjectivity
    if word in lexicon.classes and lexicon.classes[word][-1] in "+-":
        return lexicon.classes[word][-1] + tag, valence, polarity, subjectivity
    return word if word in CLOSED or tag == "p" else tag, valence, polarity, subjectivity


def within(items: Sequence[Item], start: int, end: int) -> Span:
    """First and last of the items that the span touches, without a possessive's "'s"; the nearest where none does."""
    first = bisect_right(items, start, key=attrgetter("end"))
    last = bisect_left(items, end, key=attrgetter("start")) - 1
    if last < first:
        near = min(range(len(items)), key=lambda n: abs(items[n].start - start))
        return near, near
    return first, last - (last > first and items[last].word == "'s")


def with_target(items: Sequence[Item], first: int, last: int) -> list[Item]:
    """``items`` with those from ``first`` to ``last`` as one, the target."""
    here = items[first]
    target = Item(TARGET, "T", here.start, items[last].end, here.quoted, here.negated, TARGET, TARGET)
    return [*items[:first], target, *items[last + 1 :]]


# --- of the sentence --------------------------------------------------------------------------------------------


def of_sentence(items: Sequence[Item]) -> Iterator[Feature]:
    """Features of all words, whatever the target."""
    before = ""
    for n, item in enumerate(items):
        word = item.word
        yield "s", item.marked, 1.0, n
        if n:
            yield "s2", f"{before} {word}", 1.0, n
        before = word
        for name in item.classes:
            yield "k", name, 1.0, n
        if len(word) > STEM and item.tag in OPEN:
            yield "st", item.marked[: STEM + item.negated], 1.0, n
        if item.loaded and item.kind[0] in "+-":
            for size in (2, 3):
                for first in range(max(0, n - size + 1), min(n, len(items) - size) + 1):
                    yield "c", " ".join([other.kind for other in items[first : first + size]]), 1.0, n
    loaded = [item for item in items if item.loaded]
    yield from _lexical("s", loaded)
    yield from _lexical("q", [item for item in loaded if item.quoted])
    yield from _lexical("nq", [item for item in loaded if not item.quoted])
    yield "len", "", len(items) / 40, -1
    words = {item.word for item in items}
    yield from ((name, "", 1.0, -1) for name, sign in (("quote", '"'), ("q?", "?"), ("q!", "!")) if sign in words)


def _lexical(name: str, items: Sequence[Item]) -> Iterator[Feature]:
    """What the lexicons say of some items: their good and bad valence, polarity and subjectivity."""
    if not items:
        yield f"vb{name}0", "", 1.0, -1
        return
    good = bad = polarity = subjectivity = 0.0
    for item in items:
        valence = item.valence
        if valence > 0:
            good += valence
        else:
            bad -= valence
        polarity += item.polarity
        subjectivity += item.subjectivity
    yield f"vb{name}{_sign(good, bad)}", "", 1.0, -1
    if good or bad:
        both = good - bad
        yield "v+" + name, "", good / 4, -1
        yield "v-" + name, "", bad / 4, -1
        yield "v=" + name, "", 2 * both / math.sqrt(both * both + 15), -1  # VADER's own scale
    if polarity or subjectivity:
        yield "p=" + name, "", max(-1.5, min(1.5, polarity)), -1
        yield "su" + name, "", min(2.0, subjectivity), -1


def _sign(good: float, bad: float) -> str:
    if not good or not bad:
        return "+" if good else "-" if bad else "0"
    return "m+" if good > bad else "m-"


def subjectivity(items: Sequence[Item]) -> float | None:
    """Mean subjectivity of the words that count, after TextBlob; None where there is none."""
    known = [item.subjectivity for item in items if item.subjectivity]
    return sum(known) / len(known) if known else None


# --- of the target ----------------------------------------------------------------------------------------------


def clause(items: Sequence[Item], at: int) -> Span:
    """First and last item of the clause around item ``at``: up to a join, a relative pronoun, a mark or a dash."""
    first, last = at, at
    while first > 0 and not _ends(items[first - 1].word, at - first):
        first -= 1
    while last + 1 < len(items) and not _ends(items[last + 1].word, last - at):
        last += 1
    return first, last


def _ends(word: str, away: int) -> bool:
    return word in ";:—–…" or word in JOINS or word in RELATIVES or (word in ',"' and away > 1)


def of_target(items: Sequence[Item], at: int, surface: str) -> Iterator[Feature]:
    """Features of item ``at``, the target that is worded ``surface``: what stands where beside it, and its roles."""
    first, last = clause(items, at)
    yield from _sides(items, at, first, last)
    loaded = [(n, item) for n, item in enumerate(items) if item.loaded]
    left = _signed(item for n, item in loaded if first <= n < at)
    right = _signed(item for n, item in loaded if at < n <= last)
    for name, begin, end in (
        ("L", 0, at), ("R", at, len(items)), ("L5", at - 5, at), ("R5", at, at + 6), ("cL", first, at),
        ("cR", at, last + 1), ("c", first, last + 1),
    ):  # fmt: skip
        yield from _lexical(name, [item for n, item in loaded if begin <= n < end])
    near = sum(item.valence * math.exp(-abs(n - at) / 5) for n, item in loaded)
    yield "dec", "", max(-2.0, min(2.0, near / 2)), -1
    inside = int(items[at].quoted)
    yield f"inq{inside}", "", 1.0, -1
    yield from _lexical(f"sq{inside}", [item for _, item in loaded if item.quoted == items[at].quoted])
    low = surface.lower()
    role = yield from _as_subject(items, at, low in POSSESSIVES, right)
    governed = yield from _as_object(items, at)
    naming = ("pro", low) if low in PRONOUNS else ("name2" if " " in low else "name1", "")
    names = sum(item.word == NAME for item in items)
    for kind, what in (
        ("role", role), ("role2", governed), ("rr", f"{role} {governed}"), ("rs", role + left + right),
        ("rs2", governed + left + right), naming, ("kr", " ".join(filter(None, naming)) + role),
        (f"nn{min(4, names)}", ""), (f"pos{min(4, 5 * at // len(items))}", ""),
    ):  # fmt: skip
        yield kind, what, 1.0, -1
    if any(item.word == '"' for item in items):
        yield "rq", f"{role}{inside}", 1.0, -1
    if low.split(" ")[0].rstrip(".") in TITLES:
        yield "titled", "", 1.0, -1


def _signed(items: Iterable[Item]) -> str:
    values = [item.valence for item in items]
    return _sign(sum(v for v in values if v > 0), -sum(v for v in values if v < 0))


def _sides(items: Sequence[Item], at: int, first: int, last: int) -> Iterator[Feature]:
    """The words of the clause and those near the target, by side and distance."""
    for n in range(len(items)):
        away, item, inside = n - at, items[n], first <= n <= last
        near = abs(away)
        if not away or not (inside or near <= WINDOW or item.classes):
            continue
        marked = item.marked
        in_clause, verb, stem, four, attitude = RIGHT if away > 0 else LEFT
        if inside:
            yield in_clause, marked, 1.0, n
        for name in item.classes:
            yield attitude, name, 1.0, n
            if near <= WINDOW:
                yield f"{attitude}{near.bit_length()}", name, 1.0, n
                yield attitude + item.tag, name, 1.0, n
            if inside:
                yield "kC" + attitude[-1], name, 1.0, n
            if item.quoted != items[at].quoted:
                yield f"kQ{item.quoted:d}", name, 1.0, n
        if item.tag in "VG" and (inside or near <= WINDOW):
            yield verb, marked, 1.0, n
        if near <= WINDOW:
            yield "W", marked, 1.0, n
            if len(item.word) >= STEM and item.tag in OPEN:
                yield stem, marked[: STEM + item.negated], 1.0, n
        if near <= 4:
            yield four, marked, 1.0, n
        if near <= 3:
            yield str(away), item.word, 1.0, n
            yield f"t{away}", item.kind, 1.0, n


def _as_subject(items: Sequence[Item], at: int, owns: bool, right: str) -> Iterator[Feature]:
    """Roles by what follows: owner, subject, one that is acted on in the passive, one of whom something is said to
    be; gives the role. What stands between the target and its verb as an apposition or a relative clause is passed."""
    size, n = len(items), at + 1
    if owns or (n < size and items[n].word == "'s" and not (n + 1 < size and _follows_verb(items[n + 1]))):
        n += n < size and items[n].word == "'s"
        stop = min(size, n + 4)
        while n < stop and items[n].tag in "NJDx" and items[n].word not in AFTER_OWNED:
            yield from _said("po", items, n)
            n += 1
        return "poss"
    if n < size and items[n].word == ",":
        n = _passed(items, n, 15, ",")
    if n < size and items[n].word in RELATIVES:
        n = _passed(items, n, 9, ",;.")
    verb, chain = _verb(items, n)
    if verb is None:
        return "cop" if chain & AUXILIARIES else "none"
    sign = "!" if any(items[k].word in NEGATIONS for k in range(n, verb)) else ""
    done_to = bool(chain & BE) and items[verb].tag != "G" and items[verb].word.endswith(("ed", "en", "n", "t"))
    role = "pas" if done_to else "subj"
    yield role, sign + items[verb].word, 1.0, verb
    yield role + "c", sign + items[verb].kind, 1.0, verb
    for name in items[verb].classes:
        yield role + "k", sign + name, 1.0, verb
    yield role + "st", sign + items[verb].word[:STEM], 1.0, verb
    if items[verb].word not in SAYING:
        return role
    yield "saysR" + right, "", 1.0, -1
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
        if item.word in AUXILIARIES or item.tag == "R" or item.word in NEGATIONS or item.word in ("also", "to"):
            chain.add(item.word)
        elif item.tag in "VG":
            return k, chain
        elif item.tag in "pT" or chain or item.word in PREPOSITIONS:
            break
    return None, chain


def _as_object(items: Sequence[Item], at: int) -> Iterator[Feature]:
    """Roles by what comes before: what describes the target, and the word that governs it; gives the role."""
    n, steps = at - 1, 0
    while n >= 0 and steps < 5 and items[n].word not in PREPOSITIONS and _describes(items[n], steps):
        if items[n].tag in "NJ" and items[n].word not in (NAME, TITLE):
            yield from _said("mod", items, n)
        n, steps = n - 1, steps + 1
    if n < 0:
        return "^"
    item = items[n]
    if item.word in PREPOSITIONS:
        yield "prep", item.word, 1.0, n
        for k in range(n - 1, max(-1, n - 4), -1):
            if items[k].tag == "p":
                break
            if items[k].tag in "NVGJ":
                yield "gov", f"{item.word} {items[k].marked}", 1.0, k
                yield "govs", items[k].marked, 1.0, k
                yield "govc", f"{item.word} {items[k].kind}", 1.0, k
                for sort in items[k].classes:
                    yield "govk", f"{item.word} {sort}", 1.0, k
                break
        return item.word
    if item.tag in "VG":
        yield from _said("obj", items, n)
        yield "objst", item.word[:STEM], 1.0, n
        return "invsay" if item.word in SAYING else "obj"
    return "-"


def _describes(item: Item, steps: int) -> bool:
    return (
        item.word in DETERMINERS
        or item.tag in "JD"
        or item.word in (NAME, TITLE, "and", ",")
        or (item.tag == "N" and steps < 3)
    )


def _said(name: str, items: Sequence[Item], n: int) -> Iterator[Feature]:
    yield name, items[n].marked, 1.0, n
    yield name + "c", items[n].kind, 1.0, n
    for sort in items[n].classes:
        yield name + "k", sort, 1.0, n
