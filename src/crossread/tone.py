"""Tone: of each sentence by voice, and of the clauses about each target in it.

What is quoted is read apart from what the narrator says, and counts for its source; names and topic words are masked
(:mod:`crossread.tone_features`). A label is given when the evidence carries it, at one threshold everywhere.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crossread import tone_features, tone_model
from crossread.attribution import Attribution
from crossread.mentions import Mention
from crossread.tone_features import Feature, Item
from crossread.tone_model import Score
from crossread.tone_words import Lexicon

Span = tuple[int, int]

THRESHOLD = 1.0  # odds of a judgement against none, from which on there is a label
BALANCE = 0.5  # of the pull of good and of bad words, from which on both count as evidence
LEAST_PULL = 0.05  # of a word that is named as evidence
MOST_WORDS = 8  # named as evidence
NO_TARGET = frozenset(["place"])  # kinds of mention that are none


class Reading(NamedTuple):
    """Tone of some words: polarity (-1 to 1), label, subjectivity (0 to 1; None without a word that says), and the
    words with what they add to positive against negative, the strongest first."""

    polarity: float
    label: str
    subjectivity: float | None
    evidence: list[tuple[str, float]]


class Tone(NamedTuple):
    """Tone of a sentence's words in one voice, or of a clause about a target among them.

    ``sentence`` numbers the sentence, ``quote`` the innermost quote whose words they are (None: the narrator's),
    ``mention`` the target. ``start:end`` spans the words, and what stands between them.
    """

    sentence: int
    start: int
    end: int
    quote: int | None
    mention: int | None
    reading: Reading


def read(text: str, spans: Sequence[Span], lexicon: Lexicon) -> list[Item]:
    """The items of ``spans``: see :func:`crossread.tone_features.read`."""
    return tone_features.read(text, spans, lexicon)


def sentence_features(items: Sequence[Item], lexicon: Lexicon) -> Iterator[Feature]:
    """What counts for a whole sentence: words that are bound to a target do not."""
    return tone_features.of_sentence(tone_features.hidden(items, lexicon.bound))


def of_sentence(items: Sequence[Item], lexicon: Lexicon) -> Reading:
    """The tone of all ``items``."""
    model = tone_model.models()["sentence"]
    found = tone_model.total(sentence_features(items, lexicon), model.weights)
    scored = tone_model.score(found, intercept=model.intercept)
    return _reading(items, scored)


def of_target(items: Sequence[Item], shared: tuple, start: int, end: int, surface: str) -> tuple[Reading, Span]:
    """The tone towards what ``start:end`` names, and the span of its clause.

    ``shared`` is what :func:`crossread.tone_model.total` gives for the features that all targets have in common.
    """
    model = tone_model.models()["target"]
    aimed, at = tone_features.with_target(items, start, end)
    own = tone_model.total(tone_features.of_target(aimed, at, surface), model.weights)
    moved = len(items) - len(aimed)  # items behind the target are numbered anew
    pull: dict[int, float] = defaultdict(float)
    for n, value in shared[1].items():
        pull[n if n <= at else max(at, n - moved)] += value
    scored = tone_model.score((shared[0], pull), own, intercept=model.intercept)
    first, last = tone_features.clause(aimed, at)
    return _reading(aimed, scored), (aimed[first].start, aimed[last].end)


def common(items: Sequence[Item]) -> tuple:
    """What all targets among ``items`` share."""
    return tone_model.total(tone_features.of_sentence(items), tone_model.models()["target"].weights)


def label(chances: Sequence[float], good: float = 0.0, bad: float = 0.0) -> str:
    """The label that the probabilities of :data:`crossread.tone_model.LABELS` give; where it is none, ``good`` and
    ``bad``, the pulls of the words either way, balance or are too little."""
    negative, neutral, positive = chances
    if max(negative, positive) >= THRESHOLD * neutral:
        return "positive" if positive > negative else "negative"
    return "neutral" if min(good, bad) >= BALANCE else "no_clear_tone"


def _reading(items: Sequence[Item], scored: Score) -> Reading:
    words = [
        (items[n].word, round(value, 2))
        for n, value in scored.pull.items()
        if n >= 0 and items[n].tag in "NVGJR" and items[n].word.isalpha() and items[n].word.islower()
    ]
    good = sum(value for _, value in words if value > 0)
    bad = -sum(value for _, value in words if value < 0)
    strongest = sorted(words, key=lambda word: (-abs(word[1]), word[0]))[:MOST_WORDS]
    evidence = [word for word in strongest if abs(word[1]) >= LEAST_PULL]
    polarity = scored.chances[2] - scored.chances[0]
    return Reading(polarity, label(scored.chances, good, bad), tone_features.subjectivity(items), evidence)


def towards(text: str, start: int, end: int, lexicon: Lexicon) -> Reading:
    """The tone of a sentence that is nothing but ``text`` towards what ``start:end`` names."""
    items = read(text, [(0, len(text))], lexicon)
    return of_target(items, common(items), start, end, text[start:end])[0]


def of_text(text: str, lexicon: Lexicon) -> Reading:
    """The tone of a whole sentence that is nothing but ``text``."""
    return of_sentence(read(text, [(0, len(text))], lexicon), lexicon)


# --- an article -------------------------------------------------------------------------------------------------


def find(
    text: str, sentences: Sequence[Span], quotes: Sequence[Attribution], mentions: Sequence[Mention], lexicon: Lexicon
) -> list[Tone]:
    """The tone of an article, sentence by sentence: the narrator's words, those of each quote, and their targets."""
    found: list[Tone] = []
    pieces = _pieces(sentences, quotes)
    firsts = [piece.start for piece in pieces]
    targets: dict[tuple[int, int | None], list[int]] = defaultdict(list)
    for number, mention in enumerate(mentions):
        place = bisect_right(firsts, mention.start) - 1
        if mention.kind not in NO_TARGET and place >= 0 and mention.end <= pieces[place].end:
            targets[pieces[place].sentence, pieces[place].quote].append(number)
    voices: dict[tuple[int, int | None], list[Span]] = defaultdict(list)
    for piece in pieces:
        voices[piece.sentence, piece.quote].append((piece.start, piece.end))
    for (sentence, quote), spans in voices.items():
        items = read(text, spans, lexicon)
        if not any(item.tag in "NVGJR" for item in items):
            continue
        found.append(Tone(sentence, spans[0][0], items[-1].end, quote, None, of_sentence(items, lexicon)))
        aimed_at = [number for number in targets[sentence, quote] if mentions[number].start < items[-1].end]
        shared = common(items) if aimed_at else None
        for number in aimed_at:
            named = mentions[number]
            own, clause = of_target(items, shared, named.start, named.end, named.surface)
            found.append(Tone(sentence, *clause, quote, number, own))
    return found


class _Piece(NamedTuple):
    start: int
    end: int
    sentence: int
    quote: int | None


def _pieces(sentences: Sequence[Span], quotes: Sequence[Attribution]) -> list[_Piece]:
    """The sentences cut where the voice changes: into words of the innermost quote, else of the narrator."""
    parts = sorted((*part, number) for number, quote in enumerate(quotes) for part in quote.parts)
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
            innermost = min(active, key=lambda part: (part[1] - part[0], part[2]), default=None)
            until = min(end, innermost[1] if innermost else end, parts[coming][0] if coming < len(parts) else end)
            quote = innermost[2] if innermost else None
            if pieces and pieces[-1].sentence == number and pieces[-1].quote == quote:
                pieces[-1] = pieces[-1]._replace(end=until)
            else:
                pieces.append(_Piece(at, until, number, quote))
            at = until
    return pieces
