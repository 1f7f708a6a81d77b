"""The researcher's word on single rows: it reaches everything after reading, and says so where it no longer fits."""

import csv

import pandas as pd
import pytest

import crossread
from crossread import schema
from crossread.storage.tables import read_tables, write_tables

ONE = """Ferry sinks off Port Ellis

At least 14 people were killed when a ferry sank off Port Ellis, the harbour master said on Monday.

“Nobody saw the light,” said Anna Torvald, the mayor. The ferry was old. The ferry was full.

The coast guard said that 9 people were injured.
"""
TWO = """Mayor speaks after the sinking

Anna Torvald, the mayor of Port Ellis, said on Tuesday that at least 14 people had been killed in the sinking.

Colonel Piet Maar, who leads the coast guard, said that he had warned the owners.
"""
HEADER = ["table", "article", "words", "occurrence", "action", "column", "value", "who", "why"]
DEATHS = "At least 14 people were killed when a ferry sank off Port Ellis"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "ferry" / "articles").mkdir(parents=True)
    (tmp_path / "ferry" / "articles" / "one.txt").write_text(ONE, encoding="utf-8")
    (tmp_path / "ferry" / "articles" / "two.txt").write_text(TWO, encoding="utf-8")
    return tmp_path / "ferry"


def analysed(folder, *lines):
    with (folder / "corrections.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [HEADER, *(line + ("",) * (7 - len(line)) + ("A. Coder", "heard it") for line in lines)]
        )
    return crossread.analyse(folder)


def at(table, article, start_of, text):
    rows = table[table["article_id"] == article]
    column = "content_start" if "content_start" in rows else "start"
    return rows[rows[column] == text.index(start_of)].iloc[0]


def test_a_wrong_speaker_put_right_reaches_quotes_figures_and_tolls(folder):
    plain = crossread.analyse(folder).tables
    assert at(plain["figures"], "one.txt", "At least 14", ONE)["attributed_to"] is pd.NA
    found = analysed(folder, ("quotes", "one.txt", DEATHS, "1", "set", "source", "Piet Maar")).tables
    quote = at(found["quotes"], "one.txt", "At least 14", ONE)
    figure = at(found["figures"], "one.txt", "At least 14", ONE)
    who = found["entities"].set_index("name").loc["Piet Maar"]
    assert (quote["source"], quote["entity_id"], quote["source_type"]) == (
        "Piet Maar",
        who["entity_id"],
        "named_individual",
    )
    assert (figure["attributed_to"], figure["source_entity_id"]) == ("Piet Maar", who["entity_id"])
    member = found["toll_members"].set_index("figure_id").loc[figure["figure_id"]]
    assert member["origin"] == "Piet Maar"
    toll = found["tolls"].set_index("toll_id").loc[member["toll_id"]]
    assert (toll["agreement"], toll["n_origins"]) == ("corroborated", 2)


def test_a_name_that_nothing_in_the_set_has_becomes_an_entity_with_what_actors_csv_says_of_it(folder):
    (folder / "actors.csv").write_text(
        "name,entity_type,side,party_to_conflict\nHarbour Board,organisation,owners,yes\n"
    )
    found = analysed(folder, ("quotes", "one.txt", DEATHS, "1", "set", "source", "Harbour Board")).tables
    quote, figure = (at(found[table], "one.txt", "At least 14", ONE) for table in ("quotes", "figures"))
    assert (quote["source"], quote["source_type"]) == ("Harbour Board", "named_group")
    assert bool(figure["is_belligerent_claim"])
    assert quote["entity_id"] in set(found["entities"]["entity_id"])


def test_a_source_taken_away_is_nobody(folder):
    found = analysed(folder, ("quotes", "one.txt", "“Nobody saw the light,”", "1", "set", "source", "")).tables
    quote = at(found["quotes"], "one.txt", "“Nobody", ONE)
    assert quote["source"] is pd.NA and quote["entity_id"] is pd.NA
    assert quote["source_type"] == "unnamed_individual"


def test_a_row_deleted_is_gone_and_nothing_points_at_it(folder):
    found = analysed(folder, ("quotes", "one.txt", DEATHS, "1", "delete")).tables
    assert not (found["quotes"]["content_start"] == ONE.index("At least 14")).any()
    assert at(found["figures"], "one.txt", "At least 14", ONE)["quote_id"] is pd.NA
    found = analysed(folder, ("figures", "one.txt", "At least 14", "1", "delete")).tables
    assert not ((found["figures"]["article_id"] == "one.txt") & (found["figures"]["start"] == ONE.index("At"))).any()


def test_rows_can_be_added_at_words_and_then_set(folder):
    found = analysed(
        folder,
        ("quotes", "one.txt", "The ferry was", "2", "add", "source", "Anna Torvald"),
        ("figures", "two.txt", "at least 14 people", "1", "add", "measure", "missing"),
        ("figures", "two.txt", "at least 14 people", "1", "set", "reported_max", "20"),
    )
    assert not found.problems
    quote = at(found.tables["quotes"], "one.txt", "The ferry was full", ONE)
    assert (quote["source"], quote["quote_type"], quote["rule"]) == ("Anna Torvald", "indirect", "corrections.csv")
    rows = found.tables["figures"].query("article_id == 'two.txt' and measure == 'missing'")
    assert list(rows[["reported_min", "reported_max", "is_casualty"]].iloc[0]) == [14, 20, True]


def test_a_line_that_no_longer_fits_is_reported_and_the_rest_stand(folder):
    found = analysed(
        folder,
        ("quotes", "one.txt", "Everybody saw the light", "1", "set", "source", "Piet Maar"),
        ("quotes", "one.txt", "The ferry was", "3", "set", "source", "Piet Maar"),
        ("figures", "one.txt", "9 people", "1", "set", "measure", "killed"),
        ("quotes", "three.txt", "words", "1", "delete"),
    )
    said = [str(problem) for problem in found.problems]
    assert [line.split(":")[1] for line in said] == [" line 2", " line 3", " line 5"]
    assert "does not stand in one.txt" in said[0] and "3 times" in said[1] and "no article of the set" in said[2]
    assert list(found.tables["corrections"].sort_values("line")["applied"]) == [False, False, True, False]
    assert at(found.tables["figures"], "one.txt", "9 people", ONE)["measure"] == "killed"


BAD = {
    ("quote", "one.txt", "words", "1", "delete"): "there is no table 'quote'",
    ("blocks", "one.txt", "words", "1", "set", "role", "byline"): "cannot be corrected line by line",
    ("quotes", "one.txt", "words", "1", "change", "source", "X"): "there is no action 'change'",
    ("quotes", "", "words", "1", "delete"): "names no article",
    ("quotes", "one.txt", "", "1", "delete"): "names no words",
    ("quotes", "one.txt", "words", "first", "delete"): "occurrence first is no number",
    ("quotes", "one.txt", "words", "1", "set", "", "X"): "names no column to set",
    ("quotes", "one.txt", "words", "1", "set", "content", "X"): "column content of quotes cannot be set",
    ("quotes", "one.txt", "words", "1", "set", "quote_type", "said"): "it may be direct, indirect, mixed",
    ("figures", "one.txt", "words", "1", "set", "reported_min", "-3"): "write a whole number",
    ("figures", "one.txt", "words", "1", "set", "negated", "maybe"): "write true or false",
    ("figures", "one.txt", "words", "1", "set", "measure", ""): "measure cannot be empty",
    ("figures", "one.txt", "The ferry", "1", "add", "measure", "killed"): "no number is read in",
    ("figures", "one.txt", "14 people", "1", "add"): "the new row lacks measure",
    ("articles", "one.txt", "", "1", "delete"): "an article cannot be corrected by delete",
    ("mentions", "one.txt", "the mayor", "1", "add"): "a mention cannot be added",
}


def test_a_bad_line_is_one_clear_line(folder):
    problems = analysed(folder, *BAD).problems
    for number, said in enumerate(BAD.values(), start=2):
        (problem,) = (problem for problem in problems if f"line {number}:" in problem.what)
        assert problem.file == "corrections.csv" and said in str(problem) and "\n" not in str(problem)
    assert len(problems) == len(BAD)


def test_what_is_said_of_an_article_can_be_set_and_a_mention_given_to_another(folder):
    found = analysed(
        folder,
        ("articles", "one.txt", "", "", "set", "outlet", "Harbour Post"),
        ("mentions", "one.txt", "Anna Torvald", "1", "set", "entity_id", "Piet Maar"),
    )
    assert not found.problems
    assert found.tables["articles"].set_index("article_id").loc["one.txt", "outlet"] == "Harbour Post"
    assert at(found.tables["quotes"], "one.txt", "“Nobody", ONE)["source"] == "Piet Maar"


def test_who_corrected_what_and_why_is_kept_with_the_tables(folder, tmp_path):
    found = analysed(folder, ("quotes", "one.txt", DEATHS, "1", "set", "source", "Piet Maar"))
    write_tables(found, tmp_path / "out", "parquet")
    (row,) = read_tables(tmp_path / "out").tables["corrections"].to_dict("records")
    assert (row["who"], row["why"], row["value"], row["before"]) == (
        "A. Coder",
        "heard it",
        "Piet Maar",
        "the harbour master",
    )
    assert ONE[row["start"] : row["end"]] == DEATHS


def test_every_table_fits_its_schema_after_linking_and_after_corrections(folder):
    lines = (
        ("quotes", "one.txt", DEATHS, "1", "set", "source", "=Nobody Known"),
        ("figures", "two.txt", "at least 14 people", "1", "add", "measure", "missing"),
        ("figures", "one.txt", "9 people", "1", "set", "victim_group", ""),
        ("articles", "one.txt", "", "", "set", "kind", "stub"),
        ("mentions", "one.txt", "Anna Torvald", "1", "set", "entity_id", "Somebody New"),
        ("quotes", "one.txt", "“Nobody saw the light,”", "1", "delete"),
    )
    for found in (crossread.analyse(folder), analysed(folder, *lines)):
        assert not found.problems
        assert list(found.tables) == list(schema.TABLES)
        for name, table in found.tables.items():
            pd.testing.assert_frame_equal(schema.enforce(name, table), table)


def test_without_the_file_nothing_is_corrected(folder):
    assert crossread.analyse(folder).tables["corrections"].empty
