"""Who is one over the articles of a set, at the doors of `entities`."""

import json
import re
import shutil
from pathlib import Path

import invented
import pandas as pd
import pytest

import crossread
from crossread import codebooks, schema
from crossread.entities import mentions
from crossread.entities import resolution as entities
from crossread.entities.names import base_of, fold, same_person, same_word

BOOKS = codebooks.load()
ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "gold" / "sample"


def rows_of(texts, sources=None):
    rows = []
    for article_id, text in texts.items():
        paragraphs = [(m.start(), m.end(), "body") for m in re.finditer(r"[^\n]+", text)]
        found = mentions.find(text, paragraphs, (sources or {}).get(article_id, []), BOOKS)
        rows += [{"article_id": article_id, **mention._asdict()} for mention in found]
    return pd.DataFrame(rows, columns=["article_id", *mentions.Mention._fields])


def link(*texts, actors=None, order=None):
    articles = {f"a{n}": text for n, text in enumerate(texts)}
    frame = rows_of(articles)
    if order is not None:
        frame = frame.sample(frac=1, random_state=order)
    known = pd.DataFrame(actors) if actors else None
    return entities.link(frame, known, BOOKS)


def names(*texts, kind=None, actors=None):
    found, _ = link(*texts, actors=actors)
    return [row.name for row in found.itertuples(index=False) if kind in (None, row.entity_type)]


# --- spellings --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"), [
        ("nikolai", "nikolay"), ("yusuf", "yousef"), ("khalid", "halid"), ("zhukov", "jukov"), ("fayez", "faiz"),
        ("tariq", "tarik"),
    ],
)  # fmt: skip
def test_transliterations_of_one_word(one, other):
    assert same_word(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("hama", "homs"), ("berg", "burg"), ("martin", "morton"), ("ali", "eli"), ("lindqvist", "lindgren")],
)
def test_words_that_are_two(one, other):
    assert not same_word(one, other)


def test_names_of_persons():
    assert same_person(("halvard", "brekke"), ("h", "brekke"))
    assert same_person(("john", "f", "molloy"), ("john", "molloy"))
    assert not same_person(("john", "f", "molloy"), ("john", "k", "molloy"))
    assert not same_person(("halvard", "brekke"), ("sigurd", "brekke"))


def test_spelling_and_adjectives():
    assert fold("the Defense Ministry’s") == fold("The Defence Ministry")
    assert base_of("ruvanian", ["romania", "ruvania"]) == "ruvania" and not base_of("roman", ["romania"])


# --- one over the set -------------------------------------------------------------------------------------------


def test_one_person_in_two_spellings_is_one_with_the_name_most_articles_use():
    found, _ = link(
        "Deputy Health Minister Dmitry Valenkov resigned. Mr Valenkov wept.",
        "They heard Dmitri Valenkov speak.",
        "A letter from Dmitri Valenkov came.",
    )
    assert found["name"].tolist() == ["Dmitri Valenkov"]
    assert {"Dmitry Valenkov", "Dmitri Valenkov", "Mr Valenkov"} <= set(found["variants"][0])


def test_father_and_son_stay_two_and_a_bare_surname_joins_neither():
    texts = ("They saw Halvard Brekke leave.", "They saw Sigurd Brekke arrive.", "In the end Mr Brekke won.")
    assert names(*texts) == ["Brekke", "Halvard Brekke", "Sigurd Brekke"]


def test_a_short_form_of_a_given_name_is_the_name():
    assert names("Robert Quill came.", "Bob Quill left.", kind="person") == ["Bob Quill"]


def test_two_in_one_article_stay_two_however_alike():
    text = "They saw Sara Haddad and Sarah Haddad. Later Yusuf Kane met Yusef Kane."
    assert names(text, kind="person") == ["Sara Haddad", "Sarah Haddad", "Yusef Kane", "Yusuf Kane"]


def test_a_surname_alone_is_the_only_bearer_of_the_set():
    found, linked = link("They saw Rosa Quill leave.", "It was dark when Quill returned.")
    assert found["name"].tolist() == ["Rosa Quill"]
    assert linked["entity_id"].nunique() == 1


def test_a_surname_alone_goes_by_gender_where_there_are_two():
    texts = ("The mayor, John Brekke, and Mary Brekke left.", "At noon Mrs Brekke returned.")
    _, linked = link(*texts)
    assert linked.loc[linked["article_id"] == "a1", "entity_id"].tolist() == ["mary-brekke"]


def test_spellings_of_a_place_are_one():
    assert names("The base at Khmarum burned.", "Planes left from near Hmarum.", "Fire in Hmarum.", kind="place") == [
        "Hmarum"
    ]
    assert names("It rained in Oddvik-e-Nur.", "It rained in Oddvik-i-Nur.", kind="place") == ["Oddvik-e-Nur"]


def test_a_state_by_its_capital_government_and_seat():
    found, _ = link("Oslo denied it, and the Norwegian government slept.", "Norway smiled.", "A man from Oslo said no.")
    state = found[found["entity_type"] == "state"]
    assert state["name"].tolist() == ["Norway"]
    assert state["variants"].iloc[0] == ["Norway", "Norwegian government", "Oslo"]
    assert found[found["entity_type"] == "place"]["name"].tolist() == ["Oslo"]
    assert names("The Kremlin agreed with Downing Street.", kind="state") == ["Russia", "United Kingdom"]


def test_a_ministry_is_one_in_all_its_wordings():
    found, _ = link(
        "Norway's defence ministry denied it.",
        "The Norwegian Defense Ministry was silent. Norwegian ships waited.",
        "Norway knew. Halvard Brekke, the defence minister, left, and Mr Brekke's ministry closed.",
        "Norwegian boats sank, the Ministry of Defence said.",
        "The foreign ministry in Oslo knew.",
    )
    assert [name for name in found["name"] if "inistry" in name] == [
        "Norwegian Defence Ministry",
        "Norwegian Foreign Ministry",
    ]


def test_a_ministry_of_a_state_that_no_list_has():
    texts = ("Ruvania's defence ministry spoke. Ruvanian jets flew.", "In Ruvania the defence ministry slept.")
    assert "Ruvania Defence Ministry" in names(*texts)


def test_an_office_is_named_after_its_owner():
    articles = {"a": "President Halvard Brekke fell ill, and his office said he slept."}
    at = articles["a"].index("his office")
    frame = rows_of(articles, {"a": [(at, at + 10)]})
    found, _ = entities.link(frame, None, BOOKS)
    assert "office of Halvard Brekke" in found["name"].tolist()


def test_an_abbreviation_joins_the_name_that_another_article_gives_it():
    assert names("The Free Valley Front (FVF) left.", "Nobody saw the FVF again.", kind="group") == [
        "Free Valley Front"
    ]


# --- what the researcher says -----------------------------------------------------------------------------------

ACTORS = [
    {"name": "Ruvania", "aliases": "Tessaly;the Ruvanian government", "entity_type": "state", "side": "government",
     "party_to_conflict": True},
    {"name": "Ruvanian Ministry of War", "aliases": "War Ministry", "entity_type": "organisation", "side": "government",
     "party_to_conflict": True},
    {"name": "Halvard Brekke", "aliases": "", "entity_type": "person", "side": "mediator", "party_to_conflict": False},
]  # fmt: skip


def test_actors_give_name_type_side_and_party():
    found, _ = link(
        "Tessaly denied it, and the War Ministry too.", "They heard Halverd Brekke in Tessaly.", actors=ACTORS
    )
    rows = {row.name: (row.entity_type, row.side, row.party_to_conflict) for row in found.itertuples(index=False)}
    assert rows == {
        "Ruvania": ("state", "government", True),
        "Ruvanian Ministry of War": ("organisation", "government", True),
        "Halvard Brekke": ("person", "mediator", False),
    }


def test_without_a_row_of_actors_side_and_party_are_missing():
    found = schema.enforce("entities", link("They saw Rosa Quill leave.", actors=ACTORS)[0])
    assert found["name"].tolist() == ["Rosa Quill"]
    assert found[["side", "party_to_conflict"]].isna().all(axis=None)


# --- rows -------------------------------------------------------------------------------------------------------

SET = (
    "Deputy Health Minister Dmitry Valenkov resigned. Mr Valenkov wept in Khmarum. Moscow agreed.",
    "They heard Dmitri Valenkov near Hmarum. The health ministry in Moscow was silent.",
    "Russia's health ministry spoke. Valenkov slept. Rosa Quill met Sigurd Brekke and Halvard Brekke.",
)


def test_the_order_of_rows_does_not_show():
    first, linked = link(*SET)
    for seed in range(5):
        again, relinked = link(*SET, order=seed)
        pd.testing.assert_frame_equal(first, again)
        pd.testing.assert_frame_equal(linked, relinked)


def test_the_tables_fit_the_schema():
    found, linked = link(*SET)
    schema.enforce("entities", found)
    linked["mention_id"] = [f"{row.article_id}:mention:{row.start}-{row.end}" for row in linked.itertuples()]
    rows = schema.enforce("mentions", linked[list(schema.TABLES["mentions"].columns)])
    assert rows["mention_id"].is_unique
    assert set(rows["entity_id"].dropna()) <= set(found["entity_id"])
    assert found["entity_id"].is_unique


def test_ids_are_of_the_name_and_survive_another_article():
    before = dict(zip(*link(*SET)[0][["name", "entity_id"]].T.values, strict=True))
    after = dict(zip(*link(*SET, "Ines Molloy came.")[0][["name", "entity_id"]].T.values, strict=True))
    assert before.items() <= after.items()


def test_a_set_without_mentions_has_no_entities():
    found, linked = link("it rained all day.")
    assert found.empty and linked.empty


# --- sources ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "name", "source_type"),
    [
        ("Rosa Quill", "Rosa Quill", "named_individual"),
        ("a senior official", None, "unnamed_individual"),
        ("the harbour master", None, "unnamed_individual"),
        ("residents", None, "unnamed_group"),
        ("divers familiar with the wreck", None, "unnamed_group"),
        ("the two port chairmen", None, "unnamed_group"),
        ("one of the oldest harbour groups", None, "unnamed_group"),
        ("a whole lot of people on the quay", None, "unnamed_group"),
        ("one of the harbour masters", None, "unnamed_individual"),
        ("the port ministry", "Port Ministry", "named_group"),
        ("a report", None, "document"),
        ("the Harbour Union", "Harbour Union", "named_group"),
        ("A statement from the Harbour Union", "Harbour Union", "document"),
        ("Norwegian officials", "Norway", "unnamed_group"),
        ("Oslo", "Norway", "named_group"),
        ("Rosa Quill and Ines Molloy", "Rosa Quill; Ines Molloy", "named_individual"),
    ],
)
def test_source_and_its_type(source, name, source_type):
    text = f"On Friday {source} said that the tide was high."
    start = text.index(source)
    frame = rows_of({"a": text}, {"a": [(start, start + len(source))]})
    found, linked = entities.link(frame, None, BOOKS)
    quotes = pd.DataFrame(
        {"article_id": ["a"], "source_mention": [source], "source_start": [start], "source_end": [start + len(source)]}
    )
    row = entities.resolve_sources(quotes, linked, found, BOOKS).iloc[0]
    assert (row["source"], row["source_type"]) == (name, source_type)


def test_a_quote_without_source_has_none():
    quotes = pd.DataFrame(
        {"article_id": ["a"], "source_mention": [None], "source_start": [pd.NA], "source_end": [pd.NA]}
    )
    found, linked = link("They saw Rosa Quill.")
    assert (
        entities.resolve_sources(quotes, linked, found, BOOKS)[["source", "entity_id", "source_type"]]
        .isna()
        .all(axis=None)
    )


# --- the sample against its gold --------------------------------------------------------------------------------


def test_a_set_that_mentions_nobody_is_read(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "rain.txt").write_text("it rained all day and nothing moved along the road.\n" * 3)
    tables = crossread.analyse(tmp_path).tables
    assert len(tables["articles"]) == 1 and tables["entities"].empty and tables["mentions"].empty


def test_entities_of_the_sample_are_those_of_its_gold():
    gold = {row["name"]: row for row in json.loads((GOLD / "entities.json").read_text("utf-8"))}
    found = invented.sample().tables["entities"]
    found = dict(zip(found["name"], found["entity_type"], strict=True))
    assert {name for name, row in gold.items() if not row.get("optional")} <= set(found)
    assert {name for name, kind in found.items() if name in gold and gold[name]["entity_type"] != kind} == set()


def test_sources_of_the_sample_bear_a_name_of_theirs_where_no_list_of_actors_says_it(tmp_path):
    """No text says what the capitals are called, and a ministry is named as most articles word it."""
    shutil.copytree(ROOT / "data" / "sample" / "articles", tmp_path / "articles")
    bare = crossread.analyse(tmp_path).tables
    worded = {row.name: {fold(name) for name in (row.name, *row.variants)} for row in bare["entities"].itertuples()}
    gold = json.loads((GOLD / "entities.json").read_text("utf-8"))
    variants = {row["name"]: {fold(name) for name in (row["name"], *row["variants"])} for row in gold}
    given, found = (t["quotes"].set_index("quote_id")["source"] for t in (invented.sample().tables, bare))
    right = [bool(worded.get(found.get(i), set()) & variants[name]) for i, name in given.items() if name in variants]
    assert sum(right) >= 0.95 * len(right) > 70


def test_a_surname_that_is_a_capital_is_the_person_of_that_name():
    text = "Kerry Washington spoke at the gala. Washington, a singer, said the hall was cold."
    assert names(text) == ["Kerry Washington"]
    assert "Steven Law" in names("The choir sang, said Steven Law, its head. Law said it was late.")
