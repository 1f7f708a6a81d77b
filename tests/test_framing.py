"""Framing: frames and agency in numbers, the notebook on them, and the benchmark."""

import json

import invented
import pytest
from invented_frames import TEXTS
from lxml import html

from crossread import benchmarks, codebooks
from crossread.articles.sets import SetError
from crossread.display import passages
from crossread.framing import charts as framing_charts
from crossread.framing import keyness
from crossread.framing import notebook as notebook_framing
from crossread.framing import shares as framing

BOOKS = codebooks.load()
GENERIC = framing.book(BOOKS, "generic")


@pytest.fixture(scope="module")
def sample():
    return invented.annotated()


@pytest.fixture(scope="module")
def given(sample):
    t = sample.tables
    rows = framing.sentences(t["articles"], t["sentences"])
    return t, rows, framing.evidence(t["frames"], rows), framing.agency(rows, t["agency"], BOOKS)


def _page(shown):
    return html.fromstring(shown.data)


def test_tables_of_frames_and_acts_hold_the_words_of_their_article(given):
    t, _, hits, acts = given
    texts = t["articles"].set_index("article_id")["text"]
    assert len(hits) and len(acts)
    for row in [*hits.itertuples(), *acts.itertuples()]:
        at = row.start - row.sentence_start
        assert texts[row.article_id][row.start : row.end] == row.sentence[at : at + row.end - row.start]
    assert set(hits["voice"]) == {"narrator", "quoted"}


def test_words_in_the_marks_of_a_source_are_quoted():
    t = invented.sample().tables
    hits = t["frames"]
    parts = {(r.article_id, *part) for r in t["quotes"].itertuples() for part in map(tuple, r.quoted_parts)}
    for row in hits.itertuples():
        inside = any(a == row.article_id and s <= row.start and row.end <= e for a, s, e in parts)
        assert (row.voice == "quoted") == inside


def test_a_share_counts_sentences_once_and_has_its_interval(given):
    _, rows, hits, _ = given
    table = framing.shares(rows, hits, GENERIC)
    assert len(table) == 5 * rows["name"].nunique()
    row = table[table["with_frame"] > 0].iloc[0]
    own = hits[(hits["name"] == row["name"]) & (hits["frame"] == row["frame"]) & (hits["codebook"] == "generic")]
    assert row["with_frame"] == own["sentence_id"].nunique() and row["hits"] == len(own)
    assert row["low"] < row["share"] == row["with_frame"] / row["sentences"] < row["high"]
    split = framing.shares(rows, hits, GENERIC, by=("part",)).groupby(["name", "frame"])["sentences"].sum()
    assert split.groupby("name").first().to_dict() == table.groupby("name")["sentences"].first().to_dict()


def test_words_of_both_voices_add_up(given):
    t, rows, hits, _ = given
    voices = framing.by_voice(rows, hits, t["quotes"], GENERIC)
    total = voices.drop_duplicates(["name", "voice"]).groupby("name")["words"].sum()
    words = framing.shares(rows, hits, GENERIC).groupby("name")["words"].first()
    assert total.to_dict() == words.to_dict()
    assert voices["hits"].sum() == (hits["codebook"] == "generic").sum()


@pytest.mark.parametrize(("n", "size", "low", "high"), [(0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763), (0, 0, 0.0, 1.0)])
def test_interval_of_wilson(n, size, low, high):
    assert framing.wilson(n, size) == pytest.approx((low, high), abs=0.001)


def test_acts_are_counted_by_wording_and_those_without_a_doer_shown(given):
    t, _, _, acts = given
    counts = framing.agency_counts(t["articles"], acts)
    assert counts["acts"].sum() == len(acts)
    hidden = acts[acts["way"].isin(framing.WITHOUT)]
    links = {passages.address(r.article_id, r.start, r.end) for r in hidden.itertuples()}
    assert set(_page(notebook_framing.without_doer(acts)).xpath("//a/@href")) == links
    assert len(_page(notebook_framing.acts(acts)).xpath("//tbody/tr")) == len(acts) - len(hidden)


def test_every_hit_leads_to_its_sentence(given):
    _, _, hits, _ = given
    own = hits[hits["codebook"] == "generic"]
    page = _page(notebook_framing.every_hit(hits, "generic"))
    assert set(page.xpath("//a/@href")) == {passages.address(r.article_id, r.start, r.end) for r in own.itertuples()}
    assert len(page.xpath("//tbody/tr")) == len(own)


def test_keywords_say_when_articles_are_not_distinguishable_and_show_every_place(given):
    t = given[0]
    places = keyness.places(t["articles"], t["sentences"])
    table = keyness.keyness(t["articles"], places)
    none = table.assign(distinguishable=False)
    shown = _page(notebook_framing.keywords(none, places, t["articles"], 3))
    assert "these articles are not distinguishable" in shown.text_content()
    rows = shown.xpath("//tbody/tr")
    for row in rows:
        count = int(row[1].text_content())
        assert len(row.xpath(".//a")) == min(count, notebook_framing.LINES)


def test_words_of_an_article_are_escaped_in_concordances():
    context = notebook_framing._lines("a", [(21, 25)], "a <script>x</script> bomb $x$ & more")
    assert "<script>" not in context and "&lt;script&gt;" in context


def test_charts_name_articles_that_were_not_analysed(given):
    t, rows, hits, acts = given
    analysed = framing.analysed(t["articles"])
    analysed.iloc[0] = False
    chart = framing_charts.frames(framing.shares(rows, hits, GENERIC), analysed, {}, "Frames")
    assert "not analysed" in chart.data and "ordinary news" not in chart.data
    svg = framing_charts.agency(framing.agency_counts(t["articles"], acts[acts["name"] != analysed.index[0]]), analysed)
    assert "not analysed" in svg.data


def test_copies_are_marked_in_the_grid_by_a_frame_of_their_own(given):
    t = given[0]
    alike = keyness.similarity(t["articles"], keyness.places(t["articles"], t["sentences"]), t["quotes"])
    with_copy = framing_charts.similarity(t["articles"], alike).data
    without = framing_charts.similarity(t["articles"].assign(copy_of=None), alike).data
    assert t["articles"]["copy_of"].notna().any()
    assert with_copy.count("<path") == without.count("<path") + 2


def test_the_benchmark_takes_the_strongest_frame_and_writes_predictions(tmp_path):
    names = {"responsibility": "Attribution of responsibility", "economic consequences": "Economic"}
    items = [
        {"topic": topic, "frame": names.get(frame, frame.title()), "text": text}
        for (topic, frame), text in TEXTS.items()
    ]
    path = tmp_path / "set.jsonl"
    path.write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")
    said = benchmarks.validate("generic-frames", path, tmp_path / "found.jsonl").report
    assert "20 texts" in said and "accuracy 1.000" in said
    lines = [json.loads(line) for line in (tmp_path / "found.jsonl").read_text("utf-8").splitlines()]
    assert [max(line["scores"], key=line["scores"].get) for line in lines] == [item["frame"] for item in items]
    path.write_text(json.dumps({"topic": "x", "frame": "weather", "text": "Rain."}) + "\n", encoding="utf-8")
    with pytest.raises(SetError, match="weather"):
        benchmarks.validate("generic-frames", path)
