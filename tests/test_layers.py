from itertools import pairwise

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markupsafe import Markup

from crossread.report import finding_layers, layers
from crossread.report.layers import KINDS, PLACE, Layer, Mark, Note

TEXT = 'He <b>said</b> "& so" 🚢 did\nshe, $1 or $2.'
SPAN = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(lambda span: tuple(sorted(span)))


def _layer(*marks, name="quotes"):
    return Layer(name, name.capitalize(), len(marks), list(marks), Markup(""))


def _note(number):
    return Note(f"{number}", Markup("<i>") + "<Ann>", "about & more")


def _parsed(words):
    return html.fragment_fromstring(f"<p>{words}</p>")


@st.composite
def _marks(draw):
    kinds = st.sampled_from([*KINDS, PLACE])
    given = draw(st.lists(st.tuples(SPAN, kinds, st.sampled_from(["", "2 A <"]), st.booleans()), max_size=8))
    return [
        Mark(*span, kind, "v-a", tag, _note(n) if noted else None) for n, (span, kind, tag, noted) in enumerate(given)
    ]


@given(_marks(), _marks(), st.lists(st.integers(0, len(TEXT)), max_size=4))
def test_whatever_overlaps_the_words_stay_the_same_and_each_address_stands_once(one, two, cuts):
    edges = sorted({0, len(TEXT), *cuts})
    spans = list(pairwise(edges))
    blocks = layers.lay(TEXT, spans, [_layer(*one), _layer(*two, name="figures")])
    parsed = [_parsed(block.words) for block in blocks]
    assert [p.text_content() for p in parsed] == [TEXT[start:end] for start, end in spans]
    ids = [i for p in parsed for i in p.xpath(".//@id")]
    assert len(ids) == len(set(ids))
    places = {f"{m.start}-{m.end}" for m in (*one, *two) if m.start < len(TEXT)}
    assert places == {*ids, *(f"{a}-{b}" for a, b in spans)} & places


@given(_marks())
def test_each_character_has_the_kinds_of_mark_that_are_upon_it(marks):
    (block,) = layers.lay(TEXT, [(0, len(TEXT))], [_layer(*marks)])
    at = 0
    for words in _parsed(block.words).xpath(".//text()"):
        holder = words.getparent() if words.is_text else words.getparent().getparent()
        kinds = {e.get("class").split()[0] for e in holder.iterancestors("span")} | (
            {holder.get("class").split()[0]} if holder.tag == "span" else set()
        )
        for place in range(at, at + len(words)):
            assert kinds == {m.kind for m in marks if m.start <= place < m.end and m.kind != PLACE}
        at += len(words)


def test_of_two_marks_of_a_kind_the_inner_one_tells_and_says_that_it_is_nested():
    outer, inner = Mark(0, 9, "quote", "v-a"), Mark(3, 5, "quote", "v-b")
    (block,) = layers.lay("one two three", [(0, 13)], [_layer(outer, inner)])
    shown = {span.text: span.get("class") for span in _parsed(block.words).iter("span") if span.text}
    assert shown == {"one": "quote v-a", " t": "quote v-b nested", "wo t": "quote v-a"}


def test_what_ends_where_the_next_begins_is_not_nested():
    (block,) = layers.lay("one two", [(0, 7)], [_layer(Mark(0, 4, "quote"), Mark(4, 7, "quote"))])
    assert "nested" not in block.words


def test_a_finding_over_two_blocks_goes_on_in_the_second():
    marks = [Mark(0, 3, "quote", "", "1", _note(1)), Mark(5, 8, "quote", "", "1", _note(1)), Mark(2, 6, "tone")]
    first, second = layers.lay("one\n\ntwo", [(0, 3), (5, 8)], [_layer(*marks)])
    assert [(b.address, b.goes_on) for b in (*first.notes, *second.notes)] == [("0-3", False), ("5-8", True)]
    assert _parsed(second.words).xpath("string(.//span[@class='tone'])") == "t"


def test_in_a_notebook_nothing_has_an_address():
    (block,) = layers.lay("one two", [(0, 7)], [_layer(Mark(0, 3, "quote", "", "1", _note(1)))], anchored=False)
    assert "id=" not in block.words


def test_marks_within_marks_by_the_ten_thousand_are_laid():
    n = 20_000
    marks = [Mark(i, 2 * n - i, "quote") for i in range(n)]
    (block,) = layers.lay("x" * 2 * n, [(0, 2 * n)], [_layer(*marks)])
    assert block.words.count("<span class") == 2 * n - 1


def _rows(**columns):
    place = {"article_id": ["a"], "start": [4], "end": [9]}
    return pd.DataFrame({name: [value] for name, value in columns.items()} | place)


def _one(layer):
    (mark,) = layer.marks
    return mark.classes, mark.tag, str(mark.note.head), mark.note.about


def test_a_figure_says_its_bound_its_measure_and_who_says_it():
    given = {"via": pd.NA, "victim_group": "people", "alleged_perpetrator": pd.NA, "location": "Port Ellis"}
    given |= {"part_of": pd.NA, "count_scope": "incident", "unit": "people", "measure": "killed", "quote_id": "q"}
    toll = _rows(**given, value="at least 14", is_casualty=True, voice="Ann Ro", kind="named person")
    classes, tag, head, about = _one(finding_layers.layer("figures", toll))
    assert (classes, tag, head) == ("casualty", "at least 14 killed", "at least 14 killed")
    assert about == "said by Ann Ro (named person) · of people · at Port Ellis · counts: incident"
    given |= {"measure": "force", "unit": "boats"}
    other = _rows(**given, value="6", is_casualty=False, voice=pd.NA, kind=pd.NA, attributed_to=pd.NA)
    assert _one(finding_layers.layer("figures", other))[:2] == ("", "6 boats")
    assert "said by a source without a name" in _one(finding_layers.layer("figures", other))[3]


def test_labels_frames_tone_and_acts_say_what_was_found():
    label = _rows(target_id="e1", term="the <b>gang</b>", voice="quoted", source="Ann", device="scare_quotes")
    found = _one(finding_layers.layer("labels", label, names={"e1": "The Crew"}))
    assert found[:3] == ("device", "The Crew", "The Crew: “the &lt;b&gt;gang&lt;/b&gt;”")
    assert found[3] == "quoted: Ann · in quotation marks"
    frame = _rows(frame="human_interest", indicator="grief", codebook="generic", voice="narrator")
    assert _one(finding_layers.layer("frames", frame))[1] == "human interest"
    act = _rows(act="shot", form="agentless_passive", agent=pd.NA, patient="two divers")
    assert _one(finding_layers.layer("agency", act)) == (
        "", "passive, nobody named", "shot: passive, nobody named", "to two divers",
    )  # fmt: skip


def test_what_has_no_clear_tone_bears_no_mark_and_is_counted():
    tone = {
        "polarity": -0.4,
        "voice": "narrator",
        "source": pd.NA,
        "evidence": [["grim", "-0.50"]],
        "of_others": False,
        "target_start": 0,
    }
    rows = pd.concat(
        [_rows(**tone, label="negative", target_end=3), _rows(**tone, label="no_clear_tone", target_end=3)]
    )
    layer = finding_layers.layer("tone", rows, "She wept there")
    assert _one(layer) == ("tone-negative", "−", "negative (−0.40)", "about “She” · narrator · grim −0.50")
    assert "1 without a clear tone" in layer.key.striptags()
