import json

import pandas as pd
import pytest

from crossread import codebooks
from crossread.benchmarks import BENCHMARKS, basil, neutral_conflict, newsmtsc

SENTENCE = "Dalby lied to everyone, Tolland said."


def _lines(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def _written(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_macro_f1_is_the_mean_over_the_labels():
    pairs = [("negative", "negative"), ("negative", "neutral"), ("neutral", "neutral"), ("positive", "positive")]
    sentences = [newsmtsc.Sentence([pair], "neutral") for pair in pairs]
    assert newsmtsc.macro_f1(sentences) == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)
    assert newsmtsc.accuracy(sentences) == 0.75


def test_only_sentences_whose_polar_targets_agree_have_a_sign():
    sentences = [
        newsmtsc.Sentence([("negative", "negative"), ("neutral", "neutral")], "negative"),
        newsmtsc.Sentence([("negative", "negative"), ("positive", "positive")], "positive"),
        newsmtsc.Sentence([("positive", "positive")], "negative"),
        newsmtsc.Sentence([("positive", "positive")], "neutral"),
    ]
    assert newsmtsc.labelled(sentences) == pytest.approx(2 / 3)
    assert newsmtsc.right(sentences) == 0.5


def test_newsmtsc_writes_its_predictions(tmp_path):
    rows = [{"id": "a", "sentence": SENTENCE, "start": 0, "end": 5, "label": "negative"}]
    said = newsmtsc.validate(_lines(tmp_path / "set.jsonl", rows), tmp_path / "out.jsonl")
    assert "1 targets in 1 sentences" in said
    (line,) = _written(tmp_path / "out.jsonl")
    assert set(line) == {"id", "start", "end", "label", "polarity"}
    assert line["label"] == "negative"


def test_neutral_conflict_counts_polar_labels(tmp_path):
    assert neutral_conflict.false_alarms([["negative", "neutral"], ["no_clear_tone", "positive"]]) == 0.5
    rows = [{"article": "x", "sentence": "Troops shelled the road to Kelbrook on Monday."}]
    said = neutral_conflict.validate(_lines(tmp_path / "set.jsonl", rows), tmp_path / "out.jsonl")
    assert "polar labels 0.000" in said
    assert _written(tmp_path / "out.jsonl")[0]["index"] == 0


def _basil(source, feeling, sentence):
    quoted = "“He is a liar,” said Jon Brask."
    span = {"id": "p1", "start": 1, "end": 13, "quote": "yes", "speaker": "Jon_Brask"}
    plain = {"id": "p0", "start": 0, "end": 10, "quote": "no", "speaker": ""}
    return {
        "event": "e", "source": source, "title": "Ada Dalby and the vote", "paragraphs": [[sentence], [quoted]],
        "main_entities": ["Ada Dalby", "Jon Brask"], "article_level": {"author_feeling_Ada_Dalby": feeling},
        "spans": [span, plain],
    }  # fmt: skip


def test_basil_orders_pairs_and_tells_voices(tmp_path):
    rows = [
        _basil("one", "neg", "Ada Dalby lied. Ada Dalby cheated voters, and Ada Dalby ignored a corrupt aide."),
        _basil("two", "neu", "Ada Dalby met voters. Ada Dalby spoke on Monday, and Ada Dalby went home."),
    ]
    said = basil.validate(_lines(tmp_path / "set.jsonl", rows), tmp_path / "out.jsonl")
    assert "1 events, 1 pairs whose feeling differs, 4 spans" in said
    assert "dared 1.000" in said
    assert "ordered right 1.000" in said
    assert "quoted 1.000 (1.000-1.000), right speaker 1.000" in said
    assert "spans outside quotes: quoted 0.000" in said
    lines = _written(tmp_path / "out.jsonl")
    assert {line["entity"] for line in lines if "entity" in line} == {"Ada Dalby", "Jon Brask"}
    assert next(line for line in lines if line.get("entity") == "Jon Brask")["tone"] is None


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
    events = [basil.Event([(1, None), (1, 1), (-1, 1)], [])]
    assert basil.dared(events) == pytest.approx(2 / 3)
    assert basil.ordered(events) == 0.5


def test_the_sets_have_their_names():
    assert {"newsmtsc", "neutral-conflict", "basil"} <= set(BENCHMARKS)
