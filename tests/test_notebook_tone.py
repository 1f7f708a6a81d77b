from collections import Counter
from pathlib import Path

import invented
import pandas as pd
import pytest
from lxml import html

from crossread import codebooks, schema
from crossread.display import passages
from crossread.tone import charts as tone_charts
from crossread.tone import notebook as notebook_tone
from crossread.tone import readings as tone_readings
from crossread.tone import summaries as tones

ROOT = Path(__file__).parents[1]
LEXICON = codebooks.load().tone


@pytest.fixture(scope="module")
def sample():
    return invented.sample()


@pytest.fixture(scope="module")
def found(sample):
    return _rows(sample.tables)


def _rows(t):
    return tones.rows(t["articles"], t["sentences"], t["tone"], t["entities"])


def _hostile(n):
    """An invented set in which every field of a tone that holds words would like to be run."""
    t = invented.analysis(n).tables
    sentences, rows = [], []
    for article in t["articles"].itertuples():
        for k, start in enumerate(range(0, 60, 10)):
            sentence = f"{article.article_id}:s{k}"
            span = {"start": start, "end": start + 10, "article_id": article.article_id, "sentence_id": sentence}
            section = ("title", "lead", "body")[min(k, 2)]
            sentences.append(span | {"block_id": "b", "section": section})
            row = span | {"voice": "quoted", "source": invented.HOSTILE, "polarity": -0.6, "label": "negative"}
            row |= {"evidence": [[invented.HOSTILE, "-0.50"]], "subjectivity": 0.4}
            aimed = {"target_entity_id": "e", "target_start": start, "target_end": start + 3}
            rows += [row | {"tone_id": f"{sentence}:all"}, row | aimed | {"tone_id": f"{sentence}:aim"}]
    entity = {"entity_id": "e", "name": invented.HOSTILE, "entity_type": "person", "variants": []}
    made = {"sentences": sentences, "tone": rows, "entities": [entity]}
    return t | {name: schema.enforce(name, value) for name, value in made.items()}


def _shown(t):
    rows = _rows(t)
    told = t["sentences"][t["sentences"]["sentence_id"].isin(rows["sentence_id"])]
    chosen = tones.actors(rows, 5)
    lexically = tone_readings.lexical(t["articles"], told, LEXICON)
    one, other = notebook_tone.two(rows, "", "")
    words = tone_readings.words(t["articles"], told, LEXICON)
    shift = tones.word_shift(words.get(one, Counter()), words.get(other, Counter()), tone_readings.scores(LEXICON))
    yield notebook_tone.counts(rows, t["articles"])
    yield tone_charts.actors(rows, chosen)
    yield tone_charts.strip(rows)
    yield tone_charts.course(rows)
    yield tone_charts.word_shift(shift, one, other, 10)
    yield notebook_tone.sections(rows)
    yield notebook_tone.subjectivity(rows)
    yield notebook_tone.panel(tone_readings.panel(rows, lexically))
    yield notebook_tone.documents(lexically)
    yield notebook_tone.clauses(rows, chosen)
    yield notebook_tone.clauses(rows, in_full=True)


@pytest.mark.parametrize("n", [1, 50])
def test_words_are_shown_and_never_run_and_nothing_breaks_with_one_article_or_fifty(n):
    for shown in _shown(_hostile(n)):
        assert "<script>alert" not in shown.data
        html.fromstring(shown.data)


def test_the_course_has_a_mean_for_each_half_of_each_article(found):
    (table,) = html.fromstring(tone_charts.course(found).data).iter("table")
    assert "too few" not in table.text_content()


def test_actors_without_a_label_are_said_to_have_none(found):
    without = found.assign(label=found["label"].where(found["is_sentence"], "no_clear_tone"))
    said = notebook_tone.clauses(without, tones.actors(found, 3)).data
    assert "no clause about these actors has a label" in said
    assert "<table" not in said


def test_every_judgement_leads_to_its_words(found):
    shown = html.fromstring(notebook_tone.clauses(found).data)
    judged = found[found["label"].isin(tones.POLAR)]
    assert len(judged)
    assert set(shown.xpath("//a/@href")) == {
        passages.address(r.article_id, r.start, r.end) for r in judged.itertuples()
    }


def test_below_the_least_there_is_no_mean():
    few, enough = pd.Series([0.5] * (tones.LEAST - 1)), pd.Series([0.5] * tones.LEAST)
    assert all(pd.isna(value) for value in tones.mean(few))
    assert tones.mean(enough) == pytest.approx((0.5, 0.5, 0.5))
    assert tone_charts.signed(tones.mean(few)[0]) == "too few"


def test_an_interval_is_the_same_each_time_and_holds_the_mean():
    values = pd.Series([-0.5, 0.1, 0.3, 0.8, -0.2, 0.0])
    mean, low, high = tones.mean(values)
    assert low < mean < high
    assert tones.mean(values) == (mean, low, high)


def test_the_parts_of_a_word_shift_add_up_to_the_difference():
    scores = {"splendid": 0.8, "awful": -1.0, "calm": 0.3}
    one, other = Counter(splendid=1, awful=3, river=9), Counter(splendid=2, calm=2, awful=1)
    shift = tones.word_shift(one, other, scores)
    difference = (1.6 + 0.6 - 1.0) / 5 - (0.8 - 3.0) / 4
    assert shift["shift"].sum() == pytest.approx(difference)
    assert shift["shift"].abs().is_monotonic_decreasing
    assert "river" not in set(shift["word"])
    assert tones.word_shift(one, Counter(), scores).empty


def test_a_word_shift_of_few_words_says_so():
    few = tones.word_shift(Counter(splendid=1), Counter(awful=40), {"splendid": 0.8, "awful": -1.0})
    said = tone_charts.word_shift(few, "The Quay", "The Mill", 10).data
    assert "Too few: 1 word of The Quay and 40 words of The Mill" in said
    assert "svg" not in said


def test_a_sign_that_turns_is_said():
    readings = pd.DataFrame({tone_readings.OWN: [0.1, 0.2, 0.01], "VADER": [-0.2, 0.3, -0.01]}, index=["A", "B", "C"])
    assert tone_readings.flips(readings) == ["A"]
    said = html.fromstring(notebook_tone.panel(readings).data).text_content()
    assert "depends on the reading for A." in said
    assert "No article changes its sign" in html.fromstring(notebook_tone.panel(readings.iloc[1:2]).data).text_content()


def test_words_set_aside_are_masked_for_the_lexicons_too():
    assert tone_readings.masked("The air base was splendid", frozenset(["base"])).split() == [
        "The",
        "air",
        "was",
        "splendid",
    ]


def test_the_order_of_articles_counts_negative_clauses_only():
    rows = [
        {"tone_id": str(n), "article_id": a, "sentence_id": "s", "start": 0, "end": 1, "target_entity_id": "e",
         "voice": "narrator", "polarity": polarity, "label": "no_clear_tone", "evidence": []}
        for n, (a, polarity) in enumerate([("a", -0.6), ("a", 0.6), ("b", -0.1), ("b", 0.4)])
    ]  # fmt: skip
    found = tones.judgements(schema.enforce("tone", rows)).set_index("article_id")
    assert found.loc["a", "tone"] == pytest.approx(-1 / (2 + tones.SHRINK))
    assert found.loc["b", "tone"] == 0


def test_an_article_that_is_not_there_is_named(found):
    with pytest.raises(ValueError, match="no such article"):
        notebook_tone.two(found, "The Nowhere Times", "")
    one, other = notebook_tone.two(found, "", "")
    assert one != other


def test_two_articles_with_words_enough_are_compared():
    rows = pd.DataFrame({"name": list("ABC"), "is_sentence": True, "polarity": [-0.9, -0.1, 0.4]})
    counted = {"A": Counter(calm=1), "B": Counter(calm=12), "C": Counter(calm=30)}
    assert notebook_tone.two(rows, "", "") == ("A", "C")
    assert notebook_tone.two(rows, "", "", counted) == ("B", "C")
