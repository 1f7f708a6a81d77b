"""What reading makes of the sample, against its gold annotation."""

import json
from pathlib import Path

import invented
import pandas as pd
import pytest

from crossread.display import overview, roles

GOLD = Path(__file__).parent / "gold" / "sample"


@pytest.fixture(scope="module")
def analysis():
    return invented.sample()


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
    from crossread.storage import tables

    tables.write_tables(analysis, tmp_path, "parquet")
    for name, table in tables.read_tables(tmp_path).tables.items():
        pd.testing.assert_frame_equal(table, analysis.tables[name])


def test_the_words_of_an_article_are_the_same_number_wherever_they_are_shown(analysis):
    articles, blocks = analysis.tables["articles"], analysis.tables["blocks"]
    shown = roles.words_by_group(articles, blocks).set_index("name")["reported text"]
    counted = overview.in_order(articles).set_index("name")["n_words"]
    assert dict(shown) == dict(counted)


# --- quotes -----------------------------------------------------------------------------------------------------


def _places(text, span):
    """Start and end of exact words at one of their occurrences, overlapping ones counted."""
    at = -1
    for _ in range(span["occurrence"]):
        at = text.index(span["words"], at + 1)
    return at, at + len(span["words"])


def _cover(parts, others):
    size = sum(end - start for start, end in parts)
    return sum(max(0, min(e, d) - max(s, c)) for s, e in parts for c, d in others) / size


@pytest.fixture(scope="module")
def scored_quotes(analysis, by_file):
    """Each quote of the gold that counts, with the row that gives at least half of its words to the same mention."""
    quotes, pairs, used = analysis.tables["quotes"], [], set()
    for line in (GOLD / "quotes.jsonl").read_text("utf-8").splitlines():
        gold = json.loads(line)
        article = by_file[gold["article"]]
        content = [_places(article.text, span) for span in gold["content"]]
        rows = [row for row in quotes.itertuples() if row.article_id == article.article_id]
        rows = [row for row in rows if _cover(content, row.parts) >= 0.5]
        mention = gold["source_mention"] and _places(article.text, gold["source_mention"])
        if mention:
            rows = [
                r
                for r in rows
                if pd.notna(r.source_start) and r.source_start < mention[1] and r.source_end > mention[0]
            ]
        used.update(row.quote_id for row in rows)
        if not gold.get("optional"):
            pairs.append((gold, rows[0] if rows else None))
    return pairs, [row for row in quotes.itertuples() if row.quote_id not in used]


def _right(gold, name, value):
    accepted = [gold[name], *gold.get(f"also_{name}", [])]
    return (None if pd.isna(value) else value) in accepted


def test_quotes_of_the_gold_are_found_with_source_type_and_agency(scored_quotes):
    pairs, _ = scored_quotes
    found = [(gold, row) for gold, row in pairs if row is not None]
    unnamed = ("unnamed_individual", "unnamed_group", "document")
    sources = [
        _right(gold, "source", row.source) or (gold["source"] is None and row.source_type in unnamed)
        for gold, row in found
    ]
    assert len(found) >= 0.95 * len(pairs)
    assert sum(sources) >= 0.97 * len(found)
    assert sum(_right(gold, "quote_type", row.quote_type) for gold, row in found) >= 0.97 * len(found)
    assert sum(_right(gold, "via", row.via) for gold, row in found) >= 0.97 * len(found)


def test_hardly_a_quote_is_found_that_the_gold_does_not_have(scored_quotes):
    pairs, others = scored_quotes
    assert len(others) <= 0.05 * len(pairs)


def test_no_words_are_given_to_the_other_side_of_a_contrast(analysis, by_file):
    text = by_file["morrowgate-chronicle.txt"].text
    said = {row.source: row.content for row in analysis.tables["quotes"].itertuples() if row.content in text}
    assert said["Orlavia"] != said["residents"]
    assert "camped two miles away" in said["residents"]
