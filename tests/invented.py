"""A small invented set as tables: every kind of time and role, and words that would like to be run."""

import json
from functools import cache
from pathlib import Path

import pandas as pd

from crossread import schema
from crossread.analysis import Analysis, analyse
from crossread.problems import Problem

ROOT = Path(__file__).parents[1]
# What the gold does not say: the class of some of its cues.
CUE_CLASSES = dict.fromkeys(
    ["claims", "claimed", "claim", "insists", "maintains", "dismissed"], "doubting"
) | dict.fromkeys(["confirmed", "pointed out", "made plain", "noted", "show"], "endorsing")

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
        "quotes": schema.enforce("quotes", [quote for article in articles for quote in _quotes(article)]),
    }
    tables = {name: tables[name] if name in tables else schema.enforce(name, []) for name in schema.TABLES}
    return Analysis(folder, tables, [Problem("a <b>.pdf", "is a PDF", "save its text as .txt")])


def _quotes(article: dict) -> list[dict]:
    """The harbour master's words; and a source and words that would like to be run, where the title is such."""
    text = article["text"]
    found = [_attributed(article, "“Nobody saw the light,”", "direct", "said", "the harbour master")]
    if HOSTILE in text:
        found.append(_attributed(article, HOSTILE, "indirect", None, None) | {"source": HOSTILE, "via": HOSTILE})
        found.append(
            _attributed(article, "Between $5 and", "mixed", None, None) | {"source": "A $ource", "rule": "<i>"}
        )
    return found


def _attributed(article: dict, words: str, kind: str, cue: str | None, mention: str | None) -> dict:
    start = article["text"].index(words)
    row = {"article_id": article["article_id"], "quote_type": kind, "content": words, "cue": cue, "rule": "invented"}
    row |= {"content_start": start, "content_end": start + len(words), "parts": [(start, start + len(words))]}
    row |= {"quote_id": f"{article['article_id']}|quote|{start}-{row['content_end']}", "source_mention": mention}
    for name, value in (("cue", cue), ("source", mention)):
        place = article["text"].index(value, start) if value else None
        row |= {f"{name}_start": place, f"{name}_end": place and place + len(value)}
    return row | {"source_type": "unnamed_individual" if mention else "named_individual", "section": "body"}


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


@cache
def sample() -> Analysis:
    """The embedded sample as it is analysed, once for all tests of a process: they only look at it."""
    return analyse(ROOT / "data" / "sample")


@cache
def annotated() -> Analysis:
    """The embedded sample, with the tables of attribution made from its gold annotation."""
    gold = ROOT / "tests" / "gold" / "sample"
    read = sample()
    articles = read.tables["articles"].assign(file=lambda rows: rows["source_file"].map(lambda p: Path(p).name))
    texts = articles.set_index("file")[["article_id", "text"]]
    entities = [_entity(e) for e in json.loads((gold / "entities.json").read_text("utf-8"))]
    known = {e["name"]: e["entity_id"] for e in entities}
    lines = (gold / "quotes.jsonl").read_text("utf-8").splitlines()
    rows = [_quote(json.loads(line), texts, known) for line in lines]
    tables = {"quotes": rows, "entities": entities, "mentions": [_mention(r) for r in rows if r["source_mention"]]}
    made = {name: schema.enforce(name, value) for name, value in tables.items()}
    return Analysis(read.folder, {**read.tables, **made}, read.problems)


def _entity(gold: dict) -> dict:
    given = {"entity_id": f"entity|{gold['name']}", "side": gold["side"]}
    return given | {c: gold[c] for c in ("name", "entity_type", "variants", "party_to_conflict")}


def _quote(gold: dict, texts: pd.DataFrame, known: dict[str, str]) -> dict:
    article_id, text = texts.loc[gold["article"]]
    parts = [_place(text, span) for span in gold["content"]]
    row = {
        c: gold[c] for c in ("quote_type", "source", "source_type", "via", "addressee", "is_continuation", "section")
    }
    row |= {"article_id": article_id, "parts": parts, "content_start": parts[0][0], "content_end": parts[-1][1]}
    row["quote_id"] = f"{article_id}|quote|{parts[0][0]}-{parts[-1][1]}|{gold['source']}"
    row["content"] = " … ".join(text[a:b] for a, b in parts)
    row |= {"entity_id": known.get(gold["source"]), "rule": "gold", "sentence_id": None, "quoted_parts": []}
    row["cue"] = gold["cue"] and gold["cue"]["words"]
    row["cue_start"], row["cue_end"] = _place(text, gold["cue"]) if gold["cue"] else (None, None)
    row["cue_class"] = CUE_CLASSES.get(row["cue"], "neutral") if row["cue"] else None
    mention = gold["source_mention"]
    row["source_mention"] = mention and mention["words"]
    row["source_start"], row["source_end"] = _place(text, mention) if mention else (None, None)
    return row


def _place(text: str, span: dict) -> tuple[int, int]:
    """The span that the gold gives as words and the number of their occurrence, overlapping ones counted."""
    start = -1
    for _ in range(span["occurrence"]):
        start = text.index(span["words"], start + 1)
    return start, start + len(span["words"])


def _mention(quote: dict) -> dict:
    start, end = quote["source_start"], quote["source_end"]
    given = {"mention_id": f"{quote['quote_id']}|mention", "start": start, "end": end, "mention_type": "name"}
    return given | {
        "article_id": quote["article_id"],
        "surface": quote["source_mention"],
        "entity_id": quote["entity_id"],
    }
