"""Names that corrections give: whom a corrected source or mention is, told within linking, where entities are known."""

from collections.abc import Callable

import pandas as pd

from crossread.corrections.lines import KEPT, LINKED
from crossread.entities.names import fold
from crossread.entities.resolution import actors_of


def has_names(rows: pd.DataFrame, table: str) -> bool:
    """Whether a line gives a row of ``table`` a name that linking has to know."""
    return KEPT + LINKED[table] in rows


def known(who: pd.DataFrame, *tables: tuple[str, pd.DataFrame], actors: pd.DataFrame | None = None) -> pd.DataFrame:
    """The entities of a set, and one more for each name that a line gives and that none of them has."""
    given = [name for table, rows in tables if has_names(rows, table) for name in rows[KEPT + LINKED[table]].dropna()]
    names = _names(who) if given else {}
    new = {fold(name): name for name in reversed(given) if name and fold(name) not in names}
    listed = {fold(actor.name): actor for actor in actors_of(actors)} if new else {}
    made = []
    for folded, name in sorted(new.items()):
        actor = listed.get(folded)
        told = (actor.entity_type or "person", [], actor.side, actor.party_to_conflict) if actor else ("person", [])
        made.append(dict(zip(who.columns, (f"corrected-{'-'.join(folded.split())}", name, *told), strict=False)))
    return pd.concat([who, pd.DataFrame(made, columns=who.columns, dtype="object")], ignore_index=True) if made else who


def _names(who: pd.DataFrame) -> dict[str, object]:
    """Entities by every name that they go by, folded; a name of its own wins over a variant of another."""
    rows = list(who.itertuples())
    variants = {fold(variant): row for row in reversed(rows) for variant in row.variants}
    return variants | {fold(row.name): row for row in reversed(rows)} | {row.entity_id: row for row in rows}


def words_of_source(quotes: pd.DataFrame) -> pd.Series:
    """The words that name the source of each quote; missing where a line names another."""
    words = quotes["source_mention"]
    return words.where(quotes[KEPT + "source"].isna()) if has_names(quotes, "quotes") else words


def with_names(
    rows: pd.DataFrame, table: str, who: pd.DataFrame, party: Callable[[str], str | None] = lambda entity: None
) -> pd.DataFrame:
    """Mentions with whom, quotes or figures with which sources lines give them; an empty name takes it away.

    ``party`` gives the party to the conflict that an entity speaks for, which figures are told with.
    """
    if not has_names(rows, table):
        return rows
    rows, names, name = rows.copy(), _names(who), LINKED[table]
    for place, given in rows[KEPT + name].dropna().items():
        entity = names.get(given) or names.get(fold(given)) if given else None
        rows.at[place, "source_entity_id" if table == "figures" else "entity_id"] = entity.entity_id if entity else None
        if table == "mentions":
            continue
        rows.at[place, name] = entity.name if entity else None
        if entity:
            rows.at[place, "source_type"] = "named_individual" if entity.entity_type == "person" else "named_group"
        elif str(rows.at[place, "source_type"]).startswith("named"):
            rows.at[place, "source_type"] = f"un{rows.at[place, 'source_type']}"
        if table == "figures":
            rows.at[place, "is_belligerent_claim"] = bool(entity) and party(entity.entity_id) is not None
    return rows
