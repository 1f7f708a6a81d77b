"""Quotation marks: what opens, what closes, and what is no quotation mark at all."""

import time

import pytest

from crossread.text import marks


def found(text):
    return [text[s.start : s.end] for s in marks.stretches(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He called it "a fair wind" twice.', ['"a fair wind"']),
        ("He called it “a fair wind” twice.", ["“a fair wind”"]),
        ("It amounted to a “question’’ of pay.", ["“question’’"]),
        ("He called it ''a fair wind'' twice.", ["''a fair wind''"]),
        ("\"The 'Heron-2' sails,\" she said.", ["\"The 'Heron-2' sails,\""]),
        ("Varna 'to keep its boats' in port", ["'to keep its boats'"]),
        ("The soldiers' boots and Varna's boats", []),
        ("It was the '90s, and the boats' crews sang.", []),
        ('He said: "We leave at dawn.', ['"We leave at dawn.']),
        ('A man 6\'2" tall said "no" twice.', ['"no"']),
        ("'She said \"no\" to me,' he said. 'I left.'", ["'She said \"no\" to me,'", "'I left.'"]),
        ("He has 'the soldiers' duty to stay' now.", ["'the soldiers' duty to stay'"]),
    ],
)
def test_stretches(text, expected):
    assert found(text) == expected


def test_an_unclosed_mark_spoils_no_other_paragraph():
    text = 'He said: "We leave.\nShe said "stay" to all.'
    second = text.index("She")
    assert [text[s.start : s.end] for s in marks.stretches(text, 0, second - 1)] == ['"We leave.']
    assert [text[s.start : s.end] for s in marks.stretches(text, second, len(text))] == ['"stay"']


def test_only_the_stretch_asked_for_is_read():
    text = '\'no\' "yes" "out"'
    assert [(text[s.start : s.end], s.kind) for s in marks.stretches(text, 0, 11)] == [
        ("'no'", "single"),
        ('"yes"', "double"),
    ]


@pytest.mark.parametrize("unit", ['"', "'", "“", "”", "'a ", "'' "])
def test_a_text_of_marks_takes_linear_time(unit):
    started = time.process_time()
    text = unit * 100_000
    marks.stretches(text, 0, len(text))
    assert time.process_time() - started < 8
