"""Tone: of each sentence by voice, and of the clauses about each target in it.

What a source is said to say is read apart from what the narrator says, and never counts for the narrator; names and
topic words are masked (:mod:`crossread.tone.features`). A label is given when the evidence carries it: in articles, at
the odds that ordinary news has.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import log
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from crossread import lists
from crossread.entities.mentions import Mention
from crossread.quotes.attribution import Attribution
from crossread.text import marks
from crossread.tone import features as tone_features
from crossread.tone import model as tone_model
from crossread.tone.features import Item, Sheet, Target
from crossread.tone.reach import UNSAID, judges, of_others, reach
from crossread.tone.words import Lexicon

Span = tuple[int, int]

WORD = re.compile(r"\S+")
THRESHOLD = 1.0  # odds of a judgement against none, from which on there is a label
IN_NEWS = 1.0  # the log of some 3 to 1: in news that was not chosen for it, most clauses judge nobody
BALANCE = 0.5  # of the pull of good and of bad words, from which on both count as evidence
LEAST_PULL = 0.15  # of the words that say so, below which there is no judgement
LEAST_NET = 0.3  # of them less those that say the opposite, below which a sentence, or a clause in an article, has none
LEAST_POLARITY = 0.05  # below which a judgement is as good as its opposite
CLEAR = (
    0.5  # polarity below which a clause in an article has no label: the one side is not thrice as likely as the other
)
CLEAR_NET = 0.5  # of the words that speak of its target, below which it has none
NAMED_PULL = 0.05  # of a word that is named as evidence
MOST_WORDS = 8  # named as evidence
REST = "…"  # stands in the evidence for all that no word of it is named for: the build of the sentence, grammar words
MOST_TARGETS = 6  # names and pronouns that a whole sentence is judged by
AT_ONCE = 256  # sentences that are read together: more take hardly less time each, but more memory
CANDIDATES = {tone_features.NAME, *lists.words("tone_person")}
NO_TARGET = frozenset(["place"])  # kinds of mention that are none


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
    of the names and pronouns, with the odds of none raised by the model's ``shift``; a sentence that speaks of nobody
    gets no label. The classifier learnt from sentences that were chosen because they judge, its labels weighted alike;
    ``in_article`` says that these were not chosen: for the label of a target the odds of none are raised by
    :data:`IN_NEWS`, and words have to carry it, as they have to that of a whole sentence.
    """
    parts = (asked[first : first + AT_ONCE] for first in range(0, len(asked), AT_ONCE))
    return [answer for part in parts for answer in _read(part, in_article)]


def _read(asked: Sequence[Asked], in_article: bool) -> Iterator[Answer]:
    model, sentences = tone_model.model(), [own.items for own in asked]
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
    sheet = tone_features.sheet(sentences, model.index)
    common, common_pulls = tone_model.sums(tone_features.of_sentences(sheet, model.weights), len(sentences))
    own, own_pulls = tone_model.sums(tone_features.of_targets(sheet, targets, model.index), len(targets))
    whose = np.array([target.sentence for target in targets], dtype=int)
    chances = tone_model.chances(model.intercept + common[whose] + own)
    longest = max(map(len, sentences))
    pulls = common_pulls[whose, :longest] + own_pulls[:, :longest]
    judged_by = np.array([target for own in named for target in own], dtype=int)
    judged = np.repeat(np.arange(len(named)), list(map(len, named)))
    n_judged = np.maximum(1, np.bincount(judged, minlength=len(named)))[:, None]
    logs, whole_pulls = np.zeros((len(named), 3)), np.zeros((len(named), pulls.shape[1]))
    np.add.at(logs, judged, np.log(chances[judged_by]))
    np.add.at(whole_pulls, judged, pulls[judged_by])
    whole = tone_model.chances(logs / n_judged + (0, model.shift, 0))
    whole[[not own for own in named]] = 0, 1, 0
    telling = np.zeros((len(sentences), longest), dtype=bool)
    telling[sheet.row, sheet.item] = sheet.telling
    chances, pulls = np.concatenate([whole, chances]), np.concatenate([whole_pulls / n_judged, pulls])
    cents = np.rint(100 * pulls).astype(int) * np.concatenate([telling, telling[whose]])
    good, bad = (np.maximum(side, 0).sum(axis=1) / 100 for side in (cents, -cents))
    evidence: list[list[tuple[str, float]]] = [[] for _ in cents]
    owner = [*range(len(sentences)), *whose.tolist()]
    rows, places = np.nonzero(abs(cents) >= 100 * NAMED_PULL)
    for row, place, value in zip(rows.tolist(), places.tolist(), (cents[rows, places] / 100).tolist(), strict=True):
        evidence[row].append((sentences[owner[row]][place].word, value))
    subjective = _subjectivity(sheet)
    odds = np.ones((len(chances), 3))
    odds[len(sentences) :, 1] = np.exp(IN_NEWS * in_article)
    columns = chances.tolist(), (chances * odds).tolist(), good.tolist(), bad.tolist(), evidence
    scored = list(zip(*columns, map(subjective.__getitem__, owner), strict=True))
    for overall, (items, _, unsaid), own in zip(scored, asked, aimed, strict=False):  # those of the targets come after
        aims = []
        for n in own:
            _, first, last, begins, ends = targets[n]
            reading, row = _reading(*scored[len(sentences) + n], in_article), len(sentences) + n
            if in_article and reading.label != "no_clear_tone":
                reached = [] if unsaid else sorted(reach(items, first, last))
                reading = _reached(scored[row], [(items[k], cents[row, k] / 100) for k in reached])
                told = [k for k in reached if abs(cents[row, k]) >= 100 * NAMED_PULL]
                if reading.label != "no_clear_tone":
                    begins, ends = min([begins, *told]), max([ends, *told])
                    verdict = any(of_others(items[k]) for k in {*range(begins, min(last + 2, len(items))), *told})
                    reading = reading._replace(of_others=verdict)
            aims.append(((items[begins].start, items[ends].end), reading))
        whole = _reading(*overall, True)
        yield Answer(whole._replace(label="no_clear_tone") if unsaid else whole, aims)


def _reached(scored: tuple, pulls: Sequence[tuple[Item, float]]) -> Reading:
    """What a score says of a target by the words that speak of it, with what each pulls: one side is to be clearly
    likelier than the other, and of a negated word only that it is not good counts."""
    chances, odds, *_, subjectivity = scored
    pulls = [(item, pull) for item, pull in pulls if not (item.known.negated and pull > 0)]
    judging = [pull for item, pull in pulls if judges(item) * pull > 0]
    good, bad = (sum([max(side * pull, 0) for pull in judging]) for side in (1, -1))
    if abs(chances[2] - chances[0]) < CLEAR or abs(good - bad) < CLEAR_NET:
        good = bad = 0.0
    strong = [(item.word, float(pull)) for item, pull in pulls if abs(pull) >= NAMED_PULL]
    return _reading(chances, odds, good, bad, strong, subjectivity, True)


def _subjectivity(sheet: Sheet) -> list[float | None]:
    """Mean subjectivity of the words of each sentence that count, after TextBlob; None where there is none."""
    each, size = sheet.weights[:, 2], len(sheet.sentences)
    sums, n = np.bincount(sheet.row, each, size), np.bincount(sheet.row, each > 0, size)
    return [total / count if count else None for total, count in zip(sums.tolist(), n.tolist(), strict=True)]


def _reading(
    chances: Sequence[float],
    odds: Sequence[float],
    good: float,
    bad: float,
    strong: list[tuple[str, float]],
    subjectivity: float | None,
    carried: bool,
) -> Reading:
    """What a score says, with the words that it rests on; ``odds`` are those that a label is given by."""
    evidence = sorted(strong, key=lambda word: (-abs(word[1]), word[0]))[:MOST_WORDS]
    negative, _, positive = chances
    if evidence:
        rest = round(log(positive / negative) - sum([value for _, value in evidence]), 2)
        evidence += [(REST, rest)] if abs(rest) >= NAMED_PULL else []
    return Reading(positive - negative, label(odds, good, bad, carried), subjectivity, evidence)


def candidates(items: Sequence[Item]) -> list[int]:
    """The numbers of the names and pronouns that stand for the targets of a sentence."""
    return [n for n, item in enumerate(items) if item.word in CANDIDATES][:MOST_TARGETS]


def label(chances: Sequence[float], good: float | None = None, bad: float = 0.0, carried: bool = False) -> str:
    """The label that the probabilities of :data:`crossread.tone.model.LABELS` give.

    ``good`` and ``bad`` are the pulls of the words either way: a judgement needs a word that says so, and where there
    is none they balance or are too little; ``carried`` asks that such words outweigh the opposite ones. Without pulls
    the probabilities alone decide.
    """
    negative, neutral, positive = chances
    clear = abs(positive - negative) >= LEAST_POLARITY
    if clear and max(negative, positive) >= THRESHOLD * neutral:
        given, own, other = ("positive", good, bad) if positive > negative else ("negative", bad, good)
        if good is None or (own >= LEAST_PULL and not (carried and own - other < LEAST_NET)):
            return given
    return "neutral" if min(good or 0.0, bad) >= BALANCE else "no_clear_tone"


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
    marked = _marked(text, sentences, quotes)
    pieces = _pieces(sentences, quotes, marked)
    firsts = [piece.start for piece in pieces]
    targets: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, mention in enumerate(mentions):
        place = bisect_right(firsts, mention.start) - 1
        if mention.kind not in NO_TARGET and place >= 0 and mention.end <= pieces[place].end:
            targets[pieces[place].sentence, pieces[place].voice].append(number)
    named = {
        mention.start + word.start()
        for mention in mentions
        if mention.mention_type == "name"
        for word in WORD.finditer(text[mention.start : mention.end])
    }
    voices: dict[tuple[int, int], list[Span]] = defaultdict(list)
    for piece in pieces:
        voices[piece.sentence, piece.voice].append((piece.start, piece.end))
    asked: dict[tuple[int, int], Asked] = {}
    for key, items in zip(voices, tone_features.read_each(text, [*voices.values()], lexicon, named), strict=True):
        if any(item.tag in tone_features.OPEN for item in items):
            targets[key] = [number for number in targets[key] if mentions[number].start < items[-1].end]
            aims = [(mentions[number].start, mentions[number].end) for number in targets[key]]
            asked[key] = Asked(items, aims, key[1] >= 0 and _is_unsaid(text, quotes[key[1]]))
    for (key, (items, *_)), (whole, aimed) in zip(
        asked.items(), read(list(asked.values()), in_article=True), strict=True
    ):
        (sentence, voice), spans = key, voices[key]
        quote = voice if voice >= 0 else None
        quoted = 2 * cover(marked, spans) >= sum(end - start for start, end in spans)
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


def _marked(text: str, sentences: Sequence[Span], quotes: Sequence[Attribution]) -> list[Span]:
    """The words in quotation marks, in order and without overlap: those that are quoted, and all in double marks."""
    spans = [part for quote in quotes for part in quote.quoted_parts]
    for start, end in sentences:
        spans += [(found.start, found.end) for found in marks.double(text, start, end) if found.closed]
    joined: list[Span] = []
    for start, end in sorted(map(tuple, spans)):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def cover(marked: Sequence[Span], spans: Sequence[Span]) -> int:
    """Characters of ``spans`` within ``marked`` (in order, without overlap)."""
    covered = 0
    for start, end in spans if marked else ():
        for n in range(bisect_right(marked, start, key=itemgetter(1)), len(marked)):
            first, last = marked[n]
            if first >= end:
                break
            covered += min(end, last) - max(start, first)
    return covered


def _pieces(sentences: Sequence[Span], quotes: Sequence[Attribution], marked: Sequence[Span]) -> list[_Piece]:
    """The sentences cut where the voice changes."""
    parts = [(*part, number) for number, quote in enumerate(quotes) for part in quote.parts]
    parts = sorted(parts + [(*span, NOBODY) for span in marked])
    pieces: list[_Piece] = []
    active: list[tuple[int, int, int]] = []
    coming = 0
    for number, (start, end) in enumerate(sentences):
        at = start
        if not active and (coming == len(parts) or parts[coming][0] >= end):  # most sentences are one voice's
            pieces.append(_Piece(start, end, number, NARRATOR))
            continue
        while at < end:
            while coming < len(parts) and parts[coming][0] <= at:
                active.append(parts[coming])
                coming += 1
            active = [part for part in active if part[1] > at]
            attributed = [part for part in active if part[2] != NOBODY] or active
            innermost = min(attributed, key=lambda part: (part[1] - part[0], part[2]), default=None)
            voice = innermost[2] if innermost else NARRATOR
            until = min([end, *(part[1] for part in active), *(part[0] for part in parts[coming : coming + 1])])
            if pieces and pieces[-1].sentence == number and pieces[-1].voice == voice:
                pieces[-1] = pieces[-1]._replace(end=until)
            else:
                pieces.append(_Piece(at, until, number, voice))
            at = until
    return pieces
