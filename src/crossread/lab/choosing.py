"""A choice of set and article, and the article."""

from functools import cache

import ipywidgets
from markupsafe import Markup

import crossread as cr
from crossread.articles.sets import DATA, SetError
from crossread.comparison.whole import Whole
from crossread.display.overview import in_order
from crossread.report import reading_view


def article(s: cr.ArticleSet, layer: str) -> ipywidgets.Widget:
    """Let the reader choose an article of ``s`` or of a set under ``data/``, and show it with ``layer`` marked."""
    load = cache(lambda name: cr.load(name) if name else s)
    found = cache(lambda name: reading_view.layers_of(Whole(load(name).tables, load(name).books)))
    sets = {path.parent.name: path.parent.name for path in sorted(DATA.glob("*/articles"))}
    of_set = ipywidgets.Dropdown(options=sets | {s.folder.name: ""}, value="", description="Set")
    of_article = ipywidgets.Dropdown(description="Article", layout={"width": "36rem", "max_width": "100%"})
    shown = ipywidgets.Output()

    def offer(_: object = None) -> None:
        try:
            ordered = in_order(load(of_set.value).articles)
        except SetError as error:
            of_article.options = [(str(error), None)]
        else:
            words = ordered["name"] + ": " + ordered["title"].fillna(ordered["source_file"])
            places = ((of_set.value, article_id) for article_id in ordered["article_id"])
            of_article.options = list(zip(map(reading_view.safe, words), places, strict=True))
        of_article.index = 0

    def show(_: object = None) -> None:
        drawn = Markup("")
        if of_article.value:
            name, article_id = of_article.value
            drawn = reading_view.show(load(name).tables, article_id, found=found(name), layer=layer).data
        shown.outputs = [{"output_type": "display_data", "data": {"text/html": drawn}, "metadata": {}}]

    of_set.observe(offer, "value")
    of_article.observe(show, "value")
    offer()
    return ipywidgets.VBox([of_set, of_article, shown])
