"""When what a sentence tells of happened: words and the time of publication, in invented sentences."""

import pandas as pd
import pytest

from crossread.figures import event_dates

TOLD = (pd.Timestamp("2031-05-09T10:00Z"), pd.Timestamp("2031-05-09T10:00Z"))  # a Friday


def day(words, published=TOLD):
    found = event_dates.of_sentence(words, *published)
    if found is None:
        return None
    first, last = found[0] + pd.Timedelta(hours=14), found[1] - pd.Timedelta(hours=12)
    return f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}", found[2]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Nine people died on Thursday.", ("2031-05-08", "2031-05-08", "day")),
        ("Nine people died on Friday.", ("2031-05-09", "2031-05-09", "day")),
        ("Nine people died on Saturday.", ("2031-05-03", "2031-05-03", "day")),
        ("NINE PEOPLE DIED ON 2 MARCH.", ("2031-03-02", "2031-03-02", "day")),
        ("Nine people died yesterday.", ("2031-05-08", "2031-05-08", "day")),
        ("Nine people died on 2 March.", ("2031-03-02", "2031-03-02", "day")),
        ("Nine people died on March 2, 2029.", ("2029-03-02", "2029-03-02", "day")),
        ("Nine people died in March 2029.", ("2029-03-01", "2029-03-31", "month")),
        ("Nine people died in March.", ("2031-03-01", "2031-03-31", "month")),
        ("Nine people died last month.", ("2031-04-01", "2031-04-30", "month")),
        ("Nine people died earlier this month.", ("2031-05-01", "2031-05-09", "month")),
        ("Nine people died last week.", ("2031-04-28", "2031-05-04", "unknown")),
        ("Nine people died in 2029.", ("2029-01-01", "2029-12-31", "unknown")),
    ],
)
def test_what_the_words_allow(words, expected):
    assert day(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "Nine people died.",
        "Police said on Thursday that nine people died.",
        "It was the worst fire since Monday.",
        "Nine people died on Monday and four on Tuesday.",
        "The toll rose to nine on Friday.",
        "Nine people may die.",
        "The queen met relatives of the nine people killed on Thursday.",
        "Nine people died eight days after taking office on 2 March.",
        "Since it was founded in 2029, nine people died.",
        "Nine people died on 2 July.",  # ten months ago: too far to go without its year
    ],
)
def test_what_is_not_sure_is_left_out(words):
    assert day(words) is None


def test_without_two_bounds_of_publication_only_a_full_date_tells():
    nowhere, since = (pd.NaT, pd.NaT), (TOLD[0], pd.NaT)
    for published in (nowhere, since):
        assert day("Nine people died on Thursday.", published) is None
        assert day("Nine people died on 2 March 2029.", published) == ("2029-03-02", "2029-03-02", "day")


def test_a_time_without_a_zone_keeps_its_day_and_a_bare_day_too():
    zoneless = (pd.Timestamp("2031-05-08T20:00Z"), pd.Timestamp("2031-05-09T22:00Z"))  # 10:00 of the 9th, somewhere
    bare = (pd.Timestamp("2031-05-08T10:00Z"), pd.Timestamp("2031-05-10T11:59:59Z"))
    for published in (zoneless, bare):
        assert day("Nine people died yesterday.", published) == ("2031-05-08", "2031-05-08", "day")
    far = (TOLD[0], TOLD[0] + pd.Timedelta(days=20))
    assert day("Nine people died yesterday.", far) is None


def test_two_days_have_nothing_in_common_though_their_hours_overlap():
    days = [event_dates.of_sentence(f"Nine died on {name}.", *TOLD) for name in ("Wednesday", "Thursday")]
    month = event_dates.of_sentence("Nine died earlier this month.", *TOLD)
    assert event_dates.together(days) is None
    assert event_dates.together([days[0], month]) == days[0]
    assert event_dates.together([]) is None
