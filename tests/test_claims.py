from pathlib import Path

import invented
import pandas as pd
import pytest

from crossread import codebooks, schema
from crossread.figures import claims

BOOKS = codebooks.load()

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def t():
    return invented.sample().tables


@pytest.fixture(scope="module")
def found(t):
    return claims.claims(t["articles"], t["figures"], t["sentences"], t["quotes"], t["mentions"], t["entities"], BOOKS)


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
    assert set(lead["kind"]) == {"hospital or medic"}


def test_claims_of_parties_are_told_from_those_of_others(found):
    party = found[found["kind"] == claims.PARTY]
    assert len(party) == 11
    assert set(party["voice"]) == {
        "Arvid Stennock", "Free Sarvane Movement", "Orlavia", "Orlavian Ministry of Defence", "Teodran Veshik",
    }  # fmt: skip
    assert party["party_why"].isna().all()  # actors.csv says so
    assert set(found.loc[found["voice"] == "Saltgate hospital", "kind"]) == {"hospital or medic"}
    assert set(found.loc[found["voice"] == "Orrisfeld", "kind"]) == {"media"}


def test_coverage_counts_claims_by_article(t, found):
    covered = claims.coverage(t["articles"], found).set_index("name")
    assert covered.loc["The Morrowgate Chronicle", "claims"] == 10
    assert (claims.coverage(t["articles"], found.iloc[:0])["claims"] == 0).all()
    french = t["articles"].assign(language="fr")
    assert claims.coverage(french, found.iloc[:0])["claims"].isna().all()


def test_subtotals_name_their_total(found):
    rows = claims.subtotals(found)
    assert sorted(zip(rows["total"], rows["value"] + " " + rows["victims"], strict=True)) == [
        ("14 bodies", "5 children"),
        ("14 bodies", "5 children"),
        ("23 civilians", "6 children"),
    ]


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
    found = claims.claims(t["articles"], empty, t["sentences"], t["quotes"], t["mentions"], t["entities"], BOOKS)
    assert found.empty
    assert claims.subtotals(found).empty
