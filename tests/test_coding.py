import csv
import io

import invented
import numpy as np
import pandas as pd
import pytest

from crossread import schema
from crossread.articles.sets import SetError
from crossread.validation import agreement, coding

HEADER = ["unit", "article", "sentence", "words", "about"]
QUOTES = [item.name for item in coding.items("quotes")]


@pytest.fixture(scope="module")
def sample():
    return invented.sample()


def saved(path, rows, header=(*HEADER, *QUOTES), separator=",", encoding="utf-8-sig"):
    """A sheet of quotes as a spreadsheet saves it: ``rows`` give a unit and its codes."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(header)
    writer.writerows([row[0], "a.txt", "Words; more, words", "", "", *row[1:]] for row in rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


# --- sheets ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("of", coding.KINDS)
def test_a_sheet_comes_back_as_the_analysis_has_it(sample, tmp_path, of):
    rows = coding.sheet(sample, of)
    path, book = coding.write(rows, of, tmp_path / "sheet.csv")
    read = coding.read(path)
    assert (read.of, read.problems) == (of, [])
    assert rows["unit"].is_unique
    pd.testing.assert_frame_equal(read.codes, coding.answers(sample, of), check_names=False)
    listed = pd.read_csv(book, encoding="utf-8-sig", keep_default_na=False)
    assert list(listed["item"]) == list(read.codes.columns)
    assert listed.map(bool).all(axis=None)


@pytest.mark.parametrize("of", coding.SENTENCES_TOO)
def test_each_row_is_a_unit_and_so_is_each_sentence_without_one(sample, of):
    rows = coding.sheet(sample, of)
    table = sample.tables[of]
    found = rows[rows.iloc[:, 5] == "yes"]
    assert set(found["unit"]) == set(table[f"{of[:-1]}_id"])
    bare = rows[rows.iloc[:, 5] == "no"]
    assert set(bare["unit"]) <= set(sample.tables["sentences"]["sentence_id"])
    assert not set(bare["unit"]) & set(table["sentence_id"].dropna())
    assert (bare.iloc[:, 6:] == "").all(axis=None)
    assert len(found) and len(bare)


def test_a_blank_sheet_has_the_words_and_no_answer(sample, tmp_path):
    rows = coding.sheet(sample, "quotes")
    path, _ = coding.write(rows, "quotes", tmp_path / "sheet.csv", blank=True)
    read = coding.read(path)
    assert list(read.codes.index) == list(rows["unit"])
    assert read.codes.isna().all(axis=None)
    assert [problem.what for problem in read.problems] == ["nothing is filled in"]
    assert rows.loc[0, "sentence"] in path.read_text("utf-8-sig")


def test_a_sheet_that_is_there_is_not_written_over(sample, tmp_path):
    rows = coding.sheet(sample, "labels")
    coding.write(rows, "labels", tmp_path / "sheet.csv")
    with pytest.raises(SetError, match="may be filled in"):
        coding.write(rows, "labels", tmp_path / "sheet.csv")


def test_a_formula_in_an_article_is_inert_in_a_sheet_and_comes_back(tmp_path):
    rows = pd.DataFrame(
        [["=1+1", "-a.txt", "=HYPERLINK(0)", "@x", "+1", "yes", "direct", "=cmd", "none", "none", "none"]],
        columns=[*HEADER, *QUOTES],
    )
    path, _ = coding.write(rows, "quotes", tmp_path / "sheet.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = list(csv.reader(file))[1]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    read = coding.read(path)
    assert list(read.codes.index) == ["=1+1"]
    assert read.codes.loc["=1+1", "source"] == "=cmd"


def test_units_are_drawn_by_seed_and_stay_in_order(sample):
    rows = coding.sheet(sample, "quotes")
    one, same, other = (coding.drawn(rows, 20, seed) for seed in (1, 1, 2))
    assert list(one["unit"]) == list(same["unit"]) != list(other["unit"])
    places = [list(rows["unit"]).index(unit) for unit in one["unit"]]
    assert places == sorted(set(places)) and len(places) == 20
    assert len(coding.drawn(rows, 10_000, 1)) == len(rows)


def test_items_have_the_closed_lists_of_the_schema():
    listed = {item.name: item for item in coding.items("figures")}
    assert listed["measure"].values == schema.MEASURES
    assert listed["victim_status"].values == (*schema.VICTIM_STATUSES, "none")
    assert listed["reported_min"].number and not listed["attributed_to"].values


# --- what comes back ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_sheet_is_read_as_any_spreadsheet_saves_it(tmp_path, separator, encoding):
    rows = [("a:quote:1-2", "Yes", "DIRECT", "José Ñandú – “the elder”", "Named individual", "neutral", "none")] * 1
    rows.append(("a:quote:3-4", "no", "", "", "", "", ""))
    read = coding.read(saved(tmp_path / "ann.csv", rows, separator=separator, encoding=encoding))
    assert read.problems == []
    assert list(read.codes.loc["a:quote:1-2"]) == [
        "yes", "direct", "josé ñandú – “the elder”", "named_individual", "neutral", "none",
    ]  # fmt: skip
    assert read.codes.loc["a:quote:3-4"].isna().sum() == 5


@pytest.mark.parametrize(
    ("cell", "code"),
    [("14", "14"), ("14.0", "14"), ("1,200", "1200"), ("1 200", "1200"), ("12,00", "12"), ("None", "none"),
     ("", None), ("007", "7")],
)  # fmt: skip
def test_whole_numbers_however_a_spreadsheet_writes_them(cell, code):
    assert coding.code(coding.Item("n", "", (), True), cell) == (code, None)


@pytest.mark.parametrize("cell", ["14-Mar", "1.200", "1,2E+06", "some", "-3", "#NAME?", "1.733,5", "####"])
def test_numbers_that_a_spreadsheet_mangled_are_said(cell):
    value, wrong = coding.code(coding.Item("n", "", (), True), cell)
    assert value is None and cell in wrong[0]


def test_each_fault_of_a_sheet_is_a_line_and_costs_its_cell_alone(tmp_path):
    rows = [
        ("u1", "yes", "direkt", "Varn", "document", "neutral", "none"),
        ("u1", "yes", "direct", "Varn", "document", "neutral", "none"),
        ("", "yes", "direct", "Varn", "document", "neutral", "none"),
        ("u2", "maybe", "direct", "#REF!", "none", "none", "none", "", "too many"),
        ("u3", "maybe", "none", "#REF!", "none", "none", "none"),
    ]
    read = coding.read(saved(tmp_path / "ann.csv", rows))
    assert list(read.codes.index) == ["u1", "u3"]
    assert list(read.codes.loc["u1"]) == ["yes", None, "varn", "document", "neutral", "none"]
    assert [str(problem).split(":")[0] for problem in read.problems] == [
        f"ann.csv, row {n}" for n in (2, 3, 4, 5, 6, 6, 6)
    ]
    assert "direkt is none of its values; they are direct, indirect, mixed" in str(read.problems[0])
    assert "twice" in read.problems[1].what and "no unit" in read.problems[2].what
    assert "more cells than columns" in read.problems[3].what


def test_a_column_that_was_lost_or_added(tmp_path):
    header = [*HEADER, *QUOTES[:-1], "my notes"]
    read = coding.read(saved(tmp_path / "ann.csv", [("u1", "yes", "direct", "x", "none", "none", "hm")], header=header))
    assert [problem.what for problem in read.problems] == ["column via is missing"]
    assert read.codes["via"].isna().all()


@pytest.mark.parametrize("data", [b"", b"\x00\x01\xff" * 99, b"a,b\n1,2\n", b"unit,words\nu1,x\n", b'unit,"a\n'])
def test_a_file_that_is_no_sheet_is_said(tmp_path, data):
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    with pytest.raises(SetError, match=r"x\.csv: is no coding sheet"):
        coding.read(path)


# --- agreement ------------------------------------------------------------------------------------------------------

# Four observers, twelve units, from Krippendorff (2011): C.
_ = None
OBSERVED = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]


def coders(rows, item="x"):
    return {
        f"c{n}": pd.DataFrame({item: [None if v is None else str(v) for v in row]}, dtype=object)
        for n, row in enumerate(rows)
    }


@pytest.mark.parametrize(("scale", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("ratio", 0.797)])
def test_alpha_is_as_published(scale, published):
    counts = np.array([[own.count(v) for v in range(1, 6)] for own in zip(*OBSERVED, strict=True)], dtype=float)
    counts = counts[counts.sum(axis=1) >= 2]
    found = agreement.alpha(counts, agreement.DISTANCES[scale], list("12345"))
    assert found == pytest.approx(published, abs=0.0005)


def test_units_that_one_person_coded_do_not_count():
    (row,) = agreement.by_item(coders(OBSERVED)).itertuples()
    assert (row.item, row.scale, row.units) == ("x", "nominal", 11)
    assert row.alpha == pytest.approx(0.743, abs=0.0005)
    assert row.alpha_low < row.alpha < row.alpha_high <= 1


def test_agreement_is_the_share_of_pairs_and_alpha_is_that_beyond_chance():
    (row,) = agreement.by_item(coders([list("aabb"), list("aabb")])).itertuples()
    assert (row.agreement, row.alpha) == (1, 1)
    (row,) = agreement.by_item(coders([list("abab"), list("aabb")])).itertuples()
    assert row.agreement == 0.5 and row.alpha < 0.2
    (row,) = agreement.by_item(coders([list("ab"), list("ba"), list("ba")])).itertuples()
    assert row.agreement == pytest.approx(1 / 3)


def test_what_cannot_be_told_is_missing():
    (row,) = agreement.by_item(coders([list("aaa"), list("aaa")])).itertuples()
    assert row.agreement == 1 and pd.isna(row.alpha)
    (row,) = agreement.by_item(coders([["a", None], [None, "a"]])).itertuples()
    assert row.units == 0 and pd.isna(row.agreement)
    assert "cannot be told" in agreement.report(coders([list("aaa"), list("aaa")]))


def test_tone_has_an_order_and_numbers_a_size():
    near = coders(
        [["negative", "neutral", "positive", "neutral"], ["neutral", "neutral", "positive", "neutral"]], "label"
    )
    far = coders(
        [["negative", "neutral", "positive", "neutral"], ["positive", "neutral", "positive", "neutral"]], "label"
    )
    found = [agreement.by_item(codes).set_index("scale")["alpha"]["ordinal"] for codes in (near, far)]
    assert found[0] > found[1]
    rows = agreement.by_item(coders([["14", "none", "200", "3"], ["15", "7", "200", "3"]], "reported_min"))
    by_scale = rows.set_index("scale")
    assert by_scale.loc["ratio", "units"] == 3 and by_scale.loc["nominal", "units"] == 4
    assert by_scale.loc["ratio", "alpha"] > 0.9 > by_scale.loc["nominal", "alpha"]


def test_units_that_were_changed_or_lost_are_said(tmp_path):
    row = ("yes", "direct", "x", "none", "none", "none")
    ann = saved(tmp_path / "ann.csv", [("u1", *row), ("u2", *row), ("u3", *row)])
    ben = saved(tmp_path / "ben.csv", [("u1", *row), ("u-2", *row)])
    cleo = saved(tmp_path / "cleo.csv", [("u1", *row), ("u2", *row), ("u3", *row)])
    codes, problems = agreement.compared([ann, ben, cleo])
    assert list(codes) == ["ann", "ben", "cleo"]
    assert sorted(str(problem).split(";")[0] for problem in problems) == [
        "ben: unit u-2 is no unit of another sheet",
        "ben: unit u2 is missing, and others have it",
        "ben: unit u3 is missing, and others have it",
    ]


def test_the_system_is_one_more_coder(sample, tmp_path):
    rows = coding.sheet(sample, "quotes").head(40)
    path, _ = coding.write(rows.assign(via="none"), "quotes", tmp_path / "ann.csv")
    codes, problems = agreement.compared([path], sample)
    assert problems == [] and list(codes) == ["ann", agreement.SYSTEM]
    found = agreement.by_item(codes).set_index("item")
    assert found.loc["quote_type", "alpha"] == 1
    said = agreement.report(codes)
    assert "ann, Crossread" in said and ".800" in said and ".667" in said
    three = agreement.groups({"ann": codes["ann"], "ben": codes["ann"], agreement.SYSTEM: codes[agreement.SYSTEM]})
    assert [list(group) for group in three] == [["ann", "ben"], ["ann", "ben", "Crossread"]]


def test_sheets_that_cannot_be_compared(sample, tmp_path):
    quotes, _ = coding.write(coding.sheet(sample, "quotes"), "quotes", tmp_path / "q.csv")
    labels, _ = coding.write(coding.sheet(sample, "labels"), "labels", tmp_path / "l.csv")
    with pytest.raises(SetError, match="sheets of labels and quotes"):
        agreement.compared([quotes, labels])
    with pytest.raises(SetError, match="nobody to agree with"):
        agreement.compared([quotes])


def test_the_commands(tmp_path, monkeypatch):
    from click.testing import CliRunner

    from crossread.cli import commands

    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke(commands, ["sheet", "sample", "--of", "quotes", "--sample", "30", "--separator", ";"])
    assert run.exit_code == 0, run.output
    sheet = tmp_path / "sample-quotes.csv"
    assert sheet.is_file() and (tmp_path / "sample-quotes-codebook.csv").is_file()
    assert ";is_attribution;" in sheet.read_text("utf-8-sig").splitlines()[0]
    ann = tmp_path / "ann.csv"
    ann.write_text(sheet.read_text("utf-8-sig").replace(";direct;", ";direkt;"), encoding="cp1252", errors="replace")
    run = CliRunner().invoke(commands, ["agreement", str(ann), "--set", "sample"])
    assert run.exit_code == 0, run.output
    assert "direkt is none of its values" in run.output and "ann, Crossread" in run.output
