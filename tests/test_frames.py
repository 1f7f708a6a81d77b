"""Frames: indicators of a code book, found as spans, and how far they stand out from ordinary news."""

import pandas as pd
import pytest
from invented_frames import TEXTS

from crossread import codebooks
from crossread.framing import frames
from crossread.problems import UnreadableError
from crossread.text import sentences

GENERIC, WAR_PEACE = codebooks.load().frames


def found(text: str, book: frames.Book = GENERIC) -> list[frames.Hit]:
    return frames.find(text, list(sentences.spans(text)), book)


def words(text: str, frame: str, book: frames.Book = GENERIC) -> list[str]:
    return [text[hit.start : hit.end] for hit in found(text, book) if hit.frame == frame]


def salience(text: str) -> dict[str, float]:
    spans = list(sentences.spans(text))
    return frames.salience(frames.find(text, spans, GENERIC), len(spans), GENERIC)


SALIENCE = pd.DataFrame([salience(text) for text in TEXTS.values()], index=pd.MultiIndex.from_tuples(TEXTS))


@pytest.mark.parametrize("key", TEXTS, ids=" / ".join)
def test_the_frame_that_a_text_is_told_in_stands_out_whatever_its_topic(key):
    alone = frames.strengths(SALIENCE.loc[[key]], GENERIC)
    among = frames.strengths(SALIENCE.loc[[key[0]]], GENERIC).loc[[key]]
    assert alone.idxmax(axis=1).item() == among.idxmax(axis=1).item() == key[1]


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("Shells fell on Ostrow and tanks crossed the river.", "conflict"),
        ("The virus was found in forty more towns.", "human interest"),
        ("The company released a new phone.", "economic consequences"),
        ("The law on fishing was read for the second time.", "responsibility"),
    ],
)
def test_the_words_of_a_topic_are_no_frame(text, frame):
    assert words(text, frame) == []


def test_a_hit_is_its_words_in_a_sentence():
    text = "It rained. The union accused the mayor of breaking her word."
    (hit,) = [hit for hit in found(text) if hit.indicator == "reproach"]
    assert text[hit.start : hit.end] == "accused"
    assert (hit.sentence, hit.frame) == (1, "conflict")


def test_words_in_between_are_allowed_within_a_sentence_only():
    assert words("The government, it seems, has failed.", "responsibility")
    assert not words("He praised the government. Crops failed.", "responsibility")


def test_one_word_many_times_in_a_sentence_counts_once():
    once = "They accused him. It rained. It snowed. It froze."
    often = "They accused, accused and accused him. It rained. It snowed. It froze."
    assert salience(once)["conflict"] == salience(often)["conflict"] > 0


def test_another_question_answered_counts_for_more_than_the_same_again():
    same = "They accused him. It rained. They accused her. They accused us."
    another = "They accused him. It rained. They accused her. Both sides left."
    assert salience(another)["conflict"] > salience(same)["conflict"]


def test_what_all_texts_on_a_matter_share_sets_none_of_them_apart():
    texts = pd.DataFrame([salience("The price was 5 dollars. It rained.")] * 19 + [salience("They accused him.")])
    assert frames.strengths(texts, GENERIC).idxmax(axis=1).iloc[-1] == "conflict"
    assert frames.strengths(texts, GENERIC)["economic consequences"].iloc[0] < 1


def test_an_empty_text_has_no_frame():
    assert set(frames.salience([], 0, GENERIC).values()) == {0.0}


def test_war_and_peace_are_told_apart():
    war = "Warplanes crushed the terrorist stronghold in a new offensive, the general said."
    peace = "Residents described daily life since the truce; mediators hope for a political solution."
    assert words(war, "war", WAR_PEACE) and not words(war, "peace", WAR_PEACE)
    assert words(peace, "peace", WAR_PEACE) and not words(peace, "war", WAR_PEACE)


def test_every_indicator_says_what_it_is_and_whence():
    for book in (GENERIC, WAR_PEACE):
        assert set(book.ordinary) == set(book.frames)
        for indicator in book.indicators.values():
            assert indicator.definition.endswith(".") and indicator.source


BOOK = """
codebook = "generic"
source = "a class in Ostrow"
[words]
boat = "ship/boats"
[[indicator]]
id = "sea"
frame = "water"
definition = "Speaks of the sea."
source = "class"
patterns = "@boat ... sail*; high/deep sea"
"""


def test_the_code_book_of_a_set_is_used_instead(tmp_path):
    (tmp_path / "codebooks").mkdir()
    (tmp_path / "codebooks" / "frames_generic.toml").write_text(BOOK, encoding="utf-8")
    own = codebooks.load(tmp_path).frames[0]
    assert own.frames == ["water"]
    assert words("The SHIP had already sailed on the deep sea; a dinghy sails.", "water", own) == [
        "SHIP had already sailed",
        "deep sea",
    ]


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        (BOOK.replace("@boat", "@plane"), "sea"),
        (BOOK.replace('frame = "water"\n', ""), "sea"),
        (BOOK.replace('"@boat ... sail*; high/deep sea"', '"re:("'), "sea"),
        (BOOK.replace('"@boat ... sail*; high/deep sea"', '"... sail"'), "sea"),
        (BOOK.replace("[words]", "[words"), "TOML"),
        (BOOK.replace('codebook = "generic"', ""), "head"),
    ],
)
def test_a_code_book_that_cannot_be_used_is_named_in_one_line(tmp_path, broken, named):
    path = tmp_path / "frames_generic.toml"
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(UnreadableError) as error:
        frames.load(path)
    assert "frames_generic.toml" in str(error.value) and named in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("nasty", ["government ", "a-", "must ", "'", "government state of ", "x", "$", "12 "])
def test_repetition_is_read_in_one_go(nasty):
    text = nasty * (40_000 // len(nasty))
    for book in (GENERIC, WAR_PEACE):
        frames.find(text, [(0, len(text))], book)
