"""Tone: of each sentence by voice, and of the clauses about each target in it.

What a source is said to say is read apart from what the narrator says, and never counts for the narrator; names and
topic words are masked (:mod:`crossread.tone.features`). A label is given when the evidence carries it, at one threshold
everywhere.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from math import log
from typing import NamedTuple

from crossread import lists
from crossread.entities.mentions import Mention
from crossread.quotes.attribution import Attribution
from crossread.text import marks
from crossread.tone import features as tone_features
from crossread.tone import model as tone_model
from crossread.tone.features import Item
from crossread.tone.model import Score
from crossread.tone.words import Lexicon

Span = tuple[int, int]

THRESHOLD = 1.0  # odds of a judgement against none, from which on there is a label
BALANCE = 0.5  # of the pull of good and of bad words, from which on both count as evidence
LEAST_PULL = 0.15  # of the words that say so, below which there is no judgement
LEAST_POLARITY = 0.05  # below which a judgement is as good as its opposite
NAMED_PULL = 0.05  # of a word that is named as evidence
MOST_WORDS = 8  # named as evidence
REST = "…"  # stands in the evidence for all that no word of it is named for: the build of the sentence, grammar words
MOST_TARGETS = 6  # names and pronouns that a whole sentence is judged by
PERSONS = lists.words("tone_person")
NO_TARGET = frozenset(["place"])  # kinds of mention that are none


class Reading(NamedTuple):
    """Tone of some words: polarity (-1 to 1), label, subjectivity (0 to 1; None without a word that says), and the
    words with what they add to positive against negative, the strongest first; last, as "…", what all else adds."""

    polarity: float
    label: str
    subjectivity: float | None
    evidence: list[tuple[str, float]]


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


def of_sentence(found: _Targets) -> Reading:
    """The tone of all items of ``found``: what their names and persons have in common.

    The probabilities are the geometric mean of those of the names and pronouns, with the odds of none raised by the
    model's ``shift``; a sentence that speaks of nobody gets no label.
    """
    scores = [found.around(item.start, item.end) for item in candidates(found.items)]
    chances = tone_model.pooled([score.chances for score in scores])
    pull: dict[int, float] = defaultdict(float)
    for score in scores:
        for n, value in score.pull.items():
            pull[n] += value / len(scores)
    return found.reading(Score(chances, pull))


def candidates(items: Sequence[Item]) -> list[Item]:
    """The names and pronouns that stand for the targets of a sentence."""
    return [item for item in items if item.word == tone_features.NAME or item.word in PERSONS][:MOST_TARGETS]


class _Targets:
    """The targets among some items; what they have in common is read once."""

    def __init__(self, items: Sequence[Item], lexicon: Lexicon):
        self.items = items
        self.telling = {n: item.word for n, item in enumerate(items) if _counts(item, lexicon)}
        self.subjectivity = tone_features.subjectivity(items)
        self.model = tone_model.model()
        self.common = tone_model.total(tone_features.of_sentence(items), self.model.weights)
        self.known: dict[Span, tuple[Span, Score]] = {}

    def score(self, start: int, end: int) -> tuple[Span, Score]:
        """The span of the clause about what ``start:end`` names, and its score by the numbers of the items."""
        first, last = tone_features.within(self.items, start, end)
        if (first, last) not in self.known:
            aimed = tone_features.with_target(self.items, first, last)
            surface = " ".join(item.word for item in self.items[first : last + 1])
            added = dict(self.common)
            own = tone_model.total(tone_features.of_target(aimed, first, surface), self.model.weights)
            for n, value in own.items():
                place = n if n <= first else n + last - first
                added[place] = added.get(place, 0j) + value
            begins, ends = tone_features.clause(aimed, first)
            chances = tone_model.score(sum(added.values(), self.model.intercept))
            pull = {n: value.imag - value.real for n, value in added.items()}
            self.known[first, last] = (aimed[begins].start, aimed[ends].end), Score(chances, pull)
        return self.known[first, last]

    def around(self, start: int, end: int) -> Score:
        """The score of a target that takes in what ``start:end`` names, if one was asked for, else its own."""
        first, last = tone_features.within(self.items, start, end)
        holding = [known[1] for (a, b), known in self.known.items() if a <= first and last <= b]
        return holding[0] if holding else self.score(start, end)[1]

    def reading(self, scored: Score) -> Reading:
        """What a score says, with the words that it rests on."""
        words = [(self.telling[n], round(value, 2)) for n, value in scored.pull.items() if n in self.telling]
        good = sum([value for _, value in words if value > 0])
        bad = -sum([value for _, value in words if value < 0])
        strong = [word for word in words if abs(word[1]) >= NAMED_PULL]
        evidence = sorted(strong, key=lambda word: (-abs(word[1]), word[0]))[:MOST_WORDS]
        negative, _, positive = scored.chances
        if evidence:
            rest = round(log(positive / negative) - sum([value for _, value in evidence]), 2)
            evidence += [(REST, rest)] if abs(rest) >= NAMED_PULL else []
        return Reading(positive - negative, label(scored.chances, good, bad), self.subjectivity, evidence)


def label(chances: Sequence[float], good: float | None = None, bad: float = 0.0) -> str:
    """The label that the probabilities of :data:`crossread.tone.model.LABELS` give.

    ``good`` and ``bad`` are the pulls of the words either way: a judgement needs a word that says so, and where there
    is none they balance or are too little. Without them the probabilities alone decide.
    """
    negative, neutral, positive = chances
    clear = abs(positive - negative) >= LEAST_POLARITY
    if clear and max(negative, positive) >= THRESHOLD * neutral:
        given = "positive" if positive > negative else "negative"
        if good is None or (good if given == "positive" else bad) >= LEAST_PULL:
            return given
    return "neutral" if min(good or 0.0, bad) >= BALANCE else "no_clear_tone"


def _counts(item: Item, lexicon: Lexicon) -> bool:
    """Whether a word can be evidence: no name, no grammar word, none of those that the code book sets aside."""
    word = item.word
    return (
        item.tag in "NVGJR"
        and word.isalpha()
        and word.islower()
        and word not in tone_features.CLOSED
        and (word not in lexicon.aside or word in lexicon.bound)
    )


def towards(text: str, start: int, end: int, lexicon: Lexicon) -> Reading:
    """The tone of a sentence that is nothing but ``text`` towards what ``start:end`` names."""
    found = _Targets(tone_features.read(text, [(0, len(text))], lexicon), lexicon)
    return found.reading(found.score(start, end)[1])


def of_text(text: str, lexicon: Lexicon) -> Reading:
    """The tone of a whole sentence that is nothing but ``text``."""
    return of_sentence(_Targets(tone_features.read(text, [(0, len(text))], lexicon), lexicon))


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
    voices: dict[tuple[int, int], list[Span]] = defaultdict(list)
    for piece in pieces:
        voices[piece.sentence, piece.voice].append((piece.start, piece.end))
    for (sentence, voice), spans in voices.items():
        items = tone_features.read(text, spans, lexicon)
        if not any(item.tag in "NVGJR" for item in items):
            continue
        aims, quote = _Targets(items, lexicon), voice if voice >= 0 else None
        quoted = 2 * cover(marked, spans) >= sum(end - start for start, end in spans)
        aimed_at = [number for number in targets[sentence, voice] if mentions[number].start < items[-1].end]
        scores = [aims.score(mentions[number].start, mentions[number].end) for number in aimed_at]
        whole = of_sentence(aims)
        found.append(Tone(sentence, spans[0][0], items[-1].end, quote, quoted, None, whole))
        for number, (clause, scored) in zip(aimed_at, scores, strict=True):
            found.append(Tone(sentence, *clause, quote, quoted, number, aims.reading(scored)))
    return found


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
        spans += [(s.start, s.end) for s in marks.stretches(text, start, end) if s.kind == "double" and s.closed]
    joined: list[Span] = []
    for start, end in sorted(map(tuple, spans)):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def cover(marked: Sequence[Span], spans: Sequence[Span]) -> int:
    """Characters of ``spans`` within ``marked`` (in order, without overlap)."""
    ends, covered = [end for _, end in marked], 0
    for start, end in spans:
        for first, last in marked[bisect_right(ends, start) :]:
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
