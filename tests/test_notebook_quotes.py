import invented
import pytest
from lxml import html

from crossread.display import passages
from crossread.quotes import notebook as notebook_quotes
from crossread.quotes import voices


@pytest.fixture(scope="module")
def sample():
    return invented.annotated()


@pytest.fixture(scope="module")
def given(sample):
    t = sample.tables
    found = voices.attributions(t["articles"], t["blocks"], t["quotes"], t["entities"])
    return found, voices.coverage(t["articles"], t["blocks"], found), voices.key(found)


def test_attributions_are_counted(given):
    said = notebook_quotes.counts(*given[:2]).data
    assert "113 attributions: 22 direct, 25 mixed and 66 indirect; 24 sources" in said


def test_every_part_of_every_quote_has_its_link(given):
    found, _, letters = given
    shown = html.fromstring(notebook_quotes.quotes(found, letters).data)
    links = set(shown.xpath("//a/@href"))
    assert links == {
        passages.address(row.article_id, start, end) for row in found.itertuples() for start, end in row.parts
    }
    assert len(shown.xpath("//tbody/tr")) == len(found)


def test_long_words_are_cut_unless_all_of_them_are_wanted(given):
    found, _, letters = given
    longest = max(found.loc[found["parts"].map(len) == 1, "content"], key=len)
    assert len(longest) > notebook_quotes.CUT
    assert longest not in html.fromstring(notebook_quotes.quotes(found, letters).data).text_content()
    full = html.fromstring(notebook_quotes.quotes(found, letters, in_full=True).data).text_content()
    assert " ".join(longest.split()) in full


def test_tables_say_who_by_letter_and_name(given):
    found, covered, letters = given
    for shown in (
        notebook_quotes.sources(found, letters),
        notebook_quotes.by_article(found, covered, letters),
        notebook_quotes.up_front(found, letters),
    ):
        page = html.fromstring(shown.data)
        chips = {chip.text_content(): chip.tail.strip() for chip in page.xpath("//span[contains(@class, 'voice')]")}
        assert chips.items() <= {letter: name for name, letter in letters.items()}.items()
        assert chips


def test_cues_stand_by_article_and_class_with_their_number(given):
    found, _, letters = given
    shown = html.fromstring(notebook_quotes.cues(found, letters, 5).data)
    assert len(shown.xpath("//details")) == 5
    (table,) = [t for t in shown.iter("table") if t.findtext("caption") == "Cues for Orlavia"]
    assert [head.text for head in table.xpath("./thead//th")] == ["Article", "Neutral", "Doubting", "No cue"]
    rows = {row[0].text: row[2].text_content() for row in table.xpath("./tbody/tr")}
    assert rows["Daily Gannet"] == "claims"
    assert "said (2)" in shown.text_content()
