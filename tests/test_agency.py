"""Agency: who does what to whom, and where the wording leaves the doer out."""

import pytest

from crossread import codebooks
from crossread.framing import acts as acts_book
from crossread.framing import agency
from crossread.problems import UnreadableError
from crossread.text import sentences

BOOK = codebooks.load().agency


def acts(text: str) -> list[tuple]:
    """Words, form, agent and patient of each act."""

    def words(span: tuple[int, int] | None) -> str | None:
        return text[span[0] : span[1]] if span else None

    found = agency.find(text, list(sentences.spans(text)), BOOK)
    return [(text[a.start : a.end], a.form, words(a.agent), words(a.patient)) for a in found]


def forms(text: str) -> list[tuple[str, str]]:
    return [row[:2] for row in acts(text)]


ACTIVE, WITH, WITHOUT, NOMINALISED = agency.FORMS


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "Four villagers were killed in air strikes on Ostrow.",
            [("killed", WITHOUT, None, "Four villagers"), ("air strikes", NOMINALISED, None, "Ostrow")],
        ),
        ("Air strikes continue in the valley.", [("Air strikes", NOMINALISED, None, None)]),
        ("A wolf killed and ate two goats.", [("killed", ACTIVE, "A wolf", "two goats")]),
        ("Those killed remained without a name.", [("killed", WITHOUT, None, "Those")]),
        ("The law gives wardens the right to shoot wolves.", []),
        (
            "Forty civilians, among them six children, had been killed in the raids, a monitor said.",
            [("killed", WITHOUT, None, "Forty civilians"), ("raids", NOMINALISED, None, None)],
        ),
        (
            "Air strikes were reported against the camp.",
            [("Air strikes", NOMINALISED, None, None), ("reported", WITHOUT, None, "Air strikes")],
        ),
        (
            "The militia has also been criticised for striking clinics.",
            [("criticised", WITHOUT, None, "The militia"), ("striking", ACTIVE, "The militia", "clinics")],
        ),
        (
            "They have been accused of bombing a school.",
            [("accused", WITHOUT, None, "They"), ("bombing", ACTIVE, "They", "a school")],
        ),
        (
            "They mourned the three Veltrians killed in the raid.",
            [("killed", WITHOUT, None, "the three Veltrians"), ("raid", NOMINALISED, None, None)],
        ),
        ("The market has been hit twice since Sunday.", [("hit", WITHOUT, None, "The market")]),
        ("Two boys got killed near the well.", [("killed", WITHOUT, None, "Two boys")]),
        ("The clinic is being shelled again.", [("shelled", WITHOUT, None, "The clinic")]),
        ("Dozens killed in market blast", [("killed", WITHOUT, None, "Dozens")]),
        ("Palmyra, captured in May, lies in ruins.", [("captured", WITHOUT, None, "Palmyra")]),
        ("Two men shot dead in Ostrow", [("shot", WITHOUT, None, "Two men")]),
        ("Warning shots were fired.", [("fired", WITHOUT, None, "Warning shots")]),
        ("A convoy was attacked by night.", [("attacked", WITHOUT, None, "A convoy")]),
    ],
)
def test_acts_without_their_doer(text, rows):
    assert acts(text) == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("The town captured by IS is empty.", [("captured", WITH, "IS", "The town")]),
        ("The adviser was killed by militants near the well.", [("killed", WITH, "militants", "The adviser")]),
        (
            "The general was shot and killed by a sniper on Monday.",
            [("shot", WITH, "a sniper", "The general"), ("killed", WITH, "a sniper", "The general")],
        ),
        ("The bombing of the clinic by Tolmark outraged doctors.", [("bombing", NOMINALISED, "Tolmark", "the clinic")]),
        ("Turkish air strikes on the camp continued.", [("air strikes", NOMINALISED, "Turkish", "the camp")]),
        ("Turkey's bombing of the camp went on.", [("bombing", NOMINALISED, "Turkey", "the camp")]),
        ("Tolmark launched air strikes against rebel camps.", [("air strikes", NOMINALISED, "Tolmark", "rebel camps")]),
    ],
)
def test_passives_and_nouns_with_their_doer(text, rows):
    assert acts(text) == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("IS captured the bridge in May.", [("captured", ACTIVE, "IS", "the bridge")]),
        ("The town IS captured last year lies in ruins.", [("captured", ACTIVE, "IS", None)]),
        ("The bridge that the rebels captured in March fell.", [("captured", ACTIVE, "the rebels", None)]),
        ("Rebels attacked by night and withdrew by dawn.", [("attacked", ACTIVE, "Rebels", None)]),
        ("Tolmark to continue bombing in the north", [("bombing", ACTIVE, "Tolmark", None)]),
        ("Fighters are bombing the dam.", [("bombing", ACTIVE, "Fighters", "the dam")]),
        (
            "Jets bombed the port and shelled the barracks.",
            [("bombed", ACTIVE, "Jets", "the port"), ("shelled", ACTIVE, "Jets", "the barracks")],
        ),
        (
            "The plane hit the tower, killing 12 passengers.",
            [("hit", ACTIVE, "The plane", "the tower"), ("killing", ACTIVE, "The plane", "12 passengers")],
        ),
        ("The soldiers, who had seized the airport, fled.", [("seized", ACTIVE, "The soldiers", "the airport")]),
        ("Police shot dead two men.", [("shot", ACTIVE, "Police", "two men")]),
        ("Tolmark bombs rebel positions", [("bombs", ACTIVE, "Tolmark", "rebel positions")]),
        ("The army denied that it had shelled the camp.", [("shelled", ACTIVE, "it", "the camp")]),
        ("The union accused the army of bombing the well.", [("bombing", ACTIVE, "the army", "the well")]),
        ("The pilots attack only bridges.", []),
        ("The settlers killed roughly 90 people.", [("killed", ACTIVE, "The settlers", "90 people")]),
        ("Soldiers shot dead nearly 40 monks.", [("shot", ACTIVE, "Soldiers", "40 monks")]),
        ("The party captured Tolmark by 70 votes.", [("captured", ACTIVE, "The party", "Tolmark")]),
        ("Toll in market bombing climbs", [("bombing", NOMINALISED, None, None)]),
        ("Nine died in shelling at the bridge.", [("shelling", NOMINALISED, None, None)]),
        ("Nobody will say who approved the raid.", [("raid", NOMINALISED, None, None)]),
        ("Missile strike on market kills at least 14", [("Missile strike", NOMINALISED, None, "market")]),
        (
            "A monitor has accused the army of deliberately targeting wells.",
            [("targeting", ACTIVE, "the army", "wells")],
        ),
    ],
)
def test_an_active_verb_is_never_a_passive(text, rows):
    assert acts(text) == rows


@pytest.mark.parametrize(
    "text",
    [
        "Wounded soldiers lay in the hall.",
        "The wounded were taken away.",
        "Attack helicopters and strike fighters flew home.",
        "He died of a heart attack during a hunger strike.",
        "Ministers struck a deal on grain.",
        "It was captured on video.",
        "The union accused the mayor.",
        "She seized on the memo at once.",
        "The director was fired in May.",
        "The analyst on the show was fired from it.",
        "Nine dead and 120 wounded had been brought in.",
        "Shells fell on the square.",
        "That was the one shot he had.",
        "The notices are very targeted.",
    ],
)
def test_what_is_no_act_is_left_out(text):
    assert acts(text) == []


def test_a_participle_beside_another_takes_its_form_and_its_own_number():
    assert acts("Four people were killed and nine wounded.") == [
        ("killed", WITHOUT, None, "Four people"),
        ("wounded", WITHOUT, None, "nine"),
    ]


def test_what_is_attacked_in_words_alone_is_no_act():
    assert not acts("The senator attacked the mayor’s policy on ferries. Their privacy was invaded.")
    assert not acts("He answered with a verbal attack. The clerk shot back at once.")
    assert not acts("In the next shot, the harbour is empty.")


def test_in_a_text_on_politics_attacks_count_where_there_is_violence():
    debate = "The candidate attacked his rival. Voters heard of the debate. A poll came out. The primary is near. "
    assert not acts(debate)
    assert forms(debate * 2 + "Gunmen attacked the ferry.") == [("attacked", ACTIVE)]
    assert forms("The convoy was attacked.") == [("attacked", WITHOUT)]


def test_wrapped_lines_and_texts_in_capitals_are_read_through():
    wrapped = "The mayor of the harbour town of Ostrow spoke at length of the murder of Magistrate\nPavel Lind."
    assert acts(wrapped) == [("murder", NOMINALISED, None, "Magistrate\nPavel Lind")]
    assert acts("TWO RANGERS WERE KILLED BY THE REBELS.") == [("KILLED", WITH, "THE REBELS", "TWO RANGERS")]


def test_agent_and_patient_are_cut_at_the_right_word():
    assert acts("She fears the fanatics that want to attack the ferry.") == [
        ("attack", ACTIVE, "the fanatics", "the ferry")
    ]
    assert acts("The names of those killed were read out.") == [("killed", WITHOUT, None, "those")]


def test_a_code_book_that_cannot_be_used_is_named_in_one_line(tmp_path):
    path = tmp_path / "agency.toml"
    path.write_text(
        'act = [{ act = "kill", forms = "kill kills", nouns = "", source = "x" }]\nword.figurative = ""',
        encoding="utf-8",
    )
    with pytest.raises(UnreadableError, match=r"agency\.toml.*kill"):
        acts_book.load(path, {}, ())


@pytest.mark.parametrize(
    "nasty", ["killed ", "killed by ", "the attack ", "to be killed and ", "was ", "attack, ", "who "]
)
def test_repetition_is_read_in_one_go(nasty):
    text = nasty * (40_000 // len(nasty))
    agency.find(text, [(0, len(text))], BOOK)


@pytest.mark.parametrize(
    "text",
    [
        "Calamity and tragedy struck in the ninth week.",
        "Ferry fares hit a peak in May. Prices were hit by tariffs.",
        "The twins shot a film about the lighthouse.",
        "The strategy was badly executed.",
        "The slate won 41 percent of the vote. She captured half of the vote.",
        "The trainer was fired on Thursday.",
        "Pearl shells washed up in the cove.",
        "Dockers called a strike. The strike by nurses enters its third week.",
        "The mayor launched an attack on inflation. A leaked memo hit the palace.",
        "Rovers killed off the match with a late goal. The comedian bombed in Ostrow.",
        "The clerk filed an invasion of privacy lawsuit.",
    ],
)
def test_doers_and_patients_tell_what_is_no_violence(text):
    assert acts(text) == []


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("The warden's murder stunned Ostrow.", [("murder", NOMINALISED, None, "The warden")]),
        ("His capture by rebels was filmed.", [("capture", NOMINALISED, "rebels", "His")]),
        ("Its attack on the ferry failed.", [("attack", NOMINALISED, "Its", "the ferry")]),
        ("The clerk accused of theft wept.", [("accused", WITHOUT, None, "The clerk")]),
        ("The monks were beaten, tortured and later shot.", [("tortured", WITHOUT, None, "The monks"),
                                                             ("shot", WITHOUT, None, "The monks")]),
        ("Rebels shot down a kite.", [("shot", ACTIVE, "Rebels", "a kite")]),
        ("Ostrow: ranger shot dead by poachers", [("shot", WITH, "poachers", "ranger")]),
        ("Guards fired on the ferry.", [("fired", ACTIVE, "Guards", "the ferry")]),
        ("Nuns were seized outside their chapel by raiders.", [("seized", WITH, "raiders", "Nuns")]),
        ("The mast was struck by lightning.", [("struck", WITH, "lightning", "The mast")]),
        ("It is not clear who shot the ranger.", [("shot", ACTIVE, "who", "the ranger")]),
        ("The pier is open to attack.", [("attack", NOMINALISED, None, None)]),
        ("A boy dressed in grey shot a ranger.", [("shot", ACTIVE, "A boy dressed in grey", "a ranger")]),
        ("The flood that struck the mill killed nine.", [("struck", ACTIVE, "The flood", "the mill"),
                                                        ("killed", ACTIVE, "The flood", "nine")]),
        ("She charged that poachers raided the mill.", [("raided", ACTIVE, "poachers", "the mill")]),
        ("Wardens whipped and tortured him.", [("tortured", ACTIVE, "Wardens", "him")]),
        ("A judge convicted him of murdering a dean.", [("murdering", ACTIVE, "him", "a dean")]),
        ("Nine monks were found murdered.", [("murdered", WITHOUT, None, "Nine monks")]),
        ("A boy who entered the mill was shot.", [("shot", WITHOUT, None, "A boy")]),
        ("The ranger was shot twice in the leg by a poacher.", [("shot", WITH, "a poacher", "The ranger")]),
        ("The raid, carried out by poachers, failed.", [("raid", NOMINALISED, "poachers", None)]),
        ("The poachers’ attack on us failed.", [("attack", NOMINALISED, "The poachers", "us")]),
        ("Poachers who had seized the mill fled.", [("seized", ACTIVE, "Poachers", "the mill")]),
        ("They were named after a dean who was killed.", [("killed", WITHOUT, None, "a dean")]),
        ("The hill is harder to seize.", [("seize", ACTIVE, None, None)]),
        ("They plan to seize the hill.", [("seize", ACTIVE, "They", "the hill")]),
        ("It was a murderous attack on us.", [("attack", NOMINALISED, None, "us")]),
        ("A shrine for shooting victims stood there.", [("shooting", NOMINALISED, None, None)]),
        ("Friends of a ranger killed in Ostrow wept.", [("killed", WITHOUT, None, "a ranger")]),
    ],
)  # fmt: skip
def test_who_did_it_and_who_suffered_it_where_the_words_are_in_another_order(text, rows):
    assert acts(text) == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("A rower threw a crate packed with nails into a mill, killing four.",
         [("killing", ACTIVE, "A rower", "four")]),
        ("A poacher steered a barge into a bakery in Ostrow killing two", [("killing", ACTIVE, "A poacher", "two")]),
        ("OSTROW, Veltria -- Poachers raided the mill.", [("raided", ACTIVE, "Poachers", "the mill")]),
        ("Rangers came with a mission to destroy the dam.", [("destroy", ACTIVE, None, "the dam")]),
        ("It is not known how many monks were killed.", [("killed", WITHOUT, None, "how many monks")]),
        ("Poachers attacked the building after dusk.", [("attacked", ACTIVE, "Poachers", "the building")]),
        ("Ferry office in Ostrow bombed in the night", [("bombed", WITHOUT, None, "Ferry office in Ostrow")]),
        ("Two nuns were kidnapped on 9 and 11 May by poachers.", [("kidnapped", WITH, "poachers", "Two nuns")]),
        ("A nun was kidnapped in Ostrow today, presumably by poachers.", [("kidnapped", WITH, "poachers", "A nun")]),
        ("Wardens fired flares at the mill.", [("fired", ACTIVE, "Wardens", "the mill")]),
        ("Flares were fired at the mill by wardens.", [("fired", WITH, "wardens", "the mill")]),
        ("Guards loyal to the exiled king attacked the mill.",
         [("attacked", ACTIVE, "Guards loyal to the exiled king", "the mill")]),
        ("Wardens have shot and killed a bear.", [("shot", ACTIVE, "Wardens", "a bear"),
                                                  ("killed", ACTIVE, "Wardens", "a bear")]),
        ("Two wardens were accused of shooting unarmed monks.", [("accused", WITHOUT, None, "Two wardens"),
                                                                 ("shooting", ACTIVE, "Two wardens", "unarmed monks")]),
        ("Wardens raided the dean's home, office and boat to seize letters.",
         [("raided", ACTIVE, "Wardens", "the dean's home"), ("seize", ACTIVE, "Wardens", "letters")]),
        ("She asked for mills in Ostrow and Rell to be hit.", [("hit", WITHOUT, None, "mills in Ostrow and Rell")]),
        ("A book on the epidemic of wardens killing monks came out.", [("killing", ACTIVE, "wardens", "monks")]),
        ("The mill was attacked by Mr. Lind.", [("attacked", WITH, "Mr. Lind", "The mill")]),
    ],
)  # fmt: skip
def test_the_doer_is_the_subject_of_the_clause_and_no_place_thing_or_dateline(text, rows):
    assert acts(text) == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Wardens had opened fire on pilgrims.", [("opened fire", ACTIVE, "Wardens", "pilgrims")]),
        ("The council opened a new fire station.", []),
        ("A judge was gunned down by two men.", [("gunned down", WITH, "two men", "A judge")]),
        ("Raiders took nine nuns hostage.", [("took", ACTIVE, "Raiders", "nine nuns")]),
        ("Nine nuns are held hostage by raiders.", [("held hostage", WITH, "raiders", "Nine nuns")]),
        ("The dean took part in hostage talks.", []),
        ("The clerk took the prisoner to court.", []),
        ("The mill was set ablaze by rowers.", [("set ablaze", WITH, "rowers", "The mill")]),
        ("Rowers set the mill on fire and torched a car.", [("set", ACTIVE, "Rowers", "the mill"),
                                                          ("torched", ACTIVE, "Rowers", "a car")]),
        ("Rowers set fire to the mill.", [("set fire", ACTIVE, "Rowers", "the mill")]),
        ("She set the record straight on fire safety.", []),
        ("A warden punched a boy. Jets pounded the port.", [("punched", ACTIVE, "A warden", "a boy"),
                                                            ("pounded", ACTIVE, "Jets", "the port")]),
        ("The yacht sank. It was sunk by a mine.", [("sunk", WITH, "a mine", "It")]),
        ("Wardens beat a boy to death. Rovers beat United.", [("beat", ACTIVE, "Wardens", "a boy")]),
        ("A boy driving a stolen van rammed a cart packed with hay into the gate of the mill.",
         [("rammed", ACTIVE, "A boy driving a stolen van", "the gate of the mill")]),
        ("Rebels used mines to blow up the dam.", [("blow up", ACTIVE, "Rebels", "the dam")]),
        ("Members of that guild raided the mill.", [("raided", ACTIVE, "Members of that guild", "the mill")]),
    ],
)  # fmt: skip
def test_acts_of_two_words_and_everyday_words_of_violence(text, rows):
    assert acts(text) == rows
