import json
import re

import invented
import nbformat
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from crossread.analysis import Analysis
from crossread.display import passages, roles
from crossread.quotes import voices
from crossread.report import excerpts, reading_view

SAMPLE = invented.ROOT / "data" / "sample"


@pytest.fixture(scope="module")
def whole():
    return invented.sample()


@pytest.fixture(scope="module")
def report(whole, report_once):
    return report_once("excerpts", lambda: whole, only_excerpts=True)


def _uncited(tables):
    """The sentences that no quote, casualty figure or fact touches, and the captions and furniture."""
    texts = tables["articles"].set_index("article_id")["text"]
    figures = tables["figures"]
    spans = [(r.article_id, r.content_start, r.content_end) for r in tables["quotes"].itertuples()]
    for name in ("cue", "source"):
        rows = tables["quotes"].dropna(subset=[f"{name}_start"])
        spans += list(rows[["article_id", f"{name}_start", f"{name}_end"]].itertuples(index=False))
    spans += [(r.article_id, r.start, r.end) for r in figures[figures["is_casualty"]].itertuples()]
    cells = tables["fact_cells"].dropna(subset=["start"])
    spans += list(cells[["article_id", "start", "end"]].itertuples(index=False))
    titles = tables["blocks"][tables["blocks"]["role"] == "title"]
    spans += [(r.article_id, r.start, r.end) for r in titles.itertuples()]
    for row in tables["sentences"].itertuples():
        if not any(a == row.article_id and start < row.end and end > row.start for a, start, end in spans):
            yield texts[row.article_id][row.start : row.end]


def _texts(folder):
    """Everything that a report says, file by file, as plain words."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".parquet":
            frame = pd.read_parquet(path)
            yield path.name, "\n".join(str(value) for column in frame for value in frame[column])
        elif path.suffix == ".html":
            raw = path.read_text("utf-8")
            yield path.name, raw
            yield path.name, html.document_fromstring(raw).text_content()
        elif path.suffix == ".ipynb":
            yield path.name, json.dumps(nbformat.read(path, as_version=4), ensure_ascii=False)
        elif path.is_file():
            yield path.name, path.read_text("utf-8")


def _line(words):
    return " ".join(words.split())


def test_no_uncited_sentence_is_anywhere_in_the_report(whole, report):
    assert not report.errors
    uncited = [_line(words) for words in _uncited(whole.tables)]
    assert len(uncited) > 20
    for name, said in _texts(report.folder):
        said = _line(said)
        for sentence in uncited:
            assert sentence not in said, name
            words = sentence.split()
            for at in range(0, len(words) - 7, 4):  # nor a part of one
                assert " ".join(words[at : at + 8]) not in said, name


def test_what_is_cited_is_still_there_and_every_place_is_the_same(whole):
    left = excerpts.keep_cited(whole).tables
    for before, after in zip(whole.tables["articles"].itertuples(), left["articles"].itertuples(), strict=True):
        assert len(before.text) == len(after.text)
        assert before.title in (None, after.title)
    texts = left["articles"].set_index("article_id")["text"]
    for quote in left["quotes"].itertuples():
        assert quote.content == " … ".join(texts[quote.article_id][start:end] for start, end in quote.parts)


def test_counts_and_shares_stay_as_they_were(whole):
    left = excerpts.keep_cited(whole).tables
    found, own = whole.tables, (left["articles"], left["blocks"])
    before = roles.words_by_group(found["articles"], found["blocks"])
    pd.testing.assert_frame_equal(before, roles.words_by_group(*own))
    cover = [
        voices.coverage(t["articles"], t["blocks"], voices.attributions(*(t[n] for n in given)))
        for t in (found, left)
        for given in [("articles", "blocks", "quotes", "entities")]
    ]
    pd.testing.assert_frame_equal(*cover)


def test_the_index_says_what_the_report_is_and_warns_no_more(report):
    index = html.document_fromstring((report.folder / "index.html").read_text("utf-8")).text_content()
    assert re.search(r"This report holds excerpts: headlines and the sentences that it cites, \d\d? ?% of the", index)
    assert "full texts" not in index


def test_the_reading_view_shows_gaps_and_the_way_to_the_source(whole, report):
    article = next(a for a in whole.tables["articles"].itertuples() if reading_view.is_web_address(a.url))
    page = html.document_fromstring((report.folder / passages.address(article.article_id)).read_text("utf-8"))
    assert page.xpath("//*[@data-tag='[…]']")
    assert page.xpath(f"//p//a[@href='{article.url}']")
    for words in page.xpath("//*[@data-start]//text()[not(ancestor::*[@class='gap'])]"):
        assert "_" not in words


def test_facts_and_bare_words_of_other_findings(whole):
    article = whole.tables["articles"].iloc[0]
    text = article["text"]
    sentence = next(s for s in _uncited(whole.tables) if s in text and len(s.split()) > 6)
    start = text.index(sentence)
    word = re.compile(r"\w{4,}").search(text, start + 1)
    row = {"article_id": article["article_id"], "start": word.start(), "end": word.end()}

    def left(name):
        tables = {**whole.tables, name: pd.DataFrame([row])}
        return excerpts.keep_cited(Analysis(whole.folder, tables, [])).tables["articles"]["text"].iloc[0]

    assert left("fact_cells")[start : start + len(sentence)] == sentence
    bare = left("labels")[start : start + len(sentence)]
    assert re.findall(r"[^\W_]+", bare) == [word.group()]


@given(st.lists(st.tuples(st.characters(), st.booleans())))
def test_blanking_keeps_length_and_leaves_no_letter(letters):
    text = "".join(letter for letter, _ in letters)
    blanked = excerpts._blanked(text, bytearray(stays for _, stays in letters))
    assert len(blanked) == len(text)
    for after, (before, stays) in zip(blanked, letters, strict=True):
        assert before == after if stays else not after.isalnum()


def test_gaps_of_a_page_are_shown_as_such_and_names_with_underscores_are_not():
    page = '<a href="read/a__b_c_.html">____ ___, _____ 20 boats __ ___</a> a_file_name.txt'
    assert excerpts.marked(page) == '<a href="read/a__b_c_.html">[…] 20 boats […]</a> a_file_name.txt'


def test_the_share_that_stays(whole):
    left = excerpts.keep_cited(whole)
    assert 0.2 < excerpts.share_kept(whole, left) < 0.95
    assert excerpts.share_kept(whole, whole) == 1
