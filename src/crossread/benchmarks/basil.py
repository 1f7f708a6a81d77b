"""BASIL: the same event in three outlets, with what an author seems to feel for whom (Fan et al. 2019).

A set is JSON Lines of ``event``, ``source``, ``title``, ``paragraphs`` (lists of sentences), ``main_entities``,
``article_level`` (``author_feeling_<Entity>``) and ``spans`` (``id`` of the sentence, ``start``, ``end``, ``quote``,
``speaker``: a main entity, or one of the others). Scored are (a) pairs of articles on one event whose feeling for one
entity differs: how many are dared, and the share of these in the right order; (b) spans: whether they are read as
quoted, and with the right speaker. Where the gold speaker is a group, it is the main entity that a person speaks for:
:func:`speaks_for` says from the words beside the person's name which one that is. Predictions are ``{event, source,
entity, tone}`` (None where none is dared) and ``{event, source, id, start, end, voice, speaker}``.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

import pandas as pd

from crossread import codebooks, linking
from crossread.articles.documents import Record
from crossread.benchmarks import common
from crossread.reading import read_article
from crossread.storage.columns import Collected, pack
from crossread.text import marks
from crossread.tone import summaries as tones

FEELINGS = {"str-neg": -1, "neg": -1, "sw-neg": -1, "neu": 0, "sw-pos": 1, "pos": 1, "str-pos": 1}
FEELING = "author_feeling_"
TOGETHER = "other"  # a speaker who is none of the main entities
PARTIES = {"d": "democrat", "r": "republican"}  # a lawmaker's party and state after the name (AP Stylebook)
PARTY = re.compile(r",?\s\(?([DR])-[A-Z]")
BESIDE = re.compile(r",\s((?:(?!\b(?:said|told|who|whose|which|that)\b)[^;:\"“”\n]){3,90})")


def record(article: dict) -> Record:
    """An article as the reading takes it."""
    body = "\n\n".join(" ".join(paragraph) for paragraph in article["paragraphs"])
    fields = {"title": article["title"], "text": body, "outlet": article["source"], "language": "en"}
    return Record(f"{article['source']}.json", None, "fields", json.dumps(fields).encode())


def tables(articles: Sequence[dict]) -> dict[str, pd.DataFrame]:
    """The tables of the articles of one event, with the main entities as its actors."""
    books, read = codebooks.load(), Collected()
    for article in articles:
        read.add(pack(read_article(record(article), {}, books)))
    names = dict.fromkeys(name for article in articles for name in article["main_entities"])
    return linking.link(read, pd.DataFrame({"name": list(names), "aliases": ""}), books)


def starts(article: dict, text: str) -> dict[str, int]:
    """Where the sentences that spans are counted from begin in ``text``, by their id; without those not found."""
    found, at = {"t": text.find(article["title"])}, 0
    for number, sentence in enumerate(s for paragraph in article["paragraphs"] for s in paragraph):
        places = [place for words in (sentence, " ".join(sentence.split())) if (place := text.find(words, at)) >= 0]
        if places:
            found[f"p{number}"] = at = places[0]
    return found


def order(articles: Sequence[dict], tone: dict[tuple[str, str], float | None], counts: Counter, errors: list) -> None:
    """Count the pairs of articles whose feelings to an entity differ: which is kinder in the gold, and by ``tone`` of
    outlet and entity (None: not dared)."""
    for one, other in combinations(articles, 2):
        for entity in dict.fromkeys([*one["main_entities"], *other["main_entities"]]):
            key = FEELING + entity.replace(" ", "_")
            first, second = (FEELINGS.get(article["article_level"].get(key)) for article in (one, other))
            if first is None or second is None or first == second:
                continue
            given = [tone.get((article["source"], entity)) for article in (one, other)]
            dared = None not in given and given[0] != given[1]
            right = dared and (given[0] > given[1]) == (first > second)
            counts.update(pairs=1, dared=dared, ordered=right)
            if dared and not right:
                where = f"event {one['event']}: {one['source']} and {other['source']}"
                kinder = [f"{(one if n else other)['source']} is kinder" for n in (first > second, first < second)]
                errors.append((where, entity, *kinder))


def read_event(articles: Sequence[dict], counts: Counter, predictions: list, errors: list) -> None:
    """Read the articles of one event, and count what is right."""
    read = tables(articles)
    towards = tones.judgements(read["tone"])
    ids = dict(zip(read["entities"]["name"], read["entities"]["entity_id"], strict=True))
    roles, tone = codebooks.load().gazetteer.roles["role"], {}
    for article in articles:
        name, at = f"{article['source']}.json", {"event": article["event"], "source": article["source"]}
        own = {table: read[table][read[table]["article_id"] == name] for table in ("mentions", "quotes", "articles")}
        judged = towards[towards["article_id"] == name].set_index("entity_id")
        for entity in article["main_entities"]:
            found = judged.loc[ids[entity]] if ids.get(entity) in judged.index else None
            dares = found is not None and found["n"] >= tones.FEW
            tone[article["source"], entity] = float(found["tone"]) if dares else None
            predictions.append(at | {"entity": entity, "tone": tone[article["source"], entity]})
        named = own["mentions"][own["mentions"]["mention_type"] == "name"]
        text = own["articles"]["text"].item()
        places = starts(article, text)
        for span in article["spans"]:
            place = places.get("t" if span["id"].startswith("t") else span["id"], -1)
            if place < 0:
                continue
            voice, speaker = voice_of(text, own["quotes"], place + span["start"], place + span["end"])
            if speaker:
                bearers = named[named["entity_id"] == ids.get(speaker, "")]
                speaker = speaks_for(text, speaker, bearers, article["main_entities"], roles)
            predictions.append(
                at | {key: span[key] for key in ("id", "start", "end")} | {"voice": voice, "speaker": speaker}
            )
            gold, quoted = span["quote"] == "yes", voice == "quoted"
            if gold:
                right = quoted and _same(span["speaker"], speaker, article["main_entities"])
                counts.update(spans=1, said=1, quoted=quoted, speaker=right)
            else:
                counts.update(spans=1, plain=1, misquoted=quoted)
            if gold != quoted:
                where = f"event {article['event']}: {article['source']}"
                errors.append((where, span.get("txt", ""), "quoted" if gold else "narrator", voice))
    order(articles, tone, counts, errors)


def _same(gold: str, speaker: str | None, names: Sequence[str]) -> bool:
    """Whether the speaker is the gold one: by the last word of a name; of another speaker, that it is none of them."""
    if gold.startswith(TOGETHER) or not gold:
        return speaker is not None and not any(_shares(name, speaker) for name in names)
    return speaker is not None and _shares(gold.replace("_", " "), speaker)


def _shares(name: str, speaker: str) -> bool:
    return name.split()[-1].casefold() in speaker.casefold().split()


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


def score(items: Sequence[dict]) -> common.Scored:
    """Score the events."""
    events, counts, predictions, errors = defaultdict(list), [], [], []
    for article in items:
        events[article["event"]].append(article)
    for articles in events.values():
        counts.append(Counter())
        read_event(articles, counts[-1], predictions, errors)
    return common.Scored(report(counts), predictions, errors)


def report(counts: Sequence[Counter]) -> str:
    """The figures in words, from what was counted of each event."""
    total = sum(counts, Counter())

    def measured(part: str, whole: str) -> str:
        return common.measured(counts, common.of(part, whole))

    return (
        f"basil: {len(counts)} events, {total['pairs']} pairs whose feeling differs, {total['spans']} spans\n"
        f"pairs: dared {measured('dared', 'pairs')}, ordered right {measured('ordered', 'dared')}\n"
        f"spans in quotes: quoted {measured('quoted', 'said')}, right speaker {measured('speaker', 'said')}\n"
        f"spans outside quotes: quoted {measured('misquoted', 'plain')}\n"
        "(95 % intervals over events)"
    )
