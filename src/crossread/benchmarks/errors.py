"""The errors on an annotated set, to look at: what the annotation says, and what was found instead.

Each function takes the lines of a set and the lines of its predictions, and yields the place, the words, the right
answer and the one given.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pandas as pd

from crossread.benchmarks import basil, common, muc4, newswcl50, polnear

COLUMNS = ("where", "words", "right", "found")
Row = tuple[str, str, str, str]
NOTHING = "nothing"


def _polnear(items: Sequence[dict], predictions: Sequence[dict]) -> Iterator[Row]:
    """Stretches in marks whose source is wrong, that were missed, or that are no speech."""
    for item, line in zip(items, predictions, strict=True):
        text = item["text"]
        for start, end in (match.span() for match in polnear.STRETCH.finditer(text)):
            gold = _most(item["attributions"], "content", start, end)
            row = _most(line["quotes"], "parts", start, end)
            source = gold["source"] if gold else []
            given = [(row["source_start"], row["source_end"])] if row and row["source_start"] is not None else []
            right = bool(gold) == bool(row) and bool(source) == bool(given)
            if not right or (given and not polnear.overlap(source, *given[0])):
                words = [" … ".join(text[s:e] for s, e in spans) for spans in (source, given)]
                yield (
                    item["id"],
                    text[start:end],
                    words[0] or ("nobody" if gold else "no speech"),
                    (words[1] or ("nobody" if row else "no speech")),
                )


def _most(candidates: Sequence[dict], spans: str, start: int, end: int) -> dict | None:
    """The candidate that covers most of ``start:end``, if it covers half of it."""
    best = max(candidates, key=lambda c: polnear.overlap(c[spans], start, end), default=None)
    return best if best and 2 * polnear.overlap(best[spans], start, end) >= end - start else None


def _muc4(items: Sequence[dict], predictions: Sequence[dict]) -> Iterator[Row]:
    """Facts whose number no row of their measure has."""
    for item, line in zip(items, predictions, strict=True):
        for measure, right in muc4.facts(item):
            rows = [r for r in line["figures"] if r["measure"] == measure]
            if not any(right & {r["reported_min"], r["reported_max"]} for r in rows):
                found = ", ".join(item["text"][r["start"] : r["end"]] for r in rows)
                yield item["id"], item["text"], f"{measure}: {' or '.join(map(str, sorted(right)))}", found or NOTHING


def _newsmtsc(items: Sequence[dict], predictions: Sequence[dict]) -> Iterator[Row]:
    for item, line in zip(items, predictions, strict=True):
        given = line["label"]
        if item["label"] != ("neutral" if given == "no_clear_tone" else given):
            yield item["sentence"][item["start"] : item["end"]], item["sentence"], item["label"], given


def _neutral_conflict(items: Sequence[dict], predictions: Sequence[dict]) -> Iterator[Row]:
    for number, (item, line) in enumerate(zip(items, predictions, strict=True), 1):
        if line["label"] in ("negative", "positive"):
            yield f"line {number}", item["sentence"], "neutral", line["label"]


def _generic_frames(items: Sequence[dict], predictions: Sequence[dict]) -> Iterator[Row]:
    for number, (item, line) in enumerate(zip(items, predictions, strict=True), 1):
        found = max(line["scores"], key=line["scores"].get)
        if found != item["frame"]:
            yield f"line {number}", item["text"], item["frame"], found


def _pasted_pages(items: Sequence[dict], predictions: Sequence[dict]) -> Iterator[Row]:
    """Lines kept that are not the article's, and lines of the article that were not kept."""
    for item, line in zip(items, predictions, strict=True):
        own, kept = (" ".join(words.split()) for words in (item["article"], line["kept"]))
        for words in line["kept"].splitlines():
            if " ".join(words.split()) not in own:
                yield item["id"], words, "no part of the article", "kept"
        for words in item["article"].splitlines():
            if words.strip() and " ".join(words.split()) not in kept:
                yield item["id"], words, "part of the article", "set apart"


def _basil(items: Sequence[dict], predictions: Sequence[dict]) -> Iterator[Row]:
    """Pairs of articles in the wrong order, and spans in the wrong voice or with the wrong speaker."""
    events, words = defaultdict(list), {}
    for item in items:
        events[item["event"]].append(item)
        for span in item["spans"]:
            words[item["event"], item["source"], span["id"], span["start"], span["end"]] = span
    lines = {event: [line for line in predictions if line["event"] == event] for event in events}
    for event, articles in events.items():
        for one, other, entity, gold, order in basil.pairs(articles, basil.tones_of(lines[event])):
            if order is not None and gold != order:
                where = f"event {event}: {one['source']} and {other['source']}"
                yield where, entity, *(f"{(one if n > 0 else other)['source']} is kinder" for n in (gold, order))
    for line in predictions:
        span = words.get(tuple(line.get(name) for name in ("event", "source", "id", "start", "end")))
        if span and (span["quote"] == "yes") != (line["voice"] == "quoted"):
            right = "quoted" if span["quote"] == "yes" else "narrator"
            yield f"event {line['event']}: {line['source']}", span["txt"], right, line["voice"]


def _newswcl50(items: Sequence[dict], predictions: Sequence[dict]) -> Iterator[Row]:
    """Annotated namings of actors that nothing overlaps."""
    for item, line in zip(items, predictions, strict=True):
        for mention in newswcl50.gold(item):
            if not any(start < mention.end and mention.start < end for _, start, end, _ in line["mentions"]):
                yield f"event {line['event']}: {line['outlet']}", mention.words, mention.who, NOTHING


LISTED: dict[str, Callable[[Sequence[dict], Sequence[dict]], Iterator[Row]]] = {
    "basil": _basil,
    "generic-frames": _generic_frames,
    "muc4": _muc4,
    "neutral-conflict": _neutral_conflict,
    "newsmtsc": _newsmtsc,
    "newswcl50": _newswcl50,
    "pasted-pages": _pasted_pages,
    "polnear": _polnear,
}


def listed(benchmark: str, path: Path, predictions: Sequence[dict]) -> pd.DataFrame | None:
    """The errors on the set at ``path``: ``where``, ``words``, ``right``, ``found``; None where they are not listed."""
    if benchmark not in LISTED:
        return None
    return pd.DataFrame(LISTED[benchmark](common.read_lines(path), predictions), columns=list(COLUMNS))
