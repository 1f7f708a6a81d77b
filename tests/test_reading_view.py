import html as escapes
import re
import shutil
import subprocess

import invented
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from crossread import codebooks
from crossread.comparison.whole import Whole
from crossread.display import overview, passages
from crossread.report import reading_view

BOOKS = codebooks.load()

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def _page(n=2, quoted=False, **changes):
    tables = invented.analysis().tables
    articles, blocks = tables["articles"], tables["blocks"]
    article = articles.iloc[n].copy()
    for name, value in changes.items():
        article[name] = value
    names = overview.in_order(articles).set_index("article_id")["name"]
    own = blocks[blocks["article_id"] == article["article_id"]]
    found = reading_view.layers_of(Whole(tables, BOOKS))(article["article_id"]) if quoted else None
    return article, own, reading_view.page(article, own, names, "Ferry", found)


def test_plain_names_stay():
    for name in ("bbc.json", "a-b_c.2.txt", "x" * 80):
        assert passages.slug(name) == name


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "a/../b", "CON", "con.txt", "nul", "BBC.json", "a b", "x" * 81, ".hidden", "dot.", "é",
     "a\nb",
     "https://news.example/a?b=1#c", "a..b", "-a", "\ud800", "piece-0123456789"],
)  # fmt: skip
def test_other_names_get_a_checksum(name):
    slug = passages.slug(name)
    assert re.search(r"-[0-9a-f]{10}$", slug)
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*", slug)
    assert ".." not in slug
    assert len(slug) <= 80


@given(st.sets(st.text(st.characters(exclude_categories=())), max_size=20))
def test_no_two_articles_share_a_page_even_where_case_is_not_told_apart(names):
    assert len({passages.slug(name).lower() for name in names}) == len(names)


def test_a_slug_that_looks_like_another_ones_checksum_is_not_taken_over():
    assert passages.slug(passages.slug("a b")) != passages.slug("a b")


def test_addresses():
    assert passages.address("bbc.json") == "read/bbc.json.html"
    assert passages.address("bbc.json", 3, 9) == "read/bbc.json.html#3-9"


def test_the_blocks_hold_the_words_of_the_text_exactly():
    article, own, page = _page()
    shown = html.document_fromstring(page).xpath("//*[@data-start]")
    assert len(shown) == len(own)
    for element, block in zip(shown, own.itertuples(), strict=True):
        assert int(element.get("data-start")) == block.start
        words = element.text_content()
        expected = article["text"][block.start : block.end]
        assert len(words) == len(expected)
        assert words.replace("\x1b", "") == expected.replace("\x1b", "")


def test_characters_that_no_page_can_hold_are_replaced_one_by_one():
    assert reading_view.safe("a\x00b\rc\ud800d") == "a\ufffdb c\ufffdd"


def test_what_is_set_apart_is_labelled_with_role_and_rule():
    page = html.document_fromstring(_page()[2])
    labels = [e.text_content() for e in page.xpath("//*[contains(@class, 'aside')]//*[@class='label-role']")]
    assert labels == ["byline · begins with By", "caption · label at the start", "promo · newsletter words"]


@pytest.mark.parametrize(
    ("url", "linked"),
    [("https://news.example/1", True), ("HTTP://news.example", True), ("javascript:alert(1)", False),
     ("data:text/html,x", False), ("//news.example", False), ("/etc/passwd", False),
     (" https://news.example", False), (pd.NA, False)],
)  # fmt: skip
def test_only_web_addresses_become_links(url, linked):
    hrefs = html.document_fromstring(_page(url=url)[2]).xpath("//a/@href")
    assert (url in hrefs) == linked if linked else set(hrefs) == {"#main", "../index.html"}


def test_a_copy_names_the_other_article():
    page = html.document_fromstring(_page(1)[2])
    (original,) = page.xpath("//dl//a[starts-with(@href, '../read/')]")
    assert "73%" in original.getparent().text_content()


def test_what_was_found_in_another_article_is_no_layer_of_this_one():
    tables = dict(invented.analysis().tables)
    quotes = tables["quotes"]
    one, other = quotes["article_id"].unique()[:2]
    tables["quotes"] = quotes[quotes["article_id"] != one]
    found = reading_view.layers_of(Whole(tables, BOOKS))
    assert "quotes" not in {layer.name for layer in found(one)}
    assert "quotes" in {layer.name for layer in found(other)}


def test_within_a_notebook_an_article_has_its_layers_and_nothing_can_run():
    tables = invented.analysis().tables
    shown = reading_view.show(tables, "2 a piece.txt", reading_view.layers_of(Whole(tables, BOOKS)), "quotes").data
    assert "<script" not in shown
    assert "mathjax_ignore" in shown
    assert escapes.escape("<script>") in shown
    page = html.fragment_fromstring(shown)
    assert not page.xpath(".//@id | .//a/@href")
    assert page.xpath(".//input[@class='on-quotes' and @checked]")
    assert page.xpath("count(.//article)") == 1


@pytest.mark.skipif(BROWSER is None, reason="no Chromium found: the marks of the reading view were not tried")
@pytest.mark.parametrize("quoted", [False, True])
def test_an_address_marks_exactly_its_words(tmp_path, quoted):
    article, _, page = _page(quoted=quoted)
    text = article["text"]
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    light = text.index("Nobody"), text.index(",” said")
    across = text.index("master"), text.index("newsletter")
    for start, end in (light, across):
        dom = subprocess.run(
            [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
             "--no-first-run", "--enable-logging=stderr", f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom",
             f"file://{tmp_path}/a.html#{start}-{end}"],
            capture_output=True, timeout=60, check=True,
        )  # fmt: skip
        assert b"CONSOLE" not in dom.stderr
        marks = html.document_fromstring(dom.stdout.decode()).xpath("//mark")
        assert "".join("".join(m.text_content() for m in marks).split()) == "".join(text[start:end].split())
