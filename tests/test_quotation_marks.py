import time

import pytest

from crossread.quotation_marks import quoted_spans

CASES = [
    ("“Nobody saw it,” she said.", ["Nobody saw it,"]),
    ('"Nobody saw it," she said. "It was dark."', ["Nobody saw it,", "It was dark."]),
    ('“Nobody saw it," she said.', ["Nobody saw it,"]),
    ('"Nobody saw it,” she said.', ["Nobody saw it,"]),
    ("“Nobody saw it,’’ she said.", ["Nobody saw it,"]),
    ("“It began here.\n\n“It ended there,” he said.", ["It began here.", "It ended there,"]),
    ("He said: “It goes on and on", ["It goes on and on"]),
    ("“He called it “a shame” twice,” she said.", ["He called it “a shame"]),
    ('The mast was 6" thick and 3" short.', []),
    ("‘Nobody saw it,’ she said of the ship’s lamp.", []),
    ("Nothing is said here.", []),
    ("“”", []),
    ('("So it was," she said)', ["So it was,"]),
    ("”Wrong way round,” he said.", ["Wrong way round,"]),
    ("a stray end” and nothing more", []),
    ("hard-wrapped “words over\ntwo lines” here", ["words over\ntwo lines"]),
]


@pytest.mark.parametrize(("text", "quoted"), CASES)
def test_what_is_quoted(text, quoted):
    assert [text[a:b] for a, b in quoted_spans(text)] == quoted


def test_only_the_stretch_asked_for_counts_and_offsets_are_those_of_the_text():
    text = "“One.” said A.\n\n“Two 🚢.” said B."
    start = text.index("\n\n") + 2
    assert [text[a:b] for a, b in quoted_spans(text, start, len(text))] == ["Two 🚢."]
    assert quoted_spans(text, 1, 4) == []


def test_time_grows_with_the_length():
    began = time.perf_counter()
    quoted_spans('“a " b ’’ ' * 100_000)
    assert time.perf_counter() - began < 5
