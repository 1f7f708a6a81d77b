"""Attribution: source, cue, words and agency, in invented sentences."""

import pytest
from linear import is_linear

from crossread import codebooks
from crossread.quotes import attribution
from crossread.quotes.attribution import Paragraph

BOOKS = codebooks.load()


def rows(*paragraphs, section="body"):
    text = "\n\n".join(paragraphs)
    spans, at = [], 0
    for words in paragraphs:
        at = text.index(words, at)
        spans.append(Paragraph(at, at + len(words), section))
        at += len(words)

    def words_of(start, end):
        return text[start:end] if start is not None else None

    return [
        {
            "type": r.quote_type,
            "source": words_of(r.source_start, r.source_end),
            "cue": r.cue,
            "words": [text[s:e] for s, e in r.parts],
            "via": words_of(r.via_start, r.via_end),
            "addressee": words_of(r.addressee_start, r.addressee_end),
            "class": r.cue_class,
            "rule": r.rule,
            "continuation": r.is_continuation,
        }
        for r in attribution.find(text, spans, BOOKS)
    ]


@pytest.mark.parametrize(
    ("text", "source", "words"),
    [
        ('"We sail at dawn," Ola Varn said.', "Ola Varn", ['"We sail at dawn,"']),
        ('"We sail at dawn," said Ola Varn, a pilot from Corl.', "Ola Varn", ['"We sail at dawn,"']),
        ('"We sail," she said. "The wind is fair."', "she", ['"We sail,"', '"The wind is fair."']),
        ('"We sail," Varn said, "and soon."', "Varn", ['"We sail,"', '"and soon."']),
        ("Varn said the pier was safe.", "Varn", ["the pier was safe"]),
        ("Seeing the pier sold made him sail, Varn said.", "Varn", ["Seeing the pier sold made him sail"]),
        ("In May the pier was sold, Varn said.", "Varn", ["In May the pier was sold"]),
        ("Ola Varn said by telephone that the pier was safe.", "Ola Varn", ["that the pier was safe"]),
        ("Ola Varn said after the storm that the pier was safe.", "Ola Varn", ["that the pier was safe"]),
        ("The pier, Varn said, was safe.", "Varn", ["The pier", "was safe"]),
        ("Varn quipped that the pier was safe.", "Varn", ["that the pier was safe"]),
        ("Ola Varn, who pilots the ferry, said the pier was safe.", "Ola Varn", ["the pier was safe"]),
        ('OLA VARN CURTLY STATED: "WE SAIL."', "OLA VARN", ['"WE SAIL."']),
        ("THE PORT OFFICE HAS SAID THAT THE PIER IS SAFE.", "THE PORT OFFICE", ["THAT THE PIER IS SAFE"]),
        ("The dock, which Varn said had cost jobs, was not named.", "Varn", ["had cost jobs"]),
        ("The 1968 pact, which Varn says Holm has broken, expires in June.", "Varn", ["Holm has broken"]),
        (
            "The line, according to its chief executive, Ola Varn, will buy a ship.",
            "its chief executive, Ola Varn",
            ["The line", "will buy a ship"],
        ),
        ('Sailors shouted "Down with tolls" and threw ropes.', "Sailors", ['"Down with tolls"']),
        ("Ola Varn later Thursday said the pier was safe.", "Ola Varn", ["the pier was safe"]),
        (
            '"We sailed at dawn, said Ola Varn, a pilot. "It was late."',
            "Ola Varn",
            ['"We sailed at dawn,', '"It was late."'],
        ),
        (
            "A pilot, a sailor, Osmin Vell, said the pier was safe.",
            "A pilot, a sailor, Osmin Vell",
            ["the pier was safe"],
        ),
        ("The pier is safe, according to the port office.", "the port office", ["The pier is safe"]),
        ("According to the port office, the pier is safe.", "the port office", ["the pier is safe"]),
        ("In a statement, the port office said the pier was safe.", "the port office", ["the pier was safe"]),
        (
            "The union accused the port office of hiding the report.",
            "The union",
            ["the port office of hiding the report"],
        ),
        ('Varn called the plan "a gift to thieves".', "Varn", ['the plan "a gift to thieves"']),
        ("Officials briefed on the talks said no date was set.", "Officials", ["no date was set"]),
        (
            '"It stinks," Rep. Ola Varn, D-N.Y., the chair of the pier board, told The Post.',
            "Rep. Ola Varn",
            ['"It stinks,"'],
        ),
        ('Speaking on "Good Morning," Ola Varn, R-Ohio, said the pier was safe.', "Ola Varn", ["the pier was safe"]),
        ('Updated: Ola Varn on Sunday called the toll "a theft".', "Ola Varn", ['the toll "a theft"']),
        (
            'Varn also decried the mayor\'s calls to sail, noting he had "sold nothing".',
            "Varn",
            ['he had "sold nothing"'],
        ),
        ('The mayor shut the pier, noting that it had "no future".', "The mayor", ['that it had "no future"']),
        (
            "The toll caused by the storm may be below the sum that inspectors said they found.",
            "inspectors",
            ["they found"],
        ),
        ('Varn gave two talks, first telling the Post, "It is wrong."', "Varn", ['"It is wrong."']),
        ("Varn, when asked by a reporter where he went, could not hide a smile.", "a reporter", ["where he went"]),
        ('A pilot, who asked not to be named, said the pier was "rotten".', "A pilot", ['the pier was "rotten"']),
        ("'We sail,' she said. 'Nobody stops us.'", "she", ["'We sail,'", "'Nobody stops us.'"]),
        (
            "\"My boss told me, 'Stay or go,'\" said Per Vik, a pilot.",
            "Per Vik",
            ["\"My boss told me, 'Stay or go,'\""],
        ),
        (
            'Varn told the Post the pier may be "old," but it is "not yet rotten."',
            "Varn",
            ['the pier may be "old," but it is "not yet rotten."'],
        ),
        (
            "Close to forty captains have signed a letter, calling the toll “a theft”.",
            "Close to forty captains",
            ["the toll “a theft”"],
        ),
        ('It came after Varn scolded the mayor, accusing him of "theft".', "Varn", ['him of "theft"']),
        (
            'Varn was seen hitting a man after the man stopped him and asked if he backed the "pier plan".',
            "the man",
            ['if he backed the "pier plan"'],
        ),
        ('Varn put out a statement that claimed the toll was "theft".', "Varn", ['the toll was "theft"']),
        ("The pier was sold, the mayor, Ola Varn, told the Post.", "the mayor, Ola Varn", ["The pier was sold"]),
        ("A study published on Monday found that tides rise.", "A study", ["that tides rise"]),
        ("In April Holm said the pier was safe.", "Holm", ["the pier was safe"]),
        (
            "A spokesman for Corl Ferries, Per Vik, said the pier was safe.",
            "A spokesman for Corl Ferries, Per Vik",
            ["the pier was safe"],
        ),
        ('"We sail," said the head of the union, Per Vik.', "the head of the union, Per Vik", ['"We sail,"']),
    ],
)
def test_one_row(text, source, words):
    (row,) = rows(text)
    assert (row["source"], row["words"]) == (source, words)


def test_words_are_not_given_to_the_other_side():
    first, second = rows(
        'The port office stressed that it closed only "unsafe" piers, but fishermen said it had shut the whole quay.'
    )
    assert (first["source"], first["type"]) == ("The port office", "mixed")
    assert (second["source"], second["words"]) == ("fishermen", ["it had shut the whole quay"])


def test_the_source_before_an_aside_keeps_its_words():
    (row,) = rows('The pilot, who has sailed for years, said the mayor\'s plan "sinks" the town.')
    assert row["source"] == "The pilot"


def test_after_a_few_marked_words_the_next_paragraph_is_nobodys():
    found = rows('Varn said the plan was a "grave mistake."', '"Sailing is a disgrace."', "Snow fell.")
    assert [row["words"] for row in found] == [['the plan was a "grave mistake."']]


@pytest.mark.parametrize(
    "text",
    [
        "The pier was safe, Ola Varn said, Interfax reported.",
        "Ola Varn said the pier was safe, Interfax reported.",
        '"The pier was safe," Ola Varn was quoted by Interfax as saying.',
        '"The pier was safe," Interfax quoted Ola Varn as saying.',
    ],
)
def test_the_agency_of_a_chain_is_via(text):
    (row,) = rows(text)
    assert (row["source"], row["via"]) == ("Ola Varn", "Interfax")


@pytest.mark.parametrize(
    ("text", "source", "via"),
    [
        ("The pier was safe, Ola Varn told the Post by telephone, Interfax reported.", "Ola Varn", "Interfax"),
        ('"The pier was safe," he was quoted as saying by Interfax.', "he", "Interfax"),
        ("The pier was safe, Interfax reported, citing the port office.", "the port office", "Interfax"),
        ("Interfax, citing a source in the port, said the pier was safe.", "a source", "Interfax"),
        ("Local media cited port sources as saying that the pier was safe.", "port sources", "Local media"),
    ],
)
def test_the_agency_stands_in_many_places(text, source, via):
    (row,) = rows(text)
    assert (row["source"], row["via"]) == (source, via)


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ('The mayor rejected claims by the union that the toll was "theft".', ["The mayor", "the union"]),
        ('Varn also dismissed Ida Holm\'s comment on Sunday that the toll was "theft".', ["Varn", "Ida Holm's"]),
        ("Varn said that the pilot was ill. Holm said he rests.", ["Varn", "Holm"]),
        ("Varn said that the ferry left at 5 p.m. She said it was late.", ["Varn", "She"]),
        ('Critics say the toll is theft; the mayor calls it "fair".', ["Critics", "the mayor"]),
        ("(Varn says the pier is safe.) Holm says it is not.", ["Varn", "Holm"]),
        ('Ida Holm, a pilot, said: "The toll is theft." The fees, she said, "are high."', ["Ida Holm", "she"]),
    ],
)
def test_each_has_its_own_words(text, sources):
    assert [row["source"] for row in rows(text)] == sources


def test_words_announced_by_a_noun_stand_in_the_next_paragraph():
    (row,) = rows("The union offered the following commentary:", "“The toll is “theft” and nothing else.”")
    assert (row["source"], row["words"]) == ("The union", ["“The toll is “theft” and nothing else.”"])


def test_an_interview_in_full_has_a_row_for_each_turn():
    turns = ["Post: Is the pier safe?", "Varn: No. He told me so.", "Post: Who?", "Varn: The mayor."]
    assert [row["source"] for row in rows("Ola Varn spoke to the Post.", *turns)] == ["Post", "Varn", "Post", "Varn"]
    questions = rows("Q: Is the pier safe?", "A: No.", "Q: Who says so?", "A: The mayor.")
    assert [(row["source"], *row["words"]) for row in questions][1:3] == [(None, "No."), (None, "Who says so?")]
    assert not rows("Killed: five people.", "Wounded: seven people.")


def test_an_agency_alone_is_the_source():
    (row,) = rows("The pier was safe, Interfax reported.")
    assert (row["source"], row["via"]) == ("Interfax", None)


def test_who_is_told_is_no_source():
    (row,) = rows('"We sail," Ola Varn told reporters.')
    assert (row["source"], row["addressee"]) == ("Ola Varn", "reporters")


def test_a_quote_over_paragraphs_is_one():
    (row,) = rows('Varn said: "The pier is safe.', '"Nobody need fear it."')
    assert row["words"] == ['"The pier is safe.', '"Nobody need fear it."']
    assert row["type"] == "direct"


def test_words_after_an_introduction():
    (row,) = rows("The harbour master spoke to the crowd and said:", '"The pier is safe."')
    assert (row["source"], row["continuation"]) == ("The harbour master", True)


def test_second_cue_keeps_the_source():
    first, second = rows("Varn said the pier was safe, adding that the ferry would sail.")
    assert second["source"] == first["source"] == "Varn"
    assert second["words"] == ["that the ferry would sail"]


@pytest.mark.parametrize(
    "text",
    [
        'They met at a "clean harbour" fair on the quay.',
        "The ministry's reports lay on the table.",
        "The ferry won 300 pledged votes in three states.",
        "Varn did not say where the ferry lay.",
        "Neither Varn nor the port office would say whether the pier was safe.",
        "The order named nobody and did not say why the pier was shut.",
    ],
)
def test_no_speech_no_row(text):
    assert rows(text) == []


def test_stance_of_the_cue():
    assert rows("Varn claimed that the pier was safe.")[0]["class"] == "doubting"
    assert rows("Varn said that the pier was safe.")[0]["class"] == "neutral"
    assert rows("Varn acknowledged that the pier was safe.")[0]["class"] == "endorsing"


def test_headline():
    (row,) = rows("Pier is safe, mayor says", section="title")
    assert (row["source"], row["words"]) == ("mayor", ["Pier is safe"])


@pytest.mark.parametrize("unit", ['"', '"a," he said. ', "said, ", 'he said "a." "b." '])
def test_time_is_linear(unit):
    def step(text):
        attribution.find(text, [Paragraph(0, len(text), "body")], BOOKS)

    assert is_linear(step, unit, 40_000)


def test_a_bound_before_a_number_is_part_of_the_words():
    (row,) = rows("The doctor said up to 80 people had been hurt by the blast.")
    assert row["words"] == ["up to 80 people had been hurt by the blast"]


def test_a_relative_clause_has_its_own_source():
    (row,) = rows("It was a raid which President Ivan Dorn said was aimed at smugglers.")
    assert row["source"] == "President Ivan Dorn"


def test_words_asked_of_somebody_are_what_was_asked():
    (row,) = rows("The governor asked the harbour crew to open the gates.")
    assert (row["addressee"], row["words"]) == ("the harbour crew", ["to open the gates"])


@pytest.mark.parametrize(
    ("headline", "source", "words"),
    [
        ("Pier was unsafe, say divers", "divers", ["Pier was unsafe"]),
        ("Captains sell ferry, harbour radio reports", "harbour radio", ["Captains sell ferry"]),
        ("Raid was 'a mistake', ministry admits", "ministry", ["Raid was 'a mistake'"]),
    ],
)
def test_headlines_name_their_source_in_their_own_ways(headline, source, words):
    (row,) = rows(headline, section="title")
    assert (row["source"], row["words"]) == (source, words)


def test_a_headline_that_ends_in_no_source_gives_no_row():
    assert rows("Port strike: death toll rises", section="title") == []
    assert rows("Battle for the port: the long night", section="title") == []
    assert rows("Port police: the long night", section="title") == []


def test_a_forgotten_verb_does_not_cost_the_source():
    (row,) = rows('Orlavia could move its forces "in a few hours", President Ivan Dorn, days after his promise.')
    assert (row["source"], row["type"]) == ("President Ivan Dorn", "mixed")


def test_words_in_a_headline_have_the_source_of_the_quote_that_they_repeat():
    text = "Market horror: 'We ran from the smoke'\n\n\"We ran from the smoke and never looked back,\" said Ola Varn."
    cut = text.index("\n")
    spans = [Paragraph(0, cut, "title"), Paragraph(cut + 2, len(text), "lead")]
    title, quote = attribution.find(text, spans, BOOKS)
    assert text[title.source_start : title.source_end] == "Ola Varn"
    assert (title.rule, title.is_continuation, quote.is_continuation) == ("headline repeats a quote", True, False)


@pytest.mark.parametrize(
    ("words", "source", "via"),
    [
        ("The ferry would sail, according to the harbour master, the Tidewater News reported.", "master", "News"),
        ("According to the harbour master, the ferry would sail, the Tidewater News reported.", "master", "News"),
        ("The harbour master said the ferry would sail, according to the Tidewater News.", "master", "News"),
    ],
)
def test_an_agency_around_according_to_is_no_source(words, source, via):
    (row,) = rows(words)
    assert row["source"].endswith(source) and row["via"].endswith(via)
    assert row["words"][0].lower().removeprefix("that ").strip() == "the ferry would sail"


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("After the strike, the city officials said that the pier was closed.", "the city officials"),
    ],
)
def test_a_source_after_an_adverbial_without_a_comma(words, source):
    assert rows(words)[0]["source"] == source


def test_a_sentence_cut_at_a_comma_is_read():
    assert rows("the man said, as they put it, " * 40)


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("Mr Dahl, who has been at odds with the port, on Friday described it as “a ruin.”", "Mr Dahl"),
        ("Even so, some pilots - among them two captains - warn that the strait is shallow.", "some pilots"),
        ("Mr Hale deflected many questions before saying, “It is time to move on.”", "Mr Hale"),
        ("The ferry, a gift of the city, makes two trips a day, said Robert Hale, who built it.", "Robert Hale"),
        ("Forty cabins flooded, according to a newly uncovered log.", "a newly uncovered log"),
        ("Or, as Tom Vell, a former pilot, put it: “The harbour is asleep.”", "Tom Vell"),
        ("It is a step forward but Dahl has said he will wait for the tide.", "Dahl"),
    ],
)
def test_a_source_has_no_more_words_than_its_own(words, source):
    assert [row["source"] for row in rows(words)] == [source]


@pytest.mark.parametrize(
    ("text", "source", "words"),
    [
        ("In Corl, Vell, on Sunday, Ms Varn spoke, saying that it was safe.", "Ms Varn", ["that it was safe"]),
        ("The day before, in Corl, Mr Dahl was blunt, claiming that it was safe.", "Mr Dahl", ["that it was safe"]),
        ("The heads of two boards that asked for files from the Port said it was safe.", None, ["it was safe"]),
        ("The board that closed the port said it was safe.", "The board", ["it was safe"]),
        ("There is no sign of a leak, police said.", "police", ["There is no sign of a leak"]),
        (
            "The talks continue in Corl, the envoy, Ana Blom, said.",
            "the envoy, Ana Blom",
            ["The talks continue in Corl"],
        ),
        ("Talks continue, officials said.", "officials", ["Talks continue"]),
        ("Police insist that the pier is safe.", "Police", ["that the pier is safe"]),
        ("Varn said in a film seen by the paper that the pier was safe.", "Varn", ["that the pier was safe"]),
        ("Varn has said over the past two weeks that it was safe.", "Varn", ["that it was safe"]),
        ("Varn urged both sides to wait.", "Varn", ["both sides to wait"]),
        ("Sailors told of bodies in the canal.", "Sailors", ["of bodies in the canal"]),
        ('"This," she said, pointing at the crane, "was mine."', "she", ['"This,"', '"was mine."']),
        ('Hundreds shouted "Resign!" outside the port office.', "Hundreds", ['"Resign!"']),
        ('Varn told them "never again" before he left.', "Varn", ['"never again"']),
        ("Varn called it “unfair” on Sunday, and the union has left.", "Varn", ["it “unfair” on Sunday"]),
        ("He's claiming that the pier is safe.", "He's", ["that the pier is safe"]),
        ('But, she explained, sinking boats "is easy".', "she", ['sinking boats "is easy"']),
        ("''We heard 'Sink the ship,''' said Ola Varn.", "Ola Varn", ["''We heard 'Sink the ship,''"]),
        ("A plan Corl captains said would fail was dropped.", "Corl captains", ["would fail was dropped"]),
        ("According to the Post, which saw it, the pact is dead.", "the Post", ["the pact is dead"]),
        ("Varn said that it was safe, but that it would close.", "Varn", ["that it was safe, but that it would close"]),
        ("Varn said that it was safe, whereas Holm conceded a leak.", "Varn", None),
    ],
)
def test_who_speaks_and_where_the_words_begin_and_end(text, source, words):
    [row] = rows(text)
    assert source is None or row["source"] == source
    assert words is None or row["words"] == words
    assert "files" not in row["source"]


@pytest.mark.parametrize(
    "text",
    [
        "The silence went on, adding to the aura that surrounds the ferry.",
        "The rebels threatened to overrun the port last month.",
        "Aides declined to say whether she would call on the crew to strike.",
        "Varn did not say the pier was safe.",
        "None said they wanted a strike.",
        "The city has the final say on whether it closes.",
        "Varn added her voice after the crew left.",
        'Fans know the captain as "The Hammer".',
        "The mayor's alleged demands for tolls were dropped.",
        "Varn sues Holm and the Port Union, alleging fraud.",
    ],
)
def test_what_is_no_saying(text):
    assert not rows(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'Even as Holm claimed that "it was worse," one of the pilots said the two were alike.',
            {"Holm": ['that "it was worse,"'], "one of the pilots": ["the two were alike"]},
        ),
        (
            'Somebody shouted "the mayor," though Varn, a critic, said it was "not so simple."',
            {"Somebody": ['"the mayor,"'], "Varn": ['it was "not so simple."']},
        ),
        (
            "Varn called the plan “rigged” on Sunday, and a few pilots have called for talks.",
            {"Varn": ["the plan “rigged” on Sunday"], "a few pilots": ["for talks"]},
        ),
    ],
)
def test_each_speaker_has_the_own_words(text, said):
    assert {row["source"]: row["words"] for row in rows(text)} == said


@pytest.mark.parametrize("agency", ["quoted by the Anadolu agency", "cited by Tasnim"])
def test_an_agency_set_off_beside_the_source_is_in_between(agency):
    assert rows(f"The port office, {agency}, said the pier was safe.")[0]["via"] in agency
    assert rows(f'"The pier is safe," said Ola Varn, {agency}.')[0]["via"] in agency


def test_an_enumeration_of_names_is_one_source():
    assert rows("Varn, Holm and Dahl noted that it was safe.")[0]["source"] == "Varn, Holm and Dahl"
    assert rows("In Corl, Holm and Dahl noted that it was safe.")[0]["source"] == "Holm and Dahl"


def test_a_name_behind_ones_kin_is_its_name():
    assert rows('"He is safe," said his mother, Lorna.')[0]["source"] == "his mother, Lorna"
