"""What reading makes of the sample, against its gold annotation."""

import json

import invented
import pandas as pd
import pytest

from crossread.display import overview, roles
from crossread.validation import gold

ARTICLES = json.loads((gold.FOLDER / "articles.json").read_text("utf-8"))
# Of all else everything is right.
FLOORS = {"attribution: is one": 0.95, "figure: who says it": 0.95, "fact: status in an article": 0.9}


@pytest.fixture(scope="module")
def analysis():
    return invented.sample()


@pytest.fixture(scope="module")
def by_file(analysis):
    return {row.source_file: row for row in analysis.tables["articles"].itertuples()}


def test_the_sample_reads_without_a_problem(analysis):
    assert analysis.problems == []
    assert len(analysis.tables["articles"]) == 6


def test_what_the_analysis_says_is_what_the_gold_says(analysis):
    found = gold.summary(gold.judged(analysis.tables)).set_index("step")
    least = pd.Series(FLOORS).reindex(found.index, fill_value=1)
    assert set(FLOORS) < set(found.index)
    assert found[found["share"] < least].empty
    assert (found["of"] >= 5).all() and found["of"].sum() > 1000


@pytest.mark.parametrize("file", sorted(ARTICLES))
def test_articles_are_as_the_gold_says(by_file, file):
    gold, article = ARTICLES[file], by_file[file]
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
    assert article.published_basis == "inferred"
    assert article.published_start <= pd.Timestamp(ARTICLES["harbour-broadcasting.txt"]["published_start"])
    assert pd.isna(article.published_end)


def test_the_tables_come_back_from_parquet_as_they_were(analysis, tmp_path):
    from crossread.storage import tables

    tables.write_tables(analysis, tmp_path, "parquet")
    for name, table in tables.read_tables(tmp_path).tables.items():
        pd.testing.assert_frame_equal(table, analysis.tables[name])


def test_the_words_of_an_article_are_the_same_number_wherever_they_are_shown(analysis):
    articles, blocks = analysis.tables["articles"], analysis.tables["blocks"]
    shown = roles.words_by_group(articles, blocks).set_index("name")["reported text"]
    counted = overview.in_order(articles).set_index("name")["n_words"]
    assert dict(shown) == dict(counted)


def test_no_words_are_given_to_the_other_side_of_a_contrast(analysis, by_file):
    text = by_file["morrowgate-chronicle.txt"].text
    said = {row.source: row.content for row in analysis.tables["quotes"].itertuples() if row.content in text}
    assert said["Orlavia"] != said["residents"]
    assert "camped two miles away" in said["residents"]
