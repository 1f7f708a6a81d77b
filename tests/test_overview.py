"""What is said of the articles of a set as a whole."""

import pandas as pd

from crossread.display import overview

TIME = pd.Timestamp("2031-05-03", tz="UTC")
KNOWN = {"outlet": "Wire", "title": "Ferry", "published_start": TIME, "published_end": TIME}


def test_what_is_not_known_is_said_with_where_to_say_it():
    rows = [KNOWN, {**KNOWN, "outlet": None, "published_start": None, "published_end": None}]
    said = overview.not_known(pd.DataFrame(rows))
    assert "outlet of 1 article" in said and "time of 1 article" in said and "title of" not in said
    assert "metadata.csv" in said and "Without the times" in said
    assert overview.not_known(pd.DataFrame([KNOWN])) == ""


def test_a_day_with_two_readings_says_so():
    row = pd.Series({**KNOWN, "published_end": TIME + pd.Timedelta(days=30)})
    row["published_basis"], row["published_precision"] = "metadata", "unknown"
    assert "which number is the day is not known" in overview.published_basis(row)
