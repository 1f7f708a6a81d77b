from pathlib import Path

import invented
import pandas as pd
import pytest
from lxml import html

from crossread import claim_charts, claims, notebook_casualties, notebook_runs, reading_view, schema, tables
from crossread.analysis import analyse

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def sample():
    return analyse(ROOT / "data" / "sample")


@pytest.fixture(scope="module")
def given(sample):
    return _given(sample.tables)


def _given(t):
    found = claims.claims(t["articles"], t["figures"], t["sentences"], t["quotes"])
    return found, claims.coverage(t["articles"], found)


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
    return {**t, "figures": schema.enforce("figures", rows)}


def _shown(t):
    found, covered = _given(t)
    yield from (notebook_casualties.counts(found, covered), notebook_casualties.by_article(covered))
    for measure in ("killed", "injured"):
        yield from (claim_charts.statements(found, covered, measure, apart) for apart in (False, True))
        yield claim_charts.over_time(t["articles"], found, measure)
    yield from (notebook_casualties.parties(found, apart) for apart in (True, False))
    yield from (notebook_casualties.single(found), notebook_casualties.subtotals(found))
    yield notebook_casualties.others(claims.others(t["articles"], t["figures"], t["sentences"]))
    yield from (notebook_casualties.every_claim(found, in_full) for in_full in (True, False))


def _outputs(run):
    outputs = [output for cell in run.notebook.cells for output in cell.get("outputs", [])]
    return "\n".join(output.data["text/html"] for output in outputs)


@pytest.mark.parametrize("emptied", [False, True])
def test_the_notebook_runs_to_its_end_with_figures_and_without(sample, tmp_path, emptied):
    kept = {
        name: table.iloc[:0] if emptied and name in ("figures", "quotes") else table
        for name, table in sample.tables.items()
    }
    tables.write_tables(sample._replace(tables=kept), tmp_path / "tables", "parquet")
    (path,) = [path for path in notebook_runs.find_notebooks() if path.stem == "05_casualties"]
    (run,) = notebook_runs.run({path: {"tables": str(tmp_path / "tables")}}, tmp_path / "out")
    assert run.failure is None
    said = html.fromstring(_outputs(run)).text_content()
    assert ("no casualty figure was found" in said) == emptied
    assert ("46 casualty claims in 6 articles: 36 killed, 7 injured, 2 displaced and 1 affected" in said) != emptied


def test_every_claim_has_its_sentence_and_its_link(given):
    found, _ = given
    page = html.fromstring(notebook_casualties.every_claim(found).data)
    assert [link.get("href") for link in page.iter("a")] == [
        reading_view.address(row.article_id, row.start, row.end) for row in found.itertuples()
    ]
    strong = [" ".join(words.text_content().split()) for words in page.iter("strong")]
    assert "At least 21" in strong
    assert len(strong) == len(found)


def test_a_long_sentence_is_cut_about_its_number_unless_all_is_wanted(given):
    found, _ = given
    longest = max(found["sentence"], key=len)
    assert len(longest) > notebook_casualties.CUT
    cut = html.fromstring(notebook_casualties.every_claim(found).data)
    assert max(len(link.text_content()) for link in cut.iter("a")) <= notebook_casualties.CUT + 5
    full = html.fromstring(notebook_casualties.every_claim(found, in_full=True).data).text_content()
    assert " ".join(longest.split()) in full


def test_an_article_without_a_toll_is_named(sample, given):
    found, _ = given
    kept = found[found["name"] != "Daily Gannet"]
    covered = claims.coverage(sample.tables["articles"], kept)
    said = html.fromstring(notebook_casualties.counts(kept, covered).data).text_content()
    assert "There is no casualty figure in Daily Gannet." in said
    rows = html.fromstring(notebook_casualties.by_article(covered).data).xpath("//tbody/tr")
    assert [row[0].text for row in rows if "no toll" in row[-1].text_content()] == ["Daily Gannet"]


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
    one = t["articles"]["article_id"].iloc[0]
    many = pd.concat(
        [t["articles"].head(1).assign(article_id=f"{one}-{n}", outlet=pd.NA) for n in range(copies)], ignore_index=True
    )
    own = t["figures"][t["figures"]["article_id"] == one]
    rows = pd.concat(
        [own.assign(article_id=f"{one}-{n}", figure_id=own["figure_id"] + f"-{n}") for n in range(copies)],
        ignore_index=True,
    )
    found, covered = _given({**t, "articles": many, "figures": rows})
    page = html.fromstring(claim_charts.statements(found, covered, "killed").data)
    assert len(page.xpath("//*[local-name() = 'svg']")) == 1
    assert len(page.xpath("//tbody/tr")) == len(claims.statements(found[(found["measure"] == "killed") & ~found.apart]))
    assert ("numbered" in page.text_content()) == (copies > claim_charts.NAMED_COLUMNS)


def test_the_axis_is_logarithmic_where_numbers_lie_far_apart(given):
    found, covered = given
    assert "logarithmic" in claim_charts.statements(found, covered, "killed", apart=True).data
    assert "logarithmic" not in claim_charts.statements(found, covered, "injured").data


def test_the_same_claims_give_the_same_bytes(sample, given):
    found, covered = given
    assert len({claim_charts.statements(found, covered, "killed").data for _ in range(2)}) == 1
    assert len({claim_charts.over_time(sample.tables["articles"], found).data for _ in range(2)}) == 1
