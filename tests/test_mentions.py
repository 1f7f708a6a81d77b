"""Who is named, described or meant by a pronoun within one article, at the door of `mentions.find`."""

import random
import re

import pytest
from linear import is_linear

from crossread import codebooks
from crossread.entities import mentions

BOOKS = codebooks.load()


def span(text, words):
    match = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text)
    return match.span()


def find(text, *sources):
    """The mentions of a text whose paragraphs are parted by empty lines; of each source the first occurrence."""
    paragraphs = [(m.start(), m.end(), "body") for m in re.finditer(r"[^\n](?:[^\n]|\n(?!\n))*", text)]
    return mentions.find(text, paragraphs, [span(text, words) for words in sources], BOOKS)


def speaker(text, *sources):
    """The longest name in the chain of the last source, "; " between two; None where nobody is named."""
    found = find(text, *sources)
    start, end = span(text, sources[-1])
    names = []
    for head in found:
        if head.speaks and start - 6 <= head.start < end:
            chain = [m.surface for m in found if m.chain == head.chain and m.mention_type == "name"]
            names += [max(chain, key=len)] if chain else []
    return "; ".join(names) or None


def named(text, kind=None):
    return [m.surface for m in find(text) if m.mention_type == "name" and (kind is None or m.kind == kind)]


# --- names ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "On Monday Deputy Interior Minister Halvard Brekke met Dr. Ines de la Cruz.",
            ["Halvard Brekke", "Dr. Ines de la Cruz"],
        ),
        ("Ships left the bay. Nobody saw Tariq al-Hadid or J. K. Molloy again.", ["Tariq al-Hadid", "J. K. Molloy"]),
        ("Fishermen shouted. Their boats were gone by Tuesday in March.", []),
        ("The film ‘Silver Harbour’ was shown, Mr Oduya said.", ["Mr Oduya"]),
        ("The Cairo-based Delta Institute published it.", ["Delta Institute"]),
        ("A UN Special Envoy, Pia Lindqvist, arrived.", ["Pia Lindqvist"]),
        ("I’m sure I’ve met Rosa Quill.", ["Rosa Quill"]),
        ("In May Rosa Quill met June Falk.", ["Rosa Quill", "June Falk"]),
    ],
)
def test_names_without_what_stands_around_them(text, names):
    assert named(text) == names


def test_let_us_go_names_no_armed_group():
    assert named("Let’s go, Jem said. The nation’s largest gun group was silent.", "group") == []


def test_a_span_holds_its_words_and_no_possessive():
    text = "Mr Brekke’s office and Brekke's car were searched, said Anna Brekke."
    for mention in find(text):
        assert text[mention.start : mention.end] == mention.surface
        assert not mention.surface.endswith(("'s", "’s"))


def test_a_headline_of_capitals_gives_only_names_that_the_text_has():
    text = "Angry Crowd Storms Delta Institute In Grey City\n\nA crowd entered the Delta Institute on Friday."
    paragraphs = [(0, 47, "title"), (49, len(text), "body")]
    found = mentions.find(text, paragraphs, [], BOOKS)
    assert {m.surface for m in found if m.mention_type == "name"} == {"Delta Institute"}


def test_kinds():
    text = (
        "Ottawa denied it. Lawyers in Ottawa met Hezbollah, the Free Valley Front and the Norwegian army. "
        "Salt Bridge fell, the Harbour Union said; Rosa Quill wept near Oddvik."
    )
    kinds = {(m.surface, m.kind) for m in find(text) if m.mention_type == "name"}
    assert kinds >= {
        ("Ottawa", "state"), ("Ottawa", "place"), ("Hezbollah", "group"), ("Free Valley Front", "group"),
        ("Norwegian army", "organisation"), ("Salt Bridge", "place"), ("Harbour Union", "organisation"),
        ("Rosa Quill", "person"), ("Oddvik", "place"),
    }  # fmt: skip


def test_a_name_that_has_an_army_is_a_state():
    found = find("Ruvania struck at dawn. Ruvania's army and Ruvanian officials said little.")
    assert {m.kind for m in found if m.surface == "Ruvania"} == {"state"}
    assert any(m.surface == "Ruvanian officials" and m.state == "Ruvania" for m in found)


# --- one within the article -------------------------------------------------------------------------------------


def test_full_name_then_mr_then_he():
    text = "Energy Minister Halvard Brekke resigned. Mr Brekke gave no reason. “I am tired,” he said."
    assert speaker(text, "he") == "Halvard Brekke"
    assert len({m.chain for m in find(text, "he")}) == 1


def test_the_nearest_name_inside_a_quotation_is_not_the_speaker():
    text = "Pia Lindqvist welcomed the vote.\n\n“What Tom Hale did for us was brave, and Hale knows it,” she said."
    assert speaker(text, "Pia Lindqvist", "she") == "Pia Lindqvist"
    text = "Pavel Orsk welcomed the vote.\n\n“What Tom Hale did for us was brave,” he said."
    assert speaker(text, "Pavel Orsk", "he") == "Pavel Orsk"


def test_a_name_in_the_words_before_he_said_is_not_the_speaker():
    text = "Pavel Orsk spoke. Naming Mayor Tom Hale, he said, was “too simple.”"
    assert speaker(text, "he") == "Pavel Orsk"


def test_a_pronoun_goes_to_the_last_speaker_and_not_to_the_last_name():
    text = "A day after Ivo Marek promised help, mayor Sten Falk said the town was full. Waiting, he said: “No more.”"
    assert speaker(text, "Ivo Marek", "mayor Sten Falk", "he") == "Sten Falk"


def test_a_pronoun_with_a_capital_after_quoted_words_is_one_mention():
    found = find('Ivo Marek spoke. "The dam will hold," He told reporters.', "He")
    assert [m.mention_type for m in found if m.surface == "He"] == ["pronoun"]


def test_it_goes_to_a_body_and_they_to_nobody_it_cannot_know():
    text = "Anna Brekke spoke first. Then the Harbour Union said rents had doubled. It warned of a strike."
    assert speaker(text, "the Harbour Union", "It") == "Harbour Union"
    assert speaker("It rained. They said so.", "They") is None
    text = "The complaint alleges that the Harbour Union hid its books. It says clerks met at night."
    assert speaker(text, "The complaint", "It") is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Erik Moen said no. Asked about Ola Varn, HE shrugged.", "Erik Moen"),
        ("Erik Moen said no. The mayor spoke of his wife, Kim Aden. It rained, HE said.", "Erik Moen"),
        ("Erik Moen was calm when Tom Dahl asked whether he would go.\n\n“No,” HE said.", "Erik Moen"),
        (
            "His rival, Tom Dahl, met Erik Moen.\n\n''Erik Moen is old,'' said Ann Lee.\n\n''Tom Dahl too,'' SHE said.",
            "Ann Lee",
        ),
        ("Erik Moen spoke.\n\n“One. Two. Three. Four. Five. Six.”\n\n“Seven. Eight,” HE said.", "Erik Moen"),
    ],
)
def test_whom_a_speaking_pronoun_means(text, name):
    source = re.search("S?HE", text).group()
    assert speaker(text.replace(source, source.lower()), source.lower()) == name


@pytest.mark.parametrize(
    "rest", [", which makes tools, closed.", ", a shipping company, closed.", " said its ship sank."]
)
def test_the_words_after_a_name_tell_a_body(rest):
    assert named("On Monday Halden Verk" + rest, "organisation") == ["Halden Verk"]


def test_a_word_for_a_place_that_opens_a_sentence_is_no_name():
    assert named("State television was silent. County officials left.") == []


def test_gender_keeps_two_of_one_surname_apart():
    text = "John Brekke and his wife Mary Brekke were there. Mrs Brekke wept. Mr Brekke left."
    by_surface = {m.surface: m.chain for m in find(text) if m.mention_type == "name"}
    assert by_surface["Mrs Brekke"] == by_surface["Mary Brekke"] != by_surface["Mr Brekke"] == by_surface["John Brekke"]


def test_an_abbreviation_in_brackets_is_the_name():
    text = "The Free Valley Front (FVF) denied it. The FVF blamed the army."
    assert speaker(text, "The FVF") == "Free Valley Front"


def test_description_first_and_name_later():
    text = (
        "Norway's deputy energy minister said the dam would hold.\n\nRain fell all night.\n\n"
        "The deputy energy minister, Halvard Brekke, went home."
    )
    assert speaker(text, "Norway's deputy energy minister") == "Halvard Brekke"


def test_a_description_that_two_fit_stays_unnamed():
    text = "The senator said no. Senator Ann Lee and Senator Rolf Berg were both absent."
    assert speaker(text, "The senator") is None


@pytest.mark.parametrize("source", ["a senior official", "residents", "An adviser to the mayor", "the port commandant"])
def test_what_nobody_names_stays_unnamed(source):
    text = f"Halvard Brekke, the mayor, slept. It was late, {source} said."
    assert speaker(text, source) is None


def test_the_official_is_the_official_described_before():
    text = "A senior official in Oslo said it was over. Nobody believed it, the official said."
    found = find(text, "A senior official in Oslo", "the official")
    assert len({m.chain for m in found if m.speaks}) == 1


def test_his_ministry_is_known_by_his_office():
    text = "Norway stayed calm. Halvard Brekke, the defence minister, smiled. His ministry denied the report."
    head = next(m for m in find(text, "His ministry") if m.speaks)
    assert (head.kind, head.head, head.state) == ("organisation", "ministry defence", "Norway")


def test_his_office_is_a_body_of_its_own():
    found = find("President Halvard Brekke fell ill, and his office said he would rest.", "his office")
    office = next(m for m in found if m.speaks)
    assert office.kind == "organisation"
    assert office.owner == next(m.chain for m in found if m.surface == "Halvard Brekke")


def test_a_ministry_without_owner_is_that_of_the_state_spoken_of():
    text = "Norwegian ships left for Gaza. Norway sent two more, and the defence ministry said the crews were well."
    assert next(m for m in find(text, "the defence ministry") if m.speaks).state == "Norway"


def test_the_agency_and_the_tv_are_the_last_of_their_kind():
    text = "Reuters and Norwegian TV had crews there. The TV said four boats sank. The agency said five."
    assert speaker(text, "The TV") == "Norwegian TV"
    assert speaker(text, "The agency") == "Reuters"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Ann Lee, a spokeswoman for the EU's fisheries service,", "Ann Lee"),
        ("the head of the Coast Patrol of Norway, Lieutenant-Commander Rolf Berg,", "Rolf Berg"),
        ("Another senior official, harbour committee head Rolf Berg,", "Rolf Berg"),
        ("Its chairman Rolf Berg", "Rolf Berg"),
        ("The Speaker of the Assembly, Ann Lee,", "Ann Lee"),
        ("A statement by the Harbour Union", "Harbour Union"),
        ("A report by Oddvik University professor Ann Lee", "Ann Lee"),
        ("Norway's Oddvik TV and the UK-based Institute for Tides", "Oddvik TV; Institute for Tides"),
        ("Joseph R. Molloy Jr.", "Joseph R. Molloy Jr"),
    ],
)  # fmt: skip
def test_the_head_of_a_source_mention(source, name):
    assert speaker(f"On Friday {source} said that the tide was high.", source) == name


@pytest.mark.parametrize(
    "text",
    [
        "Piet van der Moor came. Van der Moor said no ship sailed.",
        "Khaled al-Rashan came. Mr al-Rashan said no ship sailed.",
        "Khaled al-Rashan came. Al-Rashan said no ship sailed.",
        "Sister Anna Roy came. No ship sails, Sister Anna said.",
        "Nguyen Thi Lan came. Lan said no ship sailed.",
        "No ship sailed, said Mark Hill. It was dark, Hill said.",
    ],
)
def test_a_part_of_a_name_is_its_bearer(text):
    first, second = [m for m in find(text) if m.mention_type == "name"]
    assert first.kind == second.kind == "person"
    assert first.chain == second.chain


def test_a_source_in_a_caption_has_a_mention_too():
    text = "The dam broke.\n\nThe lake on Monday, as filmed by Rosa Quill"
    found = mentions.find(text, [(0, 14, "body")], [(text.index("Rosa"), len(text))], BOOKS)
    assert [m.surface for m in found if m.speaks] == ["Rosa Quill"]


@pytest.mark.parametrize(
    "unit", [".", "A ", '" ', "“a ", "’s ", "Ann and he ", "the ministry of X ", "Ann Lee said he met Tom. "]
)
def test_time_grows_with_length(unit):
    assert is_linear(lambda text: mentions.find(text, [(0, len(text), "body")], [], BOOKS), unit, 30_000)


def test_same_input_same_mentions():
    text = "Halvard Brekke met Ann Lee. He said the Harbour Union had lied. It denied that."
    assert find(text, "He", "It") == find(text, "It", "He")


WORDS = (
    'The the a his Its Mr Dr. President minister Ministry defence of in for and , . “ ” " ’s Norway Norwegian Oslo '
    "North Korean Ann Lee Lee's Kim Jong-un al-Hadid he it they said who office government officials State Secretary "
    "UN U.S. (FVF) Front Monday Jr. report from"
).split()


@pytest.mark.parametrize("seed", range(20))
def test_whatever_the_words_every_mention_stands_in_the_text(seed):
    chance = random.Random(seed)
    for _ in range(30):
        text = " ".join(chance.choices(WORDS, k=chance.randint(1, 40)))
        cuts = sorted(chance.choices(range(len(text) + 1), k=2))
        found = mentions.find(text, [(0, len(text), chance.choice(["title", "body"]))], [tuple(cuts)], BOOKS)
        assert [m.start for m in found] == sorted(m.start for m in found)
        assert all(text[m.start : m.end] == m.surface != "" and m.chain >= 0 for m in found)
        assert any(m.speaks for m in found) or not text[slice(*cuts)].strip()


def test_a_source_that_is_a_mark_alone_is_nobody():
    text = "\"We will rebuild it, stone by stone,' ' said the mason."
    at = text.index("' ") + 2
    assert [m.surface for m in mentions.find(text, [(0, len(text), "body")], [(at, at + 1)], BOOKS)] == []


def test_a_person_whose_name_ends_like_a_place():
    assert named("The bridge held. Tom Hill said it would. Later Tom Hill left.", "person") == ["Tom Hill", "Tom Hill"]
    assert named("They camped near Tom Hill for a week.", "place") == ["Tom Hill"]


def test_the_company_is_the_one_body_spoken_of():
    text = "Vexo reported a loss in May. The company said tea had cost more."
    assert speaker(text, "The company") == "Vexo"
    two = "Vexo Foods sued Tarn Foods. The company said tea had cost more."
    assert speaker(two, "The company") is None


def test_who_denies_that_he_did_it_is_a_person():
    assert [m.kind for m in find("Barrel denied that he had met the buyer.") if m.mention_type == "name"] == ["person"]


def test_a_text_in_capitals_has_names_where_an_office_tells_them():
    text = "PRESIDENT OLA VARN SAID THE TREATY WAS DEAD. ACCORDING TO VARN, NORWAY HAS REJECTED THE OFFER MADE IN MAY."
    names = {m.surface for m in find(text) if m.mention_type == "name"}
    assert names == {"OLA VARN", "VARN", "NORWAY"}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("They flew over Inner Mongolia.", ["place"]),
        ("PayTarn sold its ferries.", ["organisation"]),
        ("A ship sank, the Secretary of the Navy said.", []),
        ("Rolf Berg, the No. 3 House Democrat, spoke.", ["person"]),
    ],
)
def test_kinds_that_words_of_the_name_tell(text, kinds):
    found = [m for m in find(text) if m.mention_type == "name"]
    assert [m.kind for m in found if m.kind != "unknown"] == kinds


# --- one surname, two people ------------------------------------------------------------------------------------


def bearers(text, surname):
    """The full name in the chain of each time that the surname stands alone."""
    found = [m for m in find(text) if m.mention_type == "name"]
    full = {m.chain: m.surface for m in found if " " in m.surface}
    return [full.get(m.chain) for m in found if m.surface == surname]


def test_a_surname_is_not_that_of_somebody_named_once_in_passing():
    text = (
        "Ada Torvald kept the letters at home. Her uncle, the former mayor Olaf Torvald, met the judge. It was unclear "
        "whether Torvald faces charges. Torvald broke no law, a lawyer said."
    )
    assert bearers(text, "Torvald") == ["Ada Torvald"] * 2


def test_a_surname_is_that_of_the_full_name_before_it_in_the_sentence():
    text = "Ada Torvald kept the letters. Olaf Torvald came home, and Torvald slept."
    assert bearers(text, "Torvald") == ["Olaf Torvald"]


def test_of_two_named_in_full_again_and_again_a_surname_is_the_last_ones():
    text = (
        "Ada Torvald rose. Olaf Torvald sat. Ada Torvald spoke. The hall fell silent. Olaf Torvald left. The crowd "
        "shouted at Torvald. Ada Torvald stayed. The crowd cheered Torvald."
    )
    assert bearers(text, "Torvald") == ["Olaf Torvald", "Ada Torvald"]


def test_an_office_in_a_headline_of_capitals_does_not_make_a_name_of_it():
    text = "Sheriff Olaf Torvald Backs Ada Moen\n\nSheriff Olaf Torvald stood with Ada Moen on Monday."
    paragraphs = [(0, 35, "title"), (37, len(text), "body")]
    found = mentions.find(text, paragraphs, [], BOOKS)
    assert {m.surface for m in found if m.mention_type == "name"} == {"Olaf Torvald", "Ada Moen"}


# --- objects, demonyms, companies ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "pronoun", "who"),
    [
        ("Anna Lind met Maria Berg. Berg asked her for the keys.", "her", "Anna Lind"),
        ("Abena Falk waited. Matron Esi Moen, no relation, told her to go.", "her", "Abena Falk"),
        ("Tom Moss stayed at home. Jan Holm denied it and invited him to Oslo.", "him", "Tom Moss"),
        ("Jan Holm had insulted him.", "him", None),
        ("Kofi Mensah won. Ama Bonsu is his aunt.", "his", "Kofi Mensah"),
        ("Lena Dahl said the police had beaten her.", "her", "Lena Dahl"),
        ("Lena Dahl sold her boat.", "her", "Lena Dahl"),
    ],
)
def test_an_object_is_not_the_subject_of_its_own_verb(text, pronoun, who):
    found = find(text)
    chain = next((m.chain for m in found if m.surface == pronoun), None)
    assert next((m.surface for m in found if m.chain == chain and m.mention_type == "name"), None) == who


def test_whom_a_text_calls_by_origin_is_no_new_person():
    assert named("Iker Garai came at noon. The Basque said he had no time.") == ["Iker Garai"]


def test_a_minister_of_defence_is_not_the_defence():
    assert named("Germany's defence minister said the talks had failed.") == ["Germany"]


@pytest.mark.parametrize("name", ["Brüning AG", "Tandem NV", "Orlen SA", "Eolica SpA", "Heidrun ASA", "Falk plc"])
def test_a_legal_form_ends_the_name_of_a_company(name):
    assert named(f"The chairman of {name} resigned on Friday.", "organisation") == [name]
