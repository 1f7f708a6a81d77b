"""The real set, for whoever has its five files: their text is not in the project, only what is said of them here."""

import json
from pathlib import Path

import pandas as pd
import pytest

import crossread
from crossread.articles.sets import DATA

FACTS = Path(__file__).parent / "gold" / "syria-2016"
GOLD = json.loads((FACTS / "lines.json").read_text("utf-8"))
FIGURES = json.loads((FACTS / "figures.json").read_text("utf-8"))
ARTICLES = DATA / "syria-2016" / "articles"

pytestmark = pytest.mark.skipif(not ARTICLES.is_dir(), reason="data/syria-2016/articles is not there; see its README")


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """The set without its metadata: what the texts alone say."""
    folder = tmp_path_factory.mktemp("syria")
    (folder / "articles").mkdir()
    for path in ARTICLES.glob("*.txt"):
        (folder / "articles" / path.name).write_bytes(path.read_bytes())
    return crossread.analyse(folder)


@pytest.mark.parametrize("file", sorted(GOLD))
def test_every_line_has_its_role(bare, file):
    text = bare.tables["articles"].set_index("source_file")["text"][file]
    blocks = bare.tables["blocks"]
    found = {
        str(text.count("\n", 0, row.start) + 1): row.role for row in blocks[blocks["article_id"] == file].itertuples()
    }
    assert found.keys() == GOLD[file].keys()
    assert [line for line, role in found.items() if role not in GOLD[file][line]] == []


def test_outlet_byline_and_time_are_what_the_texts_give(bare):
    articles = bare.tables["articles"].set_index("source_file")
    first, bbc, independent = (articles.loc[file] for file in sorted(GOLD))
    assert first[["outlet", "byline", "published_start", "published_end"]].isna().all()
    assert bbc["outlet"] == "BBC News"
    assert pd.isna(bbc["byline"])
    assert pd.isna(bbc["published_end"])
    assert (independent["outlet"], independent["byline"]) == ("The Independent", "Samuel Osborne")
    assert independent["published_start"] == independent["published_end"] == pd.Timestamp("2016-03-15T12:42Z")


def test_the_passives_are_those_that_the_texts_have_and_no_active_verb_is_among_them(bare):
    agency = bare.tables["agency"]
    passive = agency[agency["form"].isin(["passive_with_agent", "agentless_passive"])]
    found = {(row.article_id[:3], row.act, row.form) for row in passive.itertuples()}
    assert found == {
        ("000", "accuse", "agentless_passive"),
        ("002", "report", "agentless_passive"),
        ("002", "kill", "agentless_passive"),
        ("003", "kill", "agentless_passive"),
        ("003", "kill", "passive_with_agent"),
        ("004", "accuse", "agentless_passive"),
        ("004", "criticise", "agentless_passive"),
    }
    (captured,) = agency[(agency["article_id"].str.startswith("002")) & (agency["act"] == "capture")].itertuples()
    assert (captured.form, captured.agent, captured.patient) == ("active", "IS", "Palmyra")


def _row(bare, fact):
    """The figure that a fact is about: one that shares a character with it."""
    rows = bare.tables["figures"]
    rows = rows[rows["article_id"] == fact["file"]]
    (row,) = rows[(rows["start"] < fact["end"]) & (rows["end"] > fact["start"])].itertuples()
    return row


@pytest.mark.parametrize("fact", FIGURES, ids=lambda fact: f"{fact['file'][:3]}-{fact['start']}")
def test_every_figure_is_right_in_value_bounds_and_measure(bare, fact):
    row = _row(bare, fact)
    bounds = [None if pd.isna(each) else each for each in (row.reported_min, row.reported_max)]
    assert (row.measure, *bounds) == (fact["measure"], fact["reported_min"], fact["reported_max"])
    assert row.modifier == fact["modifier"]


def test_no_other_number_is_taken_for_casualties(bare):
    figures = bare.tables["figures"]
    found = {(row.article_id, row.measure, row.start) for row in figures[figures["is_casualty"]].itertuples()}
    known = {(fact["file"], fact["measure"], _row(bare, fact).start) for fact in FIGURES}
    assert found - known == set()


def test_who_says_a_casualty_and_what_it_is_part_of(bare):
    ids = {(row.article_id, row.start): row.figure_id for row in bare.tables["figures"].itertuples()}
    for fact in FIGURES:
        row = _row(bare, fact)
        if row.is_casualty:
            assert (None if pd.isna(row.attributed_to) else row.attributed_to) == fact["source"]
            total = fact["total"] and ids[fact["file"], fact["total"][0]]
            assert (None if pd.isna(row.part_of) else row.part_of) == total


def test_the_minister_and_the_president_speak_for_a_party_and_the_monitor_does_not(bare):
    figures = bare.tables["figures"]
    said = figures[figures["is_casualty"] & figures["attributed_to"].notna()]
    party = dict(zip(said["attributed_to"], said["is_belligerent_claim"], strict=True))
    assert party == {"Sergei Shoigu": True, "Syrian Observatory for Human Rights": False, "Vladimir Putin": True}


def test_no_two_articles_count_the_same_people(bare):
    assert set(bare.tables["tolls"]["agreement"]) == {"single_origin"}
    assert set(bare.tables["tolls"]["n_articles"]) == {1}
