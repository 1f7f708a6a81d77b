"""What the notebook on the articles shows: what the set holds, and what was taken for page furniture."""

from collections.abc import Iterable

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from crossread.display import html as display
from crossread.display import many, overview, passages, roles
from crossread.display.html import shortened
from crossread.problems import Problem


def contents(articles: pd.DataFrame, blocks: pd.DataFrame) -> HTML:
    """Show what the set holds, an article a row."""
    ordered = many.sample(overview.in_order(articles)).reset_index(drop=True)
    own = dict(iter(blocks.groupby("article_id")))
    shares = [roles.quoted_share(a, own.get(a["article_id"], blocks.iloc[:0])) for _, a in ordered.iterrows()]
    shown = pd.DataFrame(
        {
            "Article": display.cells(display.noted(a["name"], _outlet_basis(a)) for _, a in ordered.iterrows()),
            "Title": titles(ordered),
            "Published": display.cells(
                display.noted(overview.published(a), overview.published_basis(a)) for _, a in ordered.iterrows()
            ),
            "Words": ordered["n_words"],
            "Quoted": pd.Series(shares, dtype="Float64"),
            "Language": ordered["language"],
            "Kind": ordered["kind"].str.replace("_", " "),
        }
    )
    caption = "Articles of the set, in order of the earliest time they can have appeared"
    return display.table(shown, caption, many.note(len(articles)))


def problems(found: Iterable[Problem]) -> HTML:
    """Show what is wrong with the set, or say that nothing is."""
    return display.fragment(problems_markup(found))


def problems_markup(found: Iterable[Problem]) -> Markup:
    """What is wrong with a set as a table, or that nothing is."""
    rows = pd.DataFrame(list(found), columns=["File", "What is wrong", "What to do"])
    if rows.empty:
        return Markup("<p>Nothing: every file was read, and every article is taken to be in English.</p>")
    return display.table_markup(rows, "What was left out or needs a look")


def furniture(articles: pd.DataFrame, blocks: pd.DataFrame) -> HTML:
    """Show the words that were set apart, an article at a time, each with a link to its place."""
    found = roles.furniture(articles, blocks)
    if found.empty:
        return display.say("There are none.")

    words = (
        display.link(passages.address(r.article_id, r.start, r.end), shortened(r.words, 160))
        for r in found.itertuples()
    )
    found["Words"] = display.cells(words)
    found["Role"] = found["role"].where(~found["repeated"], found["role"] + " (repeated)")
    found["Rule"] = found["rule"]
    return display.by_article(found, "Set apart in", "block", lambda rows: rows[["Role", "Rule", "Words"]])


def copies(articles: pd.DataFrame) -> HTML:
    """Show which articles stand for at least half in another one, or say that none does."""
    found = overview.copies(articles)
    if found.empty:
        return display.say("None: no article has half or more of its word sequences in another one of the set.")
    shown = pd.DataFrame(
        {
            "Article": found["name"],
            "Stands in": opening(found["copy_of"], found["copy_of_name"]),
            "Share of its 5-word sequences": found["copy_share"],
        }
    )
    return display.table(shown, "Articles that are copies in half or more of their words")


def titles(ordered: pd.DataFrame) -> pd.Series:
    """Each title as a link to the reading view."""
    return opening(ordered["article_id"], ordered["title"].fillna(ordered["source_file"]))


def opening(ids: pd.Series, words: pd.Series) -> pd.Series:
    """``words`` as links to the articles."""
    return display.cells(display.link(passages.address(i), w) for i, w in zip(ids, words, strict=True))


def _outlet_basis(article: pd.Series) -> str:
    return f"outlet: {article['outlet_basis']}" if pd.notna(article["outlet_basis"]) else "outlet not known"
