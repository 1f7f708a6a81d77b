import json
import re
from collections import Counter

import pandas as pd
import pytest

from crossread import benchmarks, codebooks
from crossread.benchmarks import basil, common, newsmtsc

SENTENCE = "Dalby lied to everyone, Tolland said."
MIXED = [{"right": 1, "found": 2, "gold": 2}, {"right": 2, "found": 2, "gold": 4}]


def test_macro_f1_is_the_mean_over_the_labels():
    pairs = [("negative", "negative"), ("negative", "neutral"), ("neutral", "neutral"), ("positive", "positive")]
    sums = sum((newsmtsc.counts([pair], "neutral") for pair in pairs), Counter())
    assert newsmtsc.macro_f1(sums) == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)
    assert common.of("right", "targets")(sums) == 0.75


def test_only_sentences_whose_polar_targets_agree_have_a_sign():
    sentences = [
        ([("negative", "negative"), ("neutral", "neutral")], "negative"),
        ([("negative", "negative"), ("positive", "positive")], "positive"),
        ([("positive", "positive")], "negative"),
        ([("positive", "positive")], "neutral"),
    ]
    sums = sum((newsmtsc.counts(*own) for own in sentences), Counter())
    assert common.of("labelled", "signed")(sums) == pytest.approx(2 / 3)
    assert common.of("right_sign", "labelled")(sums) == 0.5


def test_a_measure_has_an_interval_over_units_and_is_nought_of_nothing():
    assert common.measured([{"right": 1, "all": 2}] * 5, common.of("right", "all")) == "0.500 (0.500-0.500)"
    assert common.measured([{"right": 1, "all": 2}, {}], common.of("right", "none"), digits=1) == "0.0 (0.0-0.0)"
    value, low, high = map(float, re.findall(r"[\d.]+", common.measured(MIXED, common.f1("right", "found", "gold"))))
    assert value == pytest.approx(2 * 3 / (4 + 6), abs=0.001)
    assert low < value < high


def test_predictions_are_written_and_errors_listed(tmp_path):
    path, out = tmp_path / "set.jsonl", tmp_path / "out.jsonl"
    row = {"id": "a", "sentence": SENTENCE, "start": 0, "end": 5, "label": "positive"}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    found = benchmarks.validate("newsmtsc", path, out)
    assert "1 targets in 1 sentences" in found.report
    (line,) = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    assert set(line) == {"id", "start", "end", "label", "polarity"}
    assert line["label"] == "negative"
    assert found.errors == [("Dalby", SENTENCE, "positive", "negative")]


def test_neutral_conflict_counts_polar_labels():
    sentences = ["Troops shelled the road to Kelbrook on Monday.", "Jon Brask is a corrupt and dishonest liar."]
    rows = [{"article": "x", "sentence": sentence} for sentence in sentences]
    found = benchmarks.neutral_conflict.score(rows)
    assert "polar labels 0.500" in found.report
    assert [line["index"] for line in found.predictions] == [0, 1]
    assert found.errors == [("line 2", sentences[1], "neutral", "negative")]


def _basil(source, feeling, sentence):
    quoted = "“He is a liar,” said Jon Brask."
    span = {"id": "p1", "start": 1, "end": 13, "quote": "yes", "speaker": "Jon_Brask"}
    plain = {"id": "p0", "start": 0, "end": 10, "quote": "no", "speaker": ""}
    return {
        "event": "e", "source": source, "title": "Ada Dalby and the vote", "paragraphs": [[sentence], [quoted]],
        "main_entities": ["Ada Dalby", "Jon Brask"], "article_level": {"author_feeling_Ada_Dalby": feeling},
        "spans": [span, plain],
    }  # fmt: skip


def test_basil_orders_pairs_and_tells_voices():
    rows = [
        _basil("one", "neg", "Ada Dalby lied. Ada Dalby cheated voters, and Ada Dalby ignored a corrupt aide."),
        _basil("two", "neu", "Ada Dalby met voters. Ada Dalby spoke on Monday, and Ada Dalby went home."),
    ]
    said, lines, errors = basil.score(rows)
    assert "1 events, 1 pairs whose feeling differs, 4 spans" in said
    assert "dared 1.000" in said
    assert "ordered right 1.000" in said
    assert "quoted 1.000 (1.000-1.000), right speaker 1.000" in said
    assert "spans outside quotes: quoted 0.000" in said
    assert {line["entity"] for line in lines if "entity" in line} == {"Ada Dalby", "Jon Brask"}
    assert next(line for line in lines if line.get("entity") == "Jon Brask")["tone"] is None
    assert errors == []


@pytest.mark.parametrize(
    ("text", "speaker", "group"),
    [
        ("Dock Union organiser Ann Lee said it would strike.", "Ann Lee", "Dock Union"),
        ("“No,” said Ann Lee, head of the Dock Union, on Monday.", "Ann Lee", "Dock Union"),
        ("“No,” said Sen. Ann Lee, R-Ohio.", "Ann Lee", "Senate Republicans"),
        ("The Dock Union met on Monday. Ann Lee attacked the Dock Union.", "Ann Lee", "Ann Lee"),
    ],
)
def test_a_person_speaks_for_the_group_whose_office_stands_beside_the_name(text, speaker, group):
    at = text.index(speaker)
    bearers = pd.DataFrame({"start": [at], "end": [at + len(speaker)]})
    roles = codebooks.load().gazetteer.roles["role"]
    assert basil.speaks_for(text, speaker, bearers, ["Dock Union", "Senate Republicans"], roles) == group


def test_an_order_that_is_not_dared_is_not_counted_wrong():
    articles = [_basil(source, feeling, "") for source, feeling in (("one", "neg"), ("two", "pos"), ("three", "neu"))]
    counts, errors = Counter(), []
    basil.order(articles, {("one", "Ada Dalby"): -0.5, ("three", "Ada Dalby"): -0.9}, counts, errors)
    assert counts == Counter(pairs=3, dared=1, ordered=0)
    assert errors == [("event e: one and three", "Ada Dalby", "three is kinder", "one is kinder")]
