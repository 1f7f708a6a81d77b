"""What is put right in a notebook stands in the set's own files, once, and everything after follows it."""

import csv
import shutil

import pandas as pd
import pytest
from lxml import html

import crossread
from crossread import lab
from crossread.articles import sets
from crossread.comparison import summary
from crossread.comparison.whole import Whole
from crossread.corrections.lines import UnfitError
from crossread.lab import panel as panels
from crossread.quotes import voices
from crossread.report.folder import write_report

ONE = """Ferry sinks off Port Ellis

At least 14 people were killed when a ferry sank off Port Ellis, the harbour master said on Monday.

“Nobody saw the light,” said Anna Torvald, the mayor. “=SUM(A1) stood on the wall,” said Anna Torvald.

The coast guard said that 9 people were injured. The coast guard said that 9 people were injured.
"""
TWO = """Mayor speaks after the sinking

Anna Torvald, the mayor of Port Ellis, said on Tuesday that at least 14 people had been killed in the sinking.

Colonel Piet Maar, who leads the coast guard, said that he had warned the owners. Kolonel Maar-Dirk wept.
"""
SIGNED = {"who": "A. Coder", "why": "heard it"}


def ferry_in(folder):
    (folder / "ferry" / "articles").mkdir(parents=True)
    (folder / "ferry" / "articles" / "one.txt").write_text(ONE, encoding="utf-8")
    (folder / "ferry" / "articles" / "two.txt").write_text(TWO, encoding="utf-8")
    return crossread.load(folder / "ferry")


@pytest.fixture
def ferry(tmp_path):
    return ferry_in(tmp_path)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    """The same set, for tests that write nothing in it."""
    return ferry_in(tmp_path_factory.mktemp("untouched"))


def cells(s, file="corrections.csv"):
    with (s.folder / file).open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def starting(table, text, words, which=1):
    column = "content_start" if "content_start" in table else "start"
    at = -1
    for _ in range(which):
        at = text.index(words, at + 1)
    return table[(table["article_id"] == "one.txt") & (table[column] == at)].iloc[0]


def test_a_speaker_put_right_is_a_line_and_the_tables_follow_now_and_in_a_rerun(ferry):
    quote = starting(ferry.quotes, ONE, "At least 14")
    assert ferry.correct("quotes", quote["quote_id"], source="Piet Maar", **SIGNED) == 1
    (line,) = cells(ferry)
    assert line == {
        "table": "quotes", "article": "one.txt", "words": quote["content"], "occurrence": "1", "action": "set",
        "column": "source", "value": "Piet Maar", "who": "A. Coder", "why": "heard it",
    }  # fmt: skip
    for s in (ferry, crossread.load(ferry.folder)):
        assert not s.problems
        assert starting(s.quotes, ONE, "At least 14")["source"] == "Piet Maar"
        assert starting(s.figures, ONE, "At least 14")["attributed_to"] == "Piet Maar"
        assert list(s.corrections[["applied", "who"]].iloc[0]) == [True, "A. Coder"]


def test_the_same_said_twice_is_written_once_and_the_last_word_counts(ferry):
    quote = starting(ferry.quotes, ONE, "At least 14")["quote_id"]
    for name, lines in (("Piet Maar", 1), ("Piet Maar", 0), ("Anna Torvald", 1), ("Piet Maar", 1), ("", 1)):
        assert ferry.correct("quotes", quote, source=name, **SIGNED) == lines
    assert len(cells(ferry)) == 4
    assert ferry.quotes.set_index("quote_id").loc[quote, "source"] is pd.NA


def test_a_false_row_goes_and_deleting_it_again_is_no_error(ferry):
    second = starting(ferry.figures, ONE, "9 people", 2)["figure_id"]
    before = len(ferry.figures)
    assert ferry.correct("figures", second, delete=True, **SIGNED) == 1
    assert ferry.correct("figures", second, delete=True, **SIGNED) == 0
    assert cells(ferry)[0]["occurrence"] == "2"
    assert len(ferry.figures) == before - 1 and second not in set(ferry.figures["figure_id"])


def test_numbers_and_several_columns_of_a_row_and_what_is_said_of_an_article(ferry):
    figure = starting(ferry.figures, ONE, "9 people")["figure_id"]
    assert ferry.correct("figures", figure, measure="killed", reported_max=12, negated=False, **SIGNED) == 3
    row = ferry.figures.set_index("figure_id").loc[figure]
    assert (row["measure"], row["reported_max"], row["negated"]) == ("killed", 12, False)
    ferry.correct("articles", "one.txt", outlet="Harbour Post", **SIGNED)
    assert ferry.articles.set_index("article_id").loc["one.txt", "outlet"] == "Harbour Post"
    assert not ferry.problems


def test_a_formula_that_is_typed_is_inert_in_the_file_and_itself_in_the_tables(ferry):
    quote = starting(ferry.quotes, ONE, "“=SUM")["quote_id"]
    for typed in ("=1+1", "'=1+1", "@SUM(A1)", "-2+3", "'--x", 'plain; with, marks "and" ’'):
        assert ferry.correct("quotes", quote, source=typed, who="=who()", why="+why") == 1
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells(ferry)[-1].values())
        assert ferry.quotes.set_index("quote_id").loc[quote, "source"] == typed
        assert list(ferry.corrections[["who", "why"]].iloc[-1]) == ["=who()", "+why"]
    assert ferry.correct("quotes", quote, source=typed, who="=who()", why="+why") == 0


def test_what_a_researcher_wrote_in_the_file_stays(ferry):
    path = ferry.folder / "corrections.csv"
    own = 'Words;table;article;action;my notes\n"a; ""b""\nc";quotes;nine.txt;delete;=mine;beyond\n\n'
    path.write_text(own, encoding="utf-16")
    ferry.correct("quotes", starting(ferry.quotes, ONE, "At least 14")["quote_id"], source="Piet Maar", **SIGNED)
    lines, separator = sets.read_cells(path)
    assert separator == ";"
    assert lines[0] == [
        "words",
        "table",
        "article",
        "action",
        "my notes",
        "occurrence",
        "column",
        "value",
        "who",
        "why",
    ]
    assert lines[1][:5] == ['a; "b"\nc', "quotes", "nine.txt", "delete", "'=mine"] and lines[1][-1] == "beyond"
    assert len(lines) == 4 and lines[3][0].startswith("At least 14")
    assert [problem.what.split(":")[0] for problem in ferry.problems][-1] == "line 2"


@pytest.mark.parametrize(
    ("table", "row", "given", "said"),
    [
        ("quotes", "one.txt:quote:0-3:9", {}, "either set or deleted"),
        ("quotes", "nowhere", {"source": "X"}, "there is no row nowhere in quotes"),
        ("quotes", None, {"content": "X"}, "column content of quotes cannot be set"),
        ("quotes", None, {"quote_type": "said"}, "said is no value of quote_type"),
        ("quotes", None, {"source": "X", "who": " "}, "it names nobody"),
        ("quotes", None, {"source": "\x00\ud800"}, "cannot hold these words"),
        ("tolls", "x", {"measure": "killed"}, "there is no table 'tolls'"),
        ("blocks", "x", {"role": "byline"}, "cannot be corrected line by line"),
    ],
)
def test_what_cannot_be_written_is_one_clear_line_and_writes_nothing(untouched, table, row, given, said):
    row = row or starting(untouched.quotes, ONE, "At least 14")["quote_id"]
    with pytest.raises(UnfitError, match=said):
        untouched.correct(table, row, **SIGNED | given)
    assert sorted(path.name for path in untouched.folder.iterdir()) == ["articles"]


def test_a_row_that_shares_its_words_with_another_is_not_corrected_blindly(untouched):
    tone = untouched.tone
    twice = tone[tone.duplicated(["article_id", "start", "end"], keep=False)]
    if twice.empty:
        pytest.skip("no two rows of tone at the same words")
    with pytest.raises(UnfitError, match="stands at the same words"):
        untouched.correct("tone", twice["tone_id"].iloc[0], label="neutral", **SIGNED)


def test_two_entities_that_are_one_are_a_row_of_actors_csv(ferry):
    names = set(ferry.entities["name"])
    assert {"Piet Maar", "Anna Torvald"} <= names
    (ferry.folder / "actors.csv").write_text("name,side,aliases\nAnna Torvald,town,\nPiet Maar,,the colonel\n")
    ferry = crossread.load(ferry.folder)
    assert ferry.merge("Piet Maar", "Anna Torvald") == 2
    assert ferry.merge("Piet Maar", "Anna Torvald") == 0
    assert cells(ferry, "actors.csv") == [
        {"name": "Piet Maar", "side": "town", "aliases": "the colonel;Anna Torvald", "entity_type": "",
         "party_to_conflict": ""}
    ]  # fmt: skip
    assert starting(ferry.quotes, ONE, "“Nobody")["source"] == "Piet Maar"
    assert "Anna Torvald" not in set(ferry.entities["name"])
    with pytest.raises(UnfitError, match="Nobody Here is no entity of the set"):
        ferry.merge("Piet Maar", "Nobody Here")


def test_the_tables_of_a_run_are_not_corrected(untouched, tmp_path):
    from crossread.storage.tables import write_tables

    write_tables(crossread.analyse(untouched.folder), tmp_path / "run", "parquet")
    kept = crossread.load(tmp_path / "run")
    with pytest.raises(sets.SetError, match="load the set itself"):
        kept.correct("quotes", kept.quotes["quote_id"].iloc[0], source="X", **SIGNED)
    assert not list((tmp_path / "run").glob("*.csv*")) or not (tmp_path / "run" / "corrections.csv").exists()


def test_in_the_sample_each_row_can_be_named_or_says_why_not(tmp_path):
    shutil.copytree(sets.DATA / "sample", tmp_path / "sample")
    s = crossread.load(tmp_path / "sample")
    from crossread.corrections.writing import correct

    for table, column in (("quotes", "source"), ("figures", "attributed_to")):
        ids = list(s.tables[table].iloc[:, 0])
        named = 0
        for row_id in ids:
            try:
                named += correct(s.folder, s.tables, table, row_id, **{column: "Somebody Else"}, **SIGNED)
            except UnfitError as error:
                assert "same words" in str(error)
        assert named > 0.95 * len(ids)
        new = crossread.load(s.folder)
        assert not new.problems
        assert (new.tables[table][column] == "Somebody Else").sum() == named
        (s.folder / "corrections.csv").unlink()


# --- the panel ------------------------------------------------------------------------------------------------------


def test_the_panel_is_there_only_when_asked_for_and_beside_the_article(untouched):
    assert lab.show(untouched, "quotes", False) is None
    article, panel = lab.show(untouched, "quotes", True).children
    assert "Nobody saw" in article.children[-1].outputs[0]["data"]["text/html"]
    assert panel.children[1].description == "Article"


@pytest.fixture
def panel(ferry):
    shown = panels.panel(ferry, "quotes")
    parts = {getattr(part, "description", ""): part for part in shown.children[:-1]}
    return parts | {"said": shown.children[-1]}


def test_the_panel_writes_what_was_chosen_and_says_so(ferry, panel):
    panel["Article"].value = "one.txt"
    panel["Row"].value = starting(ferry.quotes, ONE, "At least 14")["quote_id"]
    panel["What is wrong"].value = "source"
    assert "Piet Maar" in panel["Right is"].options
    panel["Right is"].value = "Piet Maar"
    panel["Write the correction"].click()
    assert "it names nobody who corrects" in panel["said"].value and not (ferry.folder / "corrections.csv").exists()
    panel["Who says so"].value = "A. Coder"
    panel["Write the correction"].click()
    assert "Written to corrections.csv" in panel["said"].value
    assert starting(ferry.quotes, ONE, "At least 14")["source"] == "Piet Maar"
    assert any(words.startswith("Piet Maar: At least 14") for words, _ in panel["Row"].options)
    panel["What is wrong"].value = panels.ROW_GONE
    panel["Row"].value = starting(ferry.quotes, ONE, "“Nobody")["quote_id"]
    panel["Write the correction"].click()
    assert [line["action"] for line in cells(ferry)] == ["set", "delete"]


def test_the_panel_makes_two_names_one_and_shows_no_markup(ferry, panel):
    panel["This entity"].value, panel["is also called"].value = "Piet Maar", "<img src=x>"
    panel["Make them one"].click()
    assert "&lt;img src=x&gt; is no entity" in panel["said"].value
    panel["is also called"].value = "Anna Torvald"
    panel["Make them one"].click()
    assert "Written to actors.csv" in panel["said"].value and "Anna Torvald" not in set(ferry.entities["name"])


@pytest.mark.parametrize("table", ["quotes", "figures", "labels", "tone", "mentions", "frames", "agency"])
def test_each_table_has_a_panel(untouched, table):
    (rows,) = (part for part in panels.panel(untouched, table).children if getattr(part, "description", "") == "Row")
    own = untouched.tables[table]
    own = own[own["article_id"] == untouched.articles["article_id"].iloc[0]]
    shown = "label" if table == "tone" else "frame" if table == "frames" else None
    assert len(rows.options) == len(own)
    assert shown is None or [words.split(":")[0] for words, _ in rows.options] == list(own[shown])


# --- what follows ---------------------------------------------------------------------------------------------------

SYRIA = pytest.param(
    "syria-2016", "1,733", "Syrian Observatory for Human Rights",
    marks=pytest.mark.skipif(not (sets.DATA / "syria-2016" / "articles").is_dir(), reason="its texts are not here"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "number", "source"), [("sample", "23", "Saltgate hospital"), SYRIA])
def test_figures_tone_comparison_summary_and_report_follow_a_wrong_speaker(tmp_path, name, number, source):
    shutil.copytree(sets.DATA / name, tmp_path / name)
    s = crossread.load(tmp_path / name)
    before = s.tables
    figures = before["figures"]
    (figure,) = figures[(figures["value_as_reported"] == number) & (figures["attributed_to"] == source)].itertuples()
    quote = before["quotes"].set_index("quote_id").loc[figure.quote_id]
    s.correct("quotes", figure.quote_id, source="Nella Quorvane", who="B. Checker", why="wrong on purpose")
    assert [problem for problem in s.problems if problem.file == "corrections.csv"] == []

    def within(table):
        rows = s.tables[table]
        inside = (rows["start"] < quote["content_end"]) & (rows["end"] > quote["content_start"])
        return rows[(rows["article_id"] == figure.article_id) & inside.fillna(False)]

    for table, column in (("figures", "attributed_to"), ("tone", "source"), ("fact_cells", "source")):
        said = set(within(table)[column].dropna())
        assert "Nella Quorvane" in said and source not in said, table
    members = s.toll_members.set_index("figure_id")
    assert members.loc[figure.figure_id, "origin"] == "Nella Quorvane"
    heard = voices.attributions(s.articles, s.blocks, s.quotes, s.entities)
    assert "Nella Quorvane" in set(heard["voice"])
    said, said_before = (summary.summary(Whole(tables, s.books)) for tables in (s.tables, before))
    assert said != said_before  # of the real set, in how many sources one outlet alone has
    assert name != "sample" or "23 (Nella Quorvane" in html.fromstring(said).text_content()
    write_report(crossread.analyse(s.folder), tmp_path / "report", {})
    page = html.parse(tmp_path / "report" / "index.html")
    (told,) = page.xpath("//table[caption='Corrected by hand']//tbody/tr")
    for words in (
        "Nella Quorvane",
        f"(was: {quote['source_mention']})",
        "B. Checker",
        "wrong on purpose",
        "set source",
    ):
        assert words in told.text_content()
