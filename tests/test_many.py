"""Pages of many articles: they show a sample and the whole in sum, say so, and stay small."""

import invented
import numpy as np
import pandas as pd
import pytest
from lxml import html

from crossread.comparison import charts as comparison_charts
from crossread.display import charts, many, overview
from crossread.display import html as display
from crossread.display import notebook as articles_view
from crossread.figures import notebook as figures_view
from crossread.framing import charts as framing_charts
from crossread.framing import keyness
from crossread.framing import notebook as framing_view
from crossread.framing import shares as framing
from crossread.quotes import charts as quotes_charts
from crossread.quotes import notebook as quotes_view
from crossread.quotes import voices
from crossread.report import folder
from crossread.tone import charts as tone_charts
from crossread.tone import notebook as tone_view

N = 120
NAMES = [f"Paper ({n})" for n in range(1, N + 1)]
DRAWN = many.chosen(NAMES)
SAID = f"Shown are {many.ARTICLES} of {N} articles, drawn by lot; {many.WHERE}."


def _plain(shown):
    return html.fromstring(shown.data).text_content()


def _folds(shown):
    return html.fromstring(shown.data).findall(".//details")


def test_the_lot_is_the_same_in_every_order_and_keeps_the_order_given():
    assert len(DRAWN) == many.ARTICLES
    assert many.chosen(NAMES[::-1]) == DRAWN[::-1]
    assert [name for name in NAMES if name in DRAWN] == DRAWN
    few = NAMES[: many.ARTICLES]
    assert many.chosen(few) == few and many.note(len(few)) == "" and many.named(few) == few


def test_who_is_drawn_stays_drawn_in_a_part_of_the_set():
    part = [name for name in NAMES if name in DRAWN or NAMES.index(name) % 2]
    assert many.chosen(part) == DRAWN


def test_a_long_table_has_its_first_rows_and_says_how_many_there_are():
    frame = pd.DataFrame({"Word": [f"w{n}" for n in range(many.ROWS + 1)]})
    cut, whole = display.table_markup(frame, "Words"), display.table_markup(frame.head(many.ROWS), "Words")
    assert cut.count("<tr>") == whole.count("<tr>") == many.ROWS + 1
    assert f"first {many.ROWS} of {many.ROWS + 1} rows" in cut and "rows" not in whole


def test_all_articles_in_sum_have_quartiles_of_what_is_known():
    shown = many.spread(pd.DataFrame({"a": range(101), "b": [np.nan] * 101}), "{:.0f}".format, "Of an article")
    assert list(shown.iloc[0]) == ["a", 101, "0", "25", "50", "75", "100"]
    assert list(shown.iloc[1]) == ["b", 0, *["–"] * 5]
    assert many.spread(pd.DataFrame({"a": [1]}), str, "") is None


def test_articles_are_counted_by_day_and_sampled_in_tables():
    tables = invented.analysis(N).tables
    timeline = charts.timeline(tables["articles"])
    assert "Each bar counts the articles of a day" in _plain(timeline) and len(timeline.data) < 40_000
    for shown in (
        articles_view.contents(tables["articles"], tables["blocks"]),
        charts.words_by_group(tables["articles"], tables["blocks"]),
        articles_view.furniture(tables["articles"], tables["blocks"]),
    ):
        assert SAID in _plain(shown) and len(shown.data) < 120_000


def test_the_list_of_many_articles_is_folded_and_whole():
    few, all_of_them = (folder._article_list(invented.analysis(n).tables["articles"]) for n in (many.ARTICLES, N))
    assert "<details" not in few and all_of_them.startswith("<details")
    assert f"All {N} articles" in all_of_them and all_of_them.count('scope="row"') == N


def _shares():
    rows = [(name, frame, n % 30) for n, name in enumerate(NAMES) for frame in ("conflict", "morality")]
    table = pd.DataFrame(rows, columns=["name", "frame", "with_frame"]).assign(sentences=40, hits=2, words=500)
    table = table.assign(share=table["with_frame"] / 40, per_100=0.4)
    return table.assign(low=table["share"] * 0.8, high=table["share"] * 1.1)


def test_frames_of_many_articles_are_a_sample_and_quartiles_of_all():
    shown = framing_charts.frames(_shares(), pd.Series(True, index=NAMES), {}, "Frames")
    page = html.fromstring(shown.data)
    drawn = {name for name in NAMES if name in {"".join(t.itertext()) for t in page.iter("text")}}
    assert drawn == set(DRAWN) and SAID in page.text_content() and len(shown.data) < 150_000
    whole, data = page.findall(".//table")
    assert whole.findtext(".//tbody/tr/td") == "120" and len(data.findall(".//tbody/tr")) == 2 * many.ARTICLES
    parts = pd.concat([_shares().assign(part=part) for part in framing.PARTS])
    assert SAID in _plain(framing_view.by_part(parts))


def test_evidence_is_that_of_the_sample():
    hits = pd.DataFrame({"name": NAMES, "article_id": NAMES, "codebook": "generic", "frame": "conflict"})
    hits = hits.assign(indicator="a_word", voice="narrator", section="body", start=0, end=3, sentence="War is near.")
    shown = framing_view.every_hit(hits.assign(sentence_start=0), "generic")
    assert len(_folds(shown)) == many.ARTICLES and SAID in _plain(shown)


def test_words_are_those_of_the_articles_that_stand_apart_most():
    table = pd.DataFrame({"name": NAMES, "article_id": NAMES, "word": "dam", "z": np.arange(N) + 1.0})
    table = table.assign(n_target=1, n_reference=2, n_sentences=1, log_ratio=1.0, g2=1.0, distinguishable=True)
    articles = pd.DataFrame({"article_id": NAMES, "text": "A dam."})
    shown = framing_view.keywords(table, {name: {"dam": [(2, 5)]} for name in NAMES}, articles, 8)
    folds = _folds(shown)
    assert len(folds) == many.ARTICLES and folds[0].findtext("summary").startswith(NAMES[N - many.ARTICLES])
    assert f"{many.ARTICLES} of {N} articles" in _plain(shown)


def test_likeness_of_a_sample_weighs_words_by_the_whole_set():
    articles = invented.analysis(N).tables["articles"]
    twice, once = np.repeat(np.arange(N), 2), np.zeros(2 * N)  # "dam" and a word of its own in each
    words = np.where(np.arange(2 * N) % 2, twice + 1, 0)
    ids = list(overview.in_order(articles)["article_id"])
    places = keyness.Places(ids, ["dam", *(f"word{n}" for n in range(N))], [twice, words, twice, once, once])
    alike = keyness.similarity(articles, places, pd.DataFrame({"article_id": [], "parts": []}))
    own = np.log((1 + N) / 2) + 1  # of a word of one article; one that all have weighs 1
    assert alike.shape == (many.ARTICLES, many.ARTICLES)
    assert alike.iloc[0, 1] == pytest.approx(1 / (1 + own**2))
    shown = framing_charts.similarity(articles, alike)
    assert f"{many.ARTICLES} of {N} articles" in _plain(shown) and len(shown.data) < 400_000


def _tone():
    rows = [(name, at) for name in NAMES for at in (0.1, 0.7)]
    table = pd.DataFrame(rows, columns=["name", "position"])
    table = table.assign(said_by="narrator", polarity=0.2, label="no_clear_tone", section="body", actor="Ruritania")
    table["sentence_id"] = [str(n) for n in range(len(table))]
    return pd.concat([table.assign(is_sentence=True), table.assign(is_sentence=False)], ignore_index=True)


def test_tone_of_many_articles():
    found = _tone()
    for shown in (tone_charts.strip(found), tone_charts.course(found), tone_view.sections(found)):
        assert SAID in _plain(shown) and len(shown.data) < 150_000
    shown = tone_charts.actors(found, ["Ruritania"])
    assert f"at most {many.ARTICLES} of {N} articles" in _plain(shown) and "All articles: Tone" in _plain(shown)


def test_sources_of_many_articles():
    tables = invented.analysis(N).tables
    found = voices.attributions(*(tables[name] for name in ("articles", "blocks", "quotes", "entities")))
    covered = voices.coverage(tables["articles"], tables["blocks"], found)
    for shown in (
        quotes_charts.strips(found, covered, {}),
        quotes_charts.matrix(found, covered, {}, 5),
        quotes_charts.source_types(found, covered),
    ):
        assert SAID in _plain(shown) and len(shown.data) < 200_000
    for shown in (quotes_view.quotes(found, {}), quotes_view.by_article(found, covered, {})):
        assert len(_folds(shown)) == many.ARTICLES and "drawn by lot" in _plain(shown)
    assert "Paper" not in _plain(quotes_view.counts(found, covered))


def test_articles_without_a_claim_are_counted_where_they_are_many():
    covered = pd.DataFrame({"name": NAMES, "claims": 0, "analysed": True})
    assert "120 articles give no toll at all" in _plain(figures_view.counts(pd.DataFrame(), covered, pd.DataFrame()))


def test_coverage_of_many_articles_is_a_sample_and_the_whole_in_sum():
    covered = pd.DataFrame({"name": NAMES, "number": range(1, N + 1), "told": 3, "absent": 1, "undetermined": 4})
    covered = covered.assign(not_yet_known=0, alone=0)
    shown = comparison_charts.coverage(covered)
    assert SAID in _plain(shown) and len(shown.data) < 100_000
