"""Names that corrections give: whom a corrected source or mention is, told within linking, where entities are known."""

from collections.abc import Callable

import pandas as pd

from crossread.articles.sets import YES
from crossread.corrections.lines import KEPT, LINKED
from crossread.entities.names import fold


def has_names(rows: pd.DataFrame, table: str) -> bool:
    """Whether a line gives a row of ``table`` a name that linking has to know."""
    return KEPT + LINKED[table] in rows


def known(who: pd.DataFrame, *tables: tuple[str, pd.DataFrame], actors: pd.DataFrame | None = None) -> pd.DataFrame:
    """The entities of a set, and one more for each name that a line gives and that none of them has."""
    tables = [(table, rows) for table, rows in tables if has_names(rows, table)]
    names = _names(who) if tables else {}
    new = {}
    for table, rows in tables:
        for name in rows[KEPT + LINKED[table]].dropna():
            if name and fold(name) not in names:
                new.setdefault(fold(name), name)
    made = []
    for number, name in sorted(new.items()):
        actor = (
            {} if actors is None else next((a for a in actors.to_dict("records") if fold(str(a["name"])) == number), {})
        )
        party = actor.get("party_to_conflict")
        made.append(
            {
                "entity_id": f"corrected-{'-'.join(number.split())}",
                "name": name,
                "entity_type": actor.get("entity_type") if pd.notna(actor.get("entity_type")) else "person",
                "variants": [],
                "side": actor.get("side"),
                "party_to_conflict": str(party).strip().lower() in YES if pd.notna(party) else None,
            }
        )
    return pd.concat([who, pd.DataFrame(made, columns=who.columns, dtype="object")], ignore_index=True) if made else who


def _names(who: pd.DataFrame) -> dict[str, object]:
    """Entities by every name that they go by, folded; a name of its own wins over a variant of another."""
    rows = list(who.itertuples())
    names = {}
    for row in rows:
        for variant in row.variants:
            names.setdefault(fold(variant), row)
    return names | {fold(row.name): row for row in reversed(rows)} | {row.entity_id: row for row in rows}


def words_of_source(quotes: pd.DataFrame) -> pd.Series:
    """The words that name the source of each quote; missing where a line names another."""
    words = quotes["source_mention"]
    return words.where(quotes[KEPT + "source"].isna()) if has_names(quotes, "quotes") else words


def name_sources(
    rows: pd.DataFrame, table: str, who: pd.DataFrame, party: Callable[[str], str | None] = lambda entity: None
) -> pd.DataFrame:
    """Quotes or figures with the sources that lines give them; an empty name takes the source away.

    ``party`` gives the party to the conflict that an entity speaks for, which figures are told with.
    """
    if not has_names(rows, table):
        return rows
    rows, names = rows.copy(), _names(who)
    kept, name = KEPT + LINKED[table], LINKED[table]
    entity_column = "entity_id" if table == "quotes" else "source_entity_id"
    for place, given in rows[kept].dropna().items():
        entity = names.get(given) or names.get(fold(given)) if given else None
        rows.at[place, name] = entity.name if entity else None
        rows.at[place, entity_column] = entity.entity_id if entity else None
        if entity:
            rows.at[place, "source_type"] = "named_individual" if entity.entity_type == "person" else "named_group"
        elif str(rows.at[place, "source_type"]).startswith("named"):
            rows.at[place, "source_type"] = rows.at[place, "source_type"].replace("named", "unnamed")
        if table == "figures":
            rows.at[place, "is_belligerent_claim"] = bool(entity) and party(entity.entity_id) is not None
    return rows


def name_mentions(mentions: pd.DataFrame, who: pd.DataFrame) -> pd.DataFrame:
    """Mentions with who is meant, where a line says so."""
    if not has_names(mentions, "mentions"):
        return mentions
    mentions, names = mentions.copy(), _names(who)
    for place, given in mentions[KEPT + "entity_id"].dropna().items():
        entity = names.get(given) or names.get(fold(given)) if given else None
        mentions.at[place, "entity_id"] = entity.entity_id if entity else None
    return mentions
