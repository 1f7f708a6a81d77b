"""Events and tolls: the rules in small invented frames."""

import json
import time

import pandas as pd
import pytest

import crossread
from crossread import schema
from crossread.figures import tolls

EARLY, LATE, UNKNOWN = ("2031-05-03", "2031-05-03"), ("2031-05-05", "2031-05-05"), (None, None)


def compared(*claims):
    """The toll of invented claims: article, its time, source, low, high, and what else a claim has."""
    times, figures, entities = {}, [], {}
    for number, (article, when, source, low, high, *more) in enumerate(claims):
        other = dict(more[0]) if more else {}
        copy_of, text = other.pop("copy_of", None), other.pop("text", "x" * 400)
        published = {"published_start": when[0], "published_end": when[1]}
        times.setdefault(article, {"article_id": article, "text": text, "copy_of": copy_of, **published})
        named = source is not None and source[0].isupper()
        figures.append(
            {
                "figure_id": f"{article}:{number}", "article_id": article, "sentence_id": f"{article}:s",
                "start": other.pop("start", number * 10), "end": other.pop("end", number * 10 + 5), "measure": "killed",
                "modifier": "exact" if low == high else "at_least", "reported_min": low, "reported_max": high,
                "is_casualty": True, "is_implicit": False, "negated": False, "victim_status": "unknown",
                "count_scope": "incident", "event_id": "event:main", "section": "body", "attributed_to": source,
                "source_entity_id": f"e:{source}" if named else None,
                "source_type": "named_group" if named else "unnamed_group" if source else None,
                "is_belligerent_claim": False,
            }
            | other
        )  # fmt: skip
        if named:
            entities[source] = {"entity_id": f"e:{source}", "name": source, "entity_type": "organisation"}
    articles = pd.DataFrame(list(times.values()))
    for column in ("published_start", "published_end"):
        articles[column] = pd.to_datetime(articles[column], utc=True)
    sentences = pd.DataFrame({"sentence_id": [f"{article}:s" for article in times], "start": 0})
    rows, members = tolls.link(
        schema.enforce("figures", figures),
        articles,
        sentences,
        schema.enforce("mentions", []),
        schema.enforce("entities", [{"variants": [], **entity} for entity in entities.values()]),
    )
    schema.enforce("tolls", rows), schema.enforce("toll_members", members)
    return rows, {member["figure_id"]: member["standing"] for member in members}


def agreed(*claims):
    rows, standings = compared(*claims)
    assert len(rows) == 1
    return rows[0]["agreement"], list(standings.values())


def test_two_named_origins_with_the_same_statement_corroborate():
    assert agreed(("a", EARLY, "Clinic", 5, 5), ("b", LATE, "Mission", 5, 5)) == ("corroborated", ["current"] * 2)
    rows, _ = compared(("a", EARLY, "Clinic", 5, 5), ("b", LATE, "Mission", 5, 5))
    assert (rows[0]["n_articles"], rows[0]["n_origins"], rows[0]["low"], rows[0]["high"]) == (2, 2, 5, 5)


def test_overlapping_bounds_are_compatible_not_agreeing():
    assert agreed(("a", UNKNOWN, "Clinic", 5, None), ("b", UNKNOWN, "Mission", 7, 7))[0] == "compatible"


def test_unnamed_officials_are_never_independent():
    rows, _ = compared(("a", EARLY, "officials", 5, 5), ("b", EARLY, "officials", 5, 5))
    assert (rows[0]["agreement"], rows[0]["n_origins"]) == ("compatible", 0)


def test_one_wire_is_one_origin_however_many_carry_it():
    claims = [(name, LATE, None, 5, 5, {"via": "Northern Wire"}) for name in "abc"]
    rows, _ = compared(*claims)
    assert (rows[0]["agreement"], rows[0]["n_origins"], rows[0]["n_articles"]) == ("single_origin", 1, 3)


def test_a_copy_adds_no_origin():
    rows, _ = compared(("a", EARLY, None, 5, 5), ("b", LATE, None, 5, 5, {"copy_of": "a"}))
    assert (rows[0]["agreement"], rows[0]["n_articles"]) == ("single_origin", 2)


def test_a_higher_value_surely_later_updates():
    assert agreed(("a", EARLY, "Clinic", 5, None), ("b", LATE, "Mission", 9, 9)) == (
        "updated",
        ["superseded", "current"],
    )


def test_a_lower_one_printed_later_is_stale_and_contested_where_another_body_says_it():
    assert agreed(("a", EARLY, "Clinic", 9, 9), ("b", LATE, None, 5, 5)) == ("updated", ["current", "stale"])
    assert agreed(("a", EARLY, "Clinic", 9, 9), ("b", LATE, "Mission", 5, 5)) == ("contested", ["current", "current"])


def test_where_the_order_is_unknown_nothing_is_overtaken():
    assert agreed(("a", UNKNOWN, "Clinic", 5, 5), ("b", LATE, None, 9, 9)) == ("compatible", ["current"] * 2)
    near = ("2031-05-03", "2031-05-06")
    assert agreed(("a", near, None, 5, 5), ("b", LATE, None, 9, 9)) == ("compatible", ["current"] * 2)


def test_two_voices_at_odds_in_one_article_are_contested():
    assert agreed(("a", LATE, "Clinic", 9, 9), ("a", LATE, "Mission", 2, 2))[0] == "contested"


def test_a_party_is_overtaken_by_its_own_side_alone():
    party = {"is_belligerent_claim": True}
    claims = [("a", EARLY, "Ministry", 2, 2, party), ("b", LATE, "Clinic", 9, 9)]
    assert agreed(*claims) == ("contested", ["current", "current"])
    assert agreed(claims[0], ("b", LATE, "Ministry", 4, 4, party)) == ("updated", ["superseded", "current"])


@pytest.mark.parametrize("before", ["up from ", "rose to nine from ", "a previous toll of ", "up from an earlier "])
def test_a_sentence_says_what_was_overtaken(before):
    own = {"text": before + "5", "start": len(before)}
    assert agreed(("a", UNKNOWN, "Clinic", 5, 5, own), ("b", UNKNOWN, "Clinic", 9, 9))[1] == ["superseded", "current"]


def test_what_rose_to_a_number_was_lower_before():
    rise = {"text": "The toll rose to 9", "start": 17}
    assert agreed(("a", UNKNOWN, None, 9, 9, rise), ("b", UNKNOWN, None, 5, 5)) == (
        "updated",
        ["current", "superseded"],
    )
    assert agreed(("a", UNKNOWN, None, 9, 9, rise), ("b", UNKNOWN, None, 5, None))[0] == "compatible"


def test_what_rose_to_a_number_and_was_printed_again_is_stale():
    """Times that overlap leave the order open; the text says that the toll rose, and both ends say which came first."""
    rise = {"text": "The toll rose to 9", "start": 17}
    first, then, last = ("2031-05-03", "2031-05-05"), ("2031-05-04", "2031-05-06"), ("2031-05-05", "2031-05-07")
    assert agreed(("a", first, None, 5, None), ("b", then, None, 9, None, rise), ("c", last, "Clinic", 7, 7)) == (
        "updated",
        ["superseded", "current", "stale"],
    )


def test_about_thirty_and_thirty_two_are_not_at_odds():
    about = {"modifier": "approximately", "is_belligerent_claim": True}
    assert agreed(("a", UNKNOWN, "Ministry", 30, 30, about), ("b", UNKNOWN, "Clinic", 32, 32))[0] == "compatible"
    exact = {"is_belligerent_claim": True}
    assert agreed(("a", UNKNOWN, "Ministry", 30, 30, exact), ("b", UNKNOWN, "Clinic", 32, 32))[0] == "contested"


def test_like_with_like():
    rows, _ = compared(
        ("a", LATE, None, 9, 9),
        ("a", LATE, None, 4, 4, {"victim_demographic": "children", "part_of": "a:0"}),
        ("a", LATE, None, 3, 3, {"victim_status": "combatant"}),
        ("a", LATE, None, 2, 2, {"count_scope": "increment"}),
        ("a", LATE, None, 1, 1, {"is_implicit": True, "victim_group": "lifeguard"}),
        ("a", LATE, None, 0, 0, {"negated": True}),
        ("a", LATE, None, 800, 800, {"count_scope": "cumulative"}),
        ("a", LATE, None, 7, 7, {"measure": "injured"}),
    )
    assert sorted(row["low"] for row in rows) == [3, 4, 7, 9, 800]
    assert {row["agreement"] for row in rows} == {"single_origin"}


def test_civilians_can_be_some_of_all_the_dead():
    civilian = {"victim_status": "civilian"}
    assert agreed(("a", LATE, "Clinic", 9, 9), ("a", LATE, "Mission", 5, 5, civilian))[0] == "compatible"


def test_many_claims_take_their_time_in_proportion():
    claims = [(f"{n:05}", LATE, f"Body {n % 50}", n % 90 + 1, None) for n in range(4000)]
    start = time.process_time()
    compared(*claims)
    assert time.process_time() - start < 20


def told(tmp_path, *texts, title="Four killed in Telm"):
    """The events of an invented set, by the number that is claimed."""
    (tmp_path / "articles").mkdir()
    for number, text in enumerate(texts):
        article = {"title": title, "maintext": text, "date_publish": f"2031-05-09T1{number}:00:00Z"}
        (tmp_path / "articles" / f"{number}.json").write_text(json.dumps(article), "utf-8")
    s = crossread.load(tmp_path)
    claims = s.figures[s.figures["is_casualty"]]
    return s, {str(row.value_as_reported).lower(): row.event_id for row in claims.itertuples()}


@pytest.mark.parametrize(
    "background",
    [
        "The Front spoke of air strikes last week in Orda province. Troops had called for help. Some 31 farmers were "
        "killed in the incident, officials said.",
        "A fire in Orda in March 2028 shocked the country. The fire killed 31 farmers.",
        "In March 2028 a bomb hit the mill. It killed 31 people.",
    ],
)
def test_one_article_alone_keeps_its_background_apart(tmp_path, background):
    _, events = told(tmp_path, f"Four people were killed in Telm on Thursday.\n\nIt rained.\n\n{background}")
    assert events["31"] != "event:main" == events["four"]


def test_a_date_on_which_something_was_said_is_not_that_of_the_event(tmp_path):
    s, events = told(
        tmp_path,
        "Four people were killed in Telm on Thursday.\n\nThe clinic reported in early March that 31 people had died.",
    )
    assert events["31"] != "event:main" == events["four"]
    assert s.events.set_index("event_id").loc[events["31"], "name"] == "told of in March"


def test_the_attack_is_that_of_the_day_where_no_other_was_told_of(tmp_path):
    _, events = told(
        tmp_path,
        "Four people were killed in Telm on Thursday.\n\nThe Front fought for Orda last week. Shells hit the market of "
        "Telm. Two guards were hurt in the attack.",
    )
    assert events["two"] == "event:main"


def test_a_place_without_a_time_is_of_its_one_event_of_late(tmp_path):
    s, events = told(
        tmp_path,
        "Four people were killed in Telm on Thursday. Orda mourns 31 people who were killed in Orda last week.",
        "Four people were killed in Telm on Thursday.\n\nSome 30 farmers were killed in Orda, officials said.",
    )
    assert events["31"] == events["30"] != "event:main" == events["four"]
    orda = s.events.set_index("event_id").loc[events["31"]]
    assert (orda["date_start"], orda["date_end"]) == (
        pd.Timestamp("2031-04-27T10:00Z"), pd.Timestamp("2031-05-05T11:59:59Z")
    )  # fmt: skip
    main = s.tolls.set_index("toll_id").loc["toll:event:main|killed"]
    assert main["date_start"] == pd.Timestamp("2031-05-07T10:00Z")


def test_who_fled_the_war_is_counted_with_its_dead(tmp_path):
    _, events = told(
        tmp_path,
        "Four people were killed in Telm on Thursday.\n\n"
        "The war has cost 9,000 lives since it began. Millions have fled.",
    )
    assert events["millions"] == events["9,000"] != events["four"]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "The junta jailed critics in those days. It executed thousands of teachers.",
        "The minister reported on the ten-month mission, and said that 31 sailors had been killed.",
        "A strike hit the port of Orda. Some 31 people were hurt there, the clinic said.",
        "A bomb was found in Orda. Some 31 people were hurt in the explosion.",
        "A bus driver in Orda has seen worse. He lost 31 passengers, who were killed in a flood.",
        "Guards shot 31 prisoners dead in another attack.",
        "The conflict has grown: 31 people were killed in four months.",
        "In another report, police named a thief. Some 31 people were hurt.",
        "News of Telm came hours after a bomb went off in Orda. Some 31 people were hurt.",
        "The police arrested 31 people.",
        "The guild mourns again. Since it was founded in 2029, 31 sailors have been killed.",
        "On 2 March a bomb went off near the mill.\n\nThe blast killed 31 people.",
        "Meanwhile the army spoke of fighting. Some 31 rebels were killed in the clashes.",
        "The attack on the market is the second of the week, following a raid on a mill that killed 31 people.",
    ],
)
def test_what_is_not_surely_of_the_main_event_is_kept_apart(tmp_path, elsewhere):
    body = f"Four people were killed in an attack in Telm on Thursday.\n\nIt rained.\n\n{elsewhere}"
    _, events = told(tmp_path, body, "An attack in Telm on Thursday killed four people.")
    number = events.get("31") or events["thousands"]
    assert number != "event:main" == events["four"]


@pytest.mark.parametrize(
    "more",
    [
        "Doctors said 31 people had been hurt.",
        "Buses in Orda stood still. The clinic counts 31 wounded in the attack on the market.",
        "Buses in Orda stood still. The clinic counts 31 wounded in the attack.",
        "The Front spoke of a raid on Orda. Guards said 31 people were hurt in the explosion.",
        "It was the worst attack in two years. Some 31 people were hurt.",
        "The army left Orda this month. In Telm 31 people were hurt.",
        "It is one of many in two months, and came after the attack in Telm, where 31 people were hurt.",
    ],
)
def test_what_something_holds_to_the_main_event_stays_with_it(tmp_path, more):
    _, events = told(tmp_path, f"Four people were killed in an attack in Telm on Thursday.\n\nIt rained.\n\n{more}")
    assert events["31"] == "event:main" == events["four"]


def test_the_place_of_an_event_is_where_those_place_it_who_give_its_number(tmp_path):
    s, events = told(
        tmp_path,
        "Four people were killed in an attack.\n\nIn Orda, nurses counted 31 hurt and four killed.",
        title="Four killed",
    )
    assert set(events.values()) == {"event:main"}
    assert s.events["location"].tolist() == ["Orda"]


def test_a_claim_of_the_day_of_the_event_is_of_it_however_late_it_is_told(tmp_path):
    opening = "Four people were killed in an attack in Telm on Thursday."
    later = "The market opened.\n\nA priest prayed for 31 wounded on 8 May. A thief killed 50 people on 1 February."
    _, events = told(tmp_path, opening, f"{opening}\n\n{later}")
    assert events["31"] == "event:main" == events["four"] != events["50"]


def test_one_number_at_one_place_is_of_one_event(tmp_path):
    _, events = told(
        tmp_path,
        "The council met.\n\nA film tells of the 2029 attacks that left 41 sailors dead in Orda.",
        "The council voted.\n\nThe 41 sailors killed in the attack might live had ships come to Orda.",
        title="Council meets",
    )
    assert len(set(events.values())) == 1


def test_an_article_on_another_event_keeps_its_own_and_its_digest_apart(tmp_path):
    ferry = "A ferry sank off Orda on Thursday, killing 31 sailors.\n\nDivers found the 31 sailors killed.\n\n"
    other = (
        "In brief\n\nThe council met.\n\nA thief killed 17 hens.\n\nA bus fell into the river. It killed 18 tourists."
    )
    attack = "Four people were killed in an attack in Telm on Thursday."
    (tmp_path / "articles").mkdir()
    for n, body in enumerate([attack, attack + " It rained.", ferry, other + " A mine gas blast killed 19 miners."]):
        (tmp_path / "articles" / f"{n}.json").write_text(json.dumps({"title": f"News {n}", "maintext": body}), "utf-8")
    claims = crossread.load(tmp_path).figures.query("is_casualty")
    events = claims.groupby("value_as_reported")["event_id"].agg(set)
    assert events["Four"] == {"event:main"} and len(events["31"]) == 1
    assert len({*events["Four"], *events["31"], *events["18"], *events["19"]}) == 4


def test_a_set_on_an_event_of_long_ago_has_it_for_its_main_one(tmp_path):
    opening = "A film tells of the 2029 attacks that left 41 sailors dead in Orda."
    _, events = told(
        tmp_path, f"{opening}\n\nThe fleet mourned 31 wounded.", "A book on Orda came out.", title="Orda remembered"
    )
    assert events["41"] == "event:main" == events["31"]


def test_last_month_at_a_place_is_no_period(tmp_path):
    _, events = told(
        tmp_path,
        "Four people were killed in Telm on Thursday. Voters spoke of a raid in Orda last month that killed 31.",
    )
    assert events["31"].startswith("event:place-orda")


def test_several_peoples_of_one_sentence_are_several_tolls():
    six, two = {"victim_group": "old priests"}, {"victim_group": "cooks"}
    claims = [("a", LATE, None, 6, 6, six), ("a", LATE, None, 2, 2, two), ("b", LATE, None, 6, 6)]
    assert sorted((row["low"], row["high"], row["n_articles"]) for row in compared(*claims)[0]) == [
        (2, 2, 1),
        (6, 6, 2),
    ]
    some = {"part_of": "a:0"}
    rows, _ = compared(("a", LATE, None, 86, 86), ("a", LATE, None, 6, 6, some))
    assert sorted(row["low"] for row in rows) == [6, 86]
    dead = {"victim_group": "dead sailor", "is_implicit": True}
    assert agreed(("a", LATE, None, 1, 1, dead), ("b", LATE, None, 1, 1, dead | {"victim_group": "sailor"}))


def test_what_is_told_of_one_place_is_held_against_its_part_not_the_total():
    part = {"part_of": "a:0", "location": "Telm"}
    rows, _ = compared(
        ("a", EARLY, "Clinic", 15, 15),
        ("a", EARLY, "Clinic", 6, 6, part),
        ("b", LATE, "Mission", 6, 6, {"location": "Telm"}),
    )
    assert [(row["low"], row["high"], row["n_articles"], row["agreement"]) for row in rows] == [
        (15, 15, 1, "single_origin"),
        (6, 6, 2, "corroborated"),
    ]


def test_people_named_by_their_state_are_the_people_of_the_same_number():
    germans = {"victim_group": "Germans"}
    rows, _ = compared(
        ("a", LATE, None, 4, 4, germans), ("b", LATE, None, 4, 4), ("b", LATE, None, 2, 2, {"victim_group": "Danes"})
    )
    assert sorted((row["low"], row["n_articles"]) for row in rows) == [(2, 1), (4, 2)]


def test_an_opening_without_violence_has_no_toll_but_a_number_that_two_articles_give_is_of_one_event(tmp_path):
    (tmp_path / "articles").mkdir()
    for n, body in enumerate(["It mourned 49 people killed. A cook died.", "A priest buried the 49 people killed."]):
        article = {"title": f"Council votes on budget, part {n}", "maintext": f"The council met.\n\n{body}"}
        (tmp_path / "articles" / f"{n}.json").write_text(json.dumps(article), "utf-8")
    claims = crossread.load(tmp_path).figures.query("is_casualty")
    events = claims.groupby("value_as_reported", dropna=False)["event_id"].agg(set)
    assert len(events["49"]) == 1
    assert claims.loc[claims["is_implicit"], "event_id"].iloc[0] != "event:main"


def test_some_of_the_wounded_are_not_all_of_them():
    text = "Of those hurt 23 of the 53 wounded stay in hospital, 6 in critical condition."
    spans = [{"text": text, "start": text.index(n), "end": text.index(n) + len(n)} for n in ("23", "53", "6 ")]
    spans[2]["end"] -= 1
    rows, _ = compared(*(("a", LATE, None, n, n, span) for n, span in zip((23, 53, 6), spans, strict=True)))
    assert sorted(row["low"] for row in rows) == [6, 23, 53]


@pytest.fixture(scope="module")
def harbour(tmp_path_factory):
    """A set about a ferry, whose articles speak of other things too."""
    folder = tmp_path_factory.mktemp("harbour")
    (folder / "articles").mkdir()
    bodies = [
        "Nine killed in ferry fire at Port Ellis\n\nBy Odo Lind\n\n3 May 2031 10:00 UTC\n\n"
        "At least nine people were killed in a fire on a ferry in Port Ellis on Friday, the harbour office said.\n\n"
        "The office said 30 people had been injured.\n\nThe company has had trouble before. "
        "In February, 14 people were killed in a collision at Gannet Bridge.\n\n"
        "Last week two sailors were killed off the coast.\n\n"
        "The war has cost more than 20,000 lives since 2024.",
        "Ferry burns in Port Ellis\n\nBy Ysa Thale\n\n4 May 2031 10:00 UTC\n\n"
        "A ferry burned in Port Ellis, killing 11 people, the harbour office said.\n\n"
        "Three months earlier a collision killed 15 people near Gannet Bridge.",
    ]
    for number, body in enumerate(bodies):
        (folder / "articles" / f"{number}.txt").write_text(body, "utf-8")
    return crossread.load(folder)


def test_claims_of_other_events_are_kept_apart(harbour):
    claims = harbour.figures[harbour.figures["is_casualty"]]
    event = dict(zip(zip(claims["article_id"], claims["reported_min"], strict=True), claims["event_id"], strict=True))
    assert {key for key, value in event.items() if value == "event:main"} == {
        ("0.txt", 9),
        ("0.txt", 30),
        ("1.txt", 11),
    }
    assert len({event["0.txt", 14], event["0.txt", 2], event["0.txt", 20000], event["1.txt", 15]}) == 4
    assert set(claims["event_id"]) == set(harbour.events["event_id"])
    assert harbour.events["event_id"].iloc[0] == "event:main"


def test_every_member_is_a_figure_of_the_event(harbour):
    joined = harbour.toll_members.merge(harbour.tolls, on="toll_id").merge(harbour.figures, on="figure_id")
    assert len(joined) == len(harbour.toll_members)
    assert (joined["event_id_x"] == joined["event_id_y"]).all()
