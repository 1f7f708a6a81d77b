"""What the notebook on casualties shows: the tables of :mod:`crossread.claims` with links and sentences."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from crossread import claims, display, evidence
from crossread.evidence import CUT

__all__ = ["by_article", "counts", "every_claim", "others", "parties", "single", "subtotals"]

LONG = 40  # rows of a table beyond which it is folded
NONE = "None: no casualty figure was found in this set."


def counts(found: pd.DataFrame, covered: pd.DataFrame) -> HTML:
    """Show how many claims there are, and which articles have none."""
    if found.empty:
        return display.say(NONE, *_without(covered))
    sizes = found["measure"].value_counts()
    each = display.joined(f"{n:,} {measure}" for measure, n in sizes.items())
    apart = int(found["apart"].sum())
    party = int((found["kind"] == claims.PARTY).sum())
    lines = [
        f"{display.counted(len(found), 'casualty claim')} in "
        f"{display.counted(found['article_id'].nunique(), 'article')}: {each}.",
        f"{apart:,} set apart, as they stand in the background or a caption, or count more than one incident; "
        f"{party:,} by a party to the conflict; {int(found['part_of'].notna().sum()):,} part of a total.",
        f"The number of {display.counted(len(claims.single(found)), 'claim')} is {claims.ONE_ONLY}.",
    ]
    return display.say(*lines, *_without(covered))


def by_article(covered: pd.DataFrame) -> HTML:
    """Show how many claims each article makes; one without any says so."""
    shown = covered.drop(columns=["article_id", "analysed"])
    none = (covered[["killed", "injured"]].sum(axis=1) == 0) & covered["analysed"]
    note = none.map({True: "no toll: nobody said to be killed or injured", False: ""})
    shown = shown[["name", "number", "published", "killed", "injured", "other", "party", "up_front"]]
    heads = ["Article", "No.", "Published", "Killed", "Injured", "Other", "By a party", "In title and lead"]
    shown = shown.set_axis(heads, axis="columns")
    note = note.where(covered["analysed"], "not analysed")
    if note.any():
        shown["Note"] = note
    return display.table(shown, "Casualty claims of each article")


def single(found: pd.DataFrame) -> HTML:
    """Show the claims whose number one article alone has."""
    rows = claims.single(found)
    if found.empty:
        return display.say(NONE)
    if found["origin"].nunique() == 1:
        return display.say("One article alone gives casualty figures, so that each of them is its alone.")
    if rows.empty:
        return display.say("None: every number stands in two articles or more.")
    return _table(_columns(rows), f"Numbers {claims.ONE_ONLY}")


def parties(found: pd.DataFrame, apart: bool = True) -> HTML:
    """Show the claims of parties to the conflict, or without ``apart`` those of all others, by kind of source."""
    kinds = [claims.PARTY] if apart else [kind for kind in claims.KINDS if kind != claims.PARTY]
    parts = []
    for kind in kinds:
        rows = found[found["kind"] == kind]
        if len(rows):
            size = display.counted(len(rows), "claim")
            table = display.table_markup(_columns(rows), f"Claims, {kind}")
            parts.append(table if apart and len(rows) <= LONG else display.folded(f"{_capital(kind)}: {size}", table))
    if parts:
        return display.fragment(*parts)
    return display.say("None: no claim is known to be that of a party to the conflict." if apart else NONE)


def subtotals(found: pd.DataFrame) -> HTML:
    """Show the claims that are part of another, beside their total."""
    rows = claims.subtotals(found)
    if rows.empty:
        return display.say("None: no claim is said to be part of another.")
    shown = _columns(rows)
    shown.insert(1, "Total", rows["total"].fillna("not found").to_numpy())
    return _table(shown.rename(columns={"Claim": "Of these"}), "Subtotals and their totals")


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
    parts = []
    for name, rows in found.groupby("name", sort=False):
        shown = _columns(rows, None if in_full else CUT).drop(columns="Article")
        shown = shown.rename(columns={"Section": "Where"})
        table = display.table_markup(shown, f"Casualty claims in {name}")
        parts.append(display.folded(f"{name}: {display.counted(len(rows), 'claim')}", table))
    return display.fragment(*parts)


def _without(covered: pd.DataFrame) -> list[str]:
    """Which articles give no casualty figure, and in which none was looked for."""
    lines = []
    none = covered["analysed"] & (covered[["killed", "injured", "other"]].sum(axis=1) == 0)
    if none.any():
        lines.append(f"There is no casualty figure in {display.joined(covered.loc[none, 'name'])}.")
    if not covered["analysed"].all():
        apart = display.joined(covered.loc[~covered["analysed"], "name"])
        lines.append(f"Not analysed, as the language is not English: {apart}.")
    return lines


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
    return display.noted(row.voice, row.kind + via) if row.voice != row.kind else Markup("{}{}").format(row.voice, via)


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _table(shown: pd.DataFrame, caption: str) -> HTML:
    table = display.table_markup(shown, caption)
    long = len(shown) > LONG
    return display.fragment(display.folded(f"{caption} ({len(shown):,} rows)", table) if long else table)
