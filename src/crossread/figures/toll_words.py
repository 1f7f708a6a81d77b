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
    own: dict[str, list[tuple]] = {}
    for row in inside.itertuples():
        own.setdefault(row.toll_id, []).append(row)
    named = {row.event_id: event_name(row) for row in events.itertuples()}
    place = {event_id: number for number, event_id in enumerate(events["event_id"])}
    rows = tolls.assign(
        event=tolls["event_id"].map(named),
        is_main=tolls["event_id"] == "event:main",
        victims=[_victims(row, own[row.toll_id]) for row in tolls.itertuples()],
        numbers=[_numbers(row, own[row.toll_id]) for row in tolls.itertuples()],
        n_texts=[len(_known(own[toll_id], "original")) for toll_id in tolls["toll_id"]],
        verdict=[_verdict(row.agreement, own[row.toll_id]) for row in tolls.itertuples()],
        why=[_WHY[row.agreement](own[row.toll_id]) for row in tolls.itertuples()],
    )
    order = pd.DataFrame(
        {
            "event": rows["event_id"].map(place),
            "measure": rows["measure"].map(MEASURES.index),
            "whole": [_all_parts(own[toll_id]) for toll_id in rows["toll_id"]],
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


def _known(own: list[tuple], column: str) -> list:
    """The different values that claims have in a column, in their order."""
    return [value for value in dict.fromkeys(getattr(row, column) for row in own) if pd.notna(value)]


def _all_parts(own: list[tuple]) -> bool:
    return all(pd.notna(row.part_of) for row in own)


def _victims(toll: tuple, own: list[tuple]) -> str:
    """Whom a toll counts, in the words of its claims where they share them."""
    if len(_known(own, "victims")) == 1:
        return own[0].victims
    demographics = {row.victim_demographic for row in own}
    if len(demographics) == 1 and pd.notna(demographic := demographics.pop()):
        return demographic
    if toll.victim_status in ("civilian", "unknown"):
        return "people" if toll.victim_status == "unknown" else "people, some said to be civilians"
    worded = dict.fromkeys(map(claims.plain, _known(own, "victim_group")))
    return f"{claims.STATUSES[toll.victim_status]} ({', '.join(list(worded)[:3])})"


def _told_apart(rows: pd.DataFrame, own: dict[str, list[tuple]]) -> list[str]:
    """The ``victims`` of each toll, with what sets it apart where tolls of one event and measure share them."""
    alike = rows.duplicated(["event", "measure", "victims"], keep=False)
    return [
        f"{row.victims}, {what}" if shared and (what := _what_apart(row, own[row.toll_id])) else row.victims
        for row, shared in zip(rows.itertuples(), alike, strict=True)
    ]


def _what_apart(toll: tuple, own: list[tuple]) -> str:
    state = re.search(r"\|(in \w+ condition)(?:\||$)", toll.toll_id)
    known = [
        state[1] if state else "a subtotal" if _all_parts(own) else "",
        "in all, over a longer time" if _known(own, "count_scope") == ["cumulative"] else "",
        f"laid to {toll.alleged_perpetrator}" if pd.notna(toll.alleged_perpetrator) else "",
    ]
    return ", ".join(filter(None, known))


def _numbers(toll: tuple, own: list[tuple]) -> str:
    if all(pd.notna(row.negated) and row.negated for row in own):
        return "none"
    if len(own) == 1:
        return claims.value(own[0])
    top = max(_known(own, "reported_min") + _known(own, "reported_max"))
    if pd.isna(toll.low):
        return f"up to {top:,}"
    low = f"{toll.low:,}"
    if top == toll.low:
        return low if _known(own, "reported_max") else f"{low} or more"
    is_open = any(pd.isna(row.reported_max) and pd.notna(row.reported_min) and row.reported_min >= top for row in own)
    return f"{low} to {top:,}" + " or more" * is_open


def _verdict(agreement: str, own: list[tuple]) -> str:
    if agreement == "compatible" and _is_apart(own):
        return "order unknown"
    return agreement.replace("single_origin", "one origin")


def _is_apart(own: list[tuple]) -> bool:
    """Whether the bounds of the numbers leave no room for each other."""
    current = [row for row in own if row.standing == "current"]
    low, high = _known(current, "reported_min"), _known(current, "reported_max")
    return bool(low and high) and max(low) > min(high)


def _single(own: list[tuple]) -> str:
    named, n = _known(own, "origin"), len(_known(own, "article_id"))
    who = f"on the word of {joined(named)}" if named else "no source is named"
    if n == 1:
        return f"{claims.ONE_ONLY.capitalize()}; {who}."
    if len(_known(own, "original")) == 1:
        return f"One text that {n} articles carry; {who}."
    return f"One origin behind all: {who}."


def _corroborated(own: list[tuple]) -> str:
    return f"{joined(_known(own, 'origin'))}, named apart, say the same."


def _compatible(own: list[tuple]) -> str:
    names = _known(own, "origin")
    if len({claims.plain(row.value) for row in own}) == 1:
        behind = f"only {names[0]} is named" if len(names) == 1 else "no source is named"
        n = len(_known(own, "article_id"))
        return f"The same number in {counted(n, 'article')}, but {behind}: it may rest on one."
    if _is_apart(own):
        return (
            "The numbers differ beyond their bounds. Which came first is not known, so that one may be an update of "
            "another; nobody is known to dispute one."
        )
    return "The numbers differ, and their bounds leave room for each other. That is not agreement."


def _updated(own: list[tuple]) -> str:
    current = [row for row in own if row.standing == "current"]
    return (f"Latest known: {_told(current)}. " if current else "") + _overtaken(own)


def _overtaken(own: list[tuple]) -> str:
    """Which claims are behind, and which text says so."""
    parts = []
    for standing, words in (("superseded", "Overtaken by a higher number"), ("stale", "Printed after a higher one")):
        if rows := [row for row in own if row.standing == standing]:
            parts.append(f"{words}: {_told(rows)}.")
    rose = [row for row in own if RISEN.search(row.sentence[: row.start - row.sentence_start])]
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


def _contested(own: list[tuple]) -> str:
    least, most = extremes(pd.DataFrame(own))
    return (
        f"At odds, and time does not explain it: {claims.number(least)} ({least.voice}, in {least.name}) and "
        f"{claims.number(most)} ({most.voice}, in {most.name}). {_overtaken(own)}"
    ).strip()


def _told(rows: list[tuple]) -> str:
    """Each number with the articles that give it."""
    each = {value: _known([row for row in rows if row.value == value], "name") for value in _known(rows, "value")}
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
