"""What articles call actors and acts, in whose voice and at what distance: at the doors of `labels` and `concepts`."""

import json
import re

import pandas as pd
import pytest

import crossread
from crossread import codebooks, reading
from crossread.articles.documents import Record
from crossread.framing import concepts

BOOKS = codebooks.load()


def called(text, concept=None):
    """The terms that a text of one sentence a line has of a concept, or of all."""
    sentences = [match.span() for match in re.finditer(r"[^\n]+", text)]
    found = concepts.find(text, sentences, BOOKS.concepts, BOOKS.gazetteer.adjectives)
    return [naming.term for naming in found if concept in (None, naming.concept)]


def analysed(folder, *texts):
    """The tables of a set of articles, each of a headline and paragraphs."""
    (folder / "articles").mkdir(parents=True)
    for number, text in enumerate(texts):
        (folder / "articles" / f"{number}.txt").write_text(text, encoding="utf-8")
    return crossread.analyse(folder).tables


def labels_of(folder, *texts):
    """Rows of ``labels`` with the words that they stand for."""
    tables = analysed(folder, *texts)
    words = tables["articles"].set_index("article_id")["text"]
    labels = tables["labels"]
    return labels.assign(words=[words[row.article_id][row.start : row.end] for row in labels.itertuples()])


def article(*sentences):
    """A page whose one paragraph is long enough to be read as an article."""
    filler = "The ferry left the harbour of Port Ellis at nine, and the fish market was open until the evening as ever."
    return "Fishermen wait for the tide\n\n" + " ".join(sentences) + "\n\n" + " ".join([filler] * 3)


# --- the code book ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["air strikes", "airstrikes", "air-strikes", "an airstrike"])
def test_spellings_are_one_term(words):
    assert called(f"The pilots reported {words} on the depot.", "attacks-from-the-air") == ["air strikes"]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("The army will withdraw its forces from the valley.", ["withdrawal"]),
        ("Troops are being pulled out of the valley.", ["pullout"]),
        ("She promised to pull her last soldiers out by May.", ["pullout"]),
        ("The drawdown of troops began, and the redeployment of a brigade.", ["drawdown", "redeployment"]),
        ("The bank said customers may withdraw money.", []),
        ("The army could redeploy its forces in the valley.", []),
    ],
)
def test_terms_for_leaving_with_forces(text, terms):
    assert called(text, "leaving-with-forces") == terms


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Shells fell on rebels and on the moderate opposition.", ["rebels", "moderate opposition"]),
        ("The jets hit moderate Ruritanian rebel groups.", ["rebel groups"]),
        ("The jets hit moderate Syrian rebel groups.", ["moderate rebel groups"]),
        ("The jets bombed moderate, foreign-backed opposition groups.", ["moderate foreign-backed opposition groups"]),
        ("They spoke of terrorist facilities and armed groups.", ["terrorist facilities", "armed groups"]),
        ("Fighter jets and strike fighters flew over the battle.", []),
        ("Groups of tourists came.", []),
        ("Militant gunmen fled a militant assault on the mill.", ["militant gunmen"]),
        ("Eco-terrorists joined the mutineers.", ["terrorists", "mutineers"]),
        ("The rebel wine maker met counter-terrorism police.", []),
        ("The leader of the opposition asked about the price of milk.", []),
    ],
)
def test_groups_are_named_with_their_modifiers(text, terms):
    assert called(text, "armed-groups") == terms


def test_an_election_campaign_is_no_use_of_force():
    assert called("Her campaign manager attacked the targets for growth.", "use-of-force") == []
    assert called("The 2016 campaign was a fight over the war.", "use-of-force") == []
    assert called("Generals called the campaign against the rebels a success.", "use-of-force") == ["campaign"]
    assert called("Militants used an assault rifle.", "attacks") == []


def test_a_race_for_an_office_and_a_match_are_no_fighting():
    race = "Voters heard the nominee.\nShe held rallies in her campaign.\nThe ballot is in May."
    assert called(race + "\nHer campaign struck a chord with opponents.") == []
    assert called("Troops moved in.\nThe ballot is in May.\nThe campaign against the rebels went on.", "use-of-force")
    assert called("The goalkeeper wept.\nIt was a massacre.\nTheir striker had five goals.") == []
    assert called("The tax regime is old. It was a coup for the bakery. The rebel MP left.") == []


def test_what_shows_protests_nothing():
    assert not called("The clerk demonstrated an interest in ferries. A theory of conspiracy theories came out.")
    assert called("Thousands demonstrated against the ferry on the streets.") == ["demonstration"]
    assert called("A terrorist attack on the base killed two soldiers.", "armed-groups") == []


def test_another_sense_wipes_out_no_more_than_it_outweighs():
    text = "The war of rebels went on.\nThe army lost the war.\nThe war was long.\nNobody spoke of World War Two."
    assert called(text, "the-conflict") == ["war"] * 3


def test_a_word_has_one_sense_in_a_text():
    assert called("Troops began their withdrawal.\nThe withdrawal surprised many.").count("withdrawal") == 2
    assert called("The withdrawal of the drug surprised many.\nThe withdrawal was late.") == []
    both = "Warplanes were bombing the port.\nA car bombing shook it.\nThe bombing was heard far away."
    assert called(both, "attacks") == ["car bombing", "bombing"]
    assert called(both, "attacks-from-the-air") == ["bombing"]
    revenge = "A truck bombing shook the port.\nThe bombing, they said, was for the air strikes of May."
    assert called(revenge, "attacks") == ["car bombing", "bombing"]
    assert called("Warplanes were striking.\nA lightning strike hit.\nThe strike was loud.") == ["strikes"]


def test_a_set_can_bring_its_own_book(tmp_path):
    path = tmp_path / "concepts.toml"
    path.write_text("[class]\n", encoding="utf-8")
    with pytest.raises(crossread.problems.UnreadableError, match=r"concepts\.toml"):
        concepts.load(path)


# --- voice and distance -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "voice", "source", "device"),
    [
        ("Rebels fought for the bridge.", "narrator", None, "none"),
        ("“The rebels fought for the bridge,” Anna Dahl said.", "quoted", "Anna Dahl", "none"),
        ("Anna Dahl said the rebels had fought for the bridge.", "narrator", "Anna Dahl", "none"),
        ("Anna Dahl spoke of “rebels” at the bridge, where fighting went on.", None, None, None),
        ("The army calls those who hold the bridge ‘rebels’ and went on fighting.", "narrator", None, "scare_quotes"),
        ("The army fought ‘moderate’ rebels.", "narrator", None, "scare_quotes"),
        ("Fighting went on with what the palace calls “anti-terrorist rebels”.", "narrator", None, "so_called"),
        ("Fighting went on with the so-called rebels.", "narrator", None, "so_called"),
        ("Fighting went on with self-styled moderate rebels.", "narrator", None, "so_called"),
        ("Troops are fighting what the palace calls armed rebels.", "narrator", None, "so_called"),
        ("Troops were fighting suspected rebels.", "narrator", None, "alleged"),
    ],
)
def test_voice_and_device(tmp_path, text, voice, source, device):
    found = labels_of(tmp_path, article(text))
    found = found[found["words"].str.contains("ebels")]
    assert len(found) == 1
    if voice:
        row = found.iloc[0]
        assert (row["voice"], row["source"] if pd.notna(row["source"]) else None, row["device"]) == (
            voice,
            source,
            device,
        )


def test_words_in_marks_of_nobody_are_not_the_narrators(tmp_path):
    found = labels_of(tmp_path, article("A banner read “Out with the rebels who burned our boats and nets” all day."))
    row = found[found["words"] == "rebels"].iloc[0]
    assert (row["voice"], row["device"]) == ("quoted", "none")


def test_a_name_behind_what_is_kept_at_a_distance_is_not(tmp_path):
    text = "Self-styled healer Anna Dahl met the alleged smuggler, Tom Hale. The toll was supposed to help Olga Brand."
    found = labels_of(tmp_path, article(text))
    assert set(found.loc[found["words"].str.contains("Dahl|Hale|Brand"), "device"]) == {"none"}


def test_what_is_called_so_is_not_whose_it_is(tmp_path):
    found = labels_of(tmp_path, article("They spoke of what they called Minister Anna Dahl's failure in Ostrow."))
    assert set(found.loc[found["words"].str.contains("Dahl|Minister"), "device"]) == {"none"}


def test_the_name_of_a_programme_or_book_in_marks_is_in_no_scare_quotes(tmp_path):
    text = "On “Syria” Anna Dahl, author of “Syria at Night”, met fighters of ‘Islamic State’ in Syria."
    found = labels_of(tmp_path, article(text, "Islamic State left."))
    assert set(found.loc[found["device"] == "scare_quotes", "words"]) == {"Islamic State"}


# --- actors -----------------------------------------------------------------------------------------------------


def test_offices_before_and_behind_a_name_are_labels(tmp_path):
    found = labels_of(
        tmp_path,
        article(
            "The Russian dictator Anna Dahl met Tom Hale, head of the clinic, on Monday.",
            "Later the Russian dictator left.",
        ),
    )
    own = {target: set(rows["term"]) for target, rows in found.groupby("target_id")}
    assert own["anna-dahl"] == {"Anna Dahl", "Russian dictator"}
    assert own["tom-hale"] == {"Tom Hale", "head of the clinic"}


def test_states_are_named_by_governments_troops_and_people(tmp_path):
    found = labels_of(
        tmp_path,
        article("Syria was calm.", "The Syrian regime sent Syrian troops, Damascus said.", "The Syrians waited."),
    )
    terms = set(found.loc[found["target_id"] == "syria", "term"])
    assert terms == {"Syria", "Syrian regime", "Syrian troops", "Damascus", "Syrians"}


def test_states_and_bodies_are_named_by_those_who_act_for_them(tmp_path):
    found = labels_of(
        tmp_path,
        article("Norway was calm.", "A senior Norwegian official met Norway's state media.", "Norwegians waited."),
    )
    terms = set(found.loc[found["target_id"] == "norway", "term"])
    assert terms == {"Norway", "Norwegian official", "Norway's state media", "Norwegians"}
    assert "Norwegian" not in set(found["term"])


def test_a_dateline_names_nobody(tmp_path):
    found = labels_of(tmp_path, article("OSLO (Reuters) — Norway was calm.", "Oslo did not answer, Norway said."))
    assert list(found.loc[found["target_id"] == "norway", "words"]).count("OSLO") == 0
    assert "Norway" in set(found["words"])


def test_an_attorney_general_is_no_general(tmp_path):
    found = labels_of(tmp_path, article("Attorney General Anna Dahl came.", "Anna Dahl left."))
    assert "Attorney General" in set(found["term"])


def test_a_government_called_by_its_head(tmp_path):
    found = labels_of(
        tmp_path, article("Norwegian President Anna Dahl came home to Norway.", "The Dahl administration was tired.")
    )
    assert "Dahl administration" in set(found.loc[found["target_id"] == "norway", "term"])


def test_half_of_a_country_is_a_state_only_where_the_article_names_it(tmp_path):
    found = labels_of(tmp_path, article("North Korea and South Korea spoke. The North was pleased, the South less."))
    assert set(found.loc[found["target_id"] == "north-korea", "term"]) == {"North Korea", "North"}
    assert set(found.loc[found["target_id"] == "south-korea", "term"]) == {"South Korea", "South"}
    alone = labels_of(tmp_path / "other", article("Norway was calm. The North of it had snow."))
    assert "North" not in set(alone["term"])


def test_spellings_of_a_name_are_one_term_and_names_are_not(tmp_path):
    found = labels_of(
        tmp_path,
        article("Isil fighters held the bridge. ISIL lost it. Daesh came back, and Syria's army with it."),
        article("ISIL was there. The Syrian army was too, with Yusuf Khalid Barzan."),
        article("Yousef Khalid Barzan was there."),
    )
    own = {target: set(rows["term"]) for target, rows in found[found["target_kind"] == "entity"].groupby("target_id")}
    assert own["islamic-state"] == {"ISIL", "Daesh"}
    assert len(own["syrian-army"]) == 1
    assert len(next(terms for target, terms in own.items() if "barzan" in target)) == 1


def test_what_names_an_actor_is_no_act(tmp_path):
    text = article("The Northern Observer Mission counted troops.", "The mission left, as the fighting went on.")
    found = labels_of(tmp_path, text)
    assert set(found.loc[found["words"].str.contains("ission"), "target_kind"]) == {"entity"}


def test_the_same_words_name_one_actor():
    fields = json.dumps({"text": " says U.S. spokesman İstanbul U.S. ", "title": "x", "date": None})
    ids = reading.read_article(Record("a", None, "fields", fields.encode()), {}, BOOKS)["labels"]["label_id"]
    assert len(ids) == len({*ids}) > 1
