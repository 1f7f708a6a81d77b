import html as escapes

import invented
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from crossread import overview, quote_layer, reading_view, voices
from crossread.quote_layer import Quote

TEXT = 'He <b>said</b> "& so" 🚢 did\nshe, $1 or $2.'


def _quote(number, parts, cue=None, source=None):
    whole = parts[0][0], parts[-1][1]
    return Quote(number, "<i>Ann</i>", "ao"[number % 2], "direct", "about & more", parts, whole, cue, source)


@st.composite
def _quotes(draw):
    span = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(lambda s: tuple(sorted(s)))
    many = draw(
        st.lists(st.tuples(st.lists(span, min_size=1, max_size=3), st.none() | span, st.none() | span), max_size=6)
    )
    return [_quote(n, *given) for n, given in enumerate(many, 1)]


@given(_quotes(), st.integers(0, 20), st.integers(20, len(TEXT)))
def test_whatever_overlaps_the_words_stay_the_same_and_the_markup_is_whole(quotes, start, end):
    taken = {"3-9"}
    words = quote_layer.words(TEXT, start, end, quotes, taken)
    paragraph = html.fragment_fromstring(f"<p>{words}</p>")
    assert paragraph.text_content() == TEXT[start:end]
    assert {element.tag for element in paragraph.iter()} <= {"p", "span"}
    assert not paragraph.xpath(".//span//span")
    ids = paragraph.xpath(".//@id")
    assert len(ids) == len(set(ids))
    assert "3-9" not in ids
    assert set(ids) <= taken


def test_a_quote_within_a_quote():
    text = "They dismissed its claim that 40 were dead as talk."
    outer = _quote(1, [(15, 50)])
    inner = _quote(2, [(25, 42)], cue=(19, 24), source=(15, 18))
    pieces = html.fragment_fromstring(f"<p>{quote_layer.words(text, 0, len(text), [outer, inner], set())}</p>")
    marked = {piece.text: piece.get("class") for piece in pieces.iter("span") if piece.text}
    assert marked["that 40 were dead"] == "q q-direct v-a nested"
    assert marked["claim"] == "q q-direct v-o cue"
    assert marked["its"] == "q q-direct v-o source by-a"
    assert marked[" as talk"] == "q q-direct v-o"
    assert [piece.get("data-tag") for piece in pieces.iter("span") if piece.get("data-tag")] == ["1", "2 A"]


def test_what_ends_where_the_next_begins_is_not_nested():
    words = str(quote_layer.words("one two", 0, 7, [_quote(1, [(0, 4)]), _quote(2, [(4, 7)])], set()))
    assert "nested" not in words


def _page(n, tables):
    articles, blocks = tables["articles"], tables["blocks"]
    found = voices.attributions(articles, blocks, tables["quotes"], tables["entities"])
    article = articles.iloc[n]
    own = blocks[blocks["article_id"] == article["article_id"]]
    names = overview.in_order(articles).set_index("article_id")["name"]
    quotes = found[found["article_id"] == article["article_id"]]
    return article, quotes, reading_view.page(article, own, names, "Ferry", quotes, voices.key(found))


def test_the_words_of_an_article_are_escaped_in_the_layer_too():
    _, quotes, page = _page(2, invented.analysis().tables)
    assert len(quotes) == 3
    assert page.count("<script") == 1
    assert page.count(escapes.escape("<script>")) >= 4
    shown = html.document_fromstring(page)
    assert not shown.xpath("//main//script | //*[@*[starts-with(name(), 'on')]] | //main//i")
    block = shown.xpath("//*[@data-start='0']")[0]
    assert len(block.text_content()) == len(invented.HOSTILE)
    assert block.xpath("./span[contains(@class, 'nested')]")


@pytest.mark.parametrize("n", range(6))
def test_every_quote_of_the_sample_has_its_place_its_note_and_its_address(n):
    article, quotes, page = _page(n, invented.sample().tables)
    shown = html.document_fromstring(page)
    ids = shown.xpath("//@id")
    assert len(ids) == len(set(ids))
    for row in quotes.itertuples():
        spans = [*row.parts, (row.content_start, row.content_end)]
        spans += [(row.cue_start, row.cue_end)] if pd.notna(row.cue_start) else []
        assert {f"{start}-{end}" for start, end in spans} <= set(ids)
    noted = {item.text_content() for item in shown.xpath("//ul[@class='notes']//summary/b")}
    assert noted == {str(number) for number in range(1, quotes["quote_id"].nunique() + 1)}
    for words in shown.xpath("//*[@data-start]"):
        start = int(words.get("data-start"))
        text = words.text_content()
        assert text == reading_view.safe(article["text"][start : start + len(text)])


def test_a_page_says_what_was_not_found_and_nothing_where_nothing_was_looked_for():
    tables = invented.analysis().tables
    article, own = tables["articles"].iloc[0], tables["blocks"]
    own, names = own[own["article_id"] == article["article_id"]], pd.Series(dtype="object")
    none = voices.attributions(tables["articles"], tables["blocks"], tables["quotes"].iloc[:0], tables["entities"])
    assert "No words of this article" in reading_view.page(article, own, names, "Ferry", none, {})
    assert "No words of this article" not in reading_view.page(article, own, names, "Ferry")
