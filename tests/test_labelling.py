"""The labelling table: what is counted, what comes first, what is shown and what is left out."""

import pandas as pd
import pytest
from invented import HOSTILE
from lxml import html

from crossread import codebooks, schema
from crossread.benchmarks import newswcl50
from crossread.framing import labelling, members


def labels(*rows):
    """Rows of ``labels``: article, target, term, and what else differs."""
    found, start = [], 0
    for n, (article_id, target, term, *other) in enumerate(rows):
        row = {"voice": "narrator", "device": "none"} | (other[0] if other else {})
        kind = "concept" if target.islower() else "entity"
        row |= {"label_id": f"{n}", "article_id": article_id, "target_kind": kind, "target_id": target, "term": term}
        found.append(row | {"start": start, "end": (start := start + len(term))})
        start += 1
    return schema.enforce("labels", found)


def entities(*names, kind="group"):
    return schema.enforce("entities", [{"entity_id": n, "name": n, "entity_type": kind, "variants": []} for n in names])


def articles(n, outlet="Harbour Post {}"):
    common = {"source_file": "a.txt", "sha256": "", "published_precision": "unknown", "kind": "article", "n_words": 9}
    rows = [
        {"article_id": f"{i}", "outlet": outlet.format(i), "text": "Rebels came. They left.", "repairs": [], **common}
        for i in range(n)
    ]
    return schema.enforce("articles", rows)


BOOKS = codebooks.load()


def table(rows, known, of):
    return labelling.table(labelling.terms(rows, known, of.assign(text="\n".join(rows["term"])), BOOKS), of)


def show(rows, known, of, **more):
    return labelling.show(labelling.terms(rows, known, of.assign(text="\n".join(rows["term"])), BOOKS), of, **more)


QUOTED = {"voice": "quoted", "source": "Anna Dahl"}


def words(shown):
    return [" ".join(" ".join(row.itertext()).split()) for row in html.fromstring(shown.data).xpath("//tr")]


def test_counts_by_voice_and_source():
    rows = labels(
        ("0", "armed-groups", "rebels"),
        ("0", "armed-groups", "rebels", QUOTED),
        ("0", "armed-groups", "rebels", {"source": "Tom Hale"}),
        ("1", "armed-groups", "rebels"),
    )
    found = table(rows, entities(), articles(2))
    first = found.iloc[0]
    assert (first["n"], first["own"], first["reported"], first["quoted"]) == (3, 1, 1, 1)
    assert first["sources"] == ["Anna Dahl", "Tom Hale"]
    assert first["places"] == [[0, 6], [7, 13], [14, 20]]


def test_a_term_with_a_device_is_another_label():
    rows = labels(("0", "Front", "Front"), ("1", "Front", "Front", {"device": "so_called"}))
    found = table(rows, entities("Front"), articles(2))
    assert list(found["called"]) == ["Front", "so-called Front"]
    assert found["difference"].iloc[0] == 1


def test_each_article_shows_its_own_words():
    rows = labels(("0", "killing", "bloodshed"), ("1", "killing", "bloodshed"), ("1", "armed", "gunmen"))
    text = {"0": "Carnage at Port Ellis", "1": "The bloodshed: suspected gunman held"}
    places = [text["0"].index("Carnage"), text["1"].index("bloodshed"), text["1"].index("gunman")]
    rows = rows.assign(start=places, end=[n + k for n, k in zip(places, (7, 9, 6), strict=True)])
    rows["device"] = ["none", "none", "alleged"]
    of = articles(2).assign(text=list(text.values()))
    found = labelling.table(labelling.terms(rows, entities(), of, BOOKS), of)
    assert set(found["called"]) == {"bloodshed", "alleged gunmen"}
    assert dict(zip(found["words"], found["article_id"], strict=True)) == {
        "carnage": "0",
        "bloodshed": "1",
        "suspected gunman": "1",
    }


def test_what_is_called_differently_comes_before_what_is_always_called_the_same():
    rows = labels(
        *[(f"{i}", "truce", "truce") for i in range(4)] * 5,
        *[(f"{i}", "armed-groups", term) for i, term in enumerate(["rebels", "terrorists", "rebels", "bandits"])],
    )
    found = table(rows, entities(), articles(4))
    assert list(found["target"].unique()) == ["Armed groups", "Truce"]
    assert found.loc[found["target"] == "Truce", "difference"].eq(0).all()


def test_forms_of_a_persons_name_are_no_difference():
    rows = labels(("0", "Anna Dahl", "Anna Dahl"), ("1", "Anna Dahl", "Mr Dahl"), ("1", "Anna Dahl", "Dahl"))
    assert table(rows, entities("Anna Dahl", kind="person"), articles(2))["difference"].eq(0).all()


def test_a_row_a_target_with_voices_and_links():
    rows = labels(
        ("0", "armed-groups", "rebels"),
        ("0", "armed-groups", "terrorists", QUOTED),
        ("1", "armed-groups", "rebels"),
        ("1", "truce", "truce"),
    )
    shown = show(rows, entities(), articles(2))
    assert words(shown)[1] == "Armed groups rebels terrorists quoted (Anna Dahl) rebels"
    tree = html.fromstring(shown.data)
    assert [e.text_content() for e in tree.xpath("//strong")] == ["terrorists"]  # only one article has it
    assert tree.xpath("//a/@href")[0] == "read/0.html#0-6"
    assert "1 that one article alone names" in tree.text_content()


def test_minor_people_and_bodies_stand_with_whom_they_act_for():
    party = [("0", "Harbour Party", "Harbour Party")] * 40 + [("1", "Harbour Party", "party")]
    hale = [("0", "Tom Hale", "Tom Hale"), ("1", "Tom Hale", "Harbour Party chairman")]
    dahl = [(i, "Anna Dahl", "Anna Dahl, once of the Harbour Party") for i in "01" * 5]
    known = pd.concat(
        [entities("Harbour Party", kind="organisation"), entities("Tom Hale", "Anna Dahl", kind="person")]
    )
    found = table(labels(*party, *hale, *dahl), known, articles(2))
    assert set(found["target"]) == {"Harbour Party", "Anna Dahl"}  # who is named often has a row of her own
    assert set(found.loc[found["member"] == "Tom Hale", "called"]) == {"Tom Hale", "Harbour Party chairman"}
    shown = html.fromstring(show(labels(*party, *hale), known, articles(2)).data)
    assert any("people and bodies: 1" in e.text_content() for e in shown.xpath("//details"))


@pytest.mark.parametrize("office", ["President", "Ruritanian president"])
def test_who_leads_a_state_is_no_member_of_it(office):
    rows = labels(*[("0", "Norway", "Norway")] * 40, ("0", "Tom Hale", "Norwegian envoy"), ("1", "Ada Moe", office))
    known = pd.concat([entities("Norway", kind="state"), entities("Tom Hale", "Ada Moe", kind="person")])
    assert members.principals(rows, known, codebooks.load()) == {"Tom Hale": "Norway"}


def test_only_bodies_of_a_state_act_for_it():
    bodies = ("Norwegian Navy", "Norwegian Opposition", "UN Commission on Norway")
    rows = labels(*[("0", "Norway", "Norway")] * 80, *[("0", name, name) for name in bodies])
    known = pd.concat([entities("Norway", kind="state"), entities(*bodies, kind="organisation")])
    assert members.principals(rows, known, codebooks.load()) == {"Norwegian Navy": "Norway"}


def test_places_are_left_out():
    rows = labels(("0", "Port Ellis", "Port Ellis"), ("1", "Port Ellis", "Port Ellis"))
    shown = show(rows, entities("Port Ellis", kind="place"), articles(2))
    assert "Port Ellis" not in shown.data


def test_many_articles_share_a_column():
    rows = labels(*[(f"{i}", "armed-groups", "rebels" if i % 2 else "bandits", QUOTED) for i in range(12)])
    shown = show(rows, entities(), articles(12))
    found = words(shown)
    assert found[0].startswith("Who or what Called Articles")
    assert found[1].startswith("Armed groups bandits 6 0 0 6") and found[1].endswith("and 3 more")
    assert len(html.fromstring(shown.data).xpath("//tr[2]//a")) == 3


def test_what_is_left_out_is_said():
    rows = labels(*[(f"{i}", f"target-{n}", "one" if i else "other") for n in range(5) for i in range(2)])
    shown = show(rows, entities(), articles(2), targets=2)
    assert "3 actors or acts that are called less differently" in shown.data


def test_words_of_articles_cannot_run():
    rows = labels(("0", HOSTILE, HOSTILE, {"source": HOSTILE}), ("1", HOSTILE, "Front"))
    shown = show(rows, entities(HOSTILE), articles(2, HOSTILE))
    assert "<script>alert" not in shown.data


def test_nothing_to_show():
    none = schema.enforce("labels", [])
    assert table(none, entities(), articles(2)).empty
    assert "None" in show(none, entities(), articles(2)).data


# --- NewsWCL50 --------------------------------------------------------------------------------------------------

SENTENCES = [
    ["Mr.", "Dahl", "met", "Anna", "Ruiz", ".", "\\n"],
    ["``", "We", "talk", ",", "''", "Dahl", "'s", "aide", "said", "."],
]


def test_tokens_are_joined_as_printed_and_found_again():
    page = newswcl50.page(SENTENCES)
    assert page.text == 'Mr. Dahl met Anna Ruiz.\n\n"We talk," Dahl\'s aide said.'
    given = "\n".join(" ".join(sentence) for sentence in SENTENCES)
    for name in ("Anna Ruiz", "Dahl's"):
        start = page.text.index(name)
        first, last = page.in_given(start, start + len(name))
        assert given[first:last].replace(" ", "") == name.replace(" ", "")


def test_annotations_are_found_by_their_words_in_order():
    annotations = [
        {"code_type": "ACTOR", "code_name": "A", "code_mention": mention, "paragraph": "0", "sentence": s, "start": at}
        for mention, s, at in (("Dahl", "0", "1"), ("Dahl", "1", "9"))
    ]
    found = newswcl50.gold({"outlet": "L", "sentences": SENTENCES, "annotations": annotations})
    assert [m.start for m in found] == [4, 44]


@pytest.mark.parametrize(
    ("words", "head"),
    [("President Anna Dahl", "dahl"), ("the head of the clinic", "head"), ("Dahl's", "dahl"), ("U.S.", "us")],
)
def test_the_head_of_a_naming(words, head):
    assert newswcl50.head(words) == head


def test_cells_count_for_one_concept_each():
    gold = [newswcl50.Mention("L", "DAHL", 0, 4, "Dahl"), newswcl50.Mention("L", "DAHL", 9, 12, "the aide")]
    same = [newswcl50.Mention("L", "e1", 0, 4, "Dahl"), newswcl50.Mention("L", "e1", 9, 12, "the aide")]
    apart = [same[0], same[1]._replace(who="e2")]
    assert [newswcl50.counts(same, gold)[kind] for kind in ("right", "system", "gold")] == [2, 2, 2]
    assert [newswcl50.counts(apart, gold)[kind] for kind in ("right", "system", "gold")] == [1, 1, 2]
    assert newswcl50.counts(apart, gold)["recall"] == 1  # half of each, twice
