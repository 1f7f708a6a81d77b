from pathlib import Path

import pandas as pd
import pytest

from crossread import claims, schema
from crossread.analysis import analyse

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def t():
    return analyse(ROOT / "data" / "sample").tables


@pytest.fixture(scope="module")
def found(t):
    return claims.claims(t["articles"], t["figures"], t["sentences"], t["quotes"])


def test_every_casualty_figure_is_a_claim_and_every_other_is_not(t, found):
    rest = claims.others(t["articles"], t["figures"], t["sentences"])
    assert len(found) + len(rest) == len(t["figures"])
    assert found["measure"].value_counts().to_dict() == {"killed": 36, "injured": 7, "displaced": 2, "affected": 1}
    assert not set(rest["measure"]) & {"killed", "injured"}


def test_a_claim_keeps_bound_source_and_sentence(t, found):
    texts = t["articles"].set_index("article_id")["text"]
    for row in found.itertuples():
        at = row.start - row.sentence_start
        assert row.sentence[at : at + row.end - row.start] == texts[row.article_id][row.start : row.end]
    lead = found[(found["name"] == "Harbour Broadcasting") & (found["section"] == "lead")]
    assert list(lead["value"]) == ["at least 21", "14"]
    assert set(lead["voice"]) == {"“a senior doctor”"}
    assert set(lead["kind"]) == {"source without a name"}


def test_what_counts_more_than_the_incident_is_apart(found):
    apart = found[found["apart"]]
    assert list(apart["value"]) == ["more than 250,000", "millions (1,000,000 or more)", "about 900"]


def test_claims_of_parties_are_told_from_those_of_others(found):
    party = found[found["kind"] == claims.PARTY]
    assert len(party) == 11
    assert set(party["voice"]) == {
        "Arvid Stennock", "Free Sarvane Movement", "Orlavia", "Orlavian Ministry of Defence", "Teodran Veshik",
    }  # fmt: skip
    assert set(found.loc[found["voice"] == "Saltgate hospital", "kind"]) == {"organisation or authority"}


def test_one_statement_of_several_articles_is_one_row_and_a_subtotal_follows_its_total(found):
    rows = claims.statements(found[(found["measure"] == "killed") & ~found["apart"]])
    assert sum(map(len, rows["figure_ids"])) == 34
    (wiped,) = rows[(rows["voice"] == "Orlavian Ministry of Defence") & (rows["value"] == "40")].itertuples()
    assert wiped.names == ["Orlavia Today", "The Morrowgate Chronicle", "Harbour Broadcasting"]
    parts = rows.index[rows["is_part"]]
    assert [(rows["value"][i - 1], rows["value"][i], rows["victims"][i]) for i in parts] == [
        ("23", "6", "children"),
        ("14", "5", "children"),
    ]


def test_a_subtotal_without_its_total_is_not_put_under_another(found):
    rows = claims.statements(found[(found["measure"] == "killed") & found["part_of"].notna()])
    assert not rows["is_part"].any()
    assert set(rows["victims"]) == {"children (part of a total)"}


def test_two_people_named_without_a_number_are_two_statements(found):
    rows = claims.statements(found[found["is_implicit"]])
    assert list(rows["victims"]) == ["fisherman", "lifeboatman", "sister"]
    assert set(rows["value"]) == {"one"}


def test_coverage_counts_claims_by_article(t, found):
    covered = claims.coverage(t["articles"], found).set_index("name")
    assert list(covered.loc["The Morrowgate Chronicle", ["killed", "injured", "other", "party"]]) == [9, 1, 0, 2]
    assert list(covered.loc["Harbour Broadcasting", ["killed", "injured", "other", "party"]]) == [8, 1, 2, 4]
    nothing = claims.coverage(t["articles"], found.iloc[:0])
    assert nothing["killed"].sum() == 0
    french = t["articles"].assign(language="fr")
    assert claims.coverage(french, found.iloc[:0])["killed"].isna().all()


def test_a_number_of_an_article_and_its_copy_is_that_of_one(found):
    alone = claims.single(found)
    sixty = alone[(alone["measure"] == "injured") & (alone["number"] == 60)]
    assert set(sixty["name"]) == {"Orrisfeld", "The Cassimar Ledger"}
    killed = set(alone.loc[alone["measure"] == "killed", "number"])
    assert {17, 21, 250_000} <= killed
    assert not {14, 31, 40} & killed


def test_subtotals_name_their_total(found):
    rows = claims.subtotals(found)
    assert sorted(zip(rows["total"], rows["value"] + " " + rows["victims"], strict=True)) == [
        ("14 bodies", "5 children"),
        ("14 bodies", "5 children"),
        ("23 people", "6 children"),
    ]


def test_articles_without_two_bounds_of_time_stand_apart(t, found):
    dated, undated = claims.by_time(t["articles"], found, "killed")
    assert set(undated["name"]) == {"Harbour Broadcasting"}
    assert len(dated) == 25
    assert not dated["apart"].any()
    assert dated["part_of"].isna().all()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"modifier": "at_least", "reported_min": 14}, "at least 14"),
        ({"modifier": "up_to", "reported_max": 80}, "up to 80"),
        ({"modifier": "range", "reported_min": 200, "reported_max": 1250}, "200 to 1,250"),
        ({"modifier": "indefinite", "reported_min": 12, "value_as_reported": "Dozens"}, "dozens (12 or more)"),
        ({"reported_min": 0, "reported_max": 0, "negated": True}, "no"),
        ({"reported_min": 2, "reported_max": 2, "count_scope": "increment"}, "2 more"),
        ({"reported_min": 1, "reported_max": 1, "is_implicit": True}, "one"),
        ({"value_as_reported": "many"}, "many"),
        ({}, "a number not read"),
    ],
)
def test_a_number_in_words_keeps_its_bound(given, words):
    row = dict.fromkeys(schema.TABLES["figures"].columns, pd.NA) | {"modifier": "exact"} | given
    assert claims.value(pd.Series(row)) == words


def test_no_figures_give_no_rows(t):
    empty = schema.enforce("figures", [])
    found = claims.claims(t["articles"], empty, t["sentences"], t["quotes"])
    assert found.empty
    assert claims.statements(found).empty
    assert claims.single(found).empty
    assert claims.subtotals(found).empty
    assert all(rows.empty for rows in claims.by_time(t["articles"], found, "killed"))
