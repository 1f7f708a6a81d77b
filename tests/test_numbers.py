"""The number reader: values, bounds, and what is no count."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linear import is_linear

from crossread import codebooks
from crossread.text import numbers

BOOKS = codebooks.load()


def read(text):
    return numbers.find(text, 0, len(text), BOOKS)


def one(text):
    (number,) = read(text)
    return number


@pytest.mark.parametrize(
    ("text", "words", "low", "high", "modifier"),
    [
        ("1,733 villagers", "1,733", 1733, 1733, "exact"),
        ("12\u202f500 villagers", "12\u202f500", 12500, 12500, "exact"),
        ("a quarter of a million books", "a quarter of a million", 250_000, 250_000, "exact"),
        ("more than a quarter of a million books", "more than a quarter of a million", 250_000, None, "more_than"),
        ("half a dozen eggs", "half a dozen", 6, 6, "exact"),
        ("half-a-dozen eggs", "half-a-dozen", 6, 6, "exact"),
        ("half a million eggs", "half a million", 500_000, 500_000, "exact"),
        ("two and a half million eggs", "two and a half million", 2_500_000, 2_500_000, "exact"),
        ("2½ million eggs", "2½ million", 2_500_000, 2_500_000, "exact"),
        ("a dozen ducks", "a dozen", 12, 12, "exact"),
        ("two dozen ducks", "two dozen", 24, 24, "exact"),
        ("twenty-three ducks", "twenty-three", 23, 23, "exact"),
        ("one hundred and twelve ducks", "one hundred and twelve", 112, 112, "exact"),
        ("a hundred and five ducks", "a hundred and five", 105, 105, "exact"),
        (
            "nine hundred and ninety-nine thousand, we hear",
            "nine hundred and ninety-nine thousand",
            999_000,
            999_000,
            "exact",
        ),
        ("3.4m voters", "3.4m", 3_400_000, 3_400_000, "exact"),
        ("40k voters", "40k", 40_000, 40_000, "exact"),
        ("nearly 18 million voters", "nearly 18 million", None, 18_000_000, "nearly"),
        ("at least 33 ducks", "at least 33", 33, None, "at_least"),
        ("no fewer than 33 ducks", "no fewer than 33", 33, None, "at_least"),
        ("not fewer than 33 ducks", "not fewer than 33", 33, None, "at_least"),
        ("as many as two ducks", "as many as two", None, 2, "up_to"),
        ("no more than five ducks", "no more than five", None, 5, "up_to"),
        ("up to 40 ducks", "up to 40", None, 40, "up_to"),
        ("fewer than ten ducks", "fewer than ten", None, 10, "fewer_than"),
        ("some 800 ducks", "some 800", 800, 800, "approximately"),
        ("an estimated 800 ducks", "an estimated 800", 800, 800, "approximately"),
        ("12 or more ducks", "12 or more", 12, None, "at_least"),
        ("30-plus ducks", "30-plus", 30, None, "at_least"),
        ("40 or so ducks", "40 or so", 40, 40, "approximately"),
        ("between 3,000 and 6,000 ducks", "between 3,000 and 6,000", 3000, 6000, "range"),
        ("from 50 to 60 ducks", "from 50 to 60", 50, 60, "range"),
        ("20-25 ducks", "20-25", 20, 25, "range"),
        ("five to seven ducks", "five to seven", 5, 7, "range"),
        ("thousands or even millions of ducks", "thousands or even millions", 1000, None, "indefinite"),
        ("3 to 6 million ducks", "3 to 6 million", 3_000_000, 6_000_000, "range"),
        ("tens of thousands of ducks", "tens of thousands", 10_000, None, "indefinite"),
        ("dozens of ducks", "dozens", 12, None, "indefinite"),
        ("scores of ducks", "scores", 20, None, "indefinite"),
        ("several hundred ducks", "several hundred", 100, None, "indefinite"),
        ("hundreds of thousands of ducks", "hundreds of thousands", 100_000, None, "indefinite"),
        ("millions of ducks", "millions", 1_000_000, None, "indefinite"),
    ],
)
def test_value_and_bounds(text, words, low, high, modifier):
    number = one(text)
    assert (text[number.start : number.end], number.low, number.high, number.modifier) == (words, low, high, modifier)
    assert number.kind == "count"


@pytest.mark.parametrize(
    ("text", "kind"), [
        ("a 10-year-old girl", "age"), ("Edda Moll, 61, a potter", "age"), ("Edda Moll (61) made pots", "age"),
        ("the driver, 29, fled", "age"),
        ("a potter aged 61", "age"), ("she is 61 years old", "age"), ("on 14 July", "date"), ("on July 14", "date"),
        ("5 MAY 89 was a Friday", "date"), ("in 2015 they left", "year"), ("at 12:42", "time"), ("at 5 p.m.", "time"),
        ("the 49th duck", "ordinal"), ("33bn roubles", "money"), ("£336m for it", "money"),
        ("$4 million for it", "money"), ("30 per cent", "percentage"), ("12%", "percentage"),
        ("three days", "duration"), ("five more years", "duration"), ("12 km away", "distance"),
        ("a 25-tonne lorry", "compound"), ("a two-man crew", "compound"), ("10,000 sq km", "area"),
        ("40 hectares", "area"), ("an S-400 launcher", "designation"), ("the M19", "designation"),
        ("Flight 370", "designation"), ("Highway 61", "designation"), ("a 3-2 win", "score"),
        ("one of them", "pronoun"), ("no one came", "negation"), ("nobody came", "negation"),
        ("none came", "negation"),
    ],
)  # fmt: skip
def test_what_is_no_count(text, kind):
    assert kind in {number.kind for number in read(text)}
    assert "count" not in {number.kind for number in read(text)}


def test_a_change_is_two_numbers_and_no_range():
    assert [n.low for n in read("the total rose from 38 to 54")] == [38, 54]
    assert [n.low for n in read("the total rose to 54 from 38")] == [54, 38]


def test_a_day_before_a_number_of_people_is_no_date_for_it():
    kinds = [(n.low, n.kind) for n in read("In February, 31 ducks left; on 23 September 28 ducks came back.")]
    assert kinds == [(31, "count"), (23, "date"), (28, "count")]


def test_a_list_with_a_source_can_be_put_in_a_sets_folder(tmp_path):
    (tmp_path / "codebooks").mkdir()
    own = (codebooks.LISTS / "numbers.toml").read_text("utf-8").replace("dozens=12", "dozens=24")
    (tmp_path / "codebooks" / "numbers.toml").write_text(own, "utf-8")
    assert numbers.find("dozens of ducks", 0, 15, codebooks.load(tmp_path))[0].low == 24


PIECES = st.sampled_from(
    "1 12 1,733 0 007 a an half dozen hundred million m bn and or to - – , . ( ) % $ £ from between at least no one "
    "twenty three hundreds of tens May 2016 : ½ ' \" years old".split()
)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.lists(st.tuples(PIECES, st.sampled_from(["", " "]))).map(lambda p: "".join(map("".join, p))), st.text()
    )
)
def test_spans_are_in_order_and_no_text_is_too_strange(text):
    end = 0
    for number in read(text):
        assert end <= number.start < number.end <= len(text)
        assert number.value_as_reported in text[number.start : number.end]
        assert number.low is None or number.high is None or number.low <= number.high
        end = number.end


@pytest.mark.parametrize(
    "piece", ["1,", "1", "hundred ", "million ", "and ", "a half of ", "no more than ", "9 million ", "12-", "5 "]
)
def test_time_is_linear(piece):
    assert is_linear(read, piece, 80_000)


def test_every_section_of_the_list_names_its_source():
    text = (codebooks.LISTS / "numbers.toml").read_text("utf-8")
    assert len(re.findall(r"(?m)^\[", text)) == len(re.findall(r"(?m)^source = ", text))
