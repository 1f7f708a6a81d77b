"""What reading makes of the sample, against its gold annotation."""

import json
from pathlib import Path

import pandas as pd
import pytest

import crossread

GOLD = Path(__file__).parent / "gold" / "sample"


@pytest.fixture(scope="module")
def analysis():
    return crossread.analyse("sample")


@pytest.fixture(scope="module")
def by_file(analysis):
    return {row.source_file: row for row in analysis.tables["articles"].itertuples()}


def test_the_sample_reads_without_a_problem(analysis):
    assert analysis.problems == []
    assert len(analysis.tables["articles"]) == 6


@pytest.mark.parametrize("file", sorted(json.loads((GOLD / "lines.json").read_text("utf-8"))))
def test_blocks_have_the_roles_of_the_gold(analysis, by_file, file):
    article = by_file[file]
    blocks = analysis.tables["blocks"]
    found = [
        (article.text[row.start : row.end], row.role)
        for row in blocks[blocks["article_id"] == article.article_id].itertuples()
    ]
    for line in json.loads((GOLD / "lines.json").read_text("utf-8"))[file]:
        worded = {line["words"], *line.get("also_words", [])}
        roles = {line["role"], *line.get("also", [])}
        right = [block for block in found if block[0] in worded and block[1] in roles]
        assert right or line.get("optional"), f"{line['role']}: {line['words'][:60]}"
        if right:
            found.remove(right[0])
    assert found == [], "blocks that the gold does not have"


@pytest.mark.parametrize("file", sorted(json.loads((GOLD / "articles.json").read_text("utf-8"))))
def test_articles_are_as_the_gold_says(by_file, file):
    gold = json.loads((GOLD / "articles.json").read_text("utf-8"))[file]
    article = by_file[file]
    for column in ("article_id", "title", "outlet", "byline", "kind", "copy_of"):
        value = getattr(article, column)
        assert (None if pd.isna(value) else value) == gold[column], column
    if gold["published_basis"] != "inferred":
        assert article.published_precision == gold["published_precision"]
        assert article.published_basis == gold["published_basis"]
        assert abs(article.published_start - pd.Timestamp(gold["published_start"])) <= pd.Timedelta(seconds=60)
        assert abs(article.published_end - pd.Timestamp(gold["published_end"])) <= pd.Timedelta(seconds=60)


def test_a_page_without_a_time_is_said_to_be_not_before_what_it_tells_of(by_file):
    article = by_file["harbour-broadcasting.txt"]
    gold = json.loads((GOLD / "articles.json").read_text("utf-8"))["harbour-broadcasting.txt"]
    assert article.published_basis == "inferred"
    assert article.published_start <= pd.Timestamp(gold["published_start"])
    assert pd.isna(article.published_end)


def test_the_tables_come_back_from_parquet_as_they_were(analysis, tmp_path):
    from crossread import tables

    tables.write_tables(analysis, tmp_path, "parquet")
    for name, table in tables.read_tables(tmp_path).tables.items():
        pd.testing.assert_frame_equal(table, analysis.tables[name])
