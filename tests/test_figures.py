"""Casualty figures: sentence by sentence, then the invented sample as a whole."""

import json

import invented
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linear import is_linear

import crossread
from crossread import benchmarks, codebooks, schema
from crossread.entities import mentions
from crossread.figures import counting as figures
from crossread.quotes import attribution
from crossread.quotes.attribution import Paragraph

BOOKS = codebooks.load()


def rows(text):
    paragraphs = [Paragraph(0, len(text), "body")]
    quotes = attribution.find(text, paragraphs, BOOKS)
    speaking = sorted({(q.source_start, q.source_end) for q in quotes if q.source_start is not None})
    return figures.find(text, paragraphs, quotes, mentions.find(text, paragraphs, speaking, BOOKS), BOOKS)


def casualties(text):
    return [(r.measure, r.reported_min, r.reported_max) for r in rows(text) if r.is_casualty]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # nobody of many
        ("Not a single guard was hurt.", [("injured", 0, 0)]),
        ("The dyke broke and not one villager was killed.", [("killed", 0, 0)]),
        ("Neither of the two pilots was hurt.", [("injured", 0, 0)]),
        ("It was not one flood but two that killed 12 millers.", [("killed", 12, 12)]),
        # what the dead and hurt are among others
        ("Most of the 70 dead were weavers.", [("killed", 70, 70)]),
        ("The tram hit a cart, injuring 14, three of whom later died.", [("injured", 14, 14), ("killed", 3, 3)]),
        # by how much a toll rose, and to what
        ("The toll rose by seven to 31.", [("killed", 7, 7), ("killed", 31, 31)]),
        # verbs, active and passive
        ("A mudslide killed 17 villagers near Orda.", [("killed", 17, 17)]),
        ("A man, 45, was killed.", [("killed", 1, 1)]),
        ("At least 35 weavers were killed and 52 wounded.", [("killed", 35, None), ("injured", 52, 52)]),
        (
            "A shell hit the mill, killing at least five millers and wounding some 60.",
            [("killed", 5, None), ("injured", 60, 60)],
        ),
        ("Storm kills at least 14", [("killed", 14, None)]),
        ("The raid left 32 civilians dead.", [("killed", 32, 32)]),
        ("Raiders burned the farm, leaving up to 32 farmhands dead.", [("killed", None, 32)]),
        ("Nine dead in ferry fire", [("killed", 9, 9)]),
        ("Four bakers died when the roof fell.", [("killed", 4, 4)]),
        ("Twenty shepherds who had been sleeping in the hut died.", [("killed", 20, 20)]),
        ("The flood claimed the lives of 40 people.", [("killed", 40, 40)]),
        ("The war has cost more than a quarter of a million lives.", [("killed", 250_000, None)]),
        (
            "Six of the injured succumbed overnight, and two sailors succumbed at sea.",
            [("killed", 6, 6), ("killed", 2, 2)],
        ),
        ("Four bodies were brought in before noon.", [("killed", 4, 4)]),
        ("One of the wounded men later died.", [("killed", 1, 1)]),
        ("Three of the 12 injured sailors died overnight.", [("killed", 3, 3), ("injured", 12, 12)]),
        ("Twelve of the 40 miners trapped underground later died.", [("killed", 12, 12), ("affected", 40, 40)]),
        ("Of the 40 miners, 12 died.", [("killed", 12, 12)]),
        ("More than 80 people were rushed to hospital.", [("injured", 80, None)]),
        ("Two miners are still missing.", [("missing", 2, 2)]),
        ("Rebels kidnapped eleven nurses.", [("captured", 11, 11)]),
        ("Millions have fled the fighting.", [("displaced", 1_000_000, None)]),
        ("Between 200 and 250 people lost their homes.", [("displaced", 200, 250)]),
        # nouns
        ("There have been at least two fatalities.", [("killed", 2, None)]),
        ("The deaths of six monks shook the town.", [("killed", 6, 6)]),
        ("The murder of two clerks was never solved.", [("killed", 2, 2)]),
        ("Doctors counted 23 civilian dead.", [("killed", 23, 23)]),
        ("The clinic took in 71 wounded people.", [("injured", 71, 71)]),
        ("The blaze took 12 lives.", [("killed", 12, 12)]),
        # tolls
        ("The death toll rose to 47 from 31.", [("killed", 47, 47), ("killed", 31, 31)]),
        ("The death toll from the fire at the mill stands at nine.", [("killed", 9, 9)]),
        ("This brings to six the number of known fatalities.", [("killed", 6, 6)]),
        ("The number of farmers killed in the raids has risen to 23.", [("killed", 23, 23)]),
        ("At least 21 people are known to have died, up from 14.", [("killed", 21, None), ("killed", 14, 14)]),
        ("Eleven of the 14 injured were soldiers.", [("injured", 11, 11), ("injured", 14, 14)]),
        ("Four-fifths of the 50 people killed were civilians.", [("killed", 50, 50)]),
        ("The bomber killed himself and 11 weavers.", [("killed", 11, 11)]),
        ("Mara Lind, 34, was killed along with her son, 9.", [("killed", 1, 1)]),
        ("The flood killed 12 people, eight fewer than the mayor said.", [("killed", 12, 12)]),
        ("Twelve miners were hurt and five are confirmed dead.", [("injured", 12, 12), ("killed", 5, 5)]),
        ("The storm killed at least one person.", [("killed", 1, None)]),
        ("A 12-year-old boy was killed 40km north of Orda.", [("killed", 1, 1)]),
        ("None of the 150 passengers was hurt.", [("injured", 0, 0)]),
        ("Troops neutralised 30 raiders.", [("killed", 30, 30)]),
        # one without a number, and none
        ("A soldier was killed near the mill.", [("killed", 1, 1)]),
        ("Her brother, Odo, was killed.", [("killed", 1, 1)]),
        ("The dead include a lifeboatman.", [("killed", 1, 1)]),
        ("No one was hurt.", [("injured", 0, 0)]),
        ("No Ordan citizen had been hurt.", [("injured", 0, 0)]),
        ("The blast did not cause any injuries.", [("injured", 0, 0)]),
        ("The bridge fell without any deaths.", [("killed", 0, 0)]),
        # capitals of a wire
        ("ORDA, 3 MAY 88 -- TWO MAIDS AND SIX PRIESTS WERE BRUTALLY MURDERED.", [("killed", 2, 2), ("killed", 6, 6)]),
        # ages, alone and in lists, beside those who came to harm
        ("Two boys aged 12 and 14 were killed by the train.", [("killed", 2, 2)]),
        ("Five students aged 18 to 22 died.", [("killed", 5, 5)]),
        ("Three men, aged 21, 25 and 30, were arrested.", [("captured", 3, 3)]),
        ("A mother and her two children, ages 4 and 7, were killed.", [("killed", 1, 1), ("killed", 2, 2)]),
        ("A man and a woman, both 34, died.", [("killed", 1, 1), ("killed", 1, 1)]),
        ("Four people, the youngest 17 and the oldest 71, were injured.", [("injured", 4, 4)]),
        ("The three, aged 19, 20 and 24, died at the scene.", [("killed", 3, 3)]),
        ("A man of 34 was killed.", [("killed", 1, 1)]),
        ("Three boys under 12 drowned.", [("killed", 3, 3)]),
        ("More than 50 people over 65 died in the heat.", [("killed", 50, None)]),
        ("A 19-year-old was killed in Telm.", [("killed", 1, 1)]),
        ("Two 19-year-olds were killed in Telm.", [("killed", 2, 2)]),
        # families, groups, parts
        ("A family of five was killed.", [("killed", 5, 5)]),
        ("A couple was found dead.", [("killed", 2, 2)]),
        ("A father of three was shot dead.", [("killed", 1, 1)]),
        ("A group of seven hikers was killed.", [("killed", 7, 7)]),
        ("Twelve out of 40 passengers died.", [("killed", 12, 12)]),
        ("A grenade wounded 5, two seriously.", [("injured", 5, 5), ("injured", 2, 2)]),
        ("One man died and another was injured.", [("killed", 1, 1), ("injured", 1, 1)]),
        ("A cyclist was hit by a lorry and killed.", [("killed", 1, 1)]),
        ("A bus carrying 40 people crashed, and nine were hurt.", [("injured", 9, 9)]),
        ("2 officers shot, 1 dead", [("affected", 2, 2), ("killed", 1, 1)]),
        ("Since 2014 at least 40 miners have been killed.", [("killed", 40, None)]),
        ("There were no immediate reports of injuries.", [("injured", 0, 0)]),
        ("Twelve suspects were taken into custody.", [("captured", 12, 12)]),
        ("There were no deaths or serious injuries.", [("killed", 0, 0), ("injured", 0, 0)]),
        ("The city recorded 40 murders last year.", [("killed", 40, 40)]),
        ("The deaths of 12 miners shocks town.", [("killed", 12, 12)]),
        ("Two grandsons and a jogger were hurt.", [("injured", 2, 2), ("injured", 1, 1)]),
        ("Two were treated for minor injuries.", [("injured", 2, 2)]),
        # several measures of one number
        ("Three tourists were killed or injured.", [("affected", 3, 3)]),
        ("A bomb hit the market, killing and wounding 40.", [("affected", 40, 40)]),
        # words that do not say dead or hurt
        ("The clash caused 40 casualties.", [("affected", 40, 40)]),
        ("There were 40 casualties, including six dead.", [("affected", 40, 40), ("killed", 6, 6)]),
        ("There were no casualties.", [("affected", 0, 0)]),
        ("The army shot 65 rebels near the dam.", [("affected", 65, 65)]),
        ("Nine people were stabbed.", [("affected", 9, 9)]),
        ("Two men were shot and killed and three shot and wounded.", [("killed", 2, 2), ("injured", 3, 3)]),
        ("Police shot 41 weavers dead.", [("killed", 41, 41)]),
        ("Three people were fatally shot.", [("killed", 3, 3)]),
        # the hard cases of the recorders
        ("Thirty of the 80 wounded remained in hospital.", [("injured", 30, 30), ("injured", 80, 80)]),
        ("The raid left 12 killed and 15 injured.", [("killed", 12, 12), ("injured", 15, 15)]),
        ("126 villagers were killed, updating a previous toll of 112.", [("killed", 126, 126), ("killed", 112, 112)]),
        ("Millions have fled, and nearly 18 million people live there.", [("displaced", 1_000_000, None)]),
        ("Hundreds of thousands or maybe millions of villagers fled.", [("displaced", 100_000, None)]),
        ("No weavers were inside when the shell hit, leaving 40 people dead.", [("killed", 40, 40)]),
        ("Six sailors had their throats cut.", [("killed", 6, 6)]),
        ("A 6.1-magnitude quake killed nine people.", [("killed", 9, 9)]),
        ("The body of an Ordan adviser who was killed near Telm was flown home.", [("killed", 1, 1)]),
        ("One policeman and about 20 “thieves” were killed.", [("killed", 1, 1), ("killed", 20, 20)]),
        # who stands in another clause, and who is left out
        ("Some 900 weavers joined the strike and 14 were arrested.", [("captured", 14, 14)]),
        ("Almost 200 dancers fainted in the heat and three of them died.", [("killed", 3, 3)]),
        ("The barge carried nine sailors, of whom six are missing.", [("missing", 6, 6)]),
        ("Six died in Orda, four near Telm and one in Marn.", [("killed", 6, 6), ("killed", 4, 4), ("killed", 1, 1)]),
        ("Only one miner was hurt.", [("injured", 1, 1)]),
        ("Half a dozen divers have drowned this summer.", [("killed", 6, 6)]),
        ("A judge saw the body of the officer murdered last week.", []),
        ("A soldier killed Orda mayor Ada Moll and three guards.", [("killed", 3, 3)]),
        ("Two gunmen killed prominent lawyer Ada Moll.", []),
        ("A gunman killed prominent lawyer Ada Moll.", []),
        ("Divers recovered the remains of 11 sailors.", [("killed", 11, 11)]),
        ("The regiment had 120 casualties, 40 of them fatal.", [("affected", 120, 120), ("killed", 40, 40)]),
        ("All 62 on board died.", [("killed", 62, 62)]),
        ("Both divers and three weavers died.", [("killed", 2, 2), ("killed", 3, 3)]),
        ("The plague killed one in ten weavers.", []),
        ("Guards shoot two men", [("affected", 2, 2)]),
        ("Ada Moll said 30 of the wounded were children.", [("injured", 30, 30)]),
        ("Half of the 80 weavers were hurt.", []),
        ("Nobody knows whether any of the 60 men were hurt.", []),
        ("Hundreds, perhaps thousands, died.", [("killed", 100, None)]),
        ("Two men hurt; the toll is now 118", [("injured", 2, 2), ("killed", 118, 118)]),
        # verbs that count people only with what goes with them
        ("The flood forced 300 families out of their homes.", [("displaced", 300, 300)]),
        ("The rain drove thousands of villagers to flee.", [("displaced", 1000, None)]),
        ("Orda Town lost two men to injury.", []),
        ("The death toll has topped 500.", [("killed", 500, None)]),
        ("Four more weavers were hurt, bringing the total to 31.", [("injured", 4, 4), ("injured", 31, 31)]),
        ("A health official spoke of two dead; rebels of a death toll of five.", [("killed", 2, 2), ("killed", 5, 5)]),
    ],
)
def test_what_counts_casualties(text, expected):
    assert casualties(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Jets struck hundreds of civilian targets, including schools.",
        "The pensioner, who was 82, died in hospital.",
        "The victims, aged between 19 and 24, were killed instantly.",
        "The boys, who were 9 and 11, were killed.",
        "All but two of the 30 passengers died.",
        "All but one of the crew died.",
        "One in five of the wounded died.",
        "Group of Seven leaders mourned the dead.",
        "The driver of a bus carrying 40 people died.",
        "Nobody knows whether the two men died.",
        "Two people were nearly killed.",
        "Nine people almost died.",
        "The model predicts 400 deaths by June.",
        "The scheme prevented 400 deaths.",
        "The dam break could cause 400 deaths.",
        "Three doctors treated the wounded.",
        "Fifty officers searched for the missing.",
        "The shelling killed 12 cows and destroyed three barns.",
        "A 12-year-old boy won the prize in 2015.",
        "He was killed in 1989.",
        "Edda Moll, 61, was killed at home.",
        "The driver, 29, died.",
        "The gang planned to kill five guards.",
        "He was charged with the attempted murder of two guards.",
        "The delay could have killed 40 people.",
        "Some 800 soldiers will stay at the fort.",
        "Nearly 18 million people live there.",
        "The 25-tonne lorry killed time at the border for three days.",
        "Thousands of missing letters turned up.",
        "The party lost 19 legislative bodies.",
        "In the film, a masked guard kills 40 weavers.",
        "The drill imagined a blast that left 200 dead.",
        "It hurt her husband that two friends stayed away.",
        "A hunter who killed and ate a hare fell silent.",
        "The vote put the lives of millions of herders on the line.",
        "His 2004 death was never explained.",
        "One captured by a camera, another by a phone, two clips exist.",
        "An officer arrested Odo Lind with two bags.",
        "Three gunmen who attacked the fort escaped.",
        "Independent thinking isn't dead after 20 editions.",
        "The death of Odo Lind, 43, a father of seven, shook the mill.",
        "He shot 65 and won the cup.",
        "They have no shot at the title; he has one shot left.",
        "Rebels shot at 40 soldiers.",
        "The firm wants to cut off the accounts from their thousands of followers.",
        "His rival, Edda Moll, captured Orda and Telm.",
        "He beat 16 rivals and captured his party's nomination.",
        "No other injuries were reported.",
        "He had four bullet wounds.",
        "The rebels did not kill 40 people.",
    ],
)
def test_what_counts_none(text):
    assert casualties(text) == []


def test_subtotals_point_to_their_total():
    text = (
        "Monitors said 1,210 civilians, including 311 children, had been killed in Ordan air strikes, along with "
        "some 940 rebels and members of the hill-based Free Mill Front, and 870 Red Guard (RG) militants."
    )
    total, part, rebels, guards = [row for row in rows(text) if row.is_casualty]
    assert [r.reported_min for r in (total, part, rebels, guards)] == [1210, 311, 940, 870]
    assert part.part_of == (total.start, total.end) and total.part_of is rebels.part_of is guards.part_of is None
    assert [r.modifier for r in (total, part, rebels, guards)] == ["exact", "exact", "approximately", "exact"]
    assert [r.victim_status for r in (total, rebels, guards)] == ["civilian", "combatant", "combatant"]
    assert part.victim_demographic == "children"
    assert rebels.victim_group == "rebels and members of the hill-based Free Mill Front"
    assert {r.means for r in (total, part, rebels, guards)} == {"air strikes"}


def test_a_part_that_comes_before_its_total():
    part, total = rows("Eleven children were among the 26 people killed.")
    assert part.part_of == (total.start, total.end) and part.measure == total.measure == "killed"


def test_what_adds_up_to_the_total_before_a_colon_is_its_parts():
    total, *parts = [
        r for r in rows("Storms killed 15 people on Sunday: nine in Orda and six in Telm.") if r.is_casualty
    ]
    assert [(r.reported_min, r.location) for r in parts] == [(9, "Orda"), (6, "Telm")]
    assert {r.part_of for r in parts} == {(total.start, total.end)}
    apart = rows("Storms killed 15 people on Sunday: ten trees fell and six men drowned.")
    assert all(r.part_of is None for r in apart)


def test_a_total_is_not_where_its_part_is():
    total, part = [r for r in rows("The heat killed 290 people across Orland, 61 of them in Telm.") if r.is_casualty]
    assert (total.location, part.location, part.part_of) == ("Orland", "Telm", (total.start, total.end))


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("Four more weavers died, bringing the total to 31.", ["increment", "incident"]),
        ("Another 120 were wounded, on top of the 300 hurt before.", ["increment", "incident"]),
        ("Over the past decade gunmen have killed 1,020 people.", ["cumulative"]),
        ("Nine have drowned this month off the coast.", ["cumulative"]),
        ("The four-year war killed 20,000 people.", ["cumulative"]),
        ("It was the worst fire since 1985, when 52 people died.", ["incident"]),
    ],
)
def test_what_a_number_reaches_over(text, scopes):
    assert [r.count_scope for r in rows(text) if r.is_casualty] == scopes


def test_of_them_points_to_the_total():
    total, part = rows("I have counted 14 bodies, and five of them are children.")
    assert (part.reported_min, part.victim_group, part.part_of) == (5, "children", (total.start, total.end))


@pytest.mark.parametrize(
    "text",
    ["Thirty of the 80 wounded remained in hospital.", "There were 80 casualties, including 30 dead."],
)
def test_some_are_part_of_the_whole(text):
    part, total = sorted(rows(text), key=lambda row: row.reported_min)
    assert (part.reported_min, part.part_of) == (30, (total.start, total.end))


def test_some_among_them_are_part_of_the_whole():
    whole, one, some = rows("Eight people, a nurse and two guards among them, were wounded.")
    assert (one.part_of, some.part_of) == (None, (whole.start, whole.end))


def test_what_a_toll_rose_by_comes_on_top():
    assert [row.count_scope for row in rows("The toll rose by seven to 31.")] == ["increment", "incident"]


def test_scope():
    def scope(text):
        return [row.count_scope for row in rows(text) if row.is_casualty][-1]

    assert scope("Nine people died in the fire.") == "incident"
    assert scope("Nine people have died since March.") == "cumulative"
    assert scope("Since last spring nine people have died.") == "cumulative"
    assert scope("Between 2010 and 2015 there were 3,100 cases, with 480 deaths.") == "cumulative"
    assert scope("Over the centuries the fever has killed millions of people.") == "cumulative"
    assert scope("Nine people die every day on these roads.") == "rate"
    assert scope("Two sailors were killed at each pier.") == "rate"
    assert scope("Nine people died in the fire. Two more patients died overnight.") == "increment"
    assert scope("Nine people died when the mill burned, and three more died in hospital.") == "increment"
    assert scope("Nine people died a month after the fire.") == "incident"
    assert scope("Nine people died and dozens more were hurt.") == "incident"


@pytest.mark.parametrize(
    "text, total, parts",
    [
        ("Twenty of the 53 wounded stay in hospital, six in critical condition.", 53, [20, 6]),
        ("Nine people were killed, including four guards and two nurses.", 9, [4, 2]),
        ("The blast hurt 20 people, of whom 17 were taken to hospital.", 20, [17]),
        ("Nine people died, including seven guards, and 12 were hurt.", 9, [7]),
    ],
)
def test_some_of_the_hurt_are_part_of_them(text, total, parts):
    claims = [row for row in rows(text) if row.is_casualty]
    whole = next((row.start, row.end) for row in claims if row.reported_min == total)
    assert [row.reported_min for row in claims if row.part_of == whole] == parts


@pytest.mark.parametrize(
    "text, status",
    [
        ("Six guards were killed and 13 were wounded.", "security_forces"),
        ("A bomb killed six guards and wounded 13.", "unknown"),
    ],
)
def test_the_wounded_beside_the_killed_are_the_same_people_where_both_are_the_subject(text, status):
    assert [row.victim_status for row in rows(text) if row.is_casualty] == ["security_forces", status]


def test_ages_in_capitals_count_nobody():
    assert [row for row in casualties("A BOMB KILLED ODO LIND, 42, A CLERK. YSA THALE, 19, WAS HURT.")] == []


def test_victims_as_worded_keep_their_marks():
    (row,) = rows('The ministry said its jets had killed more than 30 "bandits".')
    assert (row.victim_group, row.victim_status, row.modifier) == ('"bandits"', "combatant", "more_than")
    (row,) = rows("Three of its fighters were killed.")
    assert row.victim_group == "fighters"


def test_who_did_it_only_where_the_sentence_says_so():
    def by(text):
        return next(row.alleged_perpetrator for row in rows(text) if row.is_casualty)

    assert by("Four farmers were killed by masked gunmen.") == "masked gunmen"
    assert by("Four farmers were killed in Russian air strikes.") == "Russia"
    assert by("Government forces killed four farmers.") == "Government forces"
    assert by("Four farmers were killed in a flood.") is None
    assert by("Russian air strikes killed four farmers.") == "Russia"
    assert (
        by("In March, Northern Front attackers killed four farmers in suicide bombings.") == "Northern Front attackers"
    )
    assert by("Since May state security forces have killed four farmers.") == "state security forces"
    assert by("KUNDUZ -- Masked gunmen killed four farmers.") == "Masked gunmen"
    assert by("The charge that the raids, which killed four farmers, were planned is old.") is None


def test_where_and_with_what():
    text = "The raid in Lund follows the bombing in Quell, Orlavia, where 84 people were killed."
    assert next(row.location for row in rows(text) if row.is_casualty) == "Quell"
    (row,) = rows("A cease-fire ended a war that left over 70,000 dead.")
    assert row.means is None


def test_what_owns_is_no_place_and_who_opens_fire_sets_none():
    assert rows("The attack in Dena’s market killed 21 men.")[0].location == "Dena"
    (row,) = [r for r in rows("Guards opened fire, killing 15 men in the Orva’s cells.") if r.is_casualty]
    assert (row.location, row.means) == (None, None)


def test_members_of_a_force_are_of_it():
    people = [r.victim_status for r in rows("Two service members died. Three members of the Orda police were hurt.")]
    assert people == ["security_forces"] * 2
    assert rows("Three members of the choir died.")[0].victim_status == "unknown"


def test_a_figure_knows_its_quote():
    text = "“Four farmers are dead,” said Odo Lind. Six weavers died too."
    inside, outside = rows(text)
    assert (inside.quote, outside.quote) == (0, None)


@pytest.mark.parametrize(
    ("text", "measure", "unit"),
    [
        ("Aircraft flew 18 sorties at night.", "sorties", "sorties"),
        ("They carry out 20-25 sorties daily.", "sorties", "sorties"),
        ("The navy carried out hundreds of airstrikes.", "airstrikes", "airstrikes"),
        ("Up to two battalions could stay.", "force", "battalions"),
        ("It is unclear how many personnel serve, but the number ranges from 300 to 600.", "force", "personnel"),
        ("The troops took 35 settlements.", "places", "settlements"),
        ("The front moved by 1,200 sq km in May.", "area", "sq km"),
        ("The state spent 33bn roubles.", "money", "roubles"),
        ("Nearly three million people live on the coast.", "population", "people"),
        ("The town has a population of 45,000.", "population", "population"),
        ("The reward is between $5,000 and $10,000.", "money", "$"),
        ("Up to 30 boats were sunk.", "other", "boats"),
    ],
)
def test_other_measures(text, measure, unit):
    (row,) = rows(text)
    assert (row.measure, row.unit, row.is_casualty, row.victim_status) == (measure, unit, False, None)


def test_what_somebody_blames_is_no_claim_of_theirs(tmp_path):
    (tmp_path / "articles").mkdir()
    text = "The mayor, Odo Lind, blamed the port for the fire that killed nine people. Odo Lind said four were hurt."
    (tmp_path / "articles" / "a.json").write_text(json.dumps({"title": "Port burns", "maintext": text}), "utf-8")
    said = crossread.load(tmp_path).figures.query("is_casualty").set_index("value_as_reported")["attributed_to"]
    assert pd.isna(said["nine"])
    assert said["four"] == "Odo Lind"


def test_rows_refer_to_rows():
    sample = invented.sample().tables
    table = sample["figures"]
    assert table["figure_id"].is_unique
    assert set(table["part_of"].dropna()) <= set(table["figure_id"])
    assert set(table["quote_id"].dropna()) <= set(sample["quotes"]["quote_id"])
    assert set(table["sentence_id"]) <= set(sample["sentences"]["sentence_id"])
    parties = set(sample["entities"].loc[sample["entities"]["party_to_conflict"].fillna(False), "entity_id"])
    assert set(table.loc[table["is_belligerent_claim"], "source_entity_id"]) <= parties
    assert table["is_belligerent_claim"].sum() >= 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One of the hostages was killed in the raid.", [("killed", 1, 1)]),
        ("One of the two guards was killed.", [("killed", 1, 1)]),
        ("Three of the five guards were killed.", [("killed", 3, 3)]),
        ("Both pilots died when the plane went down.", [("killed", 2, 2)]),
        ("The blast wounded both of the drivers.", [("injured", 2, 2)]),
        ("Both soldiers and farmers were killed.", []),
        ("Both men said that 14 people had been killed.", [("killed", 14, 14)]),
        ("Two people died, both of them drivers.", [("killed", 2, 2)]),
        ("One of the brothers said that it rained.", []),
    ],
)
def test_one_of_a_group_and_both_of_a_pair_are_counted(text, expected):
    assert casualties(text) == expected


def test_a_number_that_a_source_denies_is_not_its_word(tmp_path):
    (tmp_path / "articles").mkdir()
    body = "The Ordan Front said four guards had died.\n\nOdo Lind dismissed the claim that 40 guards were dead."
    (tmp_path / "articles" / "a.txt").write_text(
        f"Fort falls to the Front\n\n{body}\n\nIt rained on the fort all day.\n"
    )
    tables = crossread.analyse(tmp_path).tables
    denied = tables["figures"][tables["figures"]["value_as_reported"] == "40"]
    assert len(denied) == 1 and denied["attributed_to"].isna().all()
    assert not tables["toll_members"]["figure_id"].isin(denied["figure_id"]).any(), "nobody claims it"


PIECES = st.sampled_from(
    "killed killing died dead wounded people soldiers a an no one 12 1,733 dozens of including , . ( ) were was who "
    'that toll number to the among them " “ ” in by said more Odo Orda lives missing civilians - – million'.split()
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=60).map(" ".join), st.text()))
def test_no_text_is_too_strange(text):
    found = figures.find(text, [Paragraph(0, len(text), "body")], [], [], BOOKS)
    assert [(r.start, r.end) for r in found] == sorted((r.start, r.end) for r in found)
    spans = {(r.start, r.end) for r in found}
    assert len(spans) == len(found)
    for row in found:
        assert 0 <= row.start < row.end <= len(text)
        assert row.measure in schema.MEASURES and row.modifier in schema.MODIFIERS
        assert row.part_of is None or row.part_of in spans
        assert row.is_casualty == (row.measure in schema.CASUALTIES)
        if row.negated:
            assert row.reported_min == row.reported_max == 0


@pytest.mark.parametrize("piece", ["1, ", "12 people killed ", "killed 3 and ", "( ", "a soldier ", "5 of them ", "1."])
def test_time_is_linear(piece):
    def step(text):
        figures.find(text, [Paragraph(0, len(text), "body")], [], [], BOOKS)

    assert is_linear(step, piece, 50_000)


def test_muc4_counts_a_stated_bound_or_an_alternative(tmp_path):
    text = "   ORDA, 3 MAY 88 -- AT LEAST SIX PEASANTS WERE KILLED\nAND 12 WOUNDED.\n\n   TWO TROOPS DIED LATER."
    facts = [
        {"effect": "DEATH", "number": ["6-"]},
        {"effect": "INJURY", "number": ["-15 / 12"]},
        {"effect": "INJURY", "number": ["40"]},
        {"effect": "DEATH", "number": ["1"]},
    ]
    path = tmp_path / "dev.jsonl"
    path.write_text(json.dumps({"id": "a", "text": text, "facts": facts}))
    said = benchmarks.validate("muc4", path, tmp_path / "out.jsonl").report
    assert "3 facts" in said and "recall 0.667" in said and "each fact 1.00" in said
    assert len(json.loads((tmp_path / "out.jsonl").read_text())["figures"]) == 3


def test_every_entry_of_the_lists_has_its_source():
    import tomllib

    from crossread import lists

    assert all(row["source"] for name in ("victims", "violence") for row in lists.read(name))
    book = tomllib.loads((codebooks.LISTS / "casualties.toml").read_text("utf-8"))
    sections = [s for part in book.values() for s in (part if isinstance(part, list) else [part])]
    assert all(section["source"] for section in sections)
