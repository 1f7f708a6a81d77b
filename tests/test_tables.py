import json

import invented
import pandas as pd
import pytest

import crossread
from crossread import schema, tables
from crossread.sets import SetError


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl"])
def test_one_file_a_table_and_nothing_else(tmp_path, form):
    written = tables.write_tables(invented.analysis(), tmp_path / "new", form)
    assert [p.name for p in written] == [f"{name}.{form}" for name in [*schema.TABLES, "problems"]]
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == sorted(p.name for p in written)


def test_parquet_comes_back_as_it_was(tmp_path):
    analysis = invented.analysis()
    tables.write_tables(analysis, tmp_path, "parquet")
    back = tables.read_tables(tmp_path)
    assert back.problems == analysis.problems
    for name, table in analysis.tables.items():
        pd.testing.assert_frame_equal(back.tables[name], table)


def test_csv_cells_are_inert_in_a_spreadsheet_and_only_there(tmp_path):
    analysis = invented.analysis()
    analysis.tables["articles"].loc[0, "title"] = "=HYPERLINK(1)"
    analysis.tables["articles"].loc[1, "title"] = "-1"
    for form in ("csv", "jsonl"):
        tables.write_tables(analysis, tmp_path, form)
    cells = pd.read_csv(tmp_path / "articles.csv", dtype=str, keep_default_na=False)
    assert list(cells["title"][:2]) == ["'=HYPERLINK(1)", "'-1"]
    assert not [c for column in cells for c in cells[column] if c.startswith(("=", "+", "-", "@", "\t", "\r"))]
    rows = [json.loads(line) for line in (tmp_path / "articles.jsonl").read_text("utf-8").split("\n")[:-1]]
    assert rows[0]["title"] == "=HYPERLINK(1)"


def test_missing_lists_and_times(tmp_path):
    for form in ("csv", "jsonl"):
        tables.write_tables(invented.analysis(), tmp_path, form)
    cells = pd.read_csv(tmp_path / "articles.csv", dtype=str, keep_default_na=False)
    rows = [json.loads(line) for line in (tmp_path / "articles.jsonl").read_text("utf-8").split("\n")[:-1]]
    assert cells["published_start"][0] == rows[0]["published_start"] == "2031-05-03T05:10:00Z"
    assert (cells["published_start"][4], rows[4]["published_start"]) == ("", None)
    assert (cells["repairs"][2], rows[2]["repairs"]) == ('["cp1252"]', ["cp1252"])
    assert (cells["repairs"][0], rows[0]["repairs"]) == ("[]", [])
    assert rows[0]["copy_share"] is None
    assert rows[1]["copy_share"] == 0.73
    assert isinstance(rows[1]["n_words"], int)


def test_the_same_tables_are_the_same_bytes(tmp_path):
    for form in ("csv", "parquet", "jsonl"):
        for run in "ab":
            tables.write_tables(invented.analysis(), tmp_path / run, form)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_a_file_that_cannot_be_finished_leaves_the_old_one(tmp_path):
    old = tmp_path / "x.csv"
    old.write_text("old")
    with pytest.raises(RuntimeError), tables.replacing(old) as unfinished:
        unfinished.write_text("half")
        raise RuntimeError
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("x.csv", "old")]


def test_load_takes_the_tables_of_a_run(tmp_path):
    analysis = invented.analysis()
    tables.write_tables(analysis, tmp_path, "parquet")
    loaded = crossread.load(tmp_path)
    assert list(loaded.articles["article_id"]) == list(analysis.tables["articles"]["article_id"])
    assert loaded.problems == analysis.problems


def test_a_table_that_is_missing_or_no_table_is_said_in_one_line(tmp_path):
    tables.write_tables(invented.analysis(), tmp_path, "parquet")
    (tmp_path / "blocks.parquet").write_bytes(b"no table")
    with pytest.raises(SetError, match="table blocks cannot be read"):
        tables.read_tables(tmp_path)
    (tmp_path / "blocks.parquet").unlink()
    with pytest.raises(SetError, match="it is missing"):
        tables.read_tables(tmp_path)


def test_an_unknown_format_names_the_known_ones(tmp_path):
    with pytest.raises(ValueError, match="csv, parquet, jsonl"):
        tables.write_tables(invented.analysis(), tmp_path, "xlsx")
