"""Of what kind a source is, and who counts as a party where nobody says so: invented sets, read as a whole."""

import json

import pytest

import crossread
from crossread import codebooks, lists
from crossread.figures import claims, origins

BOOKS = codebooks.load()


def loaded(folder, *texts, actors=None):
    (folder / "articles").mkdir(parents=True)
    for number, text in enumerate(texts):
        article = {"title": "Shells hit the market of Telm", "maintext": text, "url": f"https://a{number}.example/telm"}
        (folder / "articles" / f"{number}.json").write_text(json.dumps(article), "utf-8")
    if actors:
        (folder / "actors.csv").write_text("name,aliases,entity_type,side,party_to_conflict\n" + actors, "utf-8")
    return crossread.load(folder)


def voiced(s):
    found = claims.claims(s.articles, s.figures, s.sentences, s.quotes, s.mentions, s.entities, BOOKS)
    return {row.value: (row.kind, bool(row.is_belligerent_claim)) for row in found.itertuples()}


@pytest.mark.parametrize(
    ("name", "words", "kind"),
    [
        (None, "the director of the town's main hospital", "medic"),
        (None, "Dr Odo Lind", "medic"),
        (None, "a hospital spokesman", "medic"),
        (None, "health officials", "authority"),
        ("Telm Observatory", None, "monitor"),
        ("Human Rights Watch", "the group", "monitor"),
        ("Red Cross", None, "aid"),
        ("Reuters", None, "media"),
        (None, "two residents", "witness"),
        ("Taliban", "the group", "armed group"),
        (None, "a rebel commander", "armed group"),
        ("Ordan Ministry of Defence", "it", "authority"),
        ("Odo Lind", "he", None),
        (None, "an undoctored report", None),
    ],
)
def test_the_kind_of_a_source_is_in_its_name_or_the_words_for_it(name, words, kind):
    assert BOOKS.origins.of(name, words) == kind


def test_every_entry_of_the_code_book_has_a_kind_and_its_source():
    rows = lists.read("origin_kinds")
    assert {row["kind"] for row in rows} == origins.KINDS.keys()
    assert all(row["source"] and row["match"] in ("word", "name") for row in rows)


def test_armed_groups_and_those_who_speak_for_them_are_parties(tmp_path):
    s = loaded(
        tmp_path / "set",
        "A bomb went off in Telm. The Taliban said 40 soldiers were killed.\n\nTaliban spokesman Odo Lind said 12 "
        "guards were killed in the square.\n\nA doctor in Telm said three people were killed by the bomb.",
    )
    assert voiced(s) == {"40": (claims.PARTY, True), "12": (claims.PARTY, True), "3": ("hospital or medic", False)}


def test_who_is_said_to_have_killed_is_a_party_and_so_are_its_ministers(tmp_path):
    s = loaded(
        tmp_path / "set",
        "Russian air strikes killed 31 people in Telm.\n\nRussian Defence Minister Odo Lind said 200 fighters had "
        "been killed.\n\nThe Telm Observatory for Human Rights said 17 people were killed in Russian air strikes.\n\n"
        "A Russian hospital said nine people were killed.",
    )
    kinds = voiced(s)
    assert kinds["200"] == (claims.PARTY, True)
    assert kinds["17"] == ("monitor or rights group", False)
    assert kinds["9"] == ("hospital or medic", False)


def test_claimed_responsibility_makes_a_party(tmp_path):
    s = loaded(
        tmp_path / "set",
        "A bomb went off in Telm on Monday. The Free Mill Front claimed responsibility for the bomb.\n\nThe Free Mill "
        "Front said 12 guards were killed.",
    )
    assert voiced(s) == {"12": (claims.PARTY, True)}


def test_actors_csv_wins(tmp_path):
    s = loaded(
        tmp_path / "set",
        "A bomb went off in Telm. The Taliban said 40 soldiers were killed.",
        actors="Taliban,,group,insurgent,false\n",
    )
    assert voiced(s) == {"40": ("armed group", False)}


def test_no_word_of_a_longer_name_makes_a_party(tmp_path):
    s = loaded(tmp_path / "set", "Officials in Telm said 40 people were killed when a roof fell.")
    assert voiced(s) == {"40": ("authority or official", False)}


def test_actors_csv_leaves_open_whom_it_does_not_name(tmp_path):
    s = loaded(
        tmp_path / "set",
        "The Taliban said 40 soldiers were killed in Telm.\n\nThe Ordan army killed 12 farmers, a doctor said.\n\n"
        "Ordan army spokesman Odo Lind said nine fighters had been killed.",
        actors="Ordan army,the army,organisation,government,true\n",
    )
    kinds = voiced(s)
    assert kinds["40"] == (claims.PARTY, True) and kinds["9"] == (claims.PARTY, True)
    assert kinds["12"] == ("hospital or medic", False)


def test_hospitals_monitors_and_witnesses_are_told_apart_and_a_denial_is_nobody_s_claim(tmp_path):
    s = loaded(
        tmp_path / "set",
        "The Telm Observatory for Human Rights said 17 people had died.\n\nWitnesses said 55 people had died. Dr Ana "
        "Roth, who runs the hospital, said 41 were killed.\n\nThe Ordan ministry dismissed reports that 60 people "
        "had been killed.",
    )
    assert {number: kind for number, (kind, _) in voiced(s).items()} == {
        "17": "monitor or rights group",
        "55": "witness, resident or activist",
        "41": "hospital or medic",
        "60": claims.UNKNOWN,
    }
    found = claims.claims(s.articles, s.figures, s.sentences, s.quotes, s.mentions, s.entities, BOOKS)
    assert found.loc[found["value"] == "60", "voice"].item() == "denied by “The Ordan ministry”"
