"""What the notebook on casualties shows: tolls, their claims and who makes them, with links and sentences."""

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from crossread.display import evidence, many, passages
from crossread.display import html as display
from crossread.display.evidence import CUT
from crossread.figures import claims, toll_words

__all__ = ["counts", "every_claim", "main_tolls", "matrix", "one_only", "other_tolls", "others", "parties", "subtotals"]

TOLLS = 8  # columns of tolls beside many articles
NAMED = 12  # articles up to which a line names them all
NO_NUMBER = Markup(display.MISSING)
NONE = "None: no casualty figure was found in this set."
NOT_TRUTH = (
    "That claims agree does not make them true: many articles may rest on one source. That they differ does not make "
    "one of them false: a toll grows."
)


def counts(found: pd.DataFrame, covered: pd.DataFrame, compared: pd.DataFrame) -> HTML:
    """Show how many claims and tolls there are, and which articles have none."""
    if found.empty:
        return display.say(NONE, *_without(covered))
    each = display.joined(f"{n:,} {measure}" for measure, n in found["measure"].value_counts().items())
    return display.say(
        f"{display.counted(len(found), 'casualty claim')} in "
        f"{display.counted(found['article_id'].nunique(), 'article')}: {each}.",
        f"{display.counted(len(compared), 'toll')}, {toll_words.of_main(compared)}.",
        f"Claims of a party to the conflict: {int((found['kind'] == claims.PARTY).sum()):,}. "
        f"Subtotals: {int(found['part_of'].notna().sum()):,}.",
        *_without(covered),
    )


def main_tolls(compared: pd.DataFrame, inside: pd.DataFrame) -> HTML:
    """Show the tolls of the main event, each with its claims behind a line that opens them."""
    rows = compared[compared["is_main"]]
    if rows.empty:
        return display.say("None: no claim was found of the event that titles and leads speak of.")
    return display.fragment(
        _summary(rows, "Tolls of the main event"), *_opened(rows, inside), display.paragraph(NOT_TRUTH)
    )


def other_tolls(compared: pd.DataFrame, inside: pd.DataFrame) -> HTML:
    """Show the tolls of other events and of the background, folded, an event at a time."""
    rows = compared[~compared["is_main"]]
    if rows.empty:
        return display.say("None: every toll is one of the main event.")
    parts, n = [], rows["event"].nunique()
    first = rows["event"].drop_duplicates().head(many.EVENTS)
    for event, own in rows[rows["event"].isin(first)].groupby("event", sort=False):
        head = f"{event}: {display.counted(len(own), 'toll')}"
        parts.append(display.folded(head, _summary(own, f"Tolls: {event}"), *_opened(own, inside)))
    if n > len(parts):
        parts += display.small(f"These are the first {len(parts)} of {n:,} events; {many.WHERE}.")
    return display.fragment(*parts, display.paragraph(NOT_TRUTH))


def matrix(compared: pd.DataFrame, inside: pd.DataFrame, covered: pd.DataFrame) -> HTML:
    """Show which article gives which bound of which toll: those of the main event, and others in two texts or more."""
    rows = compared[compared["is_main"] | (compared["n_texts"] > 1)]
    silent = _silent(compared, inside, covered)
    n_tolls, giving = len(rows), inside.loc[inside["toll_id"].isin(rows["toll_id"]), "name"].drop_duplicates()
    left_out = ""
    if len(covered) > many.ARTICLES:
        rows, covered = rows.head(TOLLS), covered[covered["name"].isin(many.chosen(giving))]
        left_out = f"Of {display.counted(n_tolls, 'toll')} these are the first {len(rows)}. {many.note(len(giving))}"
    if rows.empty:
        return display.say("There is nothing to set side by side: no two articles count the same people.", *silent)
    cells = {
        toll: own.groupby("article_id")
        for toll, own in inside[inside["toll_id"].isin(rows["toll_id"])].groupby("toll_id")
    }
    heads = pd.Series([_head(row) for row in rows.itertuples()])
    alike = heads.groupby(heads).cumcount() + 1  # of one name, yet of other people: each keeps its own column
    heads = heads.where(~heads.duplicated(keep=False), heads + " (" + alike.astype(str) + ")").tolist()
    grid = {
        name: [_bounds(cells[toll], article_id, analysed) for toll in rows["toll_id"]]
        for name, article_id, analysed in zip(covered["name"], covered["article_id"], covered["analysed"], strict=True)
    }
    caption = "Tolls side by side: the number that each article gives"
    if len(grid) <= len(heads):  # what is fewer stands beside each other
        shown = pd.DataFrame({"Toll": heads} | {name: display.cells(column) for name, column in grid.items()})
    else:  # an article without a number needs no row of its own: the lines below name it
        given = {name: column for name, column in grid.items() if set(column) != {NO_NUMBER}}
        columns = {head: display.cells(column[n] for column in given.values()) for n, head in enumerate(heads)}
        shown = pd.DataFrame({"Article": list(given)} | columns)
    table = Markup('<div class="matrix">{}</div>').format(display.table_markup(shown, caption))
    return display.fragment(table, *display.small(left_out.strip()), *map(display.paragraph, silent))


def one_only(compared: pd.DataFrame, inside: pd.DataFrame) -> HTML:
    """Show the tolls that one article alone reports; an article and its copies count as one."""
    if compared.empty:
        return display.say(NONE)
    rows = compared[compared["n_texts"] == 1]
    if rows.empty:
        return display.say("None: every toll is reported by two articles or more.")
    note = f"{len(rows):,} of {display.counted(len(compared), 'toll')} are {claims.ONE_ONLY}."
    if len(rows) == len(compared):
        note = (
            f"Each of the {display.counted(len(rows), 'toll')} is {claims.ONE_ONLY}: no two articles of this set count "
            "the same people, so that there is nothing to compare. That is what the set holds, and no error."
        )
    first = inside.drop_duplicates("toll_id").set_index("toll_id").loc[rows["toll_id"]]
    shown = pd.DataFrame(
        {
            "Toll": rows["measure"].map(toll_words.HEADS).to_numpy() + ", " + rows["victims"].to_numpy(),
            "Event": rows["event"].to_numpy(),
            "Number": rows["numbers"].to_numpy(),
            "Article": first["name"].to_numpy(),
            "Who says it": display.cells(_said(row) for row in first.itertuples()),
            "Sentence": evidence.sentences(first),
        }
    )
    return display.fragment(display.paragraph(note), display.long_markup(shown, f"Tolls {claims.ONE_ONLY}"))


def parties(found: pd.DataFrame, apart: bool = True) -> HTML:
    """Show the claims of parties to the conflict, or without ``apart`` those of all others, by kind of source."""
    kinds = [claims.PARTY] if apart else [kind for kind in claims.KINDS if kind != claims.PARTY]
    parts = []
    for kind in kinds:
        rows = found[found["kind"] == kind]
        if len(rows):
            table = display.table_markup(_columns(rows), f"Claims, {kind}", many.OF_KIND)
            size = f"{kind[0].upper()}{kind[1:]}: {display.counted(len(rows), 'claim')}"
            parts.append(table if apart and len(rows) <= display.LONG else display.folded(size, table))
    if apart:
        parts.insert(0, display.paragraph(_basis(found)))
    return display.fragment(*parts) if parts else display.say(NONE)


def subtotals(found: pd.DataFrame) -> HTML:
    """Show the claims that are part of another, beside their total."""
    rows = claims.subtotals(found)
    if rows.empty:
        return display.say("None: no claim is said to be part of another.")
    shown = _columns(rows)
    shown.insert(1, "Total", rows["total"].fillna("not found").to_numpy())
    return display.long_table(shown.rename(columns={"Claim": "Of these"}), "Subtotals and their totals")


def others(rows: pd.DataFrame) -> HTML:
    """Show the reported numbers that count no casualties, folded."""
    if rows.empty:
        return display.say("None: no other number was found.")
    shown = pd.DataFrame(
        {
            "Article": rows["name"],
            "Measure": rows["measure"],
            "Number": rows["value"],
            "Unit": rows["unit"],
            "Said by": rows["attributed_to"],
            "Sentence": evidence.sentences(rows),
        }
    )
    caption = "Reported numbers that count no casualties"
    return display.fragment(display.folded(f"{caption} ({len(rows):,} rows)", display.table_markup(shown, caption)))


def every_claim(found: pd.DataFrame, in_full: bool = False) -> HTML:
    """Show every casualty claim, an article at a time, each with its sentence and a link to it."""
    if found.empty:
        return display.say(NONE)
    cut = None if in_full else CUT
    return display.by_article(
        found, "Casualty claims in", "claim", lambda rows: _columns(rows, cut).drop(columns="Article")
    )


def _summary(rows: pd.DataFrame, caption: str) -> Markup:
    """One row a toll."""
    agreement = [display.noted(row.verdict, row.why) for row in rows.itertuples()]
    shown = pd.DataFrame(
        {
            "Toll": display.cells(
                display.noted(toll_words.HEADS[row.measure], row.victims) for row in rows.itertuples()
            ),
            "Numbers named": rows["numbers"].to_numpy(),
            "Articles": rows["n_articles"].to_numpy(),
            "Named origins": rows["n_origins"].to_numpy(),
            "What the comparison gives": display.cells(agreement),
        }
    )
    return display.table_markup(shown, caption)


def _opened(rows: pd.DataFrame, inside: pd.DataFrame) -> list[Markup]:
    """The claims of each toll, folded."""
    parts, n = [], len(rows)
    rows = rows.head(many.EVENTS)
    claims_of = dict(iter(inside[inside["toll_id"].isin(rows["toll_id"])].groupby("toll_id")))
    for row in rows.itertuples():
        own = claims_of[row.toll_id]
        shown = _columns(own).drop(columns="Section")
        origin = own["origin"].fillna("nobody named").to_numpy()
        shown.insert(
            3, "Counts as", display.cells(map(display.noted, origin, own["standing"].map(toll_words.STANDINGS)))
        )
        head = f"{toll_words.HEADS[row.measure]}, {row.victims}: {row.numbers}"
        parts.append(
            display.folded(f"{head} ({display.counted(len(own), 'claim')})", display.table_markup(shown, head))
        )
    if n > len(rows):
        parts += display.small(f"The claims are those of the first {len(rows)} of {n:,} tolls; {many.WHERE}.")
    return parts


def _head(row: tuple) -> str:
    event = "" if row.is_main else f" – {row.event}"
    return f"{toll_words.HEADS[row.measure]}, {row.victims}{event}"


def _bounds(by_article: object, article_id: str, analysed: bool) -> Markup:
    """The numbers that an article gives of a toll, each a link to its first sentence; a dash where it gives none."""
    if not analysed:
        return Markup("not analysed")
    if article_id not in by_article.groups:
        return NO_NUMBER
    own = by_article.get_group(article_id).drop_duplicates("value")
    links = (display.link(passages.address(r.article_id, r.start, r.end), claims.number(r)) for r in own.itertuples())
    return Markup("; ").join(links)


def _silent(compared: pd.DataFrame, inside: pd.DataFrame, covered: pd.DataFrame) -> list[str]:
    """Which articles give no toll of the main event, though of others."""
    of_main = set(inside.loc[inside["toll_id"].isin(compared.loc[compared["is_main"], "toll_id"]), "article_id"])
    with_any = covered["claims"].fillna(0) > 0
    only_other = covered.loc[with_any & ~covered["article_id"].isin(of_main), "name"]
    lines = _without(covered)
    if len(only_other):
        named = display.joined(only_other) if len(only_other) <= NAMED else display.counted(len(only_other), "article")
        lines.append(f"Claims of other events alone: {named}.")
    return lines


def _without(covered: pd.DataFrame) -> list[str]:
    """Which articles give no casualty figure, and in which none was looked for."""
    none = covered.loc[covered["claims"] == 0, "name"]
    give = "gives" if len(none) == 1 else "give"
    silent = [f"{display.joined(many.named(none))} {give} no toll at all: no casualty figure was found there."] * (
        len(none) > 0
    )
    return silent + display.which(display.NOT_ENGLISH, covered.loc[~covered["analysed"], "name"])


def _basis(found: pd.DataFrame) -> str:
    """Who counts as a party, and on whose word."""
    rows = found[found["kind"] == claims.PARTY]
    if rows.empty:
        return "None: no claim is known to be that of a party to the conflict."
    known = rows["party_why"].isna()
    given = display.joined(rows.loc[known, "party"].dropna().unique())
    inferred = rows[~known].drop_duplicates("party")
    each = "; ".join(f"{row.party} ({row.party_why})" for row in inferred.itertuples())
    stated = f"Parties by the word of actors.csv: {given}. " if given else ""
    guessed = f"Inferred from the code book and the texts: {each}. An actors.csv of yours overrides this. "
    return f"{stated}{guessed * bool(each)}Who holds an office of a party counts with it."


def _columns(rows: pd.DataFrame, cut: int | None = CUT) -> pd.DataFrame:
    """The columns that all tables of claims have."""
    worded = (display.noted(f"{r.value} {r.victims}", _note(r)) for r in rows.itertuples())
    return pd.DataFrame(
        {
            "Article": rows["name"].to_numpy(),
            "Claim": display.cells(worded),
            "Who says it": display.cells(_said(row) for row in rows.itertuples()),
            "Section": rows["section"].to_numpy(),
            "Sentence": evidence.sentences(rows, cut),
        }
    )


def _note(row: tuple) -> str:
    """Measure, and what is not one incident or one whole."""
    words = [row.measure]
    if pd.notna(row.count_scope) and row.count_scope != "incident":
        words.append(row.count_scope)
    if pd.notna(row.part_of):
        words.append("subtotal")
    if pd.notna(row.is_implicit) and row.is_implicit:
        words.append("no number in the text")
    if pd.notna(row.alleged_perpetrator):
        words.append(f"laid to {row.alleged_perpetrator}")
    return ", ".join(words)


def _said(row: tuple) -> Markup:
    via = f", through {row.via}" if pd.notna(row.via) else ""
    kind = row.kind + " (inferred)" * pd.notna(row.party_why)
    return display.noted(row.voice, kind + via) if row.voice != row.kind else Markup("{}{}").format(row.voice, via)
