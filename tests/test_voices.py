import invented
import pandas as pd
import pytest

from crossread import schema
from crossread.quotes import voices

GANNET, LEDGER = "Daily Gannet", "The Cassimar Ledger"


@pytest.fixture(scope="module")
def sample():
    return invented.annotated().tables


@pytest.fixture(scope="module")
def found(sample):
    return _found(sample)


@pytest.fixture(scope="module")
def covered(sample, found):
    return voices.coverage(sample["articles"], sample["blocks"], found)


def _found(tables, **changed):
    given = {**tables, **changed}
    return voices.attributions(given["articles"], given["blocks"], given["quotes"], given["entities"])


def _quotes(tables, **columns):
    """The quotes of the sample with other values in some columns."""
    return schema.enforce("quotes", tables["quotes"].assign(**columns))


def test_the_words_of_a_voice_over_its_quotes(found):
    (ulvane,) = voices.voices(found).query("voice == 'Petra Ulvane'").to_dict("records")
    # 6 words in the headline, 14 and 12 between marks, 15 reported
    assert (ulvane["words"], ulvane["direct"], ulvane["attributions"], ulvane["articles"]) == (47, 32, 4, 1)
    assert ulvane["kind"] == voices.NAMED
    assert pd.isna(ulvane["side"])


def test_words_within_anothers_words_count_for_both_but_once_for_the_article(found, covered):
    harbour = found[found["name"] == "Harbour Broadcasting"]
    inner = harbour[harbour["cue"] == "claim"].iloc[0]
    outer = harbour[harbour["cue"] == "dismissed"].iloc[0]
    assert (inner["n_words"], outer["n_words"]) == (5, 12)
    (row,) = covered[covered["name"] == "Harbour Broadcasting"].to_dict("records")
    sums = sum(voices.n_words(own) for _, own in harbour.groupby("voice")["ranges"])
    assert row["attributed"] == sums - 5
    assert row["words"] == 509
    assert (row["attributions"], row["direct"], row["mixed"], row["indirect"]) == (23, 3, 8, 12)
    assert row["share"] == pytest.approx(221 / 509)


def test_a_part_in_two_counts_without_the_words_between(found):
    veshik = found[(found["name"] == LEDGER) & (found["voice"] == "Teodran Veshik")].iloc[0]
    assert len(veshik["ranges"]) == 2
    assert veshik["n_words"] == 9 + 18


def test_named_voices_with_most_words_get_letters(found):
    letters = voices.key(found)
    assert list(letters)[:3] == ["Ysolde Maranik", "Teodran Veshik", "Orlavian Ministry of Defence"]
    assert list(letters.values()) == list("ABCDEFGH")
    assert not set(letters) & {"unnamed individuals", "unnamed groups"}


def test_who_comes_in_first(found, covered):
    rows = voices.voices_by_article(found, covered.set_index("article_id")["words"])
    gannet = rows[rows["name"] == GANNET]
    first = gannet.iloc[0]
    assert first["voice"] == "Petra Ulvane"
    assert first["share"] == pytest.approx(47 / 380)
    assert len(first["places"]) == 4
    assert gannet["first"].is_monotonic_increasing


def test_cues_by_voice_and_class(found):
    used = voices.cues(found)
    orlavia = used[used["voice"] == "Orlavia"]
    assert dict(zip(orlavia["cue"], orlavia["cue_class"], strict=True))["claims"] == "doubting"
    assert orlavia.loc[orlavia["cue_class"] == voices.NO_CUE, "n"].sum() == 1
    assert used["n"].sum() == len(found)


def test_a_source_of_an_article_and_its_copy_is_of_one_outlet(sample, found):
    rows = voices.exclusive(found)
    assert rows["outlet"].map(list).tolist().count([GANNET]) == 3
    (ministry,) = rows[rows["voice"] == "Cassimari Foreign Ministry"]["outlet"]
    assert ministry == [LEDGER]  # the copy added it
    merged = _found(sample, quotes=_quotes(sample)[lambda q: q["source"] == "Doranzha port authority"])
    merged = merged[merged["name"].isin([LEDGER, "Orrisfeld"])]
    assert voices.exclusive(merged)["outlet"].tolist() == [[LEDGER, "Orrisfeld"]]


def test_the_ways_of_a_wire(sample, found, covered):
    rows = voices.wires(sample["articles"], found, covered.set_index("article_id")["words"])
    ways = {(r.name, r.agency, r.way): (r.attributions, r.words) for r in rows.itertuples(index=False)}
    assert ways["Harbour Broadcasting", "Vestnal", voices.VIA] == (2, 16 + 9)
    assert ways[GANNET, "Orrisfeld", voices.OWN] == (1, 16)
    assert pd.isna(ways[LEDGER, "Orrisfeld", voices.COPY][0])
    assert not [way for way in ways if way[0] == "Orrisfeld"], "an agency is not between itself and its reader"


def test_an_agency_has_one_name_however_it_is_worded(sample, found, covered):
    worded = found.assign(addressee="Reuters news agency", via=pd.NA)
    rows = voices.wires(sample["articles"], worded, covered.set_index("article_id")["words"])
    assert set(rows.loc[rows["way"] == voices.TOLD, "agency"]) == {"Reuters"}


def test_headline_and_lead(found):
    front = voices.up_front(found)
    assert front.loc[front["name"] == GANNET, "voice"].tolist() == ["Petra Ulvane"]
    assert set(front["section"]) == {"title", "lead"}


def test_sides_are_given_or_said_to_be_unknown(sample, found):
    sides = voices.sides(found)
    assert set(sides[found["voice"] == "Sennet Dorrow"]) == {"insurgent"}
    assert set(sides[found["voice"] == "Petra Ulvane"]) == {voices.NO_SIDE}
    assert set(sides[found["voice"] == "unnamed groups"]) == {"unnamed"}
    without = _found(sample, entities=schema.enforce("entities", sample["entities"].assign(side=pd.NA)))
    assert set(voices.sides(without)) == {voices.NO_SIDE, "unnamed", voices.NO_SOURCE}


def test_words_by_type_sum_to_what_is_attributed(found, covered):
    kinds = found.assign(kind=found["source_type"].fillna(voices.NO_TYPE))
    words = voices.words_by(kinds, list(covered["name"]), "kind", [*schema.SOURCE_TYPES, voices.NO_TYPE])
    assert words.loc[GANNET].sum() == covered.set_index("name").loc[GANNET, "attributed"] == 163
    assert words.loc["Orlavia Today", "document"] == 26


def test_sources_without_entity_go_by_their_name_and_two_together_are_two(sample):
    quotes = _quotes(sample, source="Ana Ferrow; Sennet Dorrow", entity_id=pd.NA).head(1)
    rows = _found(sample, quotes=quotes)
    assert rows["voice"].tolist() == ["Ana Ferrow", "Sennet Dorrow"]
    assert rows["side"].fillna("none").tolist() == ["none", "insurgent"]


@pytest.mark.parametrize(
    ("columns", "voice"),
    [({"source_type": "document"}, "documents without a name"),
     ({"source_type": "named_group", "source_mention": "the\nnavy"}, "the navy"),
     ({"source_type": pd.NA, "source_mention": pd.NA}, voices.NO_SOURCE)],
)  # fmt: skip
def test_sources_without_a_name(sample, columns, voice):
    rows = _found(sample, quotes=_quotes(sample, source=pd.NA, entity_id=pd.NA, **columns).head(1))
    assert rows["voice"].tolist() == [voice]
    assert rows["voice_kind"].tolist() != [voices.NAMED]


@pytest.mark.parametrize("kind", ["unnamed_group", "document"])
def test_a_source_called_as_worded_has_no_name_for_that(sample, kind):
    worded = _quotes(sample, source="residents", entity_id=pd.NA, source_type=kind).head(1)
    assert _found(sample, quotes=worded)["voice"].tolist() == [voices.POOLED[kind]]
    both = _quotes(sample, source="Sennet Dorrow; residents", entity_id="x", source_type="unnamed_group").head(1)
    assert _found(sample, quotes=both)["voice_kind"].tolist() == [voices.NAMED, voices.UNNAMED]


def test_a_set_without_attributions(sample):
    tables = {**sample, "quotes": sample["quotes"].iloc[:0], "entities": sample["entities"].iloc[:0]}
    found = _found(tables)
    covered = voices.coverage(tables["articles"], tables["blocks"], found)
    lengths = covered.set_index("article_id")["words"]
    assert covered["attributions"].tolist() == [0] * 6
    assert covered["share"].tolist() == [0] * 6
    assert voices.key(found) == {}
    empty = (
        voices.voices(found),
        voices.voices_by_article(found, lengths),
        voices.cues(found),
        voices.exclusive(found),
    )
    assert all(table.empty for table in empty)
    assert voices.wires(tables["articles"], found, lengths)["way"].tolist() == [voices.COPY]


def test_what_was_not_analysed_is_missing_and_not_zero(sample):
    articles = sample["articles"].assign(language="fr").astype(sample["articles"].dtypes)
    found = _found(sample, quotes=sample["quotes"].iloc[:0])
    covered = voices.coverage(articles, sample["blocks"], found)
    assert covered["attributions"].isna().all()
    assert covered["words"].gt(0).all()
