"""What a rerun says of the report that it replaces."""

import pytest
from lxml import html

import crossread
from crossread.report import changes
from crossread.report.folder import write_report

ONE = "Ferry sinks\n\n{} people were killed when a ferry sank off Port Ellis.\n\n“{},” said Anna Torvald, the mayor."
OTHER = "Divers search\n\nDivers searched the wreck off Port Ellis for hours, the coast guard said on Monday."


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "ferry" / "articles").mkdir(parents=True)
    return tmp_path / "ferry"


def analysed(folder, **texts):
    for path in (folder / "articles").iterdir():
        path.unlink()
    for name, text in texts.items():
        (folder / "articles" / f"{name}.txt").write_text(text, encoding="utf-8")
    return crossread.analyse(folder)


def test_articles_figures_quotes_and_tolls_that_changed(folder):
    old = analysed(folder, one=ONE.format("At least 14", "Nobody saw the light at all"), two=OTHER, gone=OTHER)
    new = analysed(folder, one=ONE.format("At least 17", "Everybody saw the ship that night"), two=OTHER, fresh=OTHER)
    found = changes.between(old.tables, new.tables)
    assert list(found.articles[["article_id", "change"]].itertuples(index=False, name=None)) == [
        ("fresh.txt", "new"),
        ("gone.txt", "removed"),
        ("one.txt", "text"),
        *[row for row in [("two.txt", "metadata")] if "two.txt" in set(found.articles["article_id"])],
    ]
    ((figure),) = found.figures.to_dict("records")
    assert (figure["before"], figure["now"]) == ("at least 14", "at least 17")
    text = new.tables["articles"].set_index("article_id").loc["one.txt", "text"]
    assert text[int(figure["start"]) : int(figure["end"])] == "At least 17"
    quotes = found.quotes.set_index("change")["content"]
    assert "Everybody saw" in quotes["appeared"] and "Nobody saw" in quotes["vanished"]
    assert "14" in found.tolls.loc[0, "before"] and "17" in found.tolls.loc[0, "now"]
    assert found.tolls.loc[0, "toll"].startswith("killed") and "toll:" not in found.tolls.loc[0, "toll"]


def test_nothing_changed_is_said(folder):
    one = analysed(folder, one=ONE.format("At least 14", "Nobody saw the light at all"))
    assert all(table.empty for table in changes.between(one.tables, crossread.analyse(folder).tables))


def test_the_same_words_in_another_place_and_a_figure_said_twice_are_no_change(folder):
    text = ONE.format("At least 14", "Nobody saw the light at all")
    old = analysed(folder, one=text)
    new = analysed(folder, one=text + "\n\nThe weather was calm on that day, and the sea was flat.")
    found = changes.between(old.tables, new.tables)
    assert list(found.articles["change"]) == ["text"]
    assert found.figures.empty and found.quotes.empty


def test_a_report_says_what_changed_since_the_one_that_it_replaces(folder, tmp_path):
    target = tmp_path / "reports" / "ferry"
    hostile = "<script>alert(1)</script> and $x$ for all of us"
    write_report(analysed(folder, one=ONE.format("At least 14", hostile)), target, {})
    assert "What changed" not in (target / "index.html").read_text("utf-8")
    write_report(analysed(folder, one=ONE.format("At least 17", "Everybody saw the ship that night")), target, {})
    page = html.document_fromstring((target / "index.html").read_text("utf-8"))
    section = page.xpath("//h2[@id='changes']/following-sibling::*")
    said = " ".join(part.text_content() for part in section[:5])
    assert "1 article with another text" in said and "1 figure updated" in said
    assert "at least 14" in said and "at least 17" in said and "alert(1)" in said
    assert len(page.xpath("//script")) == 1
    assert page.xpath("//a[starts-with(@href, 'read/one.txt.html#')]")


def test_a_report_of_another_version_is_not_compared(folder, tmp_path):
    target = tmp_path / "reports" / "ferry"
    analysis = analysed(folder, one=OTHER)
    write_report(analysis, target, {})
    (target / "tables" / "figures.parquet").unlink()
    write_report(analysis, target, {})
    assert "another version and cannot be compared" in (target / "index.html").read_text("utf-8")


def test_the_report_says_who_corrected_what(folder, tmp_path):
    analysed(folder, one=ONE.format("At least 14", "Nobody saw the light at all"))
    lines = "table,article,words,action,column,value,who,why\n"
    lines += "quotes,one.txt,Nobody saw the light at all,set,source,Piet Maar,A. <i>Coder</i>,the recording says so\n"
    lines += "quotes,one.txt,No such words,delete,,,A. Coder,\n"
    (folder / "corrections.csv").write_text(lines)
    write_report(crossread.analyse(folder), tmp_path / "report", {})
    page = html.document_fromstring((tmp_path / "report" / "index.html").read_text("utf-8"))
    said = " ".join(part.text_content() for part in page.xpath("//h2[@id='corrections']/following-sibling::*")[:2])
    for words in ("1 row corrected", "no longer fit: 1", "A. <i>Coder</i>", "the recording says so", "Piet Maar"):
        assert words in said


def test_what_a_correction_changes_is_said(folder):
    old = analysed(folder, one=ONE.format("At least 14", "Nobody saw the light at all"))
    head = "table,article,words,action,column,value\n"
    (folder / "corrections.csv").write_text(head + "quotes,one.txt,Nobody saw the light at all,set,source,Piet Maar\n")
    told = crossread.analyse(folder)
    ((quote),) = changes.between(old.tables, told.tables).quotes.to_dict("records")
    assert (quote["change"], quote["before"], quote["source"]) == ("other source", "Anna Torvald", "Piet Maar")
    (folder / "corrections.csv").write_text(head + "quotes,one.txt,Nobody saw the light at all,delete,,\n")
    ((quote),) = changes.between(told.tables, crossread.analyse(folder).tables).quotes.to_dict("records")
    assert (quote["change"], quote["before"]) == ("vanished", "Piet Maar")


def test_a_figure_whose_bounds_alone_were_corrected_is_told_by_its_bounds(folder):
    old = analysed(folder, one=ONE.format("At least 14", "Nobody saw the light at all"))
    line = "figures,one.txt,At least 14,set,reported_min,15\n"
    (folder / "corrections.csv").write_text("table,article,words,action,column,value\n" + line)
    ((figure),) = changes.between(old.tables, crossread.analyse(folder).tables).figures.to_dict("records")
    assert (figure["before"], figure["now"]) == ("at least 14 (14 or more)", "at least 14 (15 or more)")


def test_a_longer_name_of_a_source_is_no_other_source(folder):
    old = analysed(folder, one=ONE.format("At least 14", "Nobody saw the light at all"))
    short = old.tables["quotes"].assign(source=old.tables["quotes"]["source"].replace("Anna Torvald", "Torvald"))
    (quote,) = changes.between(old.tables | {"quotes": short}, old.tables).quotes.to_dict("records")
    assert (quote["change"], quote["before"], quote["source"]) == ("other name", "Torvald", "Anna Torvald")


def test_an_article_that_is_gone_is_named_by_its_headline(folder, tmp_path):
    text = ONE.format("At least 14", "Nobody saw the light at all")
    (folder / "metadata.csv").write_text("file,title\ntwo.txt,No boat is found\n")
    write_report(analysed(folder, one=text, two=OTHER), tmp_path / "report", {})
    assert "No boat is found" in changes.markup(tmp_path / "report", analysed(folder, one=text))
