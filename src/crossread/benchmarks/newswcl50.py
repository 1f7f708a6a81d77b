"""NewsWCL50: word choice and labelling, ten political events in five US outlets each (Hamborg, Zhukova and Gipp 2019).

A set is JSON Lines of ``event``, ``outlet``, ``sentences`` (lists of tokens) and ``annotations`` (``code_type``,
``code_name``, ``code_mention``, and a place that is only near: the set's own tokens differ). Concepts of the types
ACTOR, COUNTRY and GROUP are scored.

A system entity is mapped one to one to the concept that it shares most mentions with, the largest first. A cell of the
labelling table is an outlet, a concept and a head word; B-cubed (Bagga and Baldwin 1998) is over the gold mentions that
overlap one of the system's. Predictions are ``{event, outlet, mentions}``.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from crossread import codebooks, linking
from crossread.articles.documents import Record
from crossread.benchmarks import common
from crossread.framing import members
from crossread.reading import read_article
from crossread.storage.columns import Collected, pack

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
        read.add(pack(read_article(record, {"language": "en"}, books)))
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


def counts(system: Sequence[Mention], annotated: Sequence[Mention]) -> dict[str, float]:
    """What is counted of one event: cells that are right, of the system and of the gold; the sum of each B-cubed share
    over the mentions ``found``."""
    answers = _answers(system, annotated)
    pairs = Counter(answers)
    concepts, entities = (Counter(pair[n] for pair in answers) for n in (0, 1))
    mapped: dict[str, str] = {}
    for (concept, who), _ in sorted(pairs.items(), key=lambda item: (-item[1], item[0])):
        if who not in mapped and concept not in mapped.values():
            mapped[who] = concept
    cells = {(m.outlet, mapped[m.who], head(m.words)) for m in system if m.who in mapped}
    wanted = {(m.outlet, m.who, head(m.words)) for m in annotated}
    return {
        "right": len(cells & wanted),
        "system": len(cells),
        "gold": len(wanted),
        "precision": sum(n * n / entities[who] for (_, who), n in pairs.items()),
        "recall": sum(n * n / concepts[concept] for (concept, _), n in pairs.items()),
        "found": len(answers),
        "mentions": len(annotated),
    }


def _answers(system: Sequence[Mention], annotated: Sequence[Mention]) -> list[tuple[str, str]]:
    """Concept and entity of each gold mention that overlaps one of the system's: the one that fits it best."""
    by_outlet = defaultdict(list)
    for mention in system:
        by_outlet[mention.outlet].append(mention)
    fits = [(m.who, max(((_fit(m, one), one.who) for one in by_outlet[m.outlet]), default=(0, ""))) for m in annotated]
    return [(concept, who) for concept, (fit, who) in fits if fit > 0]


def _fit(one: Mention, other: Mention) -> float:
    """Shared part of two spans (Jaccard); at most 0 where they share none."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared / (max(one.end, other.end) - min(one.start, other.start))


def b_cubed(sums: Mapping[str, np.ndarray]) -> np.ndarray:
    """F1 of the means of the B-cubed shares."""
    precision, recall = (common.share(sums[name], sums["found"]) for name in ("precision", "recall"))
    return common.share(2 * precision * recall, precision + recall)


def score(items: Sequence[dict]) -> common.Scored:
    """Score the labelling of the events."""
    events, scores, predictions, errors = defaultdict(list), [], [], []
    for article in items:
        events[article["event"]].append(article)
    for event, articles in events.items():
        system, annotated = list(found(articles)), [gold(article) for article in articles]
        scores.append(counts([m for own in system for m in own], [m for own in annotated for m in own]))
        for article, own, wanted in zip(articles, system, annotated, strict=True):
            rows = [[m.who, m.start, m.end, m.words] for m in own]
            predictions.append({"event": event, "outlet": article["outlet"], "mentions": rows})
            where = f"event {event}: {article['outlet']}"
            missed = [m for m in wanted if not any(_fit(m, one) > 0 for one in own)]
            errors += [(where, m.words, m.who, "nothing") for m in missed]

    def measured(part: str, whole: str) -> str:
        return common.measured(scores, common.of(part, whole))

    report = (
        f"newswcl50: {len(events)} events, {len(items)} articles, {sum(own['mentions'] for own in scores)} mentions\n"
        f"cells of the labelling table: precision {measured('right', 'system')}, recall {measured('right', 'gold')}, "
        f"F1 {common.measured(scores, common.f1('right', 'system', 'gold'))}\n"
        f"B-cubed of the mentions found: precision {measured('precision', 'found')}, "
        f"recall {measured('recall', 'found')}, F1 {common.measured(scores, b_cubed)}\n"
        f"mentions found {measured('found', 'mentions')}\n"
        f"(95 % intervals over events, of which {len(events)} are few)"
    )
    return common.Scored(report, predictions, errors)
