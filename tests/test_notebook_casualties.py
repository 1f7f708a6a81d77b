from pathlib import Path

import invented
import pandas as pd
import pytest
from lxml import html

from crossread import codebooks, schema
from crossread.display import passages
from crossread.figures import charts as toll_charts
from crossread.figures import claims, toll_words
from crossread.figures import notebook as notebook_casualties

BOOKS = codebooks.load()

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def sample():
    return invented.sample()


@pytest.fixture(scope="module")
def given(sample):
    return _given(sample.tables)


def _given(t):
    """Claims, what each article has, the claims of tolls, and the tolls."""
    found = claims.claims(t["articles"], t["figures"], t["sentences"], t["quotes"], t["mentions"], t["entities"], BOOKS)
    inside = toll_words.members(t["toll_members"], found)
    return found, claims.coverage(t["articles"], found), inside, toll_words.compared(t["events"], t["tolls"], inside)


def _hostile():
    """An invented set in which every field of a figure that holds words would like to be run."""
    t = invented.analysis().tables
    article = next(a for a in t["articles"].itertuples() if invented.HOSTILE in a.text)
    start = article.text.index(invented.HOSTILE)
    row = {"article_id": article.article_id, "start": start + 3, "end": start + 9, "modifier": "at_least"}
    row |= {"reported_min": 3, "measure": "killed", "is_casualty": True, "is_implicit": False, "negated": False}
    row |= dict.fromkeys(["victim_group", "attributed_to", "via", "alleged_perpetrator", "unit"], invented.HOSTILE)
    row |= {"source_type": "named_group", "is_belligerent_claim": True, "section": "title"}
    rows = [row | {"figure_id": "a"}, row | {"figure_id": "b", "part_of": "a", "reported_min": 1}]
    rows.append(row | {"figure_id": "c", "is_casualty": False, "measure": "money"})
    toll = {"toll_id": invented.HOSTILE, "event_id": "event:main", "measure": "killed", "low": 3, "n_articles": 1}
    toll |= {"victim_status": "unknown", "victim_group": invented.HOSTILE, "n_origins": 1, "agreement": "single_origin"}
    member = {"toll_id": invented.HOSTILE, "origin": invented.HOSTILE, "standing": "current"}
    return {
        **t,
        "figures": schema.enforce("figures", rows),
        "events": schema.enforce("events", [{"event_id": "event:main", "name": invented.HOSTILE}]),
        "tolls": schema.enforce("tolls", [toll]),
        "toll_members": schema.enforce("toll_members", [member | {"figure_id": each} for each in "ab"]),
    }


def _shown(t):
    found, covered, inside, compared = _given(t)
    view = notebook_casualties
    yield from (view.counts(found, covered, compared), view.main_tolls(compared, inside))
    yield from (view.other_tolls(compared, inside), view.one_only(compared, inside))
    yield view.matrix(compared, inside, covered)
    for measure in ("killed", "injured"):
        yield toll_charts.by_origin(compared, inside, measure)
        yield toll_charts.growth(t["articles"], compared, inside, measure)
    yield from (view.parties(found, apart) for apart in (True, False))
    yield view.subtotals(found)
    yield view.others(claims.others(t["articles"], t["figures"], t["sentences"]))
    yield from (view.every_claim(found, in_full) for in_full in (True, False))


def test_every_claim_has_its_sentence_and_its_link(given):
    found, *_ = given
    page = html.fromstring(notebook_casualties.every_claim(found).data)
    assert [link.get("href") for link in page.iter("a")] == [
        passages.address(row.article_id, row.start, row.end) for row in found.itertuples()
    ]
    strong = [" ".join(words.text_content().split()) for words in page.iter("strong")]
    assert "At least 21" in strong
    assert len(strong) == len(found)


def test_a_long_sentence_is_cut_about_its_number_unless_all_is_wanted(given):
    found, *_ = given
    longest = max(found["sentence"], key=len)
    assert len(longest) > notebook_casualties.CUT
    cut = html.fromstring(notebook_casualties.every_claim(found).data)
    assert max(len(link.text_content()) for link in cut.iter("a")) <= notebook_casualties.CUT + 5
    full = html.fromstring(notebook_casualties.every_claim(found, in_full=True).data).text_content()
    assert " ".join(longest.split()) in full


def _rows(output):
    """The rows of the first table, each cell as its words."""
    page = html.fromstring(output.data)
    return [[" ".join(cell.itertext()) for cell in row] for row in page.xpath("(//table)[1]/tbody/tr")]


def test_an_article_without_a_toll_is_named(sample):
    t = sample.tables
    gannet = t["figures"]["article_id"].str.contains("gannet")
    kept = {**t, "figures": t["figures"][~gannet]}
    kept["toll_members"] = t["toll_members"][
        ~t["toll_members"]["figure_id"].isin(t["figures"].loc[gannet, "figure_id"])
    ]
    kept["tolls"] = t["tolls"][t["tolls"]["toll_id"].isin(kept["toll_members"]["toll_id"])]
    found, covered, inside, compared = _given(kept)
    for output in (
        notebook_casualties.counts(found, covered, compared),
        notebook_casualties.matrix(compared, inside, covered),
    ):
        assert "Daily Gannet gives no toll at all" in html.fromstring(output.data).text_content()


def test_tolls_of_the_main_event_say_what_they_give_and_why(given):
    _, _, inside, compared = given
    output = notebook_casualties.main_tolls(compared, inside)
    rows = _rows(output)
    assert rows[0][:4] == ["Killed people, some said to be civilians", "2 to 23", "6", "2"]
    assert rows[0][4].startswith("contested At odds, and time does not explain it: 2 (")
    said = html.fromstring(output.data).text_content()
    assert "That claims agree does not make them true" in said
    assert len(html.fromstring(output.data).xpath("//details")) == len(rows) == compared["is_main"].sum()


def test_every_claim_of_a_toll_leads_to_its_sentence(given):
    _, _, inside, compared = given
    both = (notebook_casualties.main_tolls(compared, inside), notebook_casualties.other_tolls(compared, inside))
    links = [link.get("href") for output in both for link in html.fromstring(output.data).iter("a")]
    assert sorted(links) == sorted(passages.address(r.article_id, r.start, r.end) for r in inside.itertuples())


def test_articles_stand_side_by_side_with_a_dash_where_there_is_none(given):
    _, covered, inside, compared = given
    rows = {row[0]: row[1:] for row in _rows(notebook_casualties.matrix(compared, inside, covered))}
    assert rows["Injured, people"] == ["about 60", "dozens (12 or more)", "about 60", "–", "71", "up to 80"]
    assert rows["Killed, people – Pelm Bridge, February (1 Feb 2025 to 28 Feb 2025)"] == [
        "31",
        "–",
        "31",
        "–",
        "–",
        "31",
    ]


def test_tolls_of_one_name_keep_a_column_each(given):
    _, covered, inside, compared = given
    alike = compared.head(3).assign(is_main=True, measure="killed", victims="people")
    page = html.fromstring(notebook_casualties.matrix(alike, inside, covered).data)
    shown = inside[inside["toll_id"].isin(alike["toll_id"])].drop_duplicates(["toll_id", "article_id", "value"])
    assert len(page.xpath("//td//a")) == len(shown)
    assert len({head.text_content() for head in page.xpath("//thead//th")}) == len(alike) + 1


def test_what_sets_tolls_of_one_name_apart_is_said(sample):
    _, _, inside, compared = _given(sample.tables)
    toll = compared[compared["n_articles"] == 1].iloc[0]
    again = inside[inside["toll_id"] == toll["toll_id"]].assign(toll_id="again", part_of="another")
    tolls = sample.tables["tolls"].query("toll_id == @toll.toll_id")
    both = pd.concat([tolls, tolls.assign(toll_id="again")], ignore_index=True)
    told = toll_words.compared(sample.tables["events"], both, pd.concat([inside, again], ignore_index=True))
    assert told["victims"].tolist() == [toll["victims"], f"{toll['victims']}, a subtotal"]


def test_a_set_in_which_nothing_can_be_compared_says_so():
    t = invented.analysis(1).tables
    article = t["articles"].iloc[0]
    row = {"figure_id": "a", "article_id": article["article_id"], "start": 0, "end": 3, "modifier": "exact"}
    row |= {"reported_min": 3, "reported_max": 3, "measure": "killed", "is_casualty": True, "section": "lead"}
    toll = {"toll_id": "t", "event_id": "event:main", "measure": "killed", "low": 3, "high": 3, "n_articles": 1}
    toll |= {"victim_status": "unknown", "n_origins": 0, "agreement": "single_origin"}
    kept = {
        **t,
        "figures": schema.enforce("figures", [row | {"is_implicit": False, "negated": False}]),
        "events": schema.enforce("events", [{"event_id": "event:main", "name": "Telm"}]),
        "tolls": schema.enforce("tolls", [toll]),
        "toll_members": schema.enforce("toll_members", [{"toll_id": "t", "figure_id": "a", "standing": "current"}]),
    }
    _, _, inside, compared = _given(kept)
    said = html.fromstring(notebook_casualties.one_only(compared, inside).data).text_content()
    assert "Each of the 1 toll is reported by one article only" in said
    assert "One claim of people killed alone" in toll_charts.by_origin(compared, inside, "killed").data


def test_words_of_an_article_cannot_run():
    shown = [output.data for output in _shown(_hostile())]
    assert any("alert(1)" in markup for markup in shown)
    for markup in shown:
        assert "<script" not in markup
        page = html.fromstring(markup)
        assert not page.xpath("//script | //*[@onerror] | //a[starts-with(@href, 'javascript:')]")


@pytest.mark.parametrize("n", [1, 2, 50])
def test_works_with_one_article_or_many_and_no_claims(n):
    for output in _shown(invented.analysis(n).tables):
        assert output.data


@pytest.mark.parametrize("copies", [1, 14, 50])
def test_charts_hold_few_articles_and_many(sample, copies):
    t = sample.tables
    one = t["articles"]["article_id"].iloc[1]
    own, inside = t["figures"][t["figures"]["article_id"] == one], t["toll_members"]
    many = pd.concat(
        [t["articles"].iloc[1:2].assign(article_id=f"{one}-{n}", outlet=pd.NA) for n in range(copies)],
        ignore_index=True,
    )
    rows = [own.assign(article_id=f"{one}-{n}", figure_id=own["figure_id"] + f"-{n}") for n in range(copies)]
    inside = inside[inside["figure_id"].isin(own["figure_id"])]
    inside = pd.concat(
        [inside.assign(figure_id=inside["figure_id"] + f"-{n}") for n in range(copies)], ignore_index=True
    )
    tolls = t["tolls"][t["tolls"]["toll_id"].isin(inside["toll_id"])]
    kept = {**t, "articles": many, "figures": pd.concat(rows, ignore_index=True), "tolls": tolls}
    kept |= {"toll_members": inside, "mentions": t["mentions"].iloc[:0]}
    _, covered, inside, compared = _given(kept)
    page = html.fromstring(toll_charts.by_origin(compared, inside, "killed").data)
    assert len(page.xpath("//*[local-name() = 'svg']")) == 1
    grown = toll_charts.growth(many, compared, inside, "killed").data
    assert ("cannot be shown" in grown) == (copies == 1)
    assert len(_rows(notebook_casualties.matrix(compared, inside, covered))) >= min(copies, 6)


def test_unknown_times_are_said_apart_and_the_standing_is_in_words(sample, given):
    _, _, inside, compared = given
    output = toll_charts.growth(sample.tables["articles"], compared, inside, "killed")
    page = html.fromstring(output.data)
    assert "Not in the chart, as their time has no two bounds: Harbour Broadcasting" in page.text_content()
    drawn = " ".join(page.xpath("//*[local-name() = 'svg']//text()"))
    assert "Daily Gannet: superseded" in drawn and "Orlavia Today: current, party" in drawn
    assert "Daily Gannet, 12 May 2025" in page.xpath("//*[local-name() = 'svg']")[0].get("aria-label")


def test_the_same_claims_give_the_same_bytes(sample, given):
    _, _, inside, compared = given
    assert len({toll_charts.by_origin(compared, inside, "killed").data for _ in range(2)}) == 1
    assert len({toll_charts.growth(sample.tables["articles"], compared, inside, "killed").data for _ in range(2)}) == 1
