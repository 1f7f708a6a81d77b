"""NewsWCL50: word choice and labelling, ten political events in five US outlets each (Hamborg, Zhukova and Gipp 2019).

A set is JSON Lines of ``event``, ``outlet``, ``sentences`` (lists of tokens) and ``annotations`` (``code_type``,
``code_name``, ``code_mention``, and a place that is only near: the set's own tokens differ). Concepts of the types
ACTOR, COUNTRY and GROUP are scored.

A system entity is mapped one to one to the concept that it shares most mentions with, the largest first. A cell of the
labelling table is an outlet, a concept and a head word; B-cubed (Bagga and Baldwin 1998) is over the gold mentions that
overlap one of the system's.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from crossread import codebooks, linking
from crossread.articles.documents import Record
from crossread.benchmarks import common
from crossread.framing import members
from crossread.reading import read_article
from crossread.storage.columns import Collected, of_rows, pack

TYPES = ("ACTOR", "COUNTRY", "GROUP")
BREAK = "\\n"  # the token that ends a paragraph
BEFORE = re.compile(r"['’](?:s|t|re|ve|ll|d|m)?|n['’]t|[,.;:!?)\]%]+|''|”|\.\.\.", re.IGNORECASE)
HEAD_ENDS = re.compile(r",|\s(?:of|for|to|in|at|on|from|with|by|who|that)\s")

Span = tuple[int, int]


class Mention(NamedTuple):
    """A naming: whose, where in the outlet's text, and as worded."""

    outlet: str
    who: str
    start: int
    end: int
    words: str


class Page(NamedTuple):
    """An article: its words as they are read, and the places of its tokens in them and in the text of the set."""

    text: str
    read: list[Span]
    given: list[Span]

    def in_given(self, start: int, end: int) -> Span:
        """A span of ``text`` as a span of the tokens joined by spaces, sentences by line ends."""
        first = bisect_right([e for _, e in self.read], start)
        last = bisect_left([s for s, _ in self.read], end) - 1
        return self.given[first][0], self.given[max(first, last)][1]


def page(sentences: Sequence[Sequence[str]]) -> Page:
    """The article with its tokens joined as they are printed."""
    text, at = "", 0
    read: list[Span] = []
    given: list[Span] = []
    tight, opened = True, False
    for sentence in sentences:
        for token in sentence:
            given.append((at, at + len(token)))
            at += len(token) + 1
            if token == BREAK:
                read.append((len(text), len(text)))
                text, tight, opened = text.rstrip() + "\n\n", True, False
                continue
            word = {"``": '"', "''": '"'}.get(token, token)
            closes = word == '"' and opened
            joined = tight or closes or word == "-" or BEFORE.fullmatch(token)
            text += "" if joined or not text else " "
            read.append((len(text), len(text) + len(word)))
            text += word
            opened = not opened if word == '"' else opened
            tight = (word == '"' and opened) or word in "-([$“‘"
    return Page(text, read, given)


def gold(article: dict) -> list[Mention]:
    """The annotated mentions at their places in the tokens joined by spaces.

    Each annotation is looked up by its words; of several places those are taken that keep the order of the
    annotations and lie nearest to one another as annotated.
    """
    text = "\n".join(" ".join(sentence) for sentence in article["sentences"])
    words = [(m.group().lower(), m.start(), m.end()) for m in re.finditer(r"\w+", text)]
    places = defaultdict(list)
    for number, (word, *_) in enumerate(words):
        places[word].append(number)
    rows = [a for a in article["annotations"] if a["code_type"] in TYPES]
    rows.sort(key=lambda a: (int(a["paragraph"]), int(a["sentence"]), int(a["start"])))
    choices = []
    for row in rows:
        wanted = re.findall(r"\w+", row["code_mention"].lower())
        fits = [n for n in places[wanted[0]] if [w for w, *_ in words[n : n + len(wanted)]] == wanted] if wanted else []
        choices.append((row, len(wanted), fits))
    found = []
    for (row, size, _), first in zip(choices, _in_order(choices), strict=True):
        if first is not None:
            start, end = words[first][1], words[first + size - 1][2]
            found.append(Mention(article["outlet"], row["code_name"], start, end, row["code_mention"]))
    return found


def _in_order(choices: list[tuple[dict, int, list[int]]]) -> list[int | None]:
    """A place for each annotation: most of them in order, then by distances as annotated (dynamic programming)."""
    best: list[dict[int, tuple[float, int, int]]] = []  # place -> (score, annotation before, its place)
    for number, (row, _, fits) in enumerate(choices):
        own = {}
        for place in fits:
            options = [(1.0, -1, -1)]
            for earlier in range(max(0, number - 6), number):
                before = choices[earlier][0]
                for other, (score, *_) in best[earlier].items():
                    near = before["sentence"] == row["sentence"]
                    same = near and before["start"] == row["start"]
                    if other < place or (same and other == place):
                        away = place - other - (int(row["start"]) - int(before["start"])) if near else 0
                        gap = abs(away) * 0.02 + (place - other) * 0.0005
                        options.append((score + 1 - min(gap, 0.9), earlier, other))
            own[place] = max(options)
        best.append(own)
    chosen: list[int | None] = [None] * len(choices)
    ends = [(score, number, place) for number, own in enumerate(best) for place, (score, *_) in own.items()]
    _, number, place = max(ends, default=(0, -1, -1))
    while number >= 0:
        chosen[number] = place
        _, number, place = best[number][place]
    return chosen


def found(articles: Sequence[dict]) -> Iterator[list[Mention]]:
    """The namings of actors in each of the ``articles`` of one event, as the labelling table has them: of entities but
    places, and of groups of the code book, that two of the articles name."""
    books = codebooks.load()
    pages = {article["outlet"]: page(article["sentences"]) for article in articles}
    read = Collected()
    for outlet, own in pages.items():
        record = Record(outlet, None, "page", own.text.encode())
        read.add(pack(of_rows(read_article(record, {"language": "en"}, books))))
    tables = linking.link(read, None, books)
    labels, entities = tables["labels"], tables["entities"]
    serving = members.principals(labels, entities, books)
    labels = labels.assign(target_id=labels["target_id"].replace(serving))
    actors = {*entities.loc[entities["entity_type"] != "place", "entity_id"], *books.concepts.groups}
    labels = labels[labels["target_id"].isin(actors)]
    labels = labels[labels.groupby("target_id")["article_id"].transform("nunique") > 1]
    for outlet, own in pages.items():
        mine = labels[labels["article_id"] == outlet]
        yield [
            Mention(outlet, row.target_id, *own.in_given(row.start, row.end), own.text[row.start : row.end])
            for row in mine.itertuples()
        ]


# --- scores -----------------------------------------------------------------------------------------------------


def head(words: str) -> str:
    """The lower-case head word of a naming: the last before a preposition or comma."""
    phrase = re.sub(r"['’]s?(?=\s|$)", "", HEAD_ENDS.split(words.strip())[0])
    tokens = re.findall(r"\w+(?:[.’'-]\w+)*", phrase.lower())
    return tokens[-1].replace(".", "") if tokens else ""


class Score(NamedTuple):
    """Of one event: cells that are right, of the system and of the gold; the sum of each B-cubed share over the
    ``found`` of the ``mentions``."""

    right: int
    system: int
    gold: int
    precision: float
    recall: float
    found: int
    mentions: int


def score(system: Iterable[Mention], annotated: Iterable[Mention]) -> Score:
    """Compare the mentions of one event."""
    system, annotated = list(system), list(annotated)
    answers = _answers(system, annotated)
    mapped = _mapped(answers)
    cells = {(m.outlet, mapped[m.who], head(m.words)) for m in system if m.who in mapped}
    wanted = {(m.outlet, m.who, head(m.words)) for m in annotated}
    own = Counter(who for _, who in answers)
    theirs = Counter(concept for concept, _ in answers)
    both = Counter(answers)
    precision = sum(both[pair] / own[pair[1]] for pair in answers)
    recall = sum(both[pair] / theirs[pair[0]] for pair in answers)
    return Score(len(cells & wanted), len(cells), len(wanted), precision, recall, len(answers), len(annotated))


def _answers(system: list[Mention], annotated: list[Mention]) -> list[tuple[str, str]]:
    """Concept and entity of each gold mention that overlaps one of the system's: the one that fits it best."""
    by_outlet = defaultdict(list)
    for mention in system:
        by_outlet[mention.outlet].append(mention)
    pairs = []
    for mention in annotated:
        fits = [(_fit(mention, other), other.who) for other in by_outlet[mention.outlet]]
        best = max((fit for fit in fits if fit[0]), default=None)
        if best:
            pairs.append((mention.who, best[1]))
    return pairs


def _fit(one: Mention, other: Mention) -> float:
    """Shared part of two spans (Jaccard)."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(0.0, shared / (max(one.end, other.end) - min(one.start, other.start)))


def _mapped(answers: list[tuple[str, str]]) -> dict[str, str]:
    mapped: dict[str, str] = {}
    for (concept, who), _ in sorted(Counter(answers).items(), key=lambda item: (-item[1], item[0])):
        if who not in mapped and concept not in mapped.values():
            mapped[who] = concept
    return mapped


def _rates(precision: float, recall: float) -> tuple[float, float, float]:
    return precision, recall, common.share(2 * precision * recall, precision + recall)


def _cells(scores: Sequence[Score]) -> tuple[float, float, float]:
    right, system, annotated = (sum(column) for column in list(zip(*scores, strict=True))[:3])
    return _rates(common.share(right, system), common.share(right, annotated))


def _b_cubed(scores: Sequence[Score]) -> tuple[float, float, float]:
    n = sum(s.found for s in scores)
    return _rates(
        *(common.share(sum(part), n) for part in zip(*((s.precision, s.recall) for s in scores), strict=True))
    )


def validate(path: Path, predictions: Path | None = None) -> str:
    """Score the labelling of the events at ``path``; write ``{event, outlet, mentions}`` lines to ``predictions``."""
    events = defaultdict(list)
    for article in common.read_lines(path):
        events[article["event"]].append(article)
    scores, lines = [], []
    for event, articles in events.items():
        own = list(found(articles))
        for article, mentions in zip(articles, own, strict=True):
            rows = [[m.who, m.start, m.end, m.words] for m in mentions]
            lines.append({"event": event, "outlet": article["outlet"], "mentions": rows})
        scores.append(score([m for mentions in own for m in mentions], [m for a in articles for m in gold(a)]))
    if predictions:
        common.write_lines(predictions, lines)
    report = [f"newswcl50: {len(events)} events, {len(lines)} articles, {sum(s.mentions for s in scores)} mentions"]
    for name, measure in (("cells of the labelling table", _cells), ("B-cubed of the mentions found", _b_cubed)):
        precision, recall, _ = measure(scores)
        f1 = common.measured(scores, lambda drawn, measure=measure: measure(drawn)[2])
        report.append(f"{name}: precision {precision:.3f}, recall {recall:.3f}, F1 {f1}")
    share = common.share(sum(s.found for s in scores), sum(s.mentions for s in scores))
    report.append(f"mentions found {share:.3f}")
    return "\n".join(report) + f"\n(95 % intervals over events, of which {len(events)} are few)"
