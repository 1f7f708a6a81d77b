"""Pasted pages: which words of a news page, pasted as text, are its article.

A set is JSON Lines of ``id``, ``pasted`` (the page as select-all and paste gives it) and ``article`` (its text by
hand), as made from the article extraction benchmark of Zyte (scrapinghub/article-extraction-benchmark, MIT).
Scored as there: shingles of four words as a bag, true and false ones of each page divided by their sum, so that
every page weighs the same. Predictions are ``{id, kept}``.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

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


def shares(article: str, text: str) -> dict[str, float]:
    """The shingles of one page, so that true, false and missed ones add up to one: those of both, found, and of the
    article."""
    gold, found = _shingles(article), _shingles(text)
    right = (gold & found).total()
    size = max(1, gold.total() + found.total() - right)
    return {"right": right / size, "found": found.total() / size, "gold": gold.total() / size}


def score(items: Sequence[dict]) -> common.Scored:
    """Score the reading of the pages."""
    texts = [kept(item["pasted"]) for item in items]
    counts = [shares(item["article"], text) for item, text in zip(items, texts, strict=True)]
    report = (
        f"pasted-pages: {len(items)} pages, shingles of {SHINGLE} words\n"
        f"precision {common.measured(counts, common.of('right', 'found'))}, "
        f"recall {common.measured(counts, common.of('right', 'gold'))}, "
        f"F1 {common.measured(counts, common.f1('right', 'found', 'gold'))}\n"
        "(95 % intervals over pages)"
    )
    predictions = [{"id": item["id"], "kept": text} for item, text in zip(items, texts, strict=True)]
    return common.Scored(report, predictions, [row for own in zip(items, texts, strict=True) for row in errors(*own)])


def errors(item: dict, text: str) -> Iterator[tuple[str, str, str, str]]:
    """Lines kept that are not the article's, and lines of the article that were not kept."""
    article, own = (" ".join(words.split()) for words in (item["article"], text))
    for words in text.splitlines():
        if " ".join(words.split()) not in article:
            yield item["id"], words, "no part of the article", "kept"
    for words in item["article"].splitlines():
        if words.strip() and " ".join(words.split()) not in own:
            yield item["id"], words, "part of the article", "set apart"
