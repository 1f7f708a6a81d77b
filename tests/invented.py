"""A small invented set as tables: every kind of time and role, and words that would like to be run."""

from pathlib import Path

import pandas as pd

from crossread import schema
from crossread.analysis import Analysis
from crossread.problems import Problem

HOSTILE = '<script>alert(1)</script> Between $5 and $9 million \x1b[31m & "more" =1+1'
TIMES = [
    ("2031-05-03T05:10Z", "2031-05-03T05:10Z", "minute", "metadata"),
    ("2031-05-03T07:00Z", "2031-05-04T09:00Z", "minute", "text"),
    ("2031-05-02T10:00Z", "2031-05-04T12:00Z", "day", "text"),
    ("2031-05-04T10:00Z", None, "unknown", "inferred"),
    (None, None, "unknown", None),
    ("2031-05-04T00:00Z", "2031-05-04T08:00Z", "day", "inferred"),
]
OUTLETS = ["Harbour Post", "Northern Wire", "=Cost of $1 and $2", None, "海港新闻", "Harbour Post"]
LINES = [
    ("title", "first line", "Ferry aground at Port Ellis"),
    ("byline", "begins with By", "By A. Writer"),
    (
        "paragraph",
        "line",
        "The ferry 🚢 struck the breakwater at dawn. “Nobody saw the light,” said the harbour master.",
    ),
    ("caption", "label at the start", "Photograph: the ferry 🚢 at the breakwater"),
    ("paragraph", "line", "Divers were sent for. The port\nstayed open."),
    ("promo", "newsletter words", "Sign up for our newsletter"),
]


def analysis(n: int = 6, folder: Path = Path("/nowhere/ferry")) -> Analysis:
    """The tables of ``n`` invented articles, as reading and linking would leave them."""
    articles, blocks = zip(*(_article(i) for i in range(n)), strict=True)
    tables = {
        "articles": schema.enforce("articles", list(articles)),
        "blocks": schema.enforce("blocks", [block for own in blocks for block in own]),
        "sentences": schema.enforce("sentences", []),
    }
    tables = {name: tables[name] if name in tables else schema.enforce(name, []) for name in schema.TABLES}
    return Analysis(folder, tables, [Problem("a <b>.pdf", "is a PDF", "save its text as .txt")])


def _article(i: int) -> tuple[dict, list[dict]]:
    article_id = f"https://news.example/{i}?a=1&b=<2>" if i % 2 else f"{i} a piece.txt"
    lines = [(role, rule, HOSTILE if i == 2 and role == "title" else words) for role, rule, words in LINES]
    text, blocks = "", []
    for role, rule, words in lines:
        text += "\n\n" * bool(text)
        span = {"start": len(text), "end": len(text) + len(words)}
        text += words
        block_id = f"{article_id}|block|{span['start']}-{span['end']}"
        blocks.append({"block_id": block_id, "article_id": article_id, "role": role, "rule": rule, **span})
    start, end, precision, basis = TIMES[i % len(TIMES)]
    outlet = OUTLETS[i % len(OUTLETS)]
    article = {
        "article_id": article_id,
        "source_file": f"{i} a piece.txt",
        "sha256": f"{i:064x}",
        "outlet": outlet,
        "outlet_basis": "text" if outlet else None,
        "title": lines[0][2] if i != 3 else None,
        "byline": "A. Writer",
        "published_start": start,
        "published_end": end,
        "published_precision": precision,
        "published_basis": basis,
        "language": "fr" if i == 5 else "en",
        "url": ("javascript:alert(1)", article_id)[i % 2],
        "kind": "article",
        "copy_of": "0 a piece.txt" if i == 1 else None,
        "copy_share": 0.73 if i == 1 else pd.NA,
        "n_words": len(text.split()),
        "repairs": ["cp1252"] if i == 2 else [],
        "text": text,
    }
    return article, blocks
