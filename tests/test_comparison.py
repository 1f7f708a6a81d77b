"""Utterances, facts and their cells: hard cases in sentences of our own."""

import json
from pathlib import Path

import invented
import numpy as np
import pandas as pd
import pytest

from crossread import analysis, codebooks, linking, schema
from crossread.comparison import candidates, clauses, facts, similarity
from crossread.comparison import charts as comparison_charts
from crossread.comparison import common as comparison
from crossread.comparison import notebook as notebook_comparison

ROOT = Path(__file__).parents[1]
LEXICON = codebooks.load(None).likeness
EARLY, LATE = "2031-05-05T08:00:00+00:00", "2031-05-09T08:00:00+00:00"


def tables(folder, *texts, published=None):
    """The tables of invented articles, each a text; all of one time where ``published`` gives none."""
    (folder / "articles").mkdir()
    for n, text in enumerate(texts):
        when = (published or [EARLY] * len(texts))[n]
        article = {"title": f"News of the day {n}", "text": text, "date_publish": when, "publisher": f"Outlet {n}"}
        (folder / "articles" / f"a{n}.json").write_text(json.dumps(article), "utf-8")
    return analysis.analyse(folder).tables


def joined(found):
    """The utterances as sets of article and first words of the quote."""
    quotes = found["quotes"].set_index("quote_id")
    groups = {}
    for row in found["utterances"].itertuples():
        groups.setdefault(row.utterance_id, set()).add((row.article_id, quotes.loc[row.quote_id, "content"][:12]))
    return list(groups.values())


def cells(found, words):
    """The statuses, by article, of the one fact whose statement or told words hold ``words``."""
    texts = found["articles"].set_index("article_id")["text"]
    told = found["fact_cells"].dropna(subset=["start"])
    hits = {r.fact_id for r in told.itertuples() if words in texts[r.article_id][r.start : r.end]}
    hits |= set(found["facts"].loc[found["facts"]["statement"].str.contains(words, regex=False), "fact_id"])
    assert len(hits) == 1, hits
    own = found["fact_cells"][found["fact_cells"]["fact_id"] == hits.pop()]
    return dict(zip(own["article_id"].str[-7:-5], own["status"], strict=True))


def read(words, *names):
    marks = [(words.index(n), words.index(n) + len(n), f"@{n.lower()}") for n in names]
    marks = marks or similarity.marks_of([], [], words)
    return similarity.terms_of(similarity.read(similarity.tokens_of(words), marks, LEXICON), 0, len(words))


def alike(*said):
    """How alike two passages are; 0 where they are at odds."""
    passages = candidates.Passages.of([*map(read, said), read("The old mill by the brook was sold to a baker.")])
    pair = np.array([0]), np.array([1])
    score, shared = passages.alike(*pair)
    return 0 if passages.at_odds(*pair, shared)[0] else score[0]


# --- likeness ---------------------------------------------------------------------------------------------------


def test_translations_of_one_sentence_are_alike():
    assert alike("We struck a warehouse for rockets", "our planes hit a rocket depot") > 0.6
    assert alike("The staff are unharmed", "the employees were not hurt") > 0.8


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The bridge was hit by two shells", "The bridge was not hit by shells"),
        ("Divers found a sign of the wreck", "Divers found no sign of the wreck"),
        ("Police are investigating whether the dam was mined", "The dam was mined, police said"),
    ],
)
def test_what_one_denies_or_asks_and_the_other_affirms_is_no_match(one, other):
    assert alike(one, other) == 0


@pytest.mark.parametrize("words", ["WHETHER THE MILL WAS SOLD", "Whether Ann Dahl Goes"])
def test_a_headline_in_capitals_can_ask(words):
    assert similarity.ASKED in read(words)


def test_another_number_or_share_in_per_cent_is_no_match():
    passages = candidates.Passages.of([{"#killed:4", "#hurt:2"}, {"#killed:9"}, {"#killed:9", "#hurt:2"}])
    one, other = np.array([0, 0, 1]), np.array([1, 2, 2])
    _, shared = passages.alike(one, other)
    assert passages.at_odds(one, other, shared).tolist() == [True, True, False]
    assert not passages.at_odds(one, other, shared, by_number=False).any()
    four, other = read("The guild offered 4 percent."), read("The guild offered 4.5 per cent.")
    assert four != other == read("The guild offered 4.5%.")


def test_what_articles_open_with_is_one_statement_with_title_and_lead(tmp_path):
    found = tables(
        tmp_path,
        "Orchard Board Adopts Pruning Charter\n\nThe orchard board adopted a charter on Friday that bans winter "
        "pruning in the old groves.\n\nNobody spoke for long, and the lamps went out early.",
        "Pruning charter divides the growers\n\nGrowers of the valley woke to a charter of the orchard board on "
        "pruning, which keeps saws out of the groves until spring.\n\nMany had come by boat.",
    )
    told = [own["told"] for own in cells_of_kind(found, "event").values()]
    assert told.count(["a0", "a1"]) == 1


def test_two_sentences_of_one_remark_are_two_statements(tmp_path):
    one, other = "“The bakers will never sell the great oven.", "Our flour comes from the mills on the northern shore.”"
    found = tables(
        tmp_path,
        f"{one} {other} said Ulla Brask on Friday.",
        f"{one}” said Ulla Brask on Friday.",
        f"“{other} said Ulla Brask on Friday.",
    )
    told = [own["told"] for own in cells_of_kind(found, "utterance").values()]
    assert ["a0", "a1"] in told and ["a0", "a2"] in told and ["a0", "a1", "a2"] not in told


def test_what_is_published_is_released():
    assert read("The court published the tapes") - read("court") == read("The tapes were released")


def test_another_thousand_is_not_the_thousand(tmp_path):
    found = tables(
        tmp_path,
        "The league keeps nearly 1,000 soldiers at the base in Telm.",
        "The league keeps 1,000 soldiers at the base in Telm.",
        "The league keeps 850 soldiers at the base in Telm, with another 1,000 soldiers coming from elsewhere.",
    )
    told = [own["told"] for own in cells_of_kind(found, "figure").values()]
    assert ["a0", "a1"] in told and not any("a2" in own and len(own) > 1 for own in told)


def test_the_death_of_children_is_not_that_of_soldiers(tmp_path):
    leads = (
        "Bakers in Quell raised the price of bread.",
        "Pupils planted oaks by the library.",
        "A choir lost its tenor.",
    )
    raid = "\n\nThe raid on the mill near Ossery at dawn killed several {}."
    whom = "children", "soldiers", "people"
    found = tables(tmp_path, *(lead + raid.format(who) for lead, who in zip(leads, whom, strict=True)))
    told = [own["told"] for own in cells_of_kind(found, "event").values()]
    assert any(len(own) > 1 for own in told) and not any({"a0", "a1"} <= set(own) for own in told)


def test_reading_terms_stays_linear_in_the_worst_repetitions():
    for words in ("no " * 100_000, "S-400" * 80_000, "’" * 400_000, "a-" * 200_000):
        assert "brook" in read(words + ". brook")


def paired(passages):
    found = candidates.pairs(candidates.Passages.of(passages).terms)
    return [pair for one, other in found for pair in zip(one.tolist(), other.tolist(), strict=True)]


def test_pairs_do_not_grow_with_the_square():
    n = candidates.WINDOW * 50
    pairs = paired([read(f"The ferry Albatross {n} left the harbour of Lund") for n in range(n)])
    assert pairs and len(pairs) <= n * candidates.WINDOW


def test_pairs_at_odds_or_of_one_article_are_not_compared(monkeypatch):
    monkeypatch.setattr(candidates, "CHUNK", 3)
    long = " ".join(f"word{n} river{n} stone{n}" for n in range(20))
    said = ["Divers raised the barge near Lund", "Near Lund divers raised a barge", "The barge at Lund was not raised"]
    said += ["Traders sold apples", long, long + " and a barge", "Divers raised nothing"]
    passages = candidates.Passages.of([*map(read, said)])
    assert [passages[n] for n in range(4)] == [*map(read, said[:4])]
    found = {}
    for one, other, score, _ in candidates.scored(passages, np.arange(len(said)), np.not_equal, 0.1):
        found |= dict(zip(zip(one.tolist(), other.tolist(), strict=True), score, strict=True))
    assert found[0, 1] == 1 and found[4, 5] > 0.9 and (0, 2) not in found
    assert not [*candidates.scored(passages, np.arange(2), np.equal, 0.1)]


# --- utterances -------------------------------------------------------------------------------------------------

SPEECH = '"We have reached an agreement on the dam and work will begin in the spring," {} Mira Tolsen said in Lund.'


def test_direct_and_indirect_wordings_are_one_utterance(tmp_path):
    found = tables(
        tmp_path,
        "Rain fell all day in the valley. " + SPEECH.format("Energy Minister"),
        "The river was high. Energy Minister Mira Tolsen said that an agreement on the dam had been reached and that "
        "work would begin in the spring.",
    )
    (group,) = joined(found)
    assert len({article for article, _ in group}) == 2


def test_other_words_of_the_same_speaker_stay_apart(tmp_path):
    found = tables(
        tmp_path,
        "Rain fell all day in the valley. " + SPEECH.format("Energy Minister"),
        'The river was high. "Schools in the north need new roofs before winter," Energy Minister Mira Tolsen said.',
    )
    assert joined(found) == []


def test_the_same_words_of_two_named_speakers_stay_apart(tmp_path):
    found = tables(
        tmp_path,
        'Rain fell. "The dam must be repaired before the spring floods," said Mira Tolsen, the energy minister.',
        'Rain fell. "The dam must be repaired before the spring floods," said Jonas Arlep, who leads the opposition.',
    )
    assert joined(found) == []


def test_a_negated_utterance_is_another(tmp_path):
    found = tables(
        tmp_path,
        'Rain fell. "The dam was damaged by the flood," said Mira Tolsen, the energy minister.',
        'Rain fell. "The dam was not damaged by the flood," said Mira Tolsen, the energy minister.',
    )
    assert joined(found) == []


# --- facts ------------------------------------------------------------------------------------------------------

DAM = "Engineers opened the Halden dam on Monday after cracks were found in its eastern wall. "
OTHER = "Traders in Quell sold apples at the winter fair. Children sang carols beside the frozen pond."
TOLL = "At least {} people were killed when the barge Albatross sank near Lund, the coast guard said. "


def test_clauses_of_one_event_are_one_fact(tmp_path):
    found = tables(
        tmp_path,
        DAM + "Fishermen lost their nets.",
        "The Halden dam was opened by engineers on Monday because its eastern wall had cracks. Schools stayed closed.",
    )
    assert set(cells(found, "Engineers opened").values()) <= {"narrator", "attributed"}


def test_two_words_in_common_make_no_fact(tmp_path):
    found = tables(
        tmp_path,
        "Both clerks are being investigated by Judge Osmin Vell, whose office declined to speak about the tax on salt. "
        "Bakers in Quell raised the price of bread by a tenth. A comet passed over the northern hills at dawn.",
        "Nobody knows when Judge Vell's investigation might end. Pupils planted oaks around the new library. "
        "The choir lost its tenor to a cold.",
        OTHER,
    )
    shared = comparison.shares(found["articles"], found["facts"], found["fact_cells"])
    assert (shared["tellers"] <= 1).all()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I think the next couple of days may be important for the bakers of Lund.",
         "The ferry tells people, think how important a couple of quiet days can be."),
        ("Dockers spoke of salt tax, grain duty and river tolls.",
         "A painter hung his picture of salt tax, grain duty and the moon."),
        ("The council of Brask pays for the western pier.",
         "Whether the council of Brask pays for the western pier was her question."),
    ],
)  # fmt: skip
def test_common_words_a_shared_subject_or_a_question_make_no_fact(tmp_path, one, other):
    bread = "Bakers in Quell raised the price of bread by a tenth. A comet passed over the northern hills at dawn."
    oaks = "Pupils planted oaks around the new library. The choir lost its tenor to a cold."
    found = tables(tmp_path, f"{bread}\n\n{one}", f"{oaks}\n\n{other}", OTHER)
    shared = comparison.shares(found["articles"], found["facts"], found["fact_cells"])
    assert (shared["tellers"] <= 1).all()


def test_an_act_of_somebody_with_a_name_is_a_fact_of_articles_that_open_with_nothing_in_common(tmp_path):
    bread = "Bakers in Quell raised the price of bread by a tenth. A comet passed over the northern hills at dawn."
    oaks = "Pupils planted oaks around the new library. The choir lost its tenor to a cold."
    one = "Osmin Vell resigned as harbour master."
    other = "The harbour master, Osmin Vell, has resigned."
    found = tables(tmp_path, f"{bread}\n\n{one}", f"{oaks}\n\n{other}", OTHER)
    assert cells(found, "resigned as harbour") == {"a0": "narrator", "a1": "narrator", "a2": "absent"}


def test_two_pairs_of_articles_on_two_events_share_almost_nothing(tmp_path):
    found = tables(
        tmp_path,
        DAM + "Fishermen lost their nets.",
        "The Halden dam was opened by engineers on Monday because its eastern wall had cracks. Schools stayed closed.",
        TOLL.format(4) + "Boats searched the bay.",
        TOLL.format(4) + "The mayor thanked the crews.",
    )
    shared = comparison.shares(found["articles"], found["facts"], found["fact_cells"])
    assert (shared["tellers"] == 2).any()
    assert comparison.is_apart(found["articles"], shared, found["fact_cells"])


def test_an_act_of_the_one_whom_the_set_is_about_is_a_fact_with_one_more_word(tmp_path):
    main = "The soldiers of Orlavia are leaving Quell, the harbour office said. "
    told = "In winter Orlavia bought a windmill.", "Clerks said that a windmill had been bought by Orlavia."
    others = "The choir lost its tenor.", "Pupils planted oaks around the new library.", "Traders sold apples."
    own = cells(tables(tmp_path, *(main + words for words in told + others)), "Orlavia bought a windmill")
    assert (own["a0"], own["a1"]) == ("narrator", "attributed")


def test_numbers_that_differ_are_two_facts(tmp_path):
    found = tables(tmp_path, TOLL.format(4), TOLL.format(9), TOLL.format(4))
    figures = found["facts"][found["facts"]["kind"] == "figure"]
    told = found["fact_cells"].merge(figures, on="fact_id")
    told = (
        told[told["status"].isin(comparison.TOLD)]
        .groupby("fact_id")["article_id"]
        .agg(lambda ids: sorted(ids.str[-7:-5]))
    )
    assert ["a0", "a2"] in list(told)
    assert not any("a1" in own and len(own) > 1 for own in told)


def test_another_number_of_the_same_toll_leaves_a_cell_undetermined(tmp_path):
    found = tables(tmp_path, TOLL.format(4), TOLL.format(4), TOLL.format(9), published=[EARLY, EARLY, LATE])
    four = {k: v for k, v in cells_of_kind(found, "figure").items() if len(v["told"]) == 2}
    assert all(own["a2"] == "undetermined" for own in four.values())


def cells_of_kind(found, kind):
    """Of each fact of a kind: the status by article, and under ``told`` the articles that tell it."""
    chosen = found["facts"].loc[found["facts"]["kind"] == kind, "fact_id"]
    groups = {}
    for row in found["fact_cells"][found["fact_cells"]["fact_id"].isin(chosen)].itertuples():
        own = groups.setdefault(row.fact_id, {"told": []})
        own[row.article_id[-7:-5]] = row.status
        if row.status in comparison.TOLD:
            own["told"].append(row.article_id[-7:-5])
    return groups


def test_absent_needs_a_fact_that_was_surely_known(tmp_path):
    late = tables(tmp_path, DAM, "On Monday " + DAM, OTHER, published=[EARLY, EARLY, LATE])
    assert cells(late, "Engineers opened")["a2"] == "absent"


def test_an_article_that_can_be_earlier_is_undetermined(tmp_path):
    same = tables(tmp_path, DAM, "On Monday " + DAM, OTHER)
    assert cells(same, "Engineers opened")["a2"] in ("undetermined", "absent")
    undated = tables(mkdir(tmp_path / "undated"), DAM, "On Monday " + DAM, OTHER, published=[EARLY, EARLY, None])
    assert cells(undated, "Engineers opened")["a2"] == "undetermined"


def mkdir(folder):
    folder.mkdir()
    return folder


def test_what_comes_near_is_never_absent(tmp_path):
    near = "The winter fair went on. Crowds stood beside the Halden dam and took photographs."
    found = tables(tmp_path, DAM, "On Monday " + DAM, near, published=[EARLY, EARLY, LATE])
    assert cells(found, "Engineers opened")["a2"] == "undetermined"


MAYOR = '"The granary roof must be mended before the frost sets in," Mayor Tilda Brask said on Monday in Quell. '
CLERK = '"The granary roof must be paid for by the county," said the clerk Osmin Vell. '


def test_the_words_of_a_person_are_absent_where_others_speak_of_the_same_thing(tmp_path):
    found = tables(tmp_path, MAYOR, "Rain fell. " + MAYOR, CLERK + OTHER, published=[EARLY, EARLY, LATE])
    assert cells(found, "before the frost")["a2"] == "absent"
    someone = CLERK.replace("the clerk Osmin Vell", "an official")
    found = tables(mkdir(tmp_path / "b"), MAYOR, "Rain fell. " + MAYOR, someone + OTHER, published=[EARLY, EARLY, LATE])
    assert cells(found, "before the frost")["a2"] == "undetermined"


def test_the_words_of_a_body_are_absent_where_it_is_not_named_and_nobody_else_says_them(tmp_path):
    words = '"Shells fell on homes far from any barracks near Quell," the Brask Foundation said on Monday. '
    told = "Guns were heard for an hour. "
    other = "The army shelled the homes of several clerks. Traders sold apples at the winter fair. "
    found = tables(tmp_path, words, told + words, other, published=[EARLY, EARLY, LATE])
    assert cells(found, "far from any barracks")["a2"] == "absent"
    said = "Monitors said barracks and homes were struck. " + other
    found = tables(mkdir(tmp_path / "b"), words, told + words, said, published=[EARLY, EARLY, LATE])
    assert cells(found, "far from any barracks")["a2"] == "undetermined"


def test_a_toll_is_absent_from_an_article_that_shares_its_names_but_counts_nobody(tmp_path):
    toll = "The Brask Foundation reported on Monday that 214 villagers had been killed by army guns near Quell. "
    names = "Army guns stood near Quell, the Brask Foundation wrote. "
    found = tables(tmp_path, toll, OTHER + toll, names + OTHER, published=[EARLY, EARLY, LATE])
    (counted,) = (own for own in cells_of_kind(found, "figure").values() if len(own["told"]) == 2)
    assert counted["a2"] == "absent"
    counts = names + "Dozens of villagers were killed in autumn. "
    found = tables(mkdir(tmp_path / "b"), toll, OTHER + toll, counts + OTHER, published=[EARLY, EARLY, LATE])
    (counted,) = (own for own in cells_of_kind(found, "figure").values() if len(own["told"]) == 2)
    assert counted["a2"] == "undetermined"


def test_a_date_of_something_mentioned_does_not_date_a_statement(tmp_path):
    words = "Pilots called the raid near Lund a reply to the shelling of the Halden granary last week. "
    found = tables(tmp_path, words, "Rain fell. " + words, OTHER, published=[LATE, LATE, "2031-05-08T08:00:00+00:00"])
    assert cells(found, "called the raid")["a2"] == "undetermined"


def test_a_later_day_is_not_yet_known_to_an_earlier_article(tmp_path):
    found = tables(
        tmp_path,
        "Divers raised the barge Albatross near Lund on Thursday, the harbour office said.",
        "The harbour office said divers had raised the barge Albatross near Lund on Thursday.",
        OTHER,
        published=[LATE, LATE, "2031-05-05T08:00:00+00:00"],
    )
    assert cells(found, "raised the barge")["a2"] == "not_yet_known"


def test_copies_count_as_one_teller(tmp_path):
    body = DAM + TOLL.format(4) + "Boats searched the bay all night. The mayor thanked the crews for their work."
    found = tables(tmp_path, body, body, OTHER)
    shared = comparison.shares(found["articles"], found["facts"], found["fact_cells"])
    assert found["articles"]["copy_of"].notna().sum() == 1
    assert (shared["tellers"] <= 1).all()


def test_articles_on_unrelated_events_share_almost_nothing(tmp_path):
    found = tables(
        tmp_path,
        "The opera house in Lund reopened with a new organ. Tickets were sold out within an hour.",
        "A swarm of bees delayed the tram in Quell. Keepers carried the hive away in a box.",
    )
    said = comparison.wordings(found["articles"], found["quotes"], found["utterances"])
    shared = comparison.shares(found["articles"], found["facts"], found["fact_cells"])
    page = notebook_comparison.counts(found, shared, said).data
    assert "No statements were found" in page


def test_one_article_has_nothing_to_compare(tmp_path):
    found = tables(tmp_path, DAM)
    assert found["facts"].empty and found["fact_cells"].empty


def test_a_number_that_only_some_give_does_not_keep_a_statement_apart(tmp_path):
    found = tables(
        tmp_path,
        "Rebels shelled the Quell granary in revenge for raids on Tarn, the garrison said. Snow fell.",
        "The garrison said that rebels shelled the Quell granary in revenge for raids on Tarn. Roads were shut.",
        "Rebels shelled the Quell granary in revenge for raids on Tarn that left 32 people dead. Bakers went home.",
        "Rebels shelled the Quell granary in revenge for raids on Tarn that left 40 people dead. Traders stayed.",
    )
    told = cells(found, "in revenge for raids on Tarn, the garrison")
    assert set(told.values()) <= {"narrator", "attributed"}


def test_a_large_set_says_that_not_every_fact_is_kept(tmp_path, monkeypatch):
    found = tables(tmp_path, DAM + TOLL.format(4), "On Monday " + DAM + TOLL.format(4), OTHER)

    def page():
        shared = comparison.shares(found["articles"], found["facts"], found["fact_cells"])
        said = comparison.wordings(found["articles"], found["quotes"], found["utterances"])
        return notebook_comparison.counts(found, shared, said).data

    assert "Of a large set" not in page()
    monkeypatch.setattr(facts, "FEWEST_FACTS", 1)
    monkeypatch.setattr(facts, "MOST_CELLS", 3)
    assert "Of a large set" in page()


def test_of_a_large_set_the_facts_of_most_articles_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(facts, "FEWEST_FACTS", 1)
    monkeypatch.setattr(facts, "MOST_CELLS", 4)
    third = "Traders said engineers opened the Halden dam on Monday after cracks were found in its eastern wall. "
    found = tables(tmp_path, DAM + TOLL.format(4), "On Monday " + DAM + TOLL.format(4), third, OTHER)
    assert len(found["facts"]) == 1
    assert len([s for s in found["fact_cells"]["status"] if s in comparison.TOLD]) == 3


# --- wordings ---------------------------------------------------------------------------------------------------


def test_a_wording_shows_what_was_dropped_added_and_changed():
    pieces = comparison.difference(
        "“We will mend the old bridge in May”", "'We will repair the bridge in May, at last'"
    )
    kinds = [piece.kind for piece in pieces]
    assert comparison.CHANGED in kinds and comparison.DROPPED in kinds and comparison.ADDED in kinds
    kept = "".join(piece.words for piece in pieces if piece.kind != comparison.DROPPED)
    assert kept == "'We will repair the bridge in May, at last'"


def test_marks_and_capitals_make_no_difference():
    assert {p.kind for p in comparison.difference("“It’s over”", "it's over")} == {comparison.KEPT}


# --- pages ------------------------------------------------------------------------------------------------------


def test_the_page_shows_the_sample():
    found = invented.sample().tables
    shared = comparison.shares(found["articles"], found["facts"], found["fact_cells"])
    covered = comparison.coverage(found["articles"], shared, found["fact_cells"])
    said = comparison.wordings(found["articles"], found["quotes"], found["utterances"])
    pages = [
        notebook_comparison.matrix(found["articles"], shared, found["fact_cells"], s).data for s in comparison.SHARES
    ]
    pages += [notebook_comparison.wordings(said).data, comparison_charts.coverage(covered).data]
    pages += [notebook_comparison.alone(found["articles"], shared, found["fact_cells"]).data]
    assert all("&lt;a " not in page and "nan" not in page for page in pages)
    assert "<ins>" in pages[4] and "undetermined" in pages[5]
    assert any("figure “just two”" in page for page in pages), "a statement with several numbers does not tell which"


def test_text_that_would_like_to_run_stays_text(tmp_path):
    evil = "Engineers opened the <script>alert(1)</script> Halden dam on Monday after cracks were found for $5 and $9."
    found = tables(tmp_path, evil, "On Monday " + evil)
    shared = comparison.shares(found["articles"], found["facts"], found["fact_cells"])
    pages = [
        notebook_comparison.matrix(found["articles"], shared, found["fact_cells"], s).data for s in comparison.SHARES
    ]
    assert not any("<script" in page for page in pages)
    assert isinstance(shared, pd.DataFrame) and set(found["facts"]["kind"]) <= set(schema.FACT_KINDS)


# --- clauses ----------------------------------------------------------------------------------------------------


def test_clauses_have_those_whom_the_set_knows_as_terms(tmp_path, monkeypatch):
    given, read_set = [], clauses.read
    monkeypatch.setattr(linking.clauses, "read", lambda *all: given.append(read_set(*all)) or given[0])
    said = (
        "“The dam will not open before the spring,” {} said on Monday. Crowds in Velm had cheered Tolsen at the gates."
    )
    found = tables(tmp_path, said.format("Mira Tolsen"), said.format("Minister Mira Tolsen"), "Rain in Ubb.")
    assert len(found["fact_cells"])  # now they are compared
    units = given[0].units
    assert len(units.terms.holders("@mira-tolsen")) == 2 and not len(units.terms.holders("nowhere"))
    terms = frozenset().union(*units.terms)
    assert not any(term.startswith(f"@{clauses.CHAIN}") for term in terms)
    first = units.at(0)
    assert first.sentence[0] <= first.start < first.end <= first.sentence[1] and first.article_id == units.of(0)


def test_what_is_called_off_is_not_what_was_planned(tmp_path):
    found = tables(
        tmp_path,
        "Tram drivers in Ossery will strike on Friday over pay.\n\nThe strike of the tram drivers will last a day.",
        "A strike by tram drivers in Ossery on Friday over pay was called off.\n\nThe drivers have a new offer.",
    )
    assert not [own for own in cells_of_kind(found, "event").values() if {"a0", "a1"} <= set(own["told"])]


def test_a_day_within_a_remark_is_not_the_day_of_the_remark(tmp_path):
    found = tables(
        tmp_path,
        "Minister Olga Brandt said on Friday that guards had seized the ferry Albatross on Monday. Shops closed.",
        "Minister Olga Brandt has said that guards seized the ferry Albatross on Monday. Trams ran.",
        OTHER + " Minister Olga Brandt opened the fair.",
        published=[LATE, LATE, "2031-05-07T08:00:00+00:00"],
    )
    assert cells(found, "seized the ferry")["a2"] != "absent"


def test_what_stands_behind_a_tag_does_not_make_a_remark_the_narrators(tmp_path):
    found = tables(
        tmp_path,
        "Olga Brandt came. The harbour stays open, she told the striking dockers at a rally by the river on Monday.",
        '"The harbour stays open," Olga Brandt told striking dockers at the river. Trams ran late in Lund.',
    )
    told = found["fact_cells"].merge(found["facts"], on="fact_id")
    told = told[told["statement"].str.contains("harbour") & told["status"].isin(["narrator", "attributed"])]
    assert set(told["status"]) == {"attributed"}


def test_a_fact_of_several_is_worded_without_the_toll_of_one(tmp_path):
    found = tables(
        tmp_path,
        "A lorry crashed into the Lantern bank in Ravel, killing at least six people, police said. Shops closed.",
        "A lorry crashed into the Lantern bank in Ravel, leaving two dead, doctors said. Buses ran late.",
        "A lorry crashed into the Lantern bank in Ravel, injuring four people, the mayor said. Apples were cheap.",
    )
    statements = [s for s in found["facts"].loc[found["facts"]["kind"] == "event", "statement"] if "Lantern bank" in s]
    assert statements == ["A lorry crashed into the Lantern bank in Ravel"]
