"""The sample's gold annotation must fit the sample's words, and the sample must be what its README says."""

import csv
import html
import itertools
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crossread import schema

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = ROOT / "data" / "sample" / "articles"
GOLD = ROOT / "tests" / "gold" / "sample"
FILES = sorted(p.name for p in ARTICLES.iterdir())
WIRE, COPY = "orrisfeld-wire.jsonl", "cassimar-ledger.csv"
SAYS_SO = "This article is invented. It was written for the Crossread sample; no person, place or event in it is real."

# Double marks that report no speech; every other stretch in double marks belongs to an attribution.
NO_SPEECH = {("orlavia-today.html", "“Safe Harbour”")}


def source_text(name):
    """The article's text by the design's rule: pasted text as it is, else title, standfirst, byline, body."""
    raw = (ARTICLES / name).read_text(encoding="utf-8")
    if name.endswith(".txt"):
        return raw
    if name.endswith(".jsonl"):
        r = json.loads(raw)
        return "\n\n".join([r["headline"], r["byline"], r["body"]])
    if name.endswith(".json"):
        r = json.loads(raw)
        return "\n\n".join([r["title"], *r["authors"], r["maintext"]])
    if name.endswith(".csv"):
        (r,) = csv.DictReader(raw.splitlines(keepends=True))
        return "\n\n".join([r["title"], r["text"]])
    body = raw[raw.index("<body>") :]
    return html.unescape(re.sub(r"<[^>]+>", "", body))


def load(name):
    raw = (GOLD / name).read_text(encoding="utf-8")
    return [json.loads(x) for x in raw.splitlines()] if name.endswith("l") else json.loads(raw)


TEXT = {name: source_text(name) for name in FILES}
LINES, META, ENTITIES = load("lines.json"), load("articles.json"), load("entities.json")
QUOTES, FIGURES, TOLLS = load("quotes.jsonl"), load("figures.jsonl"), load("tolls.json")
UTTERANCES, FACTS = load("utterances.json"), load("facts.json")


def starts(text, words):
    return [i for i in range(len(text)) if text.startswith(words, i)]


def reported(name):
    return [b["words"] for b in LINES[name] if b["role"] in ("title", "standfirst", "paragraph")]


def spans():
    """Every span of the gold, with the article that it is in."""
    for q in QUOTES:
        yield from ((q["article"], s) for s in [*q["content"], q["cue"], q["source_mention"]] if s)
    for f in FIGURES:
        yield f["article"], f
        if f["part_of"]:
            yield f["article"], f["part_of"]
    for t in TOLLS:
        yield from ((m["article"], m) for m in t["members"])
    for u in UTTERANCES["utterances"]:
        yield from ((m["article"], m) for m in u["members"])
    for kind in ("not_aligned", "undecided"):
        for p in UTTERANCES[kind]:
            yield from ((m["article"], m) for m in p["pair"])
    for f in FACTS:
        yield from ((a, c) for a, c in f["cells"].items() if c["words"] is not None)


def test_every_file_is_annotated():
    assert len(FILES) == 6
    assert sorted(LINES) == sorted(META) == FILES
    assert {q["article"] for q in QUOTES} == {f["article"] for f in FIGURES} == set(FILES)
    assert all(sorted(f["cells"]) == FILES for f in FACTS)


def test_every_span_is_in_its_article():
    for name, span in spans():
        assert span["occurrence"] >= 1
        assert len(starts(TEXT[name], span["words"])) >= span["occurrence"], (name, span["words"])


@pytest.mark.parametrize("name", FILES)
def test_blocks_stand_in_the_text_in_order(name):
    at = 0
    for block in LINES[name]:
        found = TEXT[name].find(block["words"], at)
        assert found >= 0, block["words"]
        at = found + len(block["words"])
        assert {block["role"], *block.get("also", [])} <= set(schema.ROLES)
    if name.endswith(".txt"):
        assert [b["words"] for b in LINES[name]] == [x.strip() for x in TEXT[name].split("\n") if x.strip()]


@pytest.mark.parametrize("name", FILES)
def test_article_is_of_fair_length_and_says_that_it_is_invented(name):
    assert 300 <= sum(len(x.split()) for x in reported(name)) <= 700
    (legal,) = [b for b in LINES[name] if b["words"] == SAYS_SO]
    assert legal["role"] == "legal"


def test_closed_lists():
    """What the gold has in a column that takes certain values alone is one of them, or is missing where that may be."""
    rows = {"quotes": QUOTES, "figures": FIGURES, "tolls": TOLLS, "facts": FACTS, "entities": ENTITIES}
    rows |= {"toll_members": [m for t in TOLLS for m in t["members"]]}
    rows |= {"fact_cells": [c for f in FACTS for c in f["cells"].values()]}
    for table, own in rows.items():
        for name, column in schema.TABLES[table].columns.items():
            allowed = {*schema.closed_list(column), *([None] if column.nullable else [])}
            if schema.closed_list(column) and name in own[0] and name != "known_basis":  # told in free words
                assert {value for row in own for value in (row[name], *row.get(f"also_{name}", []))} <= allowed, name
    assert {c["status"] for f in FACTS for c in f["cells"].values()} == set(schema.CELL_STATUSES)
    assert all(f["is_casualty"] == (f["measure"] in schema.CASUALTIES) for f in FIGURES)


def test_bounds_follow_the_modifier():
    for f in FIGURES:
        low, high = f["reported_min"], f["reported_max"]
        if f["negated"]:
            assert low == high == 0
        elif f["modifier"] in ("at_least", "more_than", "indefinite"):
            assert low is not None and high is None
        elif f["modifier"] in ("up_to", "fewer_than", "nearly"):
            assert low is None and high is not None
        elif f["modifier"] == "range":
            assert low < high
        else:
            assert low == high is not None


def test_rows_refer_to_rows():
    figures = {(f["article"], f["words"], f["occurrence"]) for f in FIGURES}
    contents = {(q["article"], q["content"][0]["words"], q["content"][0]["occurrence"]) for q in QUOTES}
    assert len(figures) == len(FIGURES)

    def key(m):
        return m["article"], m["words"], m["occurrence"]

    assert all(
        (f["article"], f["part_of"]["words"], f["part_of"]["occurrence"]) in figures for f in FIGURES if f["part_of"]
    )
    assert all(key(m) in figures for t in TOLLS for m in t["members"])
    members = [m for u in UTTERANCES["utterances"] for m in u["members"]]
    pairs = [m for k in ("not_aligned", "undecided") for p in UTTERANCES[k] for m in p["pair"]]
    assert all(key(m) in contents for m in members + pairs)
    assert len({key(m) for m in members}) == len(members), "one quote goes back to one utterance"
    home = {key(m): u["utterance"] for u in UTTERANCES["utterances"] for m in u["members"]}
    for p in UTTERANCES["not_aligned"]:
        a, b = (home.get(key(m)) for m in p["pair"])
        assert a is None or a != b


def test_every_stretch_in_double_marks_is_accounted_for():
    for name in FILES:
        contents = [s["words"] for q in QUOTES if q["article"] == name for s in q["content"]]
        for text in reported(name):
            for stretch in re.findall(r'“[^”]*(?:”|$)|"[^"]*"', text):
                assert (name, stretch) in NO_SPEECH or any(stretch in c for c in contents), (name, stretch)


def test_names_are_known():
    names = {e["name"] for e in ENTITIES}
    assert {q["source"] for q in QUOTES} | {q["via"] for q in QUOTES} <= names | {None}
    assert {f["attributed_to"] for f in FIGURES} | {f["via"] for f in FIGURES} <= names | {None}
    everything = "\n".join(TEXT.values())
    for e in ENTITIES:
        assert e["variants"] and all(v in everything for v in e["variants"]), e["name"]
    rows = csv.DictReader((ROOT / "data/sample/actors.csv").read_text(encoding="utf-8").splitlines())
    by_name = {e["name"]: e for e in ENTITIES}
    for r in rows:
        e = by_name[r["name"]]
        assert r["entity_type"] == e["entity_type"]
        assert r["party_to_conflict"] == str(e["party_to_conflict"]).lower()
        assert (r["side"] or None) == e["side"]


def known(when):
    """Earliest and latest instant of a fact's date: a day or a month is as wide as zones make it."""
    if "T" in when:
        return (datetime.fromisoformat(when),) * 2
    first = datetime.fromisoformat(when if when.count("-") == 2 else when + "-01").replace(tzinfo=UTC)
    last = first + timedelta(days=1 if when.count("-") == 2 else 31)
    return first - timedelta(hours=14), last + timedelta(hours=12)


def test_status_of_a_fact_agrees_with_the_dates():
    for fact in FACTS:
        earliest, latest = known(fact["known_from"])
        for name, cell in fact["cells"].items():
            start, end = (datetime.fromisoformat(META[name][k]) for k in ("published_start", "published_end"))
            assert (cell["words"] is not None) == (cell["status"] in ("narrator", "attributed"))
            if cell["status"] == "not_yet_known":
                assert end < earliest, (fact["fact"], name)
            if cell["status"] == "absent":
                assert latest <= start, (fact["fact"], name)


def test_some_pairs_of_articles_have_an_order_and_some_have_none():
    def span(name):
        return [datetime.fromisoformat(META[name][k]) for k in ("published_start", "published_end")]

    ordered = {(a, b) for a, b in itertools.permutations(FILES, 2) if span(a)[1] < span(b)[0]}
    assert ordered == {
        ("orrisfeld-wire.jsonl", "orlavia-today.html"),
        ("orrisfeld-wire.jsonl", "morrowgate-chronicle.txt"),
        ("orrisfeld-wire.jsonl", "harbour-broadcasting.txt"),
        ("orlavia-today.html", "morrowgate-chronicle.txt"),
        ("orlavia-today.html", "harbour-broadcasting.txt"),
        ("daily-gannet.json", "morrowgate-chronicle.txt"),
    }


def shingles(name):
    words = re.findall(r"\w+", " ".join(reported(name)).lower().replace("’", "'"))
    return set(zip(*(words[i:] for i in range(5)), strict=False))


def test_one_article_is_a_copy_and_no_other():
    for a, b in itertools.permutations(FILES, 2):
        sa, sb = shingles(a), shingles(b)
        contained = len(sa & sb) / len(sa)
        if (a, b) == (COPY, WIRE):
            assert contained >= 0.6
        elif {a, b} != {COPY, WIRE}:
            assert contained < 0.2, (a, b, contained)
    assert META[COPY]["copy_of"] == META[WIRE]["article_id"]
    assert [name for name in FILES if META[name]["copy_of"]] == [COPY]
