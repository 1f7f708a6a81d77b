"""Tone: of each sentence by voice, and of the clauses about each target in it.

What a source is said to say is read apart from what the narrator says, and never counts for the narrator; names and
topic words are masked (:mod:`crossread.tone.features`). A label is given when the evidence carries it: in articles, at
the odds that ordinary news has.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log
from typing import NamedTuple

import numpy as np

from crossread import lists
from crossread.entities.mentions import Mention
from crossread.quotes.attribution import Attribution
from crossread.text import marks
from crossread.tone import features as tone_features
from crossread.tone import model as tone_model
from crossread.tone.features import Item, Target, judged
from crossread.tone.reach import EVENTS, PROCESS, UNSAID, of_others, reach
from crossread.tone.words import Lexicon

Span = tuple[int, int]
Pull = tuple[int, float]  # the number of an item, and what it speaks for positive against negative

WORD = re.compile(r"\S+")
POLAR = ("negative", "positive")
BALANCE = 0.5  # of the pull of good and of bad words, from which on both count as evidence
OF_NONE = 0.45  # what the log of the odds of none is raised by for a whole sentence: 35 of 100 that judge have a label
CARRIED = 0.6  # of the pull of the words that judge, below which a label is not carried
NAMED_PULL = 0.05  # of a word that is named as evidence
MOST_WORDS = 8  # named as evidence
REST = "…"  # stands in the evidence for all that no word of it is named for: the build of the sentence, grammar words
MOST_TARGETS = 6  # names and pronouns that a whole sentence is judged by
AT_ONCE = 256  # sentences that are read together: more take hardly less time each, but more memory
CANDIDATES = {tone_features.NAME, *lists.words("tone_person")}
NO_TARGET = frozenset(["place"])  # kinds of mention that are none


class Bar(NamedTuple):
    """What a label needs: odds against none, a polarity, and words that judge, by classes that are not ``aside``."""

    odds: float
    polarity: float
    aside: frozenset[str]


OF_CLAUSE = Bar(3.0, 0.5, EVENTS)  # in an article, as most clauses of news that was not chosen for it judge nobody
OF_WHOLE = Bar(1.0, 0.3, PROCESS)


class Reading(NamedTuple):
    """Tone of some words: polarity (-1 to 1), label, subjectivity (0 to 1; None without a word that says), and the
    words with what they add to positive against negative, the strongest first; last, as "…", what all else adds;
    ``of_others``: the words tell of somebody's verdict on the target."""

    polarity: float
    label: str
    subjectivity: float | None
    evidence: list[tuple[str, float]]
    of_others: bool = False


class Tone(NamedTuple):
    """Tone of a sentence's words in one voice, or of a clause about a target among them.

    ``sentence`` numbers the sentence, ``quote`` the innermost attribution that gives the words to a source (None where
    there is none), ``mention`` the target; ``quoted`` says that most of them stand in quotation marks. ``start:end``
    spans the words, and what stands between them.
    """

    sentence: int
    start: int
    end: int
    quote: int | None
    quoted: bool
    mention: int | None
    reading: Reading


class Asked(NamedTuple):
    """Items of a sentence in one voice, and the spans of the targets among them; ``unsaid``: whose they are denies
    them, or is nobody."""

    items: list[Item]
    aims: list[Span]
    unsaid: bool = False


class Answer(NamedTuple):
    """The tone of the whole, and of each target with the span of the clause about it."""

    whole: Reading
    aimed: list[tuple[Span, Reading]]


def read(asked: Sequence[Asked], in_article: bool = False) -> list[Answer]:
    """The tone of many sentences and of the targets in them.

    A whole sentence has what its names and persons have in common: the probabilities are the geometric mean of those
    of the names and pronouns, with the odds of none raised by :data:`OF_NONE`; a sentence that speaks of nobody
    gets no label. The classifier learnt from sentences that were chosen because they judge, its labels weighted alike;
    ``in_article`` says that these were not chosen: the label of a target has to be clearer, and words that speak of the
    target have to carry it, as words have to that of a whole sentence.
    """
    parts = (asked[first : first + AT_ONCE] for first in range(0, len(asked), AT_ONCE))
    return [answer for part in parts for answer in _read(part, in_article)]


def _read(asked: Sequence[Asked], in_article: bool) -> Iterator[Answer]:
    sentences = [own.items for own in asked]
    numbers: dict[Target, int] = {}  # of all targets
    aimed, named = [], []  # those of each sentence that were asked for, and that it is judged by
    for number, (items, aims, _) in enumerate(asked):
        known = [tone_features.target(number, items, *aim) for aim in aims]
        aimed.append([numbers.setdefault(target, len(numbers)) for target in known])
        for n in candidates(items):
            holding = (aim for aim in known if aim.first <= n <= aim.last)
            known.append(next(holding, None) or Target(number, n, n, *tone_features.clause(items, n, n)))
        named.append([numbers.setdefault(target, len(numbers)) for target in known[len(aims) :]])
    targets = list(numbers)
    chances, pulls = tone_model.scores(sentences, targets)
    judged_by = np.array([target for own in named for target in own], dtype=int)
    place = np.repeat(np.arange(len(named)), list(map(len, named)))
    n_judged = np.maximum(1, np.bincount(place, minlength=len(named)))[:, None]
    logs, whole_pulls = np.zeros((len(named), 3)), np.zeros((len(named), pulls.shape[1]))
    np.add.at(logs, place, np.log(chances[judged_by]))
    np.add.at(whole_pulls, place, pulls[judged_by])
    whole = tone_model.chances(logs / n_judged + (0, OF_NONE, 0))
    whole[[not own for own in named]] = 0, 1, 0
    of_whole, of_aims = _pulling(whole_pulls / n_judged), _pulling(pulls)
    for (items, _, unsaid), likely, pulling, own in zip(asked, whole.tolist(), of_whole, aimed, strict=True):
        known = [value for item in items if (value := item.known.subjectivity)]
        subjectivity = sum(known) / len(known) if known else None
        reading = _reading(items, likely, [] if unsaid else pulling, subjectivity, OF_WHOLE)
        each = [(targets[n], chances[n].tolist(), of_aims[n]) for n in own]
        yield Answer(reading, [_aimed(items, *aim, subjectivity, in_article, unsaid) for aim in each])


def _pulling(pulls: np.ndarray) -> list[list[Pull]]:
    """The words of each row that pull either way."""
    pulls = np.round(pulls, 2)
    row, item = np.nonzero(pulls)
    each = list(zip(item.tolist(), pulls[row, item].tolist(), strict=True))
    ends = np.cumsum(np.bincount(row, minlength=len(pulls))).tolist()
    return [each[start:end] for start, end in pairwise([0, *ends])]


def _aimed(
    items: Sequence[Item],
    target: Target,
    chances: Sequence[float],
    pulling: Sequence[Pull],
    subjectivity: float | None,
    in_article: bool,
    unsaid: bool,
) -> tuple[Span, Reading]:
    """What a score says of a target, in an article by the words that speak of it, and where it says so."""
    _, first, last, begins, ends = target
    if in_article and max(chances[0], chances[2]) >= OF_CLAUSE.odds * chances[1]:
        reached = set() if unsaid else reach(items, first, last)  # not bad is not good:
        pulling = [(k, pull) for k, pull in pulling if k in reached and not (items[k].known.negated and pull > 0)]
    reading = _reading(items, chances, pulling, subjectivity, OF_CLAUSE if in_article else None)
    if in_article and reading.label in POLAR:
        strong = [k for k, pull in pulling if abs(pull) >= NAMED_PULL]
        begins, ends = min([begins, *strong]), max([ends, *strong])
        verdict = any(of_others(items[k]) for k in {*range(begins, min(last + 2, len(items))), *strong})
        reading = reading._replace(of_others=verdict)
    elif in_article:
        reading = reading._replace(label="no_clear_tone")
    return (items[begins].start, items[ends].end), reading


def _reading(
    items: Sequence[Item],
    chances: Sequence[float],
    pulling: Sequence[Pull],
    subjectivity: float | None,
    bar: Bar | None,
) -> Reading:
    """What a score says by the words ``pulling``, with those that pull most; a label has to pass the ``bar``."""
    good, bad = sum([pull for _, pull in pulling if pull > 0]), -sum([pull for _, pull in pulling if pull < 0])
    negative, neutral, positive = chances
    polarity = positive - negative
    given = label(chances, good, bad)
    if bar and given in POLAR:
        side, most = (1, good) if polarity > 0 else (-1, bad)
        likely = max(negative, positive) >= bar.odds * neutral and abs(polarity) >= bar.polarity
        carried = likely and side * (good - bad) >= 0 and most >= CARRIED
        if carried:
            own = [pull for k, pull in pulling if side * pull > 0 and side * judged(items[k], bar.aside) > 0]
            carried = abs(sum(own)) >= CARRIED
        if not carried:
            given = "no_clear_tone"
    strong = [(items[k].word, pull) for k, pull in pulling if abs(pull) >= NAMED_PULL]
    evidence = sorted(strong, key=lambda word: (-abs(word[1]), word[0]))[:MOST_WORDS]
    if evidence:
        rest = round(log(positive / negative) - sum([pull for _, pull in evidence]), 2)
        evidence += [(REST, rest)] if abs(rest) >= NAMED_PULL else []
    return Reading(polarity, given, subjectivity, evidence)


def candidates(items: Sequence[Item]) -> list[int]:
    """The numbers of the names and pronouns that stand for the targets of a sentence."""
    return [n for n, item in enumerate(items) if item.word in CANDIDATES][:MOST_TARGETS]


def label(chances: Sequence[float], good: float, bad: float) -> str:
    """The label that the probabilities of :data:`crossread.tone.model.LABELS` give; ``good`` and ``bad`` are the pulls
    of the words either way, of which one has to say so; where there is none they balance or are too little."""
    negative, neutral, positive = chances
    if max(negative, positive) >= neutral and (good if positive > negative else bad) > 0:
        return "positive" if positive > negative else "negative"
    return "neutral" if min(good, bad) >= BALANCE else "no_clear_tone"


def towards(text: str, start: int, end: int, lexicon: Lexicon) -> Reading:
    """The tone of a sentence that is nothing but ``text`` towards what ``start:end`` names."""
    (answer,) = read([Asked(tone_features.read(text, [(0, len(text))], lexicon), [(start, end)])])
    return answer.aimed[0][1]


def of_text(text: str, lexicon: Lexicon) -> Reading:
    """The tone of a whole sentence that is nothing but ``text``."""
    return read([Asked(tone_features.read(text, [(0, len(text))], lexicon), [])])[0].whole


# --- an article -------------------------------------------------------------------------------------------------


def find(
    text: str, sentences: Sequence[Span], quotes: Sequence[Attribution], mentions: Sequence[Mention], lexicon: Lexicon
) -> list[Tone]:
    """The tone of an article, sentence by sentence: the narrator's words, those of each source, and their targets."""
    found: list[Tone] = []
    n_marked, pieces = _pieces(text, sentences, quotes)
    firsts = [piece.start for piece in pieces]
    targets: dict[tuple[int, int], list[int]] = defaultdict(list)
    named: set[int] = set()
    for number, mention in enumerate(mentions):
        place = bisect_right(firsts, mention.start) - 1
        if mention.kind not in NO_TARGET and place >= 0 and mention.end <= pieces[place].end:
            targets[pieces[place].sentence, pieces[place].voice].append(number)
        if mention.mention_type == "name":
            words = WORD.finditer(text[mention.start : mention.end])
            named.update(mention.start + word.start() for word in words)
    voices: dict[tuple[int, int], list[Span]] = defaultdict(list)
    for piece in pieces:
        voices[piece.sentence, piece.voice].append((piece.start, piece.end))
    asked: dict[tuple[int, int], Asked] = {}
    for key, items in zip(voices, tone_features.read_each(text, [*voices.values()], lexicon, named), strict=True):
        if any(item.tag in tone_features.OPEN for item in items):
            targets[key] = [number for number in targets[key] if mentions[number].start < items[-1].end]
            aims = [(mentions[number].start, mentions[number].end) for number in targets[key]]
            asked[key] = Asked(items, aims, key[1] >= 0 and _is_unsaid(text, quotes[key[1]]))
    answers = read(list(asked.values()), in_article=True)
    for (key, (items, *_)), (whole, aimed) in zip(asked.items(), answers, strict=True):
        (sentence, voice), spans = key, voices[key]
        quote = voice if voice >= 0 else None
        n_quoted = sum([n_marked[end] - n_marked[start] for start, end in spans])
        quoted = voice != NARRATOR and 2 * n_quoted >= sum([end - start for start, end in spans])
        found.append(Tone(sentence, spans[0][0], items[-1].end, quote, quoted, None, whole))
        for number, (clause, reading) in zip(targets[key], aimed, strict=True):
            found.append(Tone(sentence, *clause, quote, quoted, number, reading))
    return found


def _is_unsaid(text: str, quote: Attribution) -> bool:
    """Whether the words are denied, or said to be those of nobody."""
    source = text[quote.source_start : quote.source_end].lower().split() if quote.source_start is not None else []
    return (quote.cue or "").lower() in UNSAID or source[:1] in (["no"], ["nobody"], ["none"], ["neither"])


NARRATOR, NOBODY = -1, -2  # voices of words that no attribution gives to a source: outside marks, and within


class _Piece(NamedTuple):
    """Words of one voice: the number of an attribution, :data:`NARRATOR` or :data:`NOBODY`."""

    start: int
    end: int
    sentence: int
    voice: int


def _pieces(text: str, sentences: Sequence[Span], quotes: Sequence[Attribution]) -> tuple[list[int], list[_Piece]]:
    """How many characters before each stand in quotation marks, those that are quoted and all in double marks; and the
    sentences cut where the voice changes, words being those of the innermost attribution."""
    marked, voices = np.zeros(len(text), dtype=bool), np.full(len(text), NARRATOR)
    spans = [part for quote in quotes for part in quote.quoted_parts]
    for start, end in sentences:
        spans += [(found.start, found.end) for found in marks.double(text, start, end) if found.closed]
    for start, end in spans:
        marked[start:end] = True
    voices[marked] = NOBODY
    parts = [(end - start, number, start, end) for number, quote in enumerate(quotes) for start, end in quote.parts]
    for _, number, start, end in sorted(parts, reverse=True):
        voices[start:end] = number
    cuts = (np.flatnonzero(np.diff(voices)) + 1).tolist()
    pieces = []
    for number, (start, end) in enumerate(sentences):
        within = cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]
        pieces += [_Piece(*ends, number, int(voices[ends[0]])) for ends in pairwise([start, *within, end])]
    return [0, *np.cumsum(marked).tolist()], pieces
