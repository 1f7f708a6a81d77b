"""A time as written becomes the range that its words allow, never narrower."""

import time

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossread.articles.dates import Published, infer, is_date_line, parse


def utc(words):
    return pd.Timestamp(words, tz="UTC")


def at(words):
    return Published(utc(words), utc(words), "minute", "text")


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("2021-06-04T10:30:00Z", "2021-06-04 10:30"),
        ("2021-06-04T10:30:00.000+02:00", "2021-06-04 08:30"),
        ("2021-06-04 10:30:00 +0000", "2021-06-04 10:30"),
        ("Fri, 04 Jun 2021 10:30:00 GMT", "2021-06-04 10:30"),
        ("Friday 4 June 2021 10:30 GMT", "2021-06-04 10:30"),
        ("Fri 4 Jun 2021 10.30 BST", "2021-06-04 09:30"),
        ("June 4th, 2021 at 10:30 p.m. UTC", "2021-06-04 22:30"),
        ("Updated 2:47 am EST, Thursday, November 21, 2019", "2019-11-21 07:47"),
        ("Published: 12 noon", None),
        ("4 June 2021 10:30 UTC • 3 min read", "2021-06-04 10:30"),
        ("1622802600", "2021-06-04 10:30"),
        ("1622802600000", "2021-06-04 10:30"),
        ("1622802600.0", "2021-06-04 10:30"),
        ("4 June 2021 10:30 GMT+2", "2021-06-04 08:30"),
    ],
)
def test_a_time_with_a_zone_is_a_moment(words, moment):
    assert parse(words, "text") == (at(moment) if moment else Published())


def test_a_time_without_zone_widens_to_every_zone():
    found = parse("Published: 13:45, 5 May 2017", "text")
    assert found == Published(utc("2017-05-04 23:45"), utc("2017-05-06 01:45"), "minute", "text")


@pytest.mark.parametrize(
    "words", [
        "2017-05-05", "5 May 2017", "2017-05-05 00:00:00", "2017-05-05T00:00:00Z", "May 5, 2017", "20170505",
        "2017/05/05",
    ],
)  # fmt: skip
def test_a_day_is_that_day_in_every_zone(words):
    assert parse(words, "text") == Published(utc("2017-05-04 10:00"), utc("2017-05-06 11:59:59"), "day", "text")


def test_midnight_with_a_zone_of_its_own_is_a_day_there():
    found = parse("2017-05-05T00:00:00+02:00", "text")
    assert found == Published(utc("2017-05-04 22:00"), utc("2017-05-05 21:59:59"), "day", "text")


@pytest.mark.parametrize("words", ["2017-05", "May 2017"])
def test_a_month_is_a_month(words):
    assert parse(words, "text") == Published(utc("2017-04-30 10:00"), utc("2017-06-01 11:59:59"), "month", "text")


def test_the_name_of_a_zone_with_several_readings_widens_to_all():
    found = parse("Nov 18, 2021, 10:31 pm CST", "text")
    assert found.start == utc("2021-11-18 14:31")  # in China
    assert found.end == utc("2021-11-19 04:31")  # in Chicago


def test_an_order_of_day_and_month_that_cannot_be_told_keeps_both_readings():
    found = parse("03/04/2016", "text")
    assert (found.start, found.end) == (utc("2016-03-03 10:00"), utc("2016-04-04 11:59:59"))
    assert found.precision == "unknown"


@pytest.mark.parametrize("words", ["15/03/2016", "03/15/2016", "Tue 15.03.2016", "15.03.2016"])
def test_an_order_that_can_be_told_is_told(words):
    assert parse(words, "text").start == utc("2016-03-14 10:00")


def test_dots_are_written_where_the_day_comes_first():
    assert parse("03.05.2016", "text") == parse("3 May 2016", "text")


def test_a_weekday_tells_the_order():
    assert parse("Tue 03/05/2016", "text") == parse("3 May 2016", "text")


@pytest.mark.parametrize(
    "words",
    [
        "Published 15 March 2016 Updated 16 March 2016",
        "Updated 16 March 2016 | Published 15 March 2016",
        "15 March 2016 | Last updated: 18 March 2016",
        "First published on 15 March 2016 · 17 March 2016",
    ],
)
def test_of_several_times_the_first_publication_counts(words):
    assert parse(words, "text") == parse("15 March 2016", "text")


@pytest.mark.parametrize(
    "words", [
        "", "15 March", "Tuesday", "12:42 GMT", "Monday 15 March 2016", "31 February 2016", "5 hours ago", "2016",
        "© 2016", "Copyright 2016", "March 15 1599", "15 March 2999", "15/03/16", "yesterday", "12 people", "May",
        "nan", "9" * 50, "1e9", "25:99 15 March 2016", "00/00/2016", "2016-13-40", "Ann Example", "\x00",
        "١٥/٠٣/٢٠١٦",
    ],
)  # fmt: skip
def test_where_the_words_do_not_say_nothing_is_guessed(words):
    assert parse(words, "text") == Published()


@pytest.mark.parametrize(
    "line", [
        "Tuesday 15 March 2016 12:42 GMT", "15 March", "Published: 13:45, 5 May 2017", "5 hours ago", "an hour ago",
        "Last modified on Fri 11 Nov 2016 10.00 GMT", "10:15", "15/03/2016", "Updated 2 mins ago", "June 5", "9am",
        "POSTED: 15:42, March 15 2016", "5.30pm", "7H ago", "Nov 17, 2020 at 8:16 pm ET • 2 min read",
        "Mar 15, 2016 | 3:00 PM ET",
    ],
)  # fmt: skip
def test_a_line_of_nothing_but_time_is_a_date_line(line):
    assert is_date_line(line)


@pytest.mark.parametrize(
    "line", [
        "", "May", "2016", "12 people", "On Tuesday", "Tuesday", "March", "In March 2016 the bridge fell", "GMT",
        "7.45", "3-2", "Ann Example", "12", "two days ago the bridge fell", "1,733 in March 2016", "© 2016",
        "May 2016", "15 March 2016 " * 9,
    ],
)  # fmt: skip
def test_other_lines_are_none(line):
    assert not is_date_line(line)


@given(st.text(max_size=60) | st.text(st.sampled_from("0123456789:/-. TZapmMarchGMT+,"), max_size=40))
def test_any_words_give_a_range_or_nothing(words):
    found = parse(words, "text")
    is_date_line(words)
    infer([words])
    assert (found.start is None) == (found.end is None)
    assert found.start is None or found.start <= found.end


@given(st.datetimes(pd.Timestamp("1801-01-01"), pd.Timestamp("2100-01-01")).map(lambda d: d.replace(microsecond=0)))
def test_the_range_holds_the_moment_in_every_zone(moment):
    for words in (moment.isoformat(sep=" "), moment.strftime("%A %-d %B %Y"), moment.strftime("%B %Y")):
        found = parse(words, "text")
        for hours in (-12, 0, 14):
            assert found.start <= pd.Timestamp(moment, tz="UTC") - pd.Timedelta(hours=hours) <= found.end


@pytest.mark.parametrize(
    ("sentence", "not_before"),
    [
        ("In March 2016, the mayor ordered the bridge closed.", "2016-02-29 10:00"),
        ("The lorries were moved there in late September 2015.", "2015-08-31 10:00"),
        ("The bridge fell on Tuesday, 15 March 2016.", "2016-03-14 10:00"),
        ("It was opened on 15 March 2016.", "2016-03-14 10:00"),
    ],
)
def test_a_past_date_in_the_text_says_only_not_before(sentence, not_before):
    assert infer([sentence]) == Published(utc(not_before), None, "unknown", "inferred")


def test_the_latest_past_date_counts():
    sentences = ["It was built in March 1961.", "It was repaired in May 2005.", "It was painted in June 1990."]
    assert infer(sentences).start == utc("2005-04-30 10:00")


@pytest.mark.parametrize(
    "sentence",
    [
        "The bridge will be rebuilt in June 2026.",
        "A new bridge is planned for June 2026.",
        "They announced a meeting for June 2026.",
        "In June 2026 the contract expires.",
        "In June 2026 those who signed it will meet.",
        "Money is needed in June 2026.",
        "It is to be opened in June 2026.",
        "He wrote “Opened in March 2030”.",
        "On Monday, 14 March, the bridge fell.",
        "The bridge fell on Monday, 15 March 2016.",  # it was a Tuesday
        "He counted 2,016 lorries in March.",
        "© Lantern 2024. All rights reserved.",
        "Copyright was reserved in March 2024.",
        "In May they left.",
    ],
)
def test_plans_titles_and_dates_without_year_say_nothing(sentence):
    assert infer([sentence]) == Published()


def test_time_is_linear():
    started = time.process_time()
    for words in ("1 ", "In March 2016 ", "was ", "a", '"', "‘", "Published ", "(", "15 March 2016, "):
        parse(words * 20_000, "text")
        infer([words * 20_000])
    assert time.process_time() - started < 20
