"""PolNeAR: who is quoted, in US election news of 2015-16 (Newell, Margolin and Ruths 2018).

A set is JSON Lines of ``id``, ``text`` (a line is a paragraph; the first is the headline) and ``attributions``
(``source``, ``cue``, ``content``: lists of [start, end]). Scored by stretches of text in double marks: the gold
attribution of a stretch is the one whose content covers at least half of it, none means that it is no speech; a
row answers for a stretch when its parts cover at least half of it, and is right when its source overlaps a gold
source, or neither has one. Attributions without marks count when their cue is one of saying. Predictions are
``{id, quotes}``.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from crossread import codebooks
from crossread.benchmarks import common
from crossread.quotes import attribution
from crossread.quotes.attribution import Attribution, Paragraph
from crossread.tone.words import forms

SHORT = 4  # words of a stretch that counts as short
STRETCH = re.compile(r'["“][^"“”\n]+(?:["“”]|$)', re.MULTILINE)
LEMMAS = (
    "say tell state add announce claim insist warn argue report write note explain ask call suggest admit "
    "acknowledge confirm deny declare predict promise complain accuse allege contend concede tweet reply "
    "respond continue describe testify urge vow"
).split()
SAYING = {form for lemma in LEMMAS for form in forms(lemma)} | {"said", "told", "wrote", "written", "according"}
GROUPS = {"all": "all stretches", "short": f"1-{SHORT} words", "long": f"{SHORT + 1}+ words"}


def _overlap(spans: Iterable[Sequence[int]], start: int, end: int) -> int:
    """Characters of ``start:end`` that ``spans`` cover."""
    return sum(max(0, min(end, e) - max(start, s)) for s, e in spans)


def _best(candidates: Sequence, spans_of: Callable, start: int, end: int):
    """The candidate that covers most of ``start:end``, if it covers half of it."""
    best = max(candidates, key=lambda one: _overlap(spans_of(one), start, end), default=None)
    return best if best and 2 * _overlap(spans_of(best), start, end) >= end - start else None


def _source(row: Attribution) -> list[tuple[int, int]]:
    return [] if row.source_start is None else [(row.source_start, row.source_end)]


def _same_source(row: Attribution, gold: dict) -> bool:
    given = _source(row)
    return not gold["source"] if not given else _overlap(gold["source"], *given[0]) > 0


def _of_stretches(item: dict, rows: Sequence[Attribution], errors: list) -> Iterator[Counter]:
    """What is counted of each stretch in marks, as one of all and as a short or long one."""
    text = item["text"]
    for start, end in (match.span() for match in STRETCH.finditer(text)):
        gold = _best(item["attributions"], lambda g: g["content"], start, end)
        row = _best(rows, lambda r: r.parts, start, end)
        right = bool(gold and row and _same_source(row, gold))
        own = {"gold": gold is not None, "covered": row is not None, "right": right, "both": bool(gold and row)}
        length = "short" if len(text[start:end].split()) <= SHORT else "long"
        yield Counter({f"{group} {name}": n for group in ("all", length) for name, n in own.items()})
        if not right and (gold or row):
            sides = (gold, gold and gold["source"]), (row, row and _source(row))
            words = [" … ".join(text[s:e] for s, e in spans or ()) for _, spans in sides]
            none = ["nobody" if one else "no speech" for one, _ in sides]
            errors.append((item["id"], text[start:end], words[0] or none[0], words[1] or none[1]))


def _of_indirect(item: dict, rows: Sequence[Attribution]) -> Iterator[Counter]:
    """What is counted of each attribution without marks whose cue is one of saying."""
    text, stretches = item["text"], [match.span() for match in STRETCH.finditer(item["text"])]
    for gold in item["attributions"]:
        cue = {word for start, end in gold["cue"] for word in re.findall(r"[a-z]+", text[start:end].lower())}
        if cue & SAYING and not any(_overlap(gold["content"], *stretch) for stretch in stretches):
            size = sum(end - start for start, end in gold["content"])
            near = [r for r in rows if 2 * sum(_overlap(r.parts, *span) for span in gold["content"]) >= size]
            right = any(_same_source(row, gold) for row in near)
            yield Counter({"indirect gold": 1, "indirect found": bool(near), "indirect right": right})


def _within(row: Attribution, golds: Sequence[dict]) -> bool:
    size = sum(end - start for start, end in row.parts)
    return any(2 * sum(_overlap(gold["content"], *part) for part in row.parts) >= size for gold in golds)


def counted(item: dict, rows: Sequence[Attribution], errors: list) -> Counter:
    """What is counted of an article, whose wrong stretches go to ``errors``."""
    found = Counter(rows=len(rows), within=sum(_within(row, item["attributions"]) for row in rows))
    for own in (*_of_stretches(item, rows, errors), *_of_indirect(item, rows)):
        found.update(own)
    return found


def score(items: Sequence[dict]) -> common.Scored:
    """Score the attributions of the articles."""
    books, counts, predictions, errors = codebooks.load(), [], [], []
    for item in items:
        lines = [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", item["text"])]
        rows = attribution.find(
            item["text"], [Paragraph(*span, "body" if n else "title") for n, span in enumerate(lines)], books
        )
        counts.append(counted(item, rows, errors))
        quotes = [row._asdict() | {"content_start": row.parts[0][0], "content_end": row.parts[-1][1]} for row in rows]
        predictions.append({"id": item["id"], "quotes": quotes})
    return common.Scored(report(counts), predictions, errors)


def report(counts: Sequence[Counter]) -> str:
    """The figures in words, from what was counted of each article."""
    total = sum(counts, Counter())

    def measured(part: str, whole: str) -> str:
        return common.measured(counts, common.of(part, whole))

    lines = [f"polnear: {len(counts)} articles, {total['all gold']} quoted stretches with a source in gold"]
    for group, name in GROUPS.items():
        right, covered, gold = (f"{group} {part}" for part in ("right", "covered", "gold"))
        lines.append(
            f"{name}: precision {measured(right, covered)}, recall {measured(right, gold)}, "
            f"F1 {common.measured(counts, common.f1(right, covered, gold))}; "
            f"speaker right when found {common.share(total[right], total[f'{group} both']):.3f}"
        )
    found = measured("indirect found", "indirect gold")
    lines += [
        f"indirect with a cue of saying ({total['indirect gold']}): found {found}, "
        f"right source {measured('indirect right', 'indirect gold')}",
        f"rows at least half within gold content ({total['rows']}): {measured('within', 'rows')}",
    ]
    return "\n".join([*lines, "(95 % intervals over articles)"])
