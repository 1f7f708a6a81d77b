"""The summary: what it says of the sample, of small sets, and what it leaves unsaid."""

import re
from pathlib import Path

import invented
import nbformat
import pytest
from lxml import html

from crossread import analysis, codebooks, schema
from crossread.comparison import summary
from crossread.comparison.whole import Whole
from crossread.display import html as display
from crossread.display import passages
from crossread.report import excerpts

BOOKS = codebooks.load()

ROOT = Path(__file__).parents[1]
EMPTY = {name: schema.enforce(name, []) for name in schema.TABLES}


def read(tables):
    """The summary as words by their head, the lead and what it cannot say among them, and its links."""
    page = html.fromstring(f"<div>{summary.summary(Whole(tables, BOOKS))}</div>")
    lead, limits = (p.text_content() for p in page.findall("p"))
    own = {
        entry.findtext("dt/strong"): " ".join(d.text_content() for d in entry.findall("dd"))
        for entry in page.find("dl")
    }
    return {"lead": lead, "limits": limits, **own}, page.xpath("//a/@href")


def made(folder, *texts):
    (folder / "articles").mkdir()
    for n, text in enumerate(texts):
        (folder / "articles" / f"a{n}.txt").write_text(text, "utf-8")
    return analysis.analyse(folder).tables


def test_the_sample_under_its_heads_and_what_it_cannot_say():
    said, _ = read(invented.sample().tables)
    assert said["lead"].startswith("6 articles from 6 outlets, 2,652 words: ")
    assert "The Cassimar Ledger (86% of it stands in Orrisfeld)" in said["lead"]
    assert "contested, 2 (Teodran Veshik, in Orlavia Today) against 23 (Saltgate hospital, in " in said["Tolls"]
    spoken = "Ysolde Maranik: 191 words in 8 attributions (3 direct, 1 mixed and 4 indirect)"
    assert spoken in said["Who is quoted"]
    assert "“pullback” in The Morrowgate Chronicle and Harbour Broadcasting (quoted)" in said["Labels that differ"]
    one = said["One remark, several wordings"]
    assert one.startswith("A remark by Teodran Veshik is worded differently in ")
    assert said["limits"].startswith("What this cannot say")
    assert list(said)[2:] == [head for head in summary.ENTRIES if head in said]


def test_no_figures_of_a_toll_are_added_up_or_put_into_one():
    said, _ = read(invented.sample().tables)
    numbers = {int(n) for n in re.findall(r"\d+", said["Tolls"].split("tolls found")[1])}
    figures = invented.sample().tables["figures"]
    stated = {*figures["reported_min"].dropna(), *figures["reported_max"].dropna()}
    assert numbers - {8, 3, 12, 2025} <= {int(n) for n in stated}  # of its tolls, and the day


def test_what_all_tell_is_never_in_the_words_of_one_alone():
    said, _ = read(invented.sample().tables)
    told = said["What they share"].split("One that every article tells, in the words of two of them:")[1]
    assert told.count("“") == 2


def test_every_link_leads_to_words_or_to_a_section_that_is_there():
    tables = invented.sample().tables
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
    tables = dict(invented.sample().tables)
    for statement in re.findall(r"“([^”]*)”", " ".join(read(tables)[0].values())):
        assert len(statement) <= 120
    articles = tables["articles"].assign(outlet="<b>Post</b> & Sons")
    markup = str(summary.summary(Whole(tables | {"articles": articles}, BOOKS)))
    assert "<b>Post" not in markup
    assert "&lt;b&gt;Post&lt;/b&gt; &amp; Sons" in markup
    assert "<script" not in str(summary.summary(Whole(invented.analysis().tables, BOOKS)))


def test_of_excerpts_it_says_the_same():
    whole = invented.sample()
    one, other = (summary.summary(Whole(own.tables, BOOKS)) for own in (excerpts.keep_cited(whole), whole))
    assert one == other


def test_without_quotes_tolls_and_facts_it_says_that_there_are_none():
    articles = invented.sample().tables["articles"]
    said, _ = read(EMPTY | {"articles": articles.head(2)})
    assert "No statements were found" in said["What they share"]
    assert said["Tolls"] == "No casualty figure that can be compared was found."
    assert said["Who is quoted"] == "No attribution to a source was found."
    assert "Labels that differ" not in said  # no head stands over nothing


def test_one_article_is_not_compared(tmp_path):
    tables = made(tmp_path, "Bridge shut\n\nThe bridge at Lower Tamby was shut on Monday, Mayor Ina Corl said.\n")
    said, _ = read(tables)
    assert said["lead"].startswith("1 article, no outlet known, ") and ": a0.txt. " in said["lead"]
    assert said["What they share"] == "There is one article only, so that there is nothing to compare."
    assert "What one article alone tells" not in said
    assert "in 1 attribution (" in said["Who is quoted"]
    assert "1 words" not in said["Who is quoted"]


def test_tolls_are_told_where_none_is_surely_of_the_main_event(tmp_path):
    quote = '"The bridge at Halden will carry every cart of the valley," Mayor Ina Corl said on Monday.\n\n'
    war = "In the war of 1987 Orlavian guns killed 214 villagers near Quell, the historian Osmin Vell said.\n"
    rain = "Rain fell all night on the hills, and traders sold apples and pears from carts beside the river.\n"
    said, _ = read(made(tmp_path, f"A bridge opens\n\n{quote}{war}", f"Carts cross the river\n\n{quote}{rain}"))
    assert said["Tolls"].startswith("1 toll found, none surely of the main event:") and "214" in said["Tolls"]


def test_articles_on_different_events_are_not_made_into_one(tmp_path):
    tables = made(
        tmp_path,
        "Bridge shut\n\nThe bridge at Lower Tamby was shut on Monday, Mayor Ina Corl said. Two people were killed.\n",
        "Choir wins\n\nThe choir of Vessel Hill won its prize, its leader Odo Brandt told the Hill Gazette.\n",
        "Storm\n\nA storm killed nine people in Quarne, police chief Lena Oort said. Roofs were torn off.\n",
    )
    said, _ = read(tables)
    shared = said["What they share"]
    assert "they may be about different events," in shared
    assert "in the words of two" not in shared
    assert "told by every" not in shared
    assert "of the main event" not in said["Tolls"]
    assert "Labels that differ" not in said


@pytest.mark.parametrize("n", [1, 2, 6])
def test_no_statement_is_empty_or_has_a_gap(n):
    for paragraph in read(invented.analysis(n).tables)[0].values():
        assert paragraph.strip()
        assert not re.search(r"<NA>|\bnan\b|\bNone\b|  |\( ?\)|“”|\.\.|: \.|, \.|\b1 \w+s found", paragraph), paragraph


def test_articles_that_name_the_same_people_are_not_said_to_be_of_different_events(tmp_path):
    tables = made(
        tmp_path,
        "Mayor Ines Tolvar opened a market hall on Friday.\n\nShe spoke with Senator Bram Oskell about rents.",
        "Senator Bram Oskell lost his seat.\n\nHe had often quarrelled in public with Mayor Ines Tolvar.",
    )
    said, _ = read(tables)
    assert "all name" in said["What they share"] and "Oskell" in said["What they share"]


def test_names_and_offices_are_no_labels():
    assert not any(map(summary._describes, ("Rep.", "Justice", "Ines Tolvar", "“Mayor Tolvar”")))
    assert all(map(summary._describes, ("longtime ally of the mayor", "“terrorists”", "U.S. diplomats")))
