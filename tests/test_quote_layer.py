import html as escapes

import invented
import pandas as pd
import pytest
from lxml import html

from crossread.display import overview
from crossread.quotes import layer as quote_layer
from crossread.quotes import voices
from crossread.report import reading_view


def _page(n, tables):
    articles, blocks = tables["articles"], tables["blocks"]
    found = voices.attributions(articles, blocks, tables["quotes"], tables["entities"])
    article = articles.iloc[n]
    own = blocks[blocks["article_id"] == article["article_id"]]
    names = overview.in_order(articles).set_index("article_id")["name"]
    quotes = found[found["article_id"] == article["article_id"]]
    layer = quote_layer.layer(quotes, voices.key(found))
    return article, quotes, reading_view.page(article, own, names, "Ferry", [layer])


def test_a_quote_within_a_quote():
    given = {"name": "", "quote_type": "direct", "source_type": pd.NA, "cue": pd.NA, "cue_class": pd.NA, "via": pd.NA}
    given |= {"source_mention": pd.NA, "addressee": pd.NA, "rule": "invented", "article_id": "a", "voice_kind": "named"}
    given |= {"side": pd.NA, "cue_start": pd.NA, "cue_end": pd.NA, "source_start": pd.NA, "source_end": pd.NA}
    outer = {"quote_id": "1", "voice": "Ann", "parts": [[15, 50]], "content_start": 15, "content_end": 50}
    inner = {"quote_id": "2", "voice": "Bo", "parts": [[25, 42]], "content_start": 25, "content_end": 42}
    inner |= {"cue_start": 19, "cue_end": 24, "source_start": 15, "source_end": 18}
    found = pd.DataFrame([{**given, **outer}, {**given, **inner}]).assign(n_words=5, ranges=[[(3, 9)], [(5, 9)]])
    layer = quote_layer.layer(found, {"Ann": "A"})
    assert (layer.n, layer.shown) == (2, True)
    spans = {(m.start, m.end, m.kind): (m.classes, m.tag) for m in layer.marks if m.kind != "place"}
    assert spans == {
        (15, 50, "quote"): ("quote-direct v-a", "1 A"),
        (25, 42, "quote"): ("quote-direct v-o", "2"),
        (19, 24, "cue"): ("v-o", ""),
        (15, 18, "source"): ("v-o", ""),
    }


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
    article, quotes, page = _page(n, invented.annotated().tables)
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
    assert "No words of this article" in reading_view.page(article, own, names, "Ferry", [])
    assert "No words of this article" not in reading_view.page(article, own, names, "Ferry")
