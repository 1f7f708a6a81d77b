import pytest

from crossread import codebooks
from crossread.problems import UnreadableError
from crossread.quotes.attribution import Paragraph
from crossread.tone import features as tone_features
from crossread.tone import model as tone_model
from crossread.tone import scoring as tone
from crossread.tone import words as tone_words

BOOKS = codebooks.load()
LEXICON = BOOKS.tone
CLASSES = codebooks.LISTS / "tone_classes.toml"


def _items(text):
    return tone_features.read(text, [(0, len(text))], LEXICON)


def _scored(text):
    return {item.word: item.known.valence + 3 * item.known.polarity for item in _items(text)}


def _towards(text, target):
    start = text.index(target)
    return tone.towards(text, start, start + len(target), LEXICON)


def _article(text):
    from crossread.entities.mentions import find as find_mentions
    from crossread.quotes.attribution import find as find_quotes
    from crossread.text.sentences import spans

    paragraphs = [Paragraph(0, len(text), "body")]
    quotes = find_quotes(text, paragraphs, BOOKS)
    sources = sorted({(q.source_start, q.source_end) for q in quotes if q.source_start is not None})
    mentions = find_mentions(text, paragraphs, sources, BOOKS)
    found = tone.find(text, list(spans(text)), quotes, mentions, LEXICON)
    return [(row, None if row.mention is None else mentions[row.mention].surface, quotes) for row in found]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The jets left the air base at noon", "base"),
        ("It cost the lives of more than two thousand people", "more"),
        ("They were striking the depot for the first time", "striking"),
        ("They were striking the depot for the first time", "first"),
        ("The foreign minister met his military advisers", "foreign"),
        ("The foreign minister met his military advisers", "military"),
        ("It was just the kind of force they had", "just"),
        ("The town was well guarded, as well as the bridge", "guarded"),
    ],
)
def test_words_that_no_opinion_is_in_have_no_score(text, word):
    assert _scored(text).get(word, 0) == 0


@pytest.mark.parametrize("word", ["killed", "airstrikes", "missiles", "troops", "terrorists", "wounded", "war"])
def test_words_of_war_are_masked_whatever_they_are(word):
    words = [item.word for item in _items(f"Officials spoke of {word} near the river")]
    assert word not in words
    assert tone_features.TOPIC in words


def test_names_and_titles_are_masked_and_never_read_as_words():
    items = _items("Yesterday Justice Grace Love of the Ministry of Defence met President Victor Goodall in Hope Town")
    assert not {"justice", "grace", "love", "victor", "hope", "goodall"} & {item.word for item in items}
    assert all(item.known.valence == 0 for item in items if item.word == tone_features.NAME)


def test_in_a_headline_with_capitals_throughout_words_are_words():
    items = _items("Mayor Praises Brave Nurses After Terrible Flood In Kelbrook")
    assert {"praises", "brave", "terrible"} <= {item.word for item in items}


def test_a_negation_turns_what_it_reaches_and_no_more():
    plain, turned = _scored("The plan was good"), _scored("The plan was not good")
    assert turned["good"] * plain["good"] < 0
    beyond = _scored("She did not come, and the plan was good")
    assert beyond["good"] == plain["good"]


@pytest.mark.parametrize(
    ("text", "target", "label"),
    [
        ("Senator Dalby lied to voters and humiliated his own staff.", "Senator Dalby", "negative"),
        ("Everyone praised Mira Tolland for her courage and her wonderful work.", "Mira Tolland", "positive"),
        ("Mira Tolland met reporters at the station on Monday.", "Mira Tolland", "no_clear_tone"),
    ],
)
def test_a_judgement_is_of_its_target(text, target, label):
    assert _towards(text, target).label == label


def test_two_targets_of_one_sentence_are_told_apart():
    text = "Dalby was disgraced by the scandal, while Tolland was praised for her honesty."
    assert _towards(text, "Dalby").polarity < _towards(text, "Tolland").polarity


def test_whose_name_it_is_changes_nothing():
    one, other = "Dalby ignored the warnings.", "Zorrin ignored the warnings."
    assert _towards(one, "Dalby").polarity == _towards(other, "Zorrin").polarity


@pytest.mark.parametrize(
    "text",
    [
        "Government forces shelled the eastern districts on Tuesday, killing eleven people, Kelmar officials said.",
        "The Velmar air base was hit by two missiles, and more than forty soldiers were wounded.",
        "Rebel fighters withdrew from Ostrava after three days of airstrikes.",
        "The Orlavian defence ministry said that its aircraft would return to their base.",
    ],
)
def test_neutral_news_of_a_war_has_no_tone(text):
    assert tone.of_text(text, LEXICON).label in ("no_clear_tone", "neutral")


def test_a_sentence_that_names_nobody_has_no_label():
    reading = tone.of_text("What a wonderful and splendid success", LEXICON)
    assert reading.label == "no_clear_tone"
    assert reading.polarity == 0


def test_too_little_and_both_ways_are_told_apart():
    assert tone.label((0.2, 0.7, 0.1), 0.0, 0.1) == "no_clear_tone"
    assert tone.label((0.2, 0.7, 0.1), 0.9, 0.8) == "neutral"


def test_a_whole_sentence_is_not_judged_by_what_happens():
    assert tone.of_text("Jon Brask won the primary by nine votes.", LEXICON).label == "no_clear_tone"
    assert tone.of_text("Jon Brask is a wonderful and honest man.", LEXICON).label == "positive"


def test_evidence_names_words_with_their_weights_and_no_names():
    reading = _towards("Critics called Dalby a corrupt and shameful liar.", "Dalby")
    words = [word for word, _ in reading.evidence]
    assert words
    assert "dalby" not in words
    weights = [abs(weight) for word, weight in reading.evidence if word != tone.REST]
    assert weights == sorted(weights, reverse=True)


def test_the_evidence_adds_up_to_the_side_that_the_label_takes():
    reading = _towards("Critics called Dalby a corrupt and shameful liar.", "Dalby")
    assert reading.label == "negative"
    assert sum(weight for _, weight in reading.evidence) < 0


def test_quoted_praise_is_never_the_narrators():
    found = _article(
        'The convoy reached Kelbrook at noon. "Mira Tolland is a wonderful, brave leader," said Jon Brask.'
    )
    about = [(row, quotes) for row, target, quotes in found if target and "Tolland" in target]
    assert about
    for row, quotes in about:
        assert row.quoted
        assert quotes[row.quote].source_start is not None
    narrator = [row for row, _, _ in found if row.quote is None]
    assert all("wonderful" not in [word for word, _ in row.reading.evidence] for row in narrator)


def test_what_a_source_is_said_to_say_is_its_word_in_the_narrators_words():
    found = _article("Jon Brask said that Mira Tolland had ruined the party. Nobody answered.")
    (row,) = [row for row, target, _ in found if target == "Mira Tolland"]
    assert not row.quoted
    assert row.quote is not None
    assert any(row.quote is None and row.sentence == 1 for row, _, _ in found)


def test_words_in_marks_that_nobody_says_are_not_the_narrators():
    text = 'The "glorious and wonderful victory" of Dalby was a walk of two miles.'
    rows = [row for row, target, _ in _article(text) if target is None]
    assert {row.quoted for row in rows} == {True, False}
    (narrator,) = [row for row in rows if not row.quoted]
    assert "glorious" not in [word for word, _ in narrator.reading.evidence]


def test_so_called_stays_with_the_name_it_doubts():
    words = [item.word for item in _items("The so-called Army of Kelbrook took the bridge")]
    assert "so-called" in words


def test_every_row_stands_in_its_sentence_and_places_are_no_targets():
    text = "Mira Tolland came to Kelbrook. He met her in Paris, and she thanked him."
    from crossread.text.sentences import spans

    bounds = list(spans(text))
    for row, target, _ in _article(text):
        start, end = bounds[row.sentence]
        assert start <= row.start < row.end <= end
        assert target != "Paris"


@pytest.mark.parametrize("piece", ['"', '" a', "Dalby ", "Dalby said ", "not ", "’", "a,", "“x” ", "he "])
def test_the_nastiest_repetition_is_read_in_linear_time(piece):
    text = piece * (60_000 // len(piece))
    quotes = []
    found = tone.find(text, [(0, len(text))], quotes, [], LEXICON)
    assert len(found) <= 2


def test_the_model_says_where_it_comes_from_and_is_small():
    said = tone_model.provenance()
    assert "NewsMTSC" in said["data"]
    assert "MIT" in said["data"]
    assert len(said["sha256"]) == 64
    assert said["cross_validated_macro_f1"] > 0.6
    assert tone_model.FILE.stat().st_size < 5_000_000


def test_topic_words_have_no_weight():
    kinds = [what.partition(" ") for what in tone_model.model().numbers]
    words = {word.lstrip("!") for kind, _, word in kinds if kind in ("s", "w")}
    assert len(words) > 1000
    assert not words & LEXICON.topic


def test_a_target_is_scored_by_the_features_that_were_learnt():
    text = '"She was not a good mayor," said Jon Brask, who never liked the honest and clever Mira Tolland.'
    items, own = _items(text), tone_model.model()
    targets = [
        tone_features.target(0, items, text.index(name), text.index(name) + 5) for name in ("She", "Jon", "Mira")
    ]
    chances, _ = tone_model.scores([items], targets)
    for target, likely in zip(targets, chances, strict=True):
        sums = own.intercept.copy()
        for where, what, value in tone_features.of_target(items, target):
            place = tone_features.PLACES.index(where)
            if what in own.numbers:
                sums[[0, 2]] += value * own.weights[own.numbers[what]].reshape(-1, 2)[place]
        assert likely == pytest.approx(tone_model.chances(sums[None])[0], abs=1e-5)


def test_a_code_book_that_names_no_list_is_refused(tmp_path):
    book = tmp_path / "tone_words.csv"
    book.write_text("word,list,source\nbase,functional,me\n", encoding="utf-8")
    with pytest.raises(UnreadableError, match="line 2"):
        tone_words.load(book, CLASSES)


def test_a_word_has_the_classes_of_its_plain_form(tmp_path):
    assert LEXICON.classes["castigated"] == LEXICON.classes["castigating"] == ("blame", "-")
    assert "harm" in LEXICON.classes["tyrannies"]
    assert not LEXICON.topic & LEXICON.classes.keys()
    book = tmp_path / "tone_classes.toml"
    book.write_text('[blame]\nverbs = "scold"\n', encoding="utf-8")
    with pytest.raises(UnreadableError, match="sign"):
        tone_words.load(CLASSES.with_name("tone_words.csv"), book)


def test_a_rare_word_is_told_by_its_class():
    for word in ("upbraided", "lambasted", "vilified"):
        assert _towards(f"The council {word} Dalby on Monday.", "Dalby").label == "negative"


def test_a_label_stands_on_words_that_say_so():
    assert tone.label((0.7, 0.2, 0.1), good=0.1, bad=0.0) == "no_clear_tone"
    assert tone.label((0.7, 0.2, 0.1), good=0.0, bad=0.4) == "negative"


def test_a_clause_of_an_article_needs_more_for_a_label_than_one_that_was_chosen():
    text = "Senator Dalby lied to voters and humiliated his own staff. Tolland was worried."
    clauses = {target: row.reading for row, target, _ in _article(text) if target in ("Senator Dalby", "Tolland")}
    assert clauses["Senator Dalby"].label == "negative"
    assert clauses["Tolland"].label == "no_clear_tone"
    alone = _towards(text[: text.index(" Tolland")], "Senator Dalby")
    assert alone.polarity == pytest.approx(clauses["Senator Dalby"].polarity)


def test_a_set_may_have_its_own_words_that_do_not_count(tmp_path):
    (tmp_path / "codebooks").mkdir()
    book = tmp_path / "codebooks" / "tone_words.csv"
    book.write_text("word,list,source\nsplendid,function,this set\n", encoding="utf-8")
    own = codebooks.load(tmp_path).tone
    assert own.aside == {"splendid"}
    assert own.polarity == LEXICON.polarity


def test_every_word_of_the_list_has_its_source():
    from crossread import lists

    assert all(row["source"] and row["topic"] for row in lists.read("tone_neutral"))
    rows = lists.read("tone_words")
    assert all(row["word"] == row["word"].lower() and len(row["source"]) > 10 for row in rows)
    assert len({row["word"] for row in rows}) == len(rows)


def test_a_name_that_is_also_a_word_of_praise_is_masked_where_it_opens_a_sentence():
    rows = _article("Donna Grace opened the hearing at nine. Grace read the list, and the clerk wrote it down.")
    assert all("grace" not in [word for word, _ in row.reading.evidence] for row, *_ in rows)


def _labels(text):
    return {target: row.reading.label for row, target, _ in _article(text) if target}


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Jon Brask is worried that the harvest will be ruined.", "Jon Brask"),
        ("Mira Tolland supports a higher wage for brave nurses.", "Mira Tolland"),
        ("Jon Brask hopes to conclude a successful and brilliant season.", "Jon Brask"),
        ("Jon Brask called the verdict a shameful disgrace.", "Jon Brask"),
        ("The clerk was praised by Mira Tolland for her honest books.", "Mira Tolland"),
    ],
)
def test_what_somebody_feels_or_thinks_of_others_is_no_judgement_of_him(text, target):
    assert _labels(text)[target] == "no_clear_tone"


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Jon Brask won the second round and leads by nine votes.", "Jon Brask"),
        ("Jon Brask was robbed and injured near the station.", "Jon Brask"),
        ("Jon Brask faces a serious threat from the flood.", "Jon Brask"),
    ],
)
def test_what_happens_to_somebody_is_no_judgement_of_him(text, target):
    assert _labels(text)[target] == "no_clear_tone"


@pytest.mark.parametrize(
    "text",
    [
        "No one at the inquiry suggested that Mira Tolland was incompetent.",
        "The clerk denied that Mira Tolland was a corrupt liar.",
        "The paper avoided direct criticism of Mira Tolland.",
        "Did Mira Tolland lie to the voters and betray them?",
    ],
)
def test_what_nobody_says_is_no_judgement(text):
    assert set(_labels(text).values()) == {"no_clear_tone"}


def test_evidence_of_a_clause_speaks_of_its_target_and_stands_in_it():
    text = "While Jon Brask was hopeless and dishonest, Mira Tolland was brave, and the storm was terrible."
    for row, target, _ in _article(text):
        if target == "Jon Brask":
            assert row.reading.label == "negative"
            assert {word for word, _ in row.reading.evidence} <= {"hopeless", "dishonest", tone.REST}
            assert "terrible" not in text[row.start : row.end]


@pytest.mark.parametrize(
    ("text", "of_others"),
    [
        ("Jon Brask was condemned by the board for his dishonest books.", True),
        ("Critics blasted Jon Brask as a cowardly liar.", True),
        ("Jon Brask is a corrupt and dishonest man.", False),
    ],
)
def test_a_verdict_that_the_narrator_tells_of_is_that_of_others(text, of_others):
    (row,) = [row for row, target, _ in _article(text) if target == "Jon Brask"]
    assert row.reading.label == "negative"
    assert row.reading.of_others == of_others
