"""Keyness and similarity: words that set one article apart, corrected for how many are tested."""

import numpy as np
import pandas as pd
import pytest

from crossread import reading, schema
from crossread.framing import keyness


def made(texts: dict[str, str], copies: dict[str, str] | None = None, quotes: list[dict] | None = None):
    """Tables of articles of one sentence a line."""
    articles, sentences = [], []
    for article_id, text in texts.items():
        articles.append(
            {
                "article_id": article_id, "source_file": article_id, "sha256": "0", "outlet": article_id.title(),
                "published_precision": "unknown", "kind": "article", "n_words": len(text.split()), "repairs": [],
                "text": text, "language": "en", "copy_of": (copies or {}).get(article_id),
                "copy_share": 0.9 if article_id in (copies or {}) else None,
            }
        )  # fmt: skip
        at = 0
        for line in text.split("\n"):
            span = at, at + len(line)
            sentences.append(
                {
                    "sentence_id": reading.row_id(article_id, "sentence", *span), "article_id": article_id,
                    "block_id": "b", "start": span[0], "end": span[1], "section": "body",
                }
            )  # fmt: skip
            at += len(line) + 1
    found = pd.DataFrame(quotes or [], columns=["article_id", "parts"])
    return schema.enforce("articles", articles), schema.enforce("sentences", sentences), found


FILLER = "Ships left port and crews waited for wind near town."


@pytest.fixture
def apart():
    return made(
        {
            "ant": "\n".join(["Rebels said rebels held bridges; the rebels' camp burned."] * 12 + [FILLER] * 5),
            "bee": "\n".join(["Militants said militants held bridges; the camp burned."] * 12 + [FILLER] * 5),
            "cow": "\n".join([FILLER] * 20),
        }
    )


def test_a_word_of_one_article_alone_sets_it_apart_with_its_counts(apart):
    articles, sentences, _ = apart
    found = keyness.places(articles, sentences)
    table = keyness.keyness(articles, found)
    first = table[table["name"] == "Ant"].iloc[0]
    assert (first["word"], first["n_target"], first["n_reference"], first["n_sentences"]) == ("rebels", 36, 0, 12)
    assert first["distinguishable"] and first["z"] > 3 and first["log_ratio"] > 3 and first["g2"] > 20
    assert all(text[a:b].lower() == "rebels" for text, (a, b) in
               ((articles["text"][0], span) for span in found["ant"]["rebels"]))  # fmt: skip


def test_short_texts_are_not_distinguishable():
    articles, sentences, _ = made(
        {
            "ant": "Shells hit the market at dawn.\nPeople in the market died.\nThe mayor blamed the army.",
            "bee": "People died at the market.\nThe army denied that it fired shells.\nPeople blamed the army.",
        }
    )
    table = keyness.keyness(articles, keyness.places(articles, sentences))
    assert len(table) and not table["distinguishable"].any()


def test_function_words_and_numbers_are_left_out(apart):
    found = keyness.places(*apart[:2])
    assert not {"the", "and", "said the", "12"} & set(found["ant"])


def test_contractions_and_pronouns_are_function_words_and_the_us_is_none():
    articles, sentences, _ = made(
        {"ant": "They don’t and wouldn't tell us why. We’re told the US Navy’s crew should go."}
    )
    assert set(keyness.places(articles, sentences)["ant"]) == {"tell", "told", "us", "navy", "crew", "go"}
    assert len(keyness.places(articles, sentences)["ant"]["us"]) == 1


def test_a_copy_is_not_held_against_its_original(apart):
    text = apart[0]["text"][0]
    articles, sentences, _ = made({"ant": text, "bee": text, "cow": "\n".join([FILLER] * 20)}, {"bee": "ant"})
    table = keyness.keyness(articles, keyness.places(articles, sentences))
    own = table[(table["word"] == "rebels")]
    assert list(own["n_reference"]) == [0, 0]


def test_one_article_alone_has_nothing_to_be_compared_with():
    articles, sentences, quotes = made({"ant": FILLER})
    found = keyness.places(articles, sentences)
    assert keyness.keyness(articles, found).empty
    assert keyness.similarity(articles, found, quotes).shape == (1, 1)


def test_p_values_are_corrected_for_their_number():
    assert keyness.adjusted(np.array([0.01, 0.04, 0.03, 0.5])) == pytest.approx([0.04, 0.16 / 3, 0.16 / 3, 0.5])
    assert len(keyness.adjusted(np.array([]))) == 0


def test_likeness_is_of_own_words_alone():
    quote = "The sea was calm and the gulls were silent over the wide harbour"
    texts = {
        "ant": f"Ministers met in Ostrow.\n{quote}.",
        "bee": f"Farmers sold wool.\n{quote}.",
        "cow": "Ministers met in Ostrow.",
    }
    whole = made(texts)
    start = texts["ant"].index(quote), texts["bee"].index(quote)
    spoken = [
        {"article_id": name, "parts": [[at, at + len(quote)]]}
        for name, at in zip(("ant", "bee"), start, strict=True)
    ]  # fmt: skip
    own = made(texts, quotes=spoken)
    found = keyness.places(*whole[:2])
    with_quotes = keyness.similarity(whole[0], found, whole[2])
    without = keyness.similarity(own[0], found, own[2])
    assert with_quotes.loc["Ant", "Bee"] > 0.5
    assert without.loc["Ant", "Bee"] == 0
    assert without.loc["Ant", "Cow"] == pytest.approx(1)
    assert np.allclose(without, without.T)


def test_an_article_without_own_words_is_like_none():
    articles, sentences, quotes = made({"ant": FILLER, "bee": "12 34."})
    alike = keyness.similarity(articles, keyness.places(articles, sentences), quotes)
    assert np.isnan(alike.loc["Ant", "Bee"])
