import json

import invented
import pandas as pd
import pytest

import crossread
from crossread import schema
from crossread.analysis import analyse
from crossread.articles.sets import SetError
from crossread.storage import columns, tables


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl"])
def test_one_file_a_table_and_nothing_else(tmp_path, form):
    written = tables.write_tables(invented.analysis(), tmp_path / "new", form)
    beside = ["dictionary.csv", "datapackage.json"] if form == "csv" else ["dictionary.csv"]
    assert written == [*(f"{name}.{form}" for name in [*schema.TABLES, "problems"]), *beside]
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == sorted(written)


def test_parquet_comes_back_as_it_was(tmp_path):
    analysis = invented.analysis()
    tables.write_tables(analysis, tmp_path, "parquet")
    back = tables.read_tables(tmp_path)
    assert back.problems == analysis.problems
    for name, table in analysis.tables.items():
        pd.testing.assert_frame_equal(back.tables[name], table)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_set_of_another_language_has_all_tables_too(tmp_path, form):
    (tmp_path / "articles").mkdir()
    text = "Le bac a coulé hier près du port. Le ministère a confirmé que personne n'avait été blessé dans l'accident."
    (tmp_path / "articles" / "a.txt").write_text(text, encoding="utf-8")
    tables.write_tables(analyse(tmp_path), tmp_path / "new", form)
    for name, table in schema.TABLES.items():
        path = tmp_path / "new" / f"{name}.{form}"
        assert list(pd.read_csv(path) if form == "csv" else pd.read_parquet(path)) == list(table.columns)


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
        tables.read_tables(tmp_path).tables["blocks"]
    (tmp_path / "blocks.parquet").unlink()
    with pytest.raises(SetError, match="it is missing"):
        tables.read_tables(tmp_path)


def test_an_unknown_format_names_the_known_ones(tmp_path):
    with pytest.raises(ValueError, match="csv, parquet, jsonl"):
        tables.write_tables(invented.analysis(), tmp_path, "xlsx")


def test_a_table_in_parts_is_the_same_table(tmp_path):
    analysis = invented.analysis()
    tables.write_tables(analysis, tmp_path, "parquet")
    tables.write_tables(analysis, tmp_path, "parquet", partition=4)
    assert sorted(p.name for p in (tmp_path / "blocks.parquet").iterdir()) == [
        "part-00000.parquet",
        "part-00001.parquet",
    ]
    back = tables.read_tables(tmp_path)
    for name, table in analysis.tables.items():
        pd.testing.assert_frame_equal(back.tables[name], table)
    tables.write_tables(analysis, tmp_path, "parquet")
    assert (tmp_path / "blocks.parquet").is_file()


def test_tables_go_to_any_place_that_fsspec_opens_and_come_back(tmp_path):
    pytest.importorskip("fsspec")
    analysis = invented.analysis()
    for partition in (None, 4):
        tables.write_tables(analysis, "memory://out/ferry", "parquet", partition)
        back = crossread.load("memory://out/ferry")
        pd.testing.assert_frame_equal(back.blocks, analysis.tables["blocks"])
        assert back.problems == analysis.problems
    with pytest.raises(SetError, match="nothing"):
        tables.write_tables(analysis, "nothing://out", "parquet")


def test_quotes_as_web_annotations_find_their_words(tmp_path):
    analysis = invented.analysis()
    assert tables.write_tables(analysis, tmp_path, "annotations") == ["quotes.jsonld"]
    page = json.loads((tmp_path / "quotes.jsonld").read_text("utf-8"))
    assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    quotes = analysis.tables["quotes"].merge(analysis.tables["articles"][["article_id", "text"]])
    assert len(page["items"]) == len(quotes)
    for item, row in zip(page["items"], quotes.itertuples(), strict=True):
        assert item["type"] == "Annotation"
        assert len(item["target"]) == len(row.parts)
        for target, (start, end) in zip(item["target"], row.parts, strict=True):
            words, place = target["selector"]
            assert (place["start"], place["end"]) == (start, end)
            assert words["prefix"] + words["exact"] + words["suffix"] in row.text
            assert words["exact"] == row.text[start:end]
    assert len({item["id"] for item in page["items"]}) == len(quotes)


def test_the_data_package_says_what_each_csv_column_holds(tmp_path):
    tables.write_tables(invented.analysis(), tmp_path, "csv")
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    assert [r["name"] for r in package["resources"]] == list(schema.TABLES)
    for resource in package["resources"]:
        header = (tmp_path / resource["path"]).read_text("utf-8").split("\n", 1)[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header
    dictionary = pd.read_csv(tmp_path / "dictionary.csv")
    assert set(dictionary["table"]) == set(schema.TABLES)
    assert dictionary["meaning"].notna().all()


def test_a_whole_number_with_missing_ones_beside_it_stays_whole_in_csv(tmp_path):
    analysis = invented.analysis()
    row = {"toll_id": "t", "event_id": "e", "measure": "killed", "victim_status": "unknown", "n_articles": 1}
    row |= {"n_origins": 1, "agreement": "compatible"}
    analysis.tables["tolls"] = schema.enforce("tolls", [{**row, "low": 3, "high": None}, {**row, "low": 3, "high": 12}])
    tables.write_tables(analysis, tmp_path, "csv")
    assert list(pd.read_csv(tmp_path / "tolls.csv", dtype=str, keep_default_na=False)["high"]) == ["", "12"]


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl"])
def test_a_set_written_in_pieces_says_the_same(tmp_path, monkeypatch, form):
    whole = invented.sample()
    tables.write_tables(whole, tmp_path / "whole", form)
    monkeypatch.setattr(columns, "PIECE", 2)
    tables.write_tables(analyse(invented.ROOT / "data" / "sample"), tmp_path / "pieces", form)
    if form == "parquet":
        for name, table in tables.read_tables(tmp_path / "pieces").tables.items():
            pd.testing.assert_frame_equal(table, whole.tables[name])
    for written in (tmp_path / "whole").iterdir():
        if form != "parquet":
            assert (tmp_path / "pieces" / written.name).read_bytes() == written.read_bytes()


def test_a_part_of_a_table_is_what_was_asked_for(tmp_path):
    analysis = invented.analysis()
    tables.write_tables(analysis, tmp_path, "parquet")
    whole = analysis.tables["quotes"]
    some = whole[whole["article_id"].isin(whole["article_id"].head(1))].drop(columns="parts").reset_index(drop=True)
    assert 0 < len(some) < len(whole)
    for s in (crossread.load(tmp_path), crossread.ArticleSet(tmp_path / "none", lambda folder: analysis)):
        found = s.part("quotes", *some.columns, article_id=whole["article_id"].head(1))
        pd.testing.assert_frame_equal(found, some)
        assert s.part("quotes", "quote_id", article_id=[]).empty


def test_a_part_of_what_was_just_read_is_that_of_the_whole_table():
    some, whole = crossread.analyse("sample").tables, crossread.analyse("sample").tables["quotes"]
    ids = whole["article_id"].unique()[1:3]
    found = some.part("quotes", "quote_id", "source", article_id=ids)
    expected = whole[whole["article_id"].isin(ids)][["quote_id", "source"]].reset_index(drop=True)
    pd.testing.assert_frame_equal(found, expected)
