"""The tolls of a set in words: what each counts, which numbers its claims name, and what their comparison gives, with
the reason why. :mod:`crossread.figures.tolls` compares; here nothing is decided."""

from __future__ import annotations

import re

import pandas as pd

from crossread.display import overview
from crossread.display.html import counted, joined
from crossread.figures import claims
from crossread.figures.tolls import RISEN

MEASURES = ("killed", "injured", "missing", "captured", "displaced", "affected")
HEADS = {
    "killed": "Killed",
    "injured": "Injured",
    "missing": "Missing",
    "captured": "Captured or held",
    "displaced": "Displaced",
    "affected": "Affected",
}
STANDINGS = {
    "current": "current",
    "superseded": "superseded: overtaken by a higher number",
    "stale": "stale: printed after a higher number, as far as the times tell",
}


def members(toll_members: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """The claims of :func:`crossread.figures.claims.claims` that stand in a toll, in their order, with ``toll_id``,
    ``origin`` (who stands behind it, missing where nobody is named) and ``standing``."""
    rows = found.merge(toll_members, on="figure_id", how="inner", validate="one_to_one")
    assert len(rows) == len(toll_members), "a toll has a claim that is no casualty figure"
    return rows


def of_main(compared: pd.DataFrame) -> str:
    """How many tolls, of those that :func:`compared` gives, are of the main event, and its name if it has one."""
    main = compared.loc[compared["is_main"], "event"]
    named = [f", {name}" for name in main.head(1) if not name.startswith("main event")]
    return f"{f'{len(main):,}' if len(main) else 'none surely'} of the main event{''.join(named)}"


def compared(events: pd.DataFrame, tolls: pd.DataFrame, inside: pd.DataFrame) -> pd.DataFrame:
    """The tolls of a set, those of the main event first, then by event, measure and number of articles.

    ``inside`` is what :func:`members` gives.

    Returns
    -------
    The columns of ``tolls`` and ``event`` (its name, with its time where that is known), ``is_main``, ``victims``,
    ``numbers`` (lowest to highest), ``n_texts`` (articles, each with its copies as one), ``verdict`` (what the
    comparison gives, in a word or two), ``why`` (the same as a sentence or two).
    """
    own = dict(iter(inside.groupby("toll_id")))
    named = {row.event_id: event_name(row) for row in events.itertuples()}
    place = {event_id: number for number, event_id in enumerate(events["event_id"])}
    rows = tolls.assign(
        event=tolls["event_id"].map(named),
        is_main=tolls["event_id"] == "event:main",
        victims=[_victims(row, own[row.toll_id]) for row in tolls.itertuples()],
        numbers=[_numbers(row, own[row.toll_id]) for row in tolls.itertuples()],
        n_texts=[own[toll_id]["original"].nunique() for toll_id in tolls["toll_id"]],
        verdict=[_verdict(row.agreement, own[row.toll_id]) for row in tolls.itertuples()],
        why=[_WHY[row.agreement](own[row.toll_id]) for row in tolls.itertuples()],
    )
    order = pd.DataFrame(
        {
            "event": rows["event_id"].map(place),
            "measure": rows["measure"].map(MEASURES.index),
            "whole": [own[toll_id]["part_of"].notna().all() for toll_id in rows["toll_id"]],
            "articles": -rows["n_articles"].astype(int),
            "toll": rows["toll_id"],
        }
    )
    rows["victims"] = _told_apart(rows, own)
    return rows.loc[order.sort_values(list(order.columns), kind="stable").index].reset_index(drop=True)


def event_name(row: tuple) -> str:
    """The name of an event, with its day or days where they are known."""
    name = row.name if hasattr(row, "name") else row.Index
    if pd.isna(row.date_start) or pd.isna(row.date_end):
        return name
    first, last = row.date_start + overview.EASTMOST, row.date_end - pd.Timedelta(hours=12)
    if f"{first:%d%m} {last:%d%m} {first:%Y}" == f"0101 3112 {last:%Y}" and str(first.year) in name:
        return name  # the year itself
    if first >= last or first.date() == last.date():
        return f"{name} ({overview.day(min(first, last))})"
    return f"{name} ({overview.day(first)} to {overview.day(last)})"


def _victims(toll: tuple, own: pd.DataFrame) -> str:
    """Whom a toll counts, in the words of its claims where they share them."""
    if own["victims"].nunique() == 1:
        return own["victims"].iloc[0]
    demographics = set(own["victim_demographic"].dropna())
    if len(demographics) == 1 and own["victim_demographic"].notna().all():
        return demographics.pop()
    if toll.victim_status in ("civilian", "unknown"):
        return "people" if toll.victim_status == "unknown" else "people, some said to be civilians"
    worded = dict.fromkeys(own["victim_group"].dropna().map(claims.plain))
    return f"{claims.STATUSES[toll.victim_status]} ({', '.join(list(worded)[:3])})"


def _told_apart(rows: pd.DataFrame, own: dict[str, pd.DataFrame]) -> list[str]:
    """The ``victims`` of each toll, with what sets it apart where tolls of one event and measure share them."""
    alike = rows.duplicated(["event", "measure", "victims"], keep=False)
    return [
        f"{row.victims}, {what}" if shared and (what := _what_apart(row, own[row.toll_id])) else row.victims
        for row, shared in zip(rows.itertuples(), alike, strict=True)
    ]


def _what_apart(toll: tuple, own: pd.DataFrame) -> str:
    state = re.search(r"\|(in \w+ condition)(?:\||$)", toll.toll_id)
    known = [
        state[1] if state else "a subtotal" if own["part_of"].notna().all() else "",
        "in all, over a longer time" if (own["count_scope"] == "cumulative").all() else "",
        f"laid to {toll.alleged_perpetrator}" if pd.notna(toll.alleged_perpetrator) else "",
    ]
    return ", ".join(filter(None, known))


def _numbers(toll: tuple, own: pd.DataFrame) -> str:
    if own["negated"].fillna(False).all():
        return "none"
    closed = own["reported_max"].notna()
    if len(own) == 1:
        return claims.value(next(own.itertuples()))
    top = own[["reported_min", "reported_max"]].max().max()
    if pd.isna(toll.low):
        return f"up to {int(top):,}"
    low = f"{toll.low:,}"
    if top == toll.low:
        return low if closed.any() else f"{low} or more"
    high = f"{int(top):,}"
    is_open = (own.loc[~closed, "reported_min"] >= top).any()
    return f"{low} to {high}" + " or more" * bool(is_open)


def _verdict(agreement: str, own: pd.DataFrame) -> str:
    if agreement == "compatible" and _is_apart(own):
        return "order unknown"
    return agreement.replace("single_origin", "one origin")


def _is_apart(own: pd.DataFrame) -> bool:
    """Whether the bounds of the numbers leave no room for each other."""
    current = own[own["standing"] == "current"]
    low, high = current["reported_min"].max(), current["reported_max"].min()
    return bool(pd.notna(low) and pd.notna(high) and low > high)


def _single(own: pd.DataFrame) -> str:
    named = list(dict.fromkeys(own["origin"].dropna()))
    who = f"on the word of {joined(named)}" if named else "no source is named"
    if own["article_id"].nunique() == 1:
        return f"{claims.ONE_ONLY.capitalize()}; {who}."
    if own["original"].nunique() == 1:
        return f"One text that {own['article_id'].nunique()} articles carry; {who}."
    return f"One origin behind all: {who}."


def _corroborated(own: pd.DataFrame) -> str:
    return f"{joined(dict.fromkeys(own['origin'].dropna()))}, named apart, say the same."


def _compatible(own: pd.DataFrame) -> str:
    names = list(dict.fromkeys(own["origin"].dropna()))
    if own["value"].map(claims.plain).nunique() == 1:
        behind = f"only {names[0]} is named" if len(names) == 1 else "no source is named"
        return (
            f"The same number in {counted(own['article_id'].nunique(), 'article')}, but {behind}: it may rest on one."
        )
    if _is_apart(own):
        return (
            "The numbers differ beyond their bounds. Which came first is not known, so that one may be an update of "
            "another; nobody is known to dispute one."
        )
    return "The numbers differ, and their bounds leave room for each other. That is not agreement."


def _updated(own: pd.DataFrame) -> str:
    current = own[own["standing"] == "current"]
    return (f"Latest known: {_told(current)}. " if len(current) else "") + _overtaken(own)


def _overtaken(own: pd.DataFrame) -> str:
    """Which claims are behind, and which text says so."""
    parts = []
    for standing, words in (("superseded", "Overtaken by a higher number"), ("stale", "Printed after a higher one")):
        rows = own[own["standing"] == standing]
        if len(rows):
            parts.append(f"{words}: {_told(rows)}.")
    rose = [row for row in own.itertuples() if RISEN.search(row.sentence[: row.start - row.sentence_start])]
    if rose:
        parts.append(f"{rose[0].name} says that the toll rose to {rose[0].value}.")
    return " ".join(parts)


def extremes(own: pd.DataFrame) -> tuple[tuple, tuple]:
    """Of the claims of a contested toll that are not overtaken, those with the lowest and the highest bound, as named
    rows; who is named comes first."""
    current = own[own["standing"] == "current"] if (own["standing"] == "current").any() else own
    current = current.loc[current["origin"].isna().sort_values(kind="stable").index]  # who is named comes first
    least = current["reported_max"].astype("Float64").fillna(float("inf")).idxmin()
    most = current["reported_min"].astype("Float64").fillna(0.0).idxmax()
    return tuple(current.loc[[least, most]].itertuples(index=False))


def _contested(own: pd.DataFrame) -> str:
    least, most = extremes(own)
    return (
        f"At odds, and time does not explain it: {claims.number(least)} ({least.voice}, in {least.name}) and "
        f"{claims.number(most)} ({most.voice}, in {most.name}). {_overtaken(own)}"
    ).strip()


def _told(rows: pd.DataFrame) -> str:
    """Each number with the articles that give it."""
    each = rows.groupby("value", sort=False)["name"].unique()
    shown = [
        f"{value} ({', '.join(names[:4])}{' and others' if len(names) > 4 else ''})" for value, names in each.items()
    ]
    return joined(shown if len(shown) <= 5 else [*shown[:4], f"{len(shown) - 4} more numbers"])


_WHY = {
    "single_origin": _single,
    "corroborated": _corroborated,
    "compatible": _compatible,
    "updated": _updated,
    "contested": _contested,
}
