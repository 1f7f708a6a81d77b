"""BASIL: the same event in three outlets, with what an author seems to feel for whom (Fan et al. 2019).

A set is JSON Lines of ``event``, ``source``, ``title``, ``paragraphs`` (lists of sentences), ``main_entities``,
``article_level`` (``author_feeling_<Entity>``) and ``spans`` (``id`` of the sentence, ``start``, ``end``, ``quote``,
``speaker``: a main entity, or one of the others). Scored are (a) pairs of articles on one event whose feeling for one
entity differs: how many are dared, and the share of these in the right order; (b) spans: whether they are read as
quoted, and with the right speaker. Where the gold speaker is a group, it is the main entity that a person speaks for:
:func:`speaks_for` says from the words beside the person's name which one that is.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from crossread import codebooks, linking
from crossread.articles.documents import Record
from crossread.benchmarks import common
from crossread.reading import read_article
from crossread.storage.columns import Collected, of_rows, pack
from crossread.text import marks
from crossread.tone import summaries as tones

FEELINGS = {"str-neg": -1, "neg": -1, "sw-neg": -1, "neu": 0, "sw-pos": 1, "pos": 1, "str-pos": 1}
FEELING = "author_feeling_"
TOGETHER = "other"  # a speaker who is none of the main entities
PARTIES = {"d": "democrat", "r": "republican"}  # a lawmaker's party and state after the name (AP Stylebook)
PARTY = re.compile(r",?\s\(?([DR])-[A-Z]")
BESIDE = re.compile(r",\s((?:(?!\b(?:said|told|who|whose|which|that)\b)[^;:\"“”\n]){3,90})")


class Event(NamedTuple):
    """What is scored of an event: pairs (gold order, given order or None) and spans (gold quoted, gold speaker, given
    quoted, whether the given speaker is right)."""

    pairs: list[tuple[int, int | None]]
    spans: list[tuple[bool, bool, bool]]


def record(article: dict) -> Record:
    """An article as the reading takes it."""
    body = "\n\n".join(" ".join(paragraph) for paragraph in article["paragraphs"])
    fields = {"title": article["title"], "text": body, "outlet": article["source"], "language": "en"}
    return Record(f"{article['source']}.json", None, "fields", json.dumps(fields).encode())


def tables(articles: Sequence[dict]) -> dict[str, pd.DataFrame]:
    """The tables of the articles of one event, with the main entities as its actors."""
    books, read = codebooks.load(), Collected()
    for article in articles:
        read.add(pack(of_rows(read_article(record(article), {}, books))))
    names = dict.fromkeys(name for article in articles for name in article["main_entities"])
    return linking.link(read, pd.DataFrame({"name": list(names), "aliases": ""}), books)


def places(article: dict, text: str) -> Iterator[tuple[str, int, int]]:
    """Id, start and end of each span in ``text``; those that cannot be found are left out."""
    starts, at = {"t": text.find(article["title"])}, 0
    for number, sentence in enumerate(s for paragraph in article["paragraphs"] for s in paragraph):
        words = " ".join(sentence.split())
        found = text.find(sentence, at)
        found = text.find(words, at) if found < 0 else found
        if found >= 0:
            starts[f"p{number}"] = at = found
    for span in article["spans"]:
        start = starts.get("t" if span["id"].startswith("t") else span["id"], -1)
        if start >= 0:
            yield span["id"], start + span["start"], start + span["end"]


def tones_of(lines: Iterable[dict]) -> dict[tuple[str, str], float | None]:
    """The tone of each article of an event towards each entity, None where none is dared."""
    return {(line["source"], line["entity"]): line["tone"] for line in lines if "entity" in line}


def pairs(articles: Sequence[dict], tone: dict) -> Iterator[tuple[dict, dict, str, int, int | None]]:
    """Two articles whose feelings to an entity differ: which is kinder in the gold, and as given (None: not dared)."""
    for one, other in combinations(articles, 2):
        for entity in dict.fromkeys([*one["main_entities"], *other["main_entities"]]):
            first, second = (FEELINGS.get(a["article_level"].get(_key(entity))) for a in (one, other))
            if first is None or second is None or first == second:
                continue
            given = [tone.get((article["source"], entity)) for article in (one, other)]
            order = None if None in given else (given[0] > given[1]) - (given[0] < given[1])
            yield one, other, entity, (first > second) - (first < second), order or None


def score(articles: Sequence[dict], lines: Iterable[dict]) -> Event:
    """An event, from its lines of predictions."""
    lines = list(lines)
    ordered_pairs = [(gold, order) for *_, gold, order in pairs(articles, tones_of(lines))]
    read = {(line["source"], line["id"], line["start"], line["end"]): line for line in lines if "id" in line}
    spans = []
    for article in articles:
        names = {name.replace(" ", "_"): name for name in article["main_entities"]}
        for span in article["spans"]:
            line = read.get((article["source"], span["id"], span["start"], span["end"]))
            if line is not None:
                gold = span["quote"] == "yes"
                right = gold and line["voice"] == "quoted" and _same(span["speaker"], line["speaker"], names)
                spans.append((gold, line["voice"] == "quoted", right))
    return Event(ordered_pairs, spans)


def _key(entity: str) -> str:
    return FEELING + entity.replace(" ", "_")


def _same(gold: str, speaker: str | None, names: dict[str, str]) -> bool:
    """Whether the speaker is the gold one: by the last word of a name; of another speaker, that it is none of them."""
    if gold.startswith(TOGETHER) or not gold:
        return speaker is not None and not any(_shares(name, speaker) for name in names.values())
    return speaker is not None and _shares(gold.replace("_", " "), speaker)


def _shares(name: str, speaker: str) -> bool:
    return name.split()[-1].casefold() in speaker.casefold().split()


def predict(articles: Sequence[dict]) -> list[dict]:
    """The lines of predictions for the articles of one event."""
    read = tables(articles)
    towards = tones.judgements(read["tone"])
    ids = dict(zip(read["entities"]["name"], read["entities"]["entity_id"], strict=True))
    roles, lines = codebooks.load().gazetteer.roles["role"], []
    for article in articles:
        name, at = f"{article['source']}.json", {"event": article["event"], "source": article["source"]}
        mentions = read["mentions"][
            (read["mentions"]["article_id"] == name) & (read["mentions"]["mention_type"] == "name")
        ]
        own = towards[towards["article_id"] == name].set_index("entity_id")
        for entity in article["main_entities"]:
            found = own.loc[ids[entity]] if ids.get(entity) in own.index else None
            dares = found is not None and found["n"] >= tones.FEW
            lines.append(at | {"entity": entity, "tone": float(found["tone"]) if dares else None})
        text = read["articles"].set_index("article_id").loc[name, "text"]
        quotes = read["quotes"][read["quotes"]["article_id"] == name]
        for span, (_, start, end) in zip(article["spans"], places(article, text), strict=False):
            voice, speaker = voice_of(text, quotes, start, end)
            if speaker:
                bearers = mentions[mentions["entity_id"] == ids.get(speaker, "")]
                speaker = speaks_for(text, speaker, bearers, article["main_entities"], roles)
            ids_of_span = {key: span[key] for key in ("id", "start", "end")}
            lines.append(at | ids_of_span | {"voice": voice, "speaker": speaker})
    return lines


def voice_of(text: str, quotes: pd.DataFrame, start: int, end: int) -> tuple[str, str | None]:
    """In whose voice the words ``start:end`` stand: quoted where half of them are in marks, then by the source of the
    attribution that covers most of them, as it is named or else worded."""
    left, right = (text.rfind("\n", 0, start) + 1, text.find("\n", end))
    stretches = [(s.start, s.end) for s in marks.stretches(text, left, right if right >= 0 else len(text))]
    quoted_parts = [tuple(part) for q in quotes.itertuples() for part in q.quoted_parts]
    if 2 * max(_cover(stretches, start, end), _cover(quoted_parts, start, end)) < end - start:
        return "narrator", None
    covers = [(_cover(q.parts, start, end), q.content_start - q.content_end, q) for q in quotes.itertuples()]
    said = max((found for found in covers if found[0]), key=lambda found: found[:2], default=None)
    if said is None:
        return "quoted", None
    named = [words for words in (said[2].source, said[2].source_mention) if pd.notna(words)]
    return "quoted", named[0] if named else None


def speaks_for(text: str, speaker: str, bearers: pd.DataFrame, entities: Sequence[str], roles: dict) -> str:
    """The main entity that a speaker is, or speaks for as the article says, else the speaker.

    A person speaks for a group whose name stands in the office before or beside the person's name ("union organiser
    Ann Lee", "Ann Lee, head of the union"), whose party stands there, or that is called after the person.

    Parameters
    ----------
    bearers
        The places where the article names the speaker, with ``start`` and ``end``.
    entities
        The names of the article's main entities.
    roles
        Nouns of office and occupation.
    """
    groups = [name for name in entities if not _shares(name, speaker)]
    if len(groups) < len(entities):
        return speaker
    beside = set().union(*(_beside(text, m.start, m.end, roles) for m in bearers.itertuples()))
    for group in groups:
        words = _stems(group)
        called_after = len(words) == 2 and not _stems(speaker.split()[-1]).isdisjoint(words) and "campaign" in words
        if called_after or words <= beside or words & beside & set(PARTIES.values()):
            return group
    return speaker


def _beside(text: str, start: int, end: int, roles: dict) -> set[str]:
    """The stems of the words that tell who somebody is: names and offices before the name, and in apposition."""
    before: list[str] = []
    for word in reversed(re.split(r"[.;:!?\"“”\n]\s", text[max(0, start - 90) : start])[-1].split()):
        if not (word[0].isupper() or word.strip(",").casefold() in roles or word in ("campaign", "press", "current")):
            break
        before.append(word)
    party, after = PARTY.match(text, end), BESIDE.match(text, end)
    office = after and _stems(after[1]) & ({*roles} | set(PARTIES.values()))
    told = [*before, after[1] if office else "", PARTIES[party[1].casefold()] if party else ""]
    return _stems(" ".join(told))


def _stems(words: str) -> set[str]:
    return {re.sub(r"(?:ic)?s?$", "", word) for word in re.findall(r"\w+", words.casefold())}


def _cover(spans: Iterable[Sequence[int]], start: int, end: int) -> int:
    return sum(max(0, min(end, last) - max(start, first)) for first, last in spans)


def dared(events: Sequence[Event]) -> float:
    """Share of the pairs that are dared."""
    pairs = [pair for event in events for pair in event.pairs]
    return common.share(sum(order is not None for _, order in pairs), len(pairs))


def ordered(events: Sequence[Event]) -> float:
    """Of the pairs dared, the share in the right order."""
    known = [(gold, order) for event in events for gold, order in event.pairs if order is not None]
    return common.share(sum(gold == order for gold, order in known), len(known))


def quoted(events: Sequence[Event], gold: bool = True) -> float:
    """Of the spans within quotes, or without ``gold`` of those outside, the share read as quoted."""
    given = [span[1] for event in events for span in event.spans if span[0] == gold]
    return common.share(sum(given), len(given))


def right_speaker(events: Sequence[Event]) -> float:
    """Of the spans within quotes, the share with the right speaker."""
    right = [span[2] for event in events for span in event.spans if span[0]]
    return common.share(sum(right), len(right))


def validate(path: Path, predictions: Path | None = None) -> str:
    """Score the events at ``path``; write the lines of :func:`predict` to ``predictions``."""
    by_event = defaultdict(list)
    for article in common.read_lines(path):
        by_event[article["event"]].append(article)
    lines = {event: predict(articles) for event, articles in by_event.items()}
    if predictions:
        common.write_lines(predictions, (line for own in lines.values() for line in own))
    events = [score(articles, lines[event]) for event, articles in by_event.items()]

    measured = partial(common.measured, events)
    n_pairs, n_spans = sum(len(e.pairs) for e in events), sum(len(e.spans) for e in events)
    return (
        f"basil: {len(events)} events, {n_pairs} pairs whose feeling differs, {n_spans} spans\n"
        f"pairs: dared {measured(dared)}, ordered right {measured(ordered)}\n"
        f"spans in quotes: quoted {measured(quoted)}, right speaker {measured(right_speaker)}\n"
        f"spans outside quotes: quoted {measured(partial(quoted, gold=False))}\n"
        "(95 % intervals over events)"
    )
