import invented
import pytest
from lxml import html

from crossread.display import charts, drawing, overview


def _svg(shown):
    return html.fromstring(shown.data).find(".//svg")


def _words(svg):
    return ["".join(text.itertext()) for text in svg.iter("text")]


@pytest.mark.parametrize("n", [1, 5, 12, 50])
def test_every_dated_article_has_its_row_and_every_other_is_named_apart(n):
    articles = invented.analysis(n).tables["articles"]
    shown = charts.timeline(articles)
    names = overview.in_order(articles).set_index("article_id")["name"]
    dated = articles.loc[articles["published_start"].notna(), "article_id"].map(names)
    undated = articles.loc[articles["published_start"].isna(), "article_id"].map(names)
    labels = _words(_svg(shown))
    assert set(dated) <= set(labels)
    assert not set(undated) & set(labels)
    caption = html.fromstring(shown.data).find(".//figcaption").text_content()
    assert all(name in caption for name in undated)
    assert any("UTC" in label for label in labels)


def test_a_set_without_any_time_is_said_in_words():
    articles = invented.analysis(1).tables["articles"].assign(published_start=None, published_end=None)
    articles = articles.astype(invented.analysis(1).tables["articles"].dtypes)
    shown = charts.timeline(articles).data
    assert "<svg" not in shown
    assert "No time is known for Harbour Post" in shown


def test_an_article_known_only_to_be_older_than_something():
    articles = invented.analysis(1).tables["articles"].copy()
    articles["published_start"] = articles["published_start"].where([False])
    assert "not after 3 May 2031, 05:10 UTC" in charts.timeline(articles).data


def test_dollar_signs_and_markup_in_a_name_stay_what_they_are():
    tables = invented.analysis().tables
    tables["articles"].loc[0, "outlet"] = "Cost of $x^2$ <script>"
    svg = _svg(charts.timeline(tables["articles"]))
    assert "Cost of $x^2$ <script>" in _words(svg)
    assert "MathJax" not in html.tostring(svg, encoding="unicode")


@pytest.mark.parametrize("kind", ["timeline", "words_by_group"])
def test_a_chart_is_the_same_each_time(kind):
    tables = invented.analysis(12).tables
    given = (tables["articles"],) if kind == "timeline" else (tables["articles"], tables["blocks"])
    shown = getattr(charts, kind)(*given).data
    assert shown == getattr(charts, kind)(*given).data


def _contrast(a, b):
    def light(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    one, other = sorted((light(a), light(b)), reverse=True)
    return (one + 0.05) / (other + 0.05)


@pytest.mark.parametrize("colour", drawing.COLOURS.values())
@pytest.mark.parametrize("paper", ["#ffffff", "#15171b"])
def test_colours_stand_out_from_light_and_dark_paper(colour, paper):
    assert _contrast(colour, paper) >= 3
