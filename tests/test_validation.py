import json
import shutil
from types import SimpleNamespace

import invented
import pandas as pd
import pytest
from conftest import shown
from lxml import html

from crossread.articles.sets import SetError
from crossread.benchmarks import BENCHMARKS, generic_frames, muc4, newswcl50, pasted_pages, polnear
from crossread.report import notebook_runs
from crossread.validation import gold
from crossread.validation import measures as validation
from crossread.validation import notebook as notebook_validation

FERRY = {
    "id": "ferry",
    "text": "Ferry aground\n“Nobody saw the light,” said the master.\nThe “quiet” pier was shut.",
    "attributions": [],
}


def _listed(**columns):
    row = {
        "figure": "a", "notebook": "quotes", "main": True, "said": "what <b>is</b> measured", "less_is_better": False,
        "benchmark": "polnear", "file": "polnear/dev.jsonl", "line": "x", "measure": "F1", "floor": 0.5, "value": 0.8,
        "low": 0.7, "high": 0.9, "measured": "2031-01-01", "stamp": "x", "current": True,
    }  # fmt: skip
    numbers = dict.fromkeys(("floor", "value", "low", "high"), "Float64")
    return pd.DataFrame([row | columns]).astype(numbers)


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A copy of the file of figures, and a folder with one set of one article."""
    measured = tmp_path / "measured.csv"
    shutil.copy(validation.MEASURED, measured)
    monkeypatch.setattr(validation, "MEASURED", measured)
    (tmp_path / "sets" / "polnear").mkdir(parents=True)
    (tmp_path / "sets" / "polnear" / "dev.jsonl").write_text(json.dumps(FERRY) + "\n", encoding="utf-8")
    (tmp_path / "sets" / "polnear" / "train.jsonl").write_text("", encoding="utf-8")
    return tmp_path


def test_every_figure_is_of_a_file_a_notebook_and_has_an_id_of_its_own():
    listed = pd.read_csv(validation.MEASURED, dtype="string")
    assert listed["figure"].is_unique
    assert (listed["file"].str.split("/").str[0] == listed["benchmark"]).all()
    assert set(listed["notebook"]) <= set(notebook_validation.STEPS)
    assert set(BENCHMARKS) <= set(listed["benchmark"]), "a benchmark without a figure"
    others = validation.peers()
    assert set(others["figure"]) <= set(listed["figure"])
    assert others.notna().all(axis=None), "a figure of others without its source"


def test_a_figure_is_read_from_its_line_with_its_interval():
    first = "all: precision 0.900 (0.800-1.000), F1 0.812 (0.700-0.900)"
    report = f"set: 3 pages\n{first}\nfew: F1 1.25"
    assert validation.figure(report, "all", "precision") == (0.9, 0.8, 1.0)
    assert validation.figure(report, "all", "F1") == (0.812, 0.7, 0.9)
    assert validation.figure(report, "few", "F1") == (1.25, None, None)
    assert validation.figure(report, "set", "recall") == (None, None, None)


@pytest.mark.parametrize(
    ("value", "floor", "less", "falls"),
    [(0.8, 0.8, False, False), (0.79, 0.8, False, True), (0.79, 0.8, True, False), (0.81, 0.8, True, True),
     (0.1, None, False, False), (None, 0.8, False, False)],
)  # fmt: skip
def test_below_the_floor_is_worse_than_it(value, floor, less, falls):
    assert len(validation.below(_listed(value=value, floor=floor, less_is_better=less))) == falls


def test_the_stamp_changes_with_the_analysis_and_not_with_what_shows_it(tmp_path, monkeypatch):
    package = tmp_path / "crossread"
    shutil.copytree(validation.PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(validation, "PACKAGE", package)

    def stamp_after(name):
        validation.stamp.cache_clear()
        with (package / name).open("a", encoding="utf-8") as file:
            file.write("\n# more\n")
        return validation.stamp("polnear")

    validation.stamp.cache_clear()
    first = validation.stamp("polnear")
    assert stamp_after("display/charts.py") == stamp_after("benchmarks/muc4.py") == stamp_after("cli.py") == first
    second = stamp_after("quotes/tags.py")  # which attribution imports
    assert len({first, second, stamp_after("lists/cues.toml"), validation.stamp("muc4")}) == 4
    validation.stamp.cache_clear()


def test_sets_are_found_by_their_folder_and_training_parts_left_out(copied):
    (copied / "sets" / "unknown").mkdir()
    (copied / "sets" / "unknown" / "dev.jsonl").touch()
    assert [(name, path.name) for name, path in validation.files(copied / "sets")] == [("polnear", "dev.jsonl")]


def test_another_file_of_a_set_is_scored_without_a_floor(copied):
    ((name, path),) = validation.files(copied / "sets")
    one = validation.score(name, path)
    assert one.file == "polnear/dev.jsonl"
    assert one.figures["floor"].isna().all() and one.figures["value"].notna().all() and one.figures["current"].all()
    assert one.errors == [("ferry", "“Nobody saw the light,”", "no speech", "the master")]


@pytest.mark.parametrize("text", ["", "{", "[]\n", '{"id": 1}\n', '{"id": "a", "text": 3, "attributions": []}\n'])
def test_a_file_of_another_form_is_said_and_left_out(copied, text):
    path = copied / "sets" / "polnear" / "dev.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SetError, match=r"polnear/dev\.jsonl: cannot be scored"):
        validation.score("polnear", path)
    sets = notebook_validation.scored(str(copied / "sets"))
    assert sets == []
    assert "Left out" in notebook_validation.loaded(str(copied / "sets"), sets).data


def test_measuring_anew_raises_a_floor_and_never_lowers_one(copied):
    rows = pd.read_csv(validation.MEASURED, dtype="string")
    rows.loc[rows["figure"] == "polnear-f1", ["file", "floor"]] = ["polnear/dev.jsonl", "0.9"]
    rows.loc[rows["figure"] == "polnear-rows", ["file", "floor"]] = ["polnear/dev.jsonl", "-1"]
    rows.to_csv(validation.MEASURED, index=False)
    fell = validation.update(copied / "sets")
    assert set(fell["figure"]) == {"polnear-f1"}
    after = validation.measured().set_index("figure")
    assert (after.loc["polnear-f1", "value"], after.loc["polnear-f1", "floor"]) == (0.0, 0.9)
    assert (after.loc["polnear-rows", "value"], after.loc["polnear-rows", "floor"]) == (0.0, 0.0)
    assert after.loc["polnear-f1", "current"]
    untouched = rows.set_index("figure").loc["muc4-recall", "value"]
    assert after.loc["muc4-recall", "value"] == float(untouched)


# --- errors ---------------------------------------------------------------------------------------------------------


def test_errors_on_quotes_are_those_that_are_scored_wrong():
    text = FERRY["text"]

    def span(words):
        return text.index(words), text.index(words) + len(words)

    said = {"content": [span("“Nobody saw the light,”")], "source": [span("the master")], "cue": []}
    quote = SimpleNamespace(parts=[span("“Nobody saw the light,”")], source_start=None, source_end=None)
    start, end = span("master")
    named = SimpleNamespace(parts=quote.parts, source_start=start, source_end=end)

    def wrong(attributions, quotes):
        errors = []
        polnear.counted(FERRY | {"attributions": attributions}, quotes, errors)
        return [error[2:] for error in errors]

    assert wrong([said], [named]) == []
    assert wrong([said], [quote]) == [("the master", "nobody")]
    assert wrong([said], []) == [("the master", "no speech")]
    assert wrong([], [quote]) == [("no speech", "nobody")]


def test_errors_of_the_other_sets():
    fact = {"id": "a", "text": "At least three people were killed.", "facts": [{"effect": "DEATH", "number": ["3"]}]}
    assert muc4.score([fact]).errors == []
    hurt = fact | {"facts": [{"effect": "INJURY", "number": ["3"]}]}
    assert muc4.score([hurt]).errors == [("a", fact["text"], "injured: 3", "nothing")]
    texts = [
        {"topic": "t", "frame": frame, "text": text}
        for frame, text in (
            ("conflict", "The two sides clashed, and each blamed and attacked the other in a bitter dispute."),
            ("human interest", "The grieving mother wept for her little daughter."),
        )
    ]
    frames = generic_frames.score([*texts, texts[0] | {"frame": "morality"}])
    assert [error[0] for error in frames.errors] == ["line 3"]
    place = {"paragraph": 0, "sentence": 0, "start": 0}
    actor = {"code_type": "ACTOR", "code_name": "Dalby", "code_mention": "Mr Dalby"} | place
    named = {"event": 1, "outlet": "A", "sentences": [["Mr", "Dalby", "met", "voters"]], "annotations": [actor]}
    assert newswcl50.score([named]).errors == [("event 1: A", "Mr Dalby", "Dalby", "nothing")]
    page = {"id": "a", "article": "One line.\nMore"}
    assert list(pasted_pages.errors(page, "One  line.\nMore")) == []
    assert len(list(pasted_pages.errors(page, "One line.\nMenu"))) == 2


# --- the sample -----------------------------------------------------------------------------------------------------


def test_what_is_wrong_on_the_sample_is_judged_wrong():
    tables = invented.sample().tables
    found = gold.summary(gold.judged(tables)).set_index("step")
    apart = tables | {"toll_members": tables["toll_members"].iloc[::2], "utterances": tables["utterances"].iloc[::3]}
    torn = gold.summary(gold.judged(apart)).set_index("step")
    for step in ("toll: claim in it", "utterance: brought together"):
        assert torn.loc[step, "right"] < found.loc[step, "right"]
    nobody = tables | {"quotes": tables["quotes"].assign(source="Somebody Else", source_type="named_individual")}
    worse = gold.summary(gold.judged(nobody)).set_index("step")
    assert worse.loc["attribution: source", "right"] < 5
    fewer = tables | {"figures": tables["figures"].iloc[10:], "blocks": tables["blocks"].iloc[3:]}
    lost = gold.summary(gold.judged(fewer)).set_index("step")
    assert lost.loc["figure: number, bounds, measure", "right"] < found.loc["figure: number, bounds, measure", "right"]
    assert lost.loc["line: role", "right"] == found.loc["line: role", "right"] - 3


# --- what is shown --------------------------------------------------------------------------------------------------


def test_the_box_has_the_main_figures_and_flags_those_that_are_older():
    fresh = notebook_validation.box_markup(_listed())
    assert "what &lt;b&gt;is&lt;/b&gt; measured" in fresh and ".800" in fresh and ".700 to .900" in fresh
    assert notebook_validation.OLDER not in fresh
    assert notebook_validation.OLDER in notebook_validation.box_markup(_listed(current=False))
    assert "has not been measured" in notebook_validation.box_markup(_listed(main=False))
    assert "has not been measured" in notebook_validation.box("comparison").data


def test_charts_say_in_words_what_they_show():
    found = notebook_validation.figures([])
    page = html.fromstring(notebook_validation.charts(found).data)
    labels = " ".join(page.xpath("//svg/@aria-label") + page.xpath("//*[local-name()='svg']/@aria-label"))
    shares = found[found["value"] <= 1]
    assert all(row.said in labels and f"{row.value:.2f}" in labels for row in shares.itertuples())
    assert len(page.xpath("//figure")) == shares["notebook"].nunique()
    assert "textacy" in labels and "muc4-rows" not in labels


def test_without_the_gold_the_notebook_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(gold, "FOLDER", tmp_path / "none")
    assert notebook_validation.on_sample() is None
    assert "Run this notebook in a clone" in notebook_validation.sample(None).data


def test_the_notebook_runs_with_and_without_sets(copied, said_on_the_sample):
    (path,) = [path for path in notebook_runs.find_notebooks() if path.stem == "07_validation"]
    values = {"tables": "sample", "benchmarks": str(copied / "sets")}
    (run,) = notebook_runs.run({path: values}, copied / "out")
    assert run.failure is None
    with_sets = shown(run.notebook)
    without = said_on_the_sample("07_validation")
    for said, says in ((without, "so nothing was measured now"), (with_sets, "Measured now: polnear/dev")):
        assert says in said
        assert ("of 1 error on polnear/dev.jsonl" in said) == (said == with_sets)
