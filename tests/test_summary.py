"""The summary: what it says of the sample, of small sets, and what it leaves unsaid."""

import re
from functools import cache
from pathlib import Path

import invented
import nbformat
import pytest
from lxml import html

from crossread import analysis, schema
from crossread.comparison import summary
from crossread.display import html as display
from crossread.display import passages
from crossread.report import excerpts

ROOT = Path(__file__).parents[1]
EMPTY = {name: schema.enforce(name, []) for name in schema.TABLES}


@cache
def sample():
    return analysis.analyse(ROOT / "data" / "sample")


def read(tables):
    """The summary as paragraphs of words, and its links."""
    page = html.fromstring(f"<div>{summary.summary(tables)}</div>")
    return [p.text_content() for p in page.findall("p")], page.xpath("//a/@href")


def made(folder, *texts):
    (folder / "articles").mkdir()
    for n, text in enumerate(texts):
        (folder / "articles" / f"a{n}.txt").write_text(text, "utf-8")
    return analysis.analyse(folder).tables


def test_the_sample_in_two_paragraphs_and_what_they_cannot_say():
    (event, words, limits), _ = read(sample().tables)
    assert event.startswith("6 articles from 6 outlets: ")
    assert "The Cassimar Ledger (86% of it stands in Orrisfeld)" in event
    assert "contested, 2 (Teodran Veshik, in Orlavia Today) against 23 (Saltgate hospital, in " in event
    assert "Ysolde Maranik: 191 words in 8 attributions (3 direct, 1 mixed and 4 indirect)" in words
    assert "“pullback” in The Morrowgate Chronicle and Harbour Broadcasting (quoted)" in words
    assert "One remark of Teodran Veshik stands in wordings that differ" in words
    assert limits.startswith("What this cannot say")


def test_no_figures_of_a_toll_are_added_up_or_put_into_one():
    (event, *_), _ = read(sample().tables)
    numbers = {int(n) for n in re.findall(r"\d+", event.split("tolls found")[1])}
    figures = sample().tables["figures"]
    stated = {*figures["reported_min"].dropna(), *figures["reported_max"].dropna()}
    assert numbers - {8, 3, 12, 2025} <= {int(n) for n in stated}  # of its tolls, and the day


def test_what_all_tell_is_never_in_the_words_of_one_alone():
    (event, *_), _ = read(sample().tables)
    told = event.split("Every article tells one thing, each in its words: ")[1].split(". ")[0]
    assert told.count("“") == 2


def test_every_link_leads_to_words_or_to_a_section_that_is_there():
    tables = sample().tables
    texts = {passages.address(row.article_id): row.text for row in tables["articles"].itertuples()}
    _, links = read(tables)
    assert len(links) > 20
    for link in links:
        page, _, place = link.partition("#")
        if page.startswith("read/"):
            start, _, end = place.partition("-")
            assert page in texts
            assert not place or texts[page][int(start) : int(end)].strip()
        else:
            book = nbformat.read(ROOT / "notebooks" / page.replace(".html", ".ipynb"), as_version=4)
            heads = re.findall(r"(?m)^##+ (.+)$", "\n".join(c.source for c in book.cells if c.cell_type == "markdown"))
            assert not place or place in map(display.anchor, heads), link


def test_words_of_an_article_are_short_and_escaped():
    tables = dict(sample().tables)
    for statement in re.findall(r"“([^”]*)”", " ".join(read(tables)[0])):
        assert len(statement) <= 120
    articles = tables["articles"].assign(outlet="<b>Post</b> & Sons")
    markup = str(summary.summary(tables | {"articles": articles}))
    assert "<b>Post" not in markup
    assert "&lt;b&gt;Post&lt;/b&gt; &amp; Sons" in markup
    assert "<script" not in str(summary.summary(invented.analysis().tables))


def test_of_excerpts_it_says_the_same():
    assert str(summary.summary(excerpts.keep_cited(sample()).tables)) == str(summary.summary(sample().tables))


def test_without_quotes_tolls_and_facts_it_says_that_there_are_none():
    articles = sample().tables["articles"]
    (event, words, _), _ = read(EMPTY | {"articles": articles.head(2)})
    assert "These articles share almost nothing" in event
    assert "No casualty figure that can be compared was found." in event
    assert words == "No attribution to a source was found."


def test_one_article_is_not_compared(tmp_path):
    tables = made(tmp_path, "Bridge shut\n\nThe bridge at Lower Tamby was shut on Monday, Mayor Ina Corl said.\n")
    (event, words, _), _ = read(tables)
    assert event.startswith("1 article of no known outlet: a0.txt. ")
    assert "There is one article only, so that there is nothing to compare." in event
    assert "absent" not in event
    assert "in 1 attribution (" in words
    assert "1 words" not in words


def test_articles_on_different_events_are_not_made_into_one(tmp_path):
    tables = made(
        tmp_path,
        "Bridge shut\n\nThe bridge at Lower Tamby was shut on Monday, Mayor Ina Corl said. Two people were killed.\n",
        "Choir wins\n\nThe choir of Vessel Hill won its prize, its leader Odo Brandt told the Hill Gazette.\n",
        "Storm\n\nA storm killed nine people in Quarne, police chief Lena Oort said. Roofs were torn off.\n",
    )
    (event, words, _), _ = read(tables)
    assert "These articles share almost nothing: they may be about different events." in event
    assert "each in its words" not in event
    assert "told by every" not in event
    assert "of the main event" not in event
    assert "words differ" not in words


@pytest.mark.parametrize("n", [1, 2, 6])
def test_no_statement_is_empty_or_has_a_gap(n):
    for paragraph in read(invented.analysis(n).tables)[0]:
        assert paragraph.strip()
        assert not re.search(r"<NA>|\bnan\b|\bNone\b|  |\( ?\)|“”|\.\.|: \.|, \.|\b1 \w+s found", paragraph), paragraph
