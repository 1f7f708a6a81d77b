import re

import invented
import pandas as pd
import pytest
from lxml import html

from crossread import pages
from crossread.quotes import charts as quote_charts
from crossread.quotes import voices

CHARTS = ("strips", "matrix", "source_types", "source_sides", "cue_classes")


def _given(tables):
    found = voices.attributions(tables["articles"], tables["blocks"], tables["quotes"], tables["entities"])
    return found, voices.coverage(tables["articles"], tables["blocks"], found), voices.key(found)


def _shown(name, tables, shown=12):
    found, covered, letters = _given(tables)
    given = {
        "strips": (found, covered, letters),
        "matrix": (found, covered, letters, shown),
        "source_types": (found, covered),
        "source_sides": (found, covered),
        "cue_classes": (found, letters, shown),
    }
    return getattr(quote_charts, name)(*given[name]).data


def _words(shown):
    return ["".join(text.itertext()) for text in html.fromstring(shown).iter("text")]


@pytest.fixture(scope="module")
def sample():
    return invented.annotated().tables


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_the_same_each_time_and_says_of_how_much_it_is(name, sample):
    assert _shown(name, sample) == _shown(name, sample)
    assert any(re.fullmatch(r"n = \d+|sum \(words\)", words) for words in _words(_shown(name, sample)))


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("n", [1, 50])
def test_one_article_or_fifty(name, n):
    tables = invented.analysis(n).tables
    shown = _shown(name, tables)
    names = _given(tables)[1]["name"]
    if name not in ("cue_classes", "source_sides"):
        assert set(names) <= set(_words(shown))


@pytest.mark.parametrize("name", CHARTS)
def test_a_set_without_attributions(name, sample):
    tables = {**sample, "quotes": sample["quotes"].iloc[:0], "entities": sample["entities"].iloc[:0]}
    assert _shown(name, tables)


def test_two_hundred_speakers_leave_the_largest_and_the_number_of_the_others(sample):
    quotes = pd.concat([sample["quotes"]] * 2, ignore_index=True)
    many = [f"Speaker {i:03}" for i in range(len(quotes))]
    quotes = quotes.assign(source=many, source_type="named_group", entity_id=pd.NA, quote_id=many).astype(
        sample["quotes"].dtypes
    )
    shown = _shown("matrix", {**sample, "quotes": quotes})
    assert sum("Speaker" in words for words in _words(shown)) == 12
    assert f"{len(quotes) - 12} other sources" in shown
    assert f"of {len(quotes)}." in _shown("strips", {**sample, "quotes": quotes})


def test_the_numbers_of_the_matrix(sample):
    found, covered, _ = _given(sample)
    words = quote_charts.voice_matrix(found, covered, 3)
    assert list(words) == ["Ysolde Maranik", "Teodran Veshik", "Orlavian Ministry of Defence", "other named", "unnamed"]
    assert words.loc["Orlavia Today"].tolist() == [0, 54, 63, 88, 30]


def test_no_side_is_guessed(sample):
    tables = {**sample, "entities": sample["entities"].assign(side=pd.NA).astype(sample["entities"].dtypes)}
    shown = _shown("source_sides", tables)
    assert "<svg" not in shown
    assert "actors.csv" in shown


def test_what_was_not_analysed_is_said(sample):
    articles = sample["articles"].assign(language="fr").astype(sample["articles"].dtypes)
    tables = {**sample, "articles": articles, "quotes": sample["quotes"].iloc[:0]}
    for name in ("strips", "source_types"):
        assert _words(_shown(name, tables)).count("not analysed") == 6


def test_a_voice_has_the_same_colour_in_charts_and_pages():
    style = (pages.FOLDER / "layers.css").read_text("utf-8")
    for letter, colour in quote_charts.VOICE_COLOURS.items():
        assert f":is(.v-{letter.lower()}, .voice-{letter.lower()}) {{ --voice: {colour}; }}" in style
