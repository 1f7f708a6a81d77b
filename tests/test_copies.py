"""Which articles carry another's words."""

import pandas as pd

from crossread.articles import copies
from crossread.articles.copies import find_copies

WIRE = (
    "The dam above Velm gave way shortly after midnight and sent a wall of water down the valley, the civil guard "
    "said on Friday. Villagers had been told to leave their homes two hours earlier, and all but a few had done so. "
    "Engineers had warned for years that the dam, built a century ago, was no longer safe. The owner said that it "
    "had followed every rule. Rescue teams were searching the lower villages with boats and dogs until the morning."
)
OTHER = (
    "Nobody in the valley slept on Thursday night. When the siren went, Marta Olin took her two cats and her late "
    "husband's accordion and climbed the hill behind the church, where half the village was already standing in the "
    "rain and looking down at lights that went out one after the other."
)


def at(time: str) -> pd.Timestamp:
    return pd.Timestamp(time, tz="UTC")


def text(name: str, words: str, *published: pd.Timestamp) -> copies.Text:
    return copies.Text(name, copies.shingles(words), *published)


def test_a_cut_copy_points_at_the_longer_text_and_not_the_other_way():
    cut = " ".join(WIRE.split(". ")[:3])
    found = find_copies([text("paper", cut), text("wire", WIRE), text("reporter", OTHER)])
    assert [(c.article_id, c.copy_of) for c in found] == [("paper", "wire")]
    assert found[0].share > 0.9


def test_of_two_equal_texts_the_surely_earlier_is_the_original():
    early, late = at("2020-05-01T08:00"), at("2020-05-01T12:00")
    found = find_copies([text("a", WIRE, late, late), text("b", WIRE, early, early)])
    assert [(c.article_id, c.copy_of) for c in found] == [("a", "b")]


def test_where_the_order_is_not_known_no_two_articles_copy_each_other():
    day = (at("2020-05-01T00:00"), at("2020-05-01T23:59"))
    found = find_copies([text("a", WIRE, *day), text("b", WIRE, *day), text("c", WIRE)])
    assert {c.article_id for c in found} == {"b", "c"}
    assert {c.copy_of for c in found} == {"a"}


def test_a_shared_quotation_makes_no_copy():
    shared = "The owner said that it had followed every rule."
    assert find_copies([text("a", f"{OTHER} {shared}"), text("b", f"{shared} {WIRE[:120]}" + " More of it." * 9)]) == []


def test_texts_too_short_for_a_sequence_are_no_copies():
    assert find_copies([text("a", "Four words are few"), text("b", "Four words are few"), text("c", "")]) == []


def test_one_wire_text_in_very_many_articles_is_found_in_each():
    wire = text("wire", f"{WIRE} {OTHER}", at("2020-05-01T01:00"), at("2020-05-01T01:00"))
    papers = [text(f"paper {n}", WIRE) for n in range(120)]
    found = find_copies([wire, *papers])
    assert {c.copy_of for c in found} == {"wire"}
    assert len(found) == 120
