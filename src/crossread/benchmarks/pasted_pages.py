"""Pasted pages: which words of a news page, pasted as text, are its article.

A set is JSON Lines of ``id``, ``pasted`` (the page as select-all and paste gives it) and ``article`` (its text by
hand), as made from the article extraction benchmark of Zyte (scrapinghub/article-extraction-benchmark, MIT).
Scored as there: shingles of four words as a bag, true and false ones of each page divided by their sum, so that
every page weighs the same.
"""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from crossread import codebooks
from crossread.articles.blocks import find_blocks
from crossread.articles.documents import Document, Part
from crossread.benchmarks import common

KEPT = ("heading", "paragraph")
SHINGLE = 4


def kept(pasted: str) -> str:
    """The headings and paragraphs of a pasted page, joined by line ends; repeats left out."""
    blocks = find_blocks(Document("page", (Part(pasted),)), codebooks.load())
    return "\n".join(pasted[b.start : b.end] for b in blocks if b.role in KEPT and b.repeats is None)


def _shingles(text: str) -> Counter:
    words = re.findall(r"\w+", text)
    if len(words) < SHINGLE:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(*(words[n:] for n in range(SHINGLE)), strict=False))


def score(article: str, text: str) -> tuple[float, float, float]:
    """Shares of true, false and missed shingles of one page; they add up to one."""
    gold, found = _shingles(article), _shingles(text)
    true = (gold & found).total()
    false, missed = found.total() - true, gold.total() - true
    total = max(1, true + false + missed)
    return true / total, false / total, missed / total


def precision_recall_f1(scores: Sequence[tuple[float, float, float]]) -> tuple[float, float, float]:
    """Over the pages of ``scores``."""
    true, false, missed = (sum(column) for column in zip(*scores, strict=True))
    precision, recall = common.share(true, true + false), common.share(true, true + missed)
    return precision, recall, common.share(2 * precision * recall, precision + recall)


def validate(path: Path, predictions: Path | None = None) -> str:
    """Score the reading of pasted pages on the set at ``path``; write ``{id, kept}`` lines to ``predictions``."""
    pages = common.read_lines(path)
    texts = [kept(page["pasted"]) for page in pages]
    if predictions:
        common.write_lines(predictions, ({"id": p["id"], "kept": t} for p, t in zip(pages, texts, strict=True)))
    scores = [score(page["article"], text) for page, text in zip(pages, texts, strict=True)]
    precision, recall, f1 = precision_recall_f1(scores)
    low, high = common.interval(scores, lambda drawn: precision_recall_f1(drawn)[2])
    return (
        f"pasted-pages: {len(pages)} pages, shingles of {SHINGLE} words\n"
        f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f} (95 % interval over pages {low:.3f}-{high:.3f})"
    )
