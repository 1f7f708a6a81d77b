"""PolNeAR: who is quoted, in US election news of 2015-16 (Newell, Margolin and Ruths 2018).

A set is JSON Lines of ``id``, ``text`` (a line is a paragraph; the first is the headline) and ``attributions``
(``source``, ``cue``, ``content``: lists of [start, end]). Scored by stretches of text in double marks: the gold
attribution of a stretch is the one whose content covers at least half of it, none means that it is no speech; a
row answers for a stretch when its parts cover at least half of it, and is right when its source overlaps a gold
source, or neither has one. Attributions without marks count when their cue is one of saying.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from crossread import codebooks
from crossread.benchmarks import common
from crossread.quotes import attribution
from crossread.quotes.attribution import Attribution, Paragraph

SHORT = 4  # words of a stretch that counts as short
STRETCH = re.compile(r'["“][^"“”\n]+(?:["“”]|$)', re.MULTILINE)
LEMMAS = (
    "say tell state add announce claim insist warn argue report write note explain ask call suggest admit "
    "acknowledge confirm deny declare predict promise complain accuse allege contend concede tweet reply "
    "respond continue describe testify urge vow"
).split()
IRREGULAR = {"said", "told", "wrote", "written"}

Span = tuple[int, int]


def _forms(lemma: str) -> set[str]:
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return {lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"}
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    doubled = {lemma + "ted", lemma + "ting"} if lemma == "admit" else set()
    return {lemma, lemma + "s", stem + "ed", stem + "ing"} | doubled


SAYING = {form for lemma in LEMMAS for form in _forms(lemma)} | IRREGULAR | {"according"}


def paragraphs(text: str) -> list[Paragraph]:
    """The lines of an article as paragraphs, the first as its title."""
    found = [m.span() for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
    return [Paragraph(start, end, "body" if n else "title") for n, (start, end) in enumerate(found)]


def overlap(spans: Iterable[Sequence[int]], start: int, end: int) -> int:
    """Characters of ``start:end`` that ``spans`` cover."""
    return sum(max(0, min(end, e) - max(start, s)) for s, e in spans)


def _best(candidates: Sequence, spans_of: Callable, start: int, end: int):
    """The candidate that covers most of ``start:end``, if it covers half of it."""
    cover, best = 0, None
    for candidate in candidates:
        size = overlap(spans_of(candidate), start, end)
        if size > cover:
            cover, best = size, candidate
    return best if 2 * cover >= end - start else None


def _same_source(row: Attribution, gold: dict) -> bool:
    if row.source_start is None or not gold["source"]:
        return row.source_start is None and not gold["source"]
    return overlap(gold["source"], row.source_start, row.source_end) > 0


def _is_of_saying(text: str, gold: dict) -> bool:
    words = {w for start, end in gold["cue"] for w in re.findall(r"[a-z]+", text[start:end].lower())}
    return bool(words & SAYING)


def score(article: dict, rows: Sequence[Attribution]) -> Counter:
    """Counts of one article: stretches in marks (all, short, long), attributions without marks, rows within gold."""
    text, golds = article["text"], article["attributions"]
    counts: Counter = Counter()
    stretches = [m.span() for m in STRETCH.finditer(text)]
    for start, end in stretches:
        gold = _best(golds, lambda g: g["content"], start, end)
        row = _best(rows, lambda r: r.parts, start, end)
        right = bool(gold and row and _same_source(row, gold))
        length = "short" if len(text[start:end].split()) <= SHORT else "long"
        for group in ("all", length):
            counts[group, "gold"] += gold is not None
            counts[group, "covered"] += row is not None
            counts[group, "right"] += right
            counts[group, "found"] += bool(gold and row)
    for gold in golds:
        marked = any(overlap(gold["content"], start, end) for start, end in stretches)
        if not marked and _is_of_saying(text, gold):
            size = sum(end - start for start, end in gold["content"])
            near = [r for r in rows if 2 * sum(overlap(r.parts, s, e) for s, e in gold["content"]) >= size]
            counts["indirect", "gold"] += 1
            counts["indirect", "found"] += bool(near)
            counts["indirect", "right"] += any(_same_source(r, gold) for r in near)
    for row in rows:
        size = sum(end - start for start, end in row.parts)
        counts["rows", "all"] += 1
        counts["rows", "within"] += any(
            2 * sum(overlap(g["content"], s, e) for s, e in row.parts) >= size for g in golds
        )
    return counts


def _share(counts: Counter, group: str, part: str, whole: str) -> float:
    return common.share(counts[group, part], counts[group, whole])


def _f1(counts: Counter, group: str) -> float:
    return common.share(2 * counts[group, "right"], counts[group, "covered"] + counts[group, "gold"])


def _with_interval(scores: Sequence[Counter], measure: Callable[[Counter], float]) -> str:
    return common.measured(scores, lambda drawn: measure(_total(drawn)), samples=400)


def _total(scores: Iterable[Counter]) -> Counter:
    total: Counter = Counter()
    for counts in scores:
        total.update(counts)
    return total


def _report(scores: Sequence[Counter]) -> str:
    total = _total(scores)
    lines = [f"polnear: {len(scores)} articles, {total['all', 'gold']} quoted stretches with a source in gold"]
    for group, name in (("all", "all stretches"), ("short", f"1-{SHORT} words"), ("long", f"{SHORT + 1}+ words")):
        precision = _with_interval(scores, lambda c, g=group: _share(c, g, "right", "covered"))
        recall = _with_interval(scores, lambda c, g=group: _share(c, g, "right", "gold"))
        f1 = _with_interval(scores, lambda c, g=group: _f1(c, g))
        speaker = _share(total, group, "right", "found")
        lines.append(f"{name}: precision {precision}, recall {recall}, F1 {f1}; speaker right when found {speaker:.3f}")
    found = _with_interval(scores, lambda c: _share(c, "indirect", "found", "gold"))
    right = _with_interval(scores, lambda c: _share(c, "indirect", "right", "gold"))
    within = _with_interval(scores, lambda c: _share(c, "rows", "within", "all"))
    lines.append(f"indirect with a cue of saying ({total['indirect', 'gold']}): found {found}, right source {right}")
    lines.append(f"rows at least half within gold content ({total['rows', 'all']}): {within}")
    return "\n".join(lines) + "\n(95 % intervals over articles)"


def _prediction(row: Attribution) -> dict:
    """A row as in the table of quotes, as far as an article alone gives it."""
    return {**row._asdict(), "content_start": row.parts[0][0], "content_end": row.parts[-1][1]}


def validate(path: Path, predictions: Path | None = None) -> str:
    """Score the attributions of the articles at ``path``; write ``{id, quotes}`` lines to ``predictions``."""
    books = codebooks.load()
    articles = common.read_lines(path)
    found = [attribution.find(a["text"], paragraphs(a["text"]), books) for a in articles]
    if predictions:
        lines = ({"id": a["id"], "quotes": [_prediction(r) for r in f]} for a, f in zip(articles, found, strict=True))
        common.write_lines(predictions, lines)
    return _report([score(article, rows) for article, rows in zip(articles, found, strict=True)])
