import re

import invented
import pandas as pd
from lxml import html

from crossread.display import many, passages
from crossread.report import side_by_side


def _tables():
    """Three articles: an utterance in two of them, an utterance of one alone, and a fact with every status."""
    tables = dict(invented.analysis(3).tables)
    ids = list(tables["articles"]["article_id"])
    said = tables["quotes"].drop_duplicates("article_id").set_index("article_id")["quote_id"]
    rows = [{"utterance_id": "u1", "quote_id": said[i], "article_id": i, "similarity": 0.9} for i in ids[:2]]
    rows.append({"utterance_id": "u2", "quote_id": said[ids[2]], "article_id": ids[2], "similarity": 1.0})
    fact = {"fact_id": "f1", "kind": "event", "statement": "Divers <b>came</b>", "known_from": pd.NaT}
    cells = [
        {"fact_id": "f1", "article_id": ids[0], "status": "narrator", "source": pd.NA, "start": 0, "end": 5},
        {"fact_id": "f1", "article_id": ids[0], "status": "narrator", "source": pd.NA, "start": 9, "end": 12},
        {"fact_id": "f1", "article_id": ids[1], "status": "not_yet_known", "source": pd.NA, "start": pd.NA},
        {"fact_id": "f1", "article_id": ids[2], "status": "absent", "source": pd.NA, "start": pd.NA, "end": pd.NA},
    ]
    tables |= {"utterances": pd.DataFrame(rows), "facts": pd.DataFrame([fact]), "fact_cells": pd.DataFrame(cells)}
    return tables, ids


def test_statements_are_utterances_of_several_articles_and_facts():
    tables, ids = _tables()
    utterance, fact = side_by_side.statements(tables)
    assert (utterance.number, utterance.kind, set(utterance.told())) == (1, "remark", set(ids[:2]))
    assert utterance.words == "“Nobody saw the light,”"
    assert (fact.number, fact.kind, fact.words) == (2, "fact: event", "Divers <b>came</b>")
    assert {i: cell.status for i, cell in fact.cells.items()} == dict(
        zip(ids, ("narrator", "not_yet_known", "absent"), strict=True)
    )
    assert fact.told()[ids[0]].spans == [(0, 5), (9, 12)]


def test_without_the_tables_there_is_nothing_and_the_page_says_so():
    tables = invented.analysis(2).tables
    tables = {n: t for n, t in tables.items() if n not in ("utterances", "facts", "fact_cells")}
    assert side_by_side.statements(tables) == []
    page = html.document_fromstring(side_by_side.page(tables, [], "Ferry"))
    assert page.xpath("count(//iframe)") == 2
    assert not page.xpath("//section")


def test_the_words_of_a_statement_lead_to_both_articles_side_by_side():
    tables, ids = _tables()
    layers = side_by_side.joined_layers(side_by_side.statements(tables))
    assert set(layers) == set(ids[:2])
    first = layers[ids[0]]
    assert (first.n, first.shown) == (2, False)
    slugs = [passages.slug(i) for i in ids]
    assert first.marks[0].address == f"../compare.html#a={slugs[0]}&b={slugs[1]}&at=1"
    assert first.marks[1].address == f"../compare.html#a={slugs[0]}&at=2"


def test_the_page_has_every_wording_as_a_link_and_what_is_missing_where():
    tables, ids = _tables()
    written = side_by_side.page(tables, side_by_side.statements(tables), "Ferry")
    page = html.document_fromstring(written)
    order = page.xpath("//select[@id='left']/option/@value")
    assert sorted(order) == sorted(passages.slug(i) for i in ids)
    one, two = page.xpath("//ol[@id='statements']/li")
    assert one.xpath(".//a/@href")[0].startswith("read/")
    place = {slug: n for n, slug in enumerate(order)}
    missing = "".join(letter * int(n) for letter, n in re.findall(r"(\D)(\d+)", two.get("data-missing")))
    assert [missing[place[passages.slug(i)]] for i in ids] == ["-", "n", "a"]
    assert two.xpath(".//li/@data-spans") == ["0-5,9-12"]
    assert "Divers <b>came</b>" in two.text_content()
    assert "frame-src 'self'" in page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert page.xpath("count(//option[@selected])") == 2


def test_a_hundred_articles_do_not_make_it_long():
    tables = dict(invented.analysis(100).tables)
    ids = list(tables["articles"]["article_id"])
    facts = [{"fact_id": f"f{n}", "kind": "event", "statement": "Divers came " * 30} for n in range(100)]
    cells = [
        {"fact_id": f["fact_id"], "article_id": i, "status": "narrator" if n % 9 == 0 else "undetermined"}
        | ({"start": 0, "end": 60} if n % 9 == 0 else {"start": pd.NA, "end": pd.NA}) | {"source": pd.NA}
        for f in facts for n, i in enumerate(ids)
    ]  # fmt: skip
    tables |= {"facts": pd.DataFrame(facts), "fact_cells": pd.DataFrame(cells)}
    assert len(side_by_side.page(tables, side_by_side.statements(tables), "Ferry")) < 1_000_000


def test_of_too_many_statements_the_first_ones_stand_there_and_the_page_says_so(monkeypatch):
    tables, _ = _tables()
    found = side_by_side.statements(tables)
    assert "These are the first" not in side_by_side.page(tables, found, "Ferry")
    monkeypatch.setattr(many, "CELLS", len(found[0].told()))
    page = html.document_fromstring(side_by_side.page(tables, found, "Ferry"))
    assert len(page.xpath("//ol[@id='statements']/li")) == 1
    assert f"These are the first 1 of {len(found)} facts and remarks" in page.text_content()
