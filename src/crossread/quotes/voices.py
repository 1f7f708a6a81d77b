"""Who is given a voice: numbers on the attributions of a set, as tidy tables.

All of them start from :func:`attributions`. A **voice** is a source under one name for the whole set; sources
without a name are counted together by their kind, as one "resident" need not be another. Words are those of the
reported text (title, standfirst, paragraphs); words that stand within another's words count for both.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence

import pandas as pd

from crossread import lists
from crossread.display import overview
from crossread.reading import REPORTED, WORD

NAMED, UNNAMED, NOBODY = "named", "unnamed", "no source"
POOLED = {
    "unnamed_individual": "unnamed individuals",
    "unnamed_group": "unnamed groups",
    "document": "documents without a name",
}
NO_SOURCE = "no source given"
KINDS = ("direct", "mixed", "indirect")
CLASSES = ("neutral", "doubting", "endorsing")
LETTERS = "ABCDEFGH"
NO_SIDE, NO_CUE, NOT_CLASSED, NO_TYPE = "named, no side given", "no cue", "not in the list", "kind not known"
VIA, OWN, TOLD, COPY = "passed on by it", "its own word", "told to it", "the article is a copy"

Span = tuple[int, int]


def attributions(
    articles: pd.DataFrame, blocks: pd.DataFrame, quotes: pd.DataFrame, entities: pd.DataFrame
) -> pd.DataFrame:
    """The attributions of a set, a row for each quote and voice (two rows where two speak together).

    Returns
    -------
    The columns of ``quotes`` in the one order of the articles and of the text, and: ``name`` (of the article),
    ``outlet`` (or the article's name), ``origin`` (of a copy its original's outlet, else ``outlet``), ``voice``,
    ``voice_kind`` (named, unnamed, no source), ``side`` (missing when not known), ``ranges`` (the words that it takes,
    as [first, last + 1), counted from 0 in the reported text), ``n_words`` (their number), ``position`` (share of the
    article's words before it, 0 to 1).
    """
    ordered = overview.in_order(articles).reset_index(names="place")
    starts = word_starts(articles, blocks)
    rows = quotes.merge(ordered[["article_id", "name", "place"]], on="article_id")
    own = ordered.set_index("article_id")["outlet"].fillna(ordered.set_index("article_id")["name"])
    rows["outlet"] = rows["article_id"].map(own).astype("object")
    rows["origin"] = rows["article_id"].map(_origins(ordered, own)).astype("object")
    rows = rows.sort_values(["place", "content_start", "content_end"], kind="stable", ignore_index=True)
    rows["ranges"] = pd.Series(
        [_ranges(starts[row.article_id], row.parts) for row in rows.itertuples()], dtype="object", index=rows.index
    )
    rows["n_words"] = [n_words([ranges]) for ranges in rows["ranges"]]
    rows["position"] = pd.Series(
        [_position(starts[row.article_id], row.content_start) for row in rows.itertuples()], dtype="Float64"
    )
    return _with_voices(rows, entities).drop(columns="place")


def word_starts(articles: pd.DataFrame, blocks: pd.DataFrame) -> dict[str, list[int]]:
    """Where each word of an article's reported text begins, by ``article_id``."""
    texts = articles.set_index("article_id")["text"]
    starts: dict[str, list[int]] = {article_id: [] for article_id in texts.index}
    reported = blocks[blocks["role"].isin(REPORTED) & blocks["duplicate_of"].isna()]
    for block in reported.sort_values(["article_id", "start"]).itertuples():
        found = WORD.finditer(texts[block.article_id], block.start, block.end)
        starts[block.article_id] += [match.start() for match in found]
    return starts


def n_words(ranges: Iterable[Sequence[Span]]) -> int:
    """How many words several attributions of one article take, each word once."""
    return len(set().union(*(range(*span) for spans in ranges for span in spans)))


def key(found: pd.DataFrame) -> dict[str, str]:
    """The letter of each of the eight named voices with most words; charts and pages mark them by it."""
    ranked = voices(found)
    named = ranked.loc[ranked["kind"] == NAMED, "voice"]
    return dict(zip(named, LETTERS, strict=False))


def analysed(articles: pd.DataFrame, found: pd.DataFrame) -> set[str]:
    """The articles in which attributions were looked for: those in English, or in a language not known."""
    english = articles["language"].isna() | (articles["language"] == "en")
    return {*articles.loc[english, "article_id"], *found["article_id"]}


def coverage(articles: pd.DataFrame, blocks: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """How much of each article is given to a source.

    Returns
    -------
    An article a row, in the one order: ``article_id``, ``name``, ``words``, ``attributions``, ``voices`` (named
    ones), ``attributed`` (words), ``share`` (of the article's words, 0 to 1), ``direct``, ``mixed``, ``indirect``
    (attributions). All but the first three are missing where nothing was looked for: in other languages than English.
    """
    starts, looked_at = word_starts(articles, blocks), analysed(articles, found)
    quotes = found.drop_duplicates("quote_id")
    attributions, types = (
        Counter(quotes["article_id"]),
        Counter(zip(quotes["article_id"], quotes["quote_type"], strict=True)),
    )
    named = found[found["voice_kind"] == NAMED].drop_duplicates(["article_id", "voice"])
    n_voices = Counter(named["article_id"])
    ranges = defaultdict(list)
    for article_id, own in zip(found["article_id"], found["ranges"], strict=True):
        ranges[article_id].append(own)
    rows = []
    for article in overview.in_order(articles).itertuples():
        own = article.article_id
        row = {"article_id": own, "name": article.name, "words": len(starts[own])}
        if own in looked_at:
            words = n_words(ranges[own])
            row |= {"attributions": attributions[own], "voices": n_voices[own], "attributed": words}
            row |= {"share": words / row["words"] if row["words"] else pd.NA}
            row |= {kind: types[own, kind] for kind in KINDS}
        rows.append(row)
    columns = ["article_id", "name", "words", "attributions", "voices", "attributed", "share"]
    return _counts(pd.DataFrame(rows, columns=[*columns, *KINDS]))


def voices(found: pd.DataFrame) -> pd.DataFrame:
    """The voices of the set, those with most words first.

    Returns
    -------
    ``voice``, ``kind`` (:data:`NAMED`, :data:`UNNAMED`, :data:`NOBODY`), ``source_type`` (list), ``side``,
    ``articles``, ``attributions``, ``words`` (sum over the articles), ``direct`` (words of direct attributions).
    """
    direct = found["quote_type"] == "direct"
    words, spoken = _words_by(found, found["voice"]), _words_by(found[direct], found.loc[direct, "voice"])
    columns = ["voice", "voice_kind", "source_type", "side", "article_id", "quote_id"]
    groups = found[columns].groupby("voice", sort=False)
    ranked = groups.agg(
        kind=("voice_kind", "first"),
        source_type=("source_type", lambda kinds: sorted(kinds.dropna().unique())),
        side=("side", "first"),
        articles=("article_id", "nunique"),
        attributions=("quote_id", "nunique"),
    ).reset_index()
    ranked["words"] = [words[voice] for voice in ranked["voice"]]
    ranked["direct"] = [spoken[voice] for voice in ranked["voice"]]
    ranked = ranked.sort_values(["words", "voice"], ascending=[False, True], ignore_index=True)
    return _counts(ranked).astype({"voice": "string", "kind": "string", "side": "string"})


def voices_by_article(found: pd.DataFrame, lengths: pd.Series) -> pd.DataFrame:
    """Who speaks in which article, in the order in which they come in.

    ``lengths`` has the words of each article by ``article_id``.

    Returns
    -------
    ``article_id``, ``name``, ``voice``, ``attributions``, ``words``, ``share`` (of the article's words), ``first``
    (share of the article before the first one), ``places`` (list of article, start and end of its parts).
    """
    rows = [
        {"article_id": article_id, "name": own["name"].iloc[0], "voice": voice, "first": own["position"].iloc[0]}
        | _tally(own, lengths[article_id])
        for (article_id, voice), own in found.groupby(["article_id", "voice"], sort=False)
    ]
    columns = ["article_id", "name", "voice", "attributions", "words", "share", "first", "places"]
    return _counts(pd.DataFrame(rows, columns=columns)).astype({"first": "Float64"})


def words_by(found: pd.DataFrame, names: Iterable[str], column: str, values: Sequence[str]) -> pd.DataFrame:
    """Attributed words of each article by what ``column`` says: index ``name``, a column for each of ``values``."""
    sums = _words_by(found, zip(found["name"], found[column], strict=True))
    rows = [[sums[name, value] for value in values] for name in names]
    return pd.DataFrame(rows, index=pd.Index(names, name="name"), columns=list(values))


def sides(found: pd.DataFrame) -> pd.Series:
    """The side of each attribution in words; what has no side says why: unnamed, or not in ``actors.csv``."""
    unknown = found["voice_kind"].map({NAMED: NO_SIDE, UNNAMED: "unnamed", NOBODY: NO_SOURCE})
    return found["side"].where(found["side"].notna(), unknown).astype("object")


def cues(found: pd.DataFrame) -> pd.DataFrame:
    """The cues used for each voice in each article.

    Returns
    -------
    ``voice``, ``article_id``, ``name``, ``cue`` (in small letters; :data:`NO_CUE`), ``cue_class``
    (neutral, doubting, endorsing or :data:`NOT_CLASSED`; :data:`NO_CUE`), ``n``, ``start`` and ``end`` (the
    first one's place; without a cue, its words).
    """
    without = found["cue"].isna()
    rows = found.assign(
        cue=found["cue"].str.lower().where(~without, NO_CUE),
        cue_class=found["cue_class"].fillna(NOT_CLASSED).where(~without, NO_CUE),
        start=found["cue_start"].fillna(found["content_start"]),
        end=found["cue_end"].fillna(found["content_end"]),
    )
    groups = rows.groupby(["voice", "article_id", "name", "cue", "cue_class"], sort=False)
    return groups.agg(n=("quote_id", "nunique"), start=("start", "first"), end=("end", "first")).reset_index()


def spoken(found: pd.DataFrame) -> list[tuple[str, int]]:
    """The words of each voice, those with most first."""
    return sorted(_words_by(found, found["voice"]).items(), key=lambda own: (-own[1], own[0]))


def exclusive(found: pd.DataFrame) -> pd.DataFrame:
    """Named voices that only one outlet of the set has; an article and its copies count as one.

    Returns
    -------
    ``outlet`` (list: several are one and its copies), ``voice``, ``attributions``, ``words``, ``places`` (list of
    article, start and end of its words).
    """
    named = found[found["voice_kind"] == NAMED]
    rows = [
        {"outlet": list(dict.fromkeys(own["outlet"])), "voice": voice} | _tally(own)
        for voice, own in named.groupby("voice", sort=False)
        if len(set(own["origin"])) == 1
    ]
    return _counts(pd.DataFrame(rows, columns=["outlet", "voice", "attributions", "words", "places"]))


def wires(articles: pd.DataFrame, found: pd.DataFrame, lengths: pd.Series) -> pd.DataFrame:
    """What of each article came through an agency or another outlet.

    Returns
    -------
    ``article_id``, ``name``, ``agency``, ``way`` (:data:`VIA`; :data:`OWN`: the agency is the source; :data:`TOLD`:
    the source spoke to it; :data:`COPY`), ``attributions``, ``words``, ``share``: of the article's words, and of a
    copy the share of its word sequences that stand in the original, for which there are no counts; ``places`` (list
    of article, start and end of the words).
    """
    known, outlets = _media(articles, found), articles.set_index("article_id")["outlet"]
    own_outlet = outlets.map(known)
    given = {VIA: found["via"], OWN: found["voice"], TOLD: found["addressee"]}
    ways = [found.assign(agency=column.map(known), way=way).dropna(subset="agency") for way, column in given.items()]
    keys = ["article_id", "name", "agency", "way"]
    rows = [
        dict(zip(keys, group, strict=True)) | _tally(own, lengths[group[0]])
        for group, own in pd.concat(ways).groupby(keys, sort=False)
        if pd.isna(own_outlet[group[0]]) or group[2] != own_outlet[group[0]]
    ]
    for copy in overview.copies(articles).itertuples():
        values = (copy.article_id, copy.name, copy.copy_of_name, COPY)
        rows.append(dict(zip(keys, values, strict=True)) | {"share": copy.copy_share, "places": []})
    frame = _counts(pd.DataFrame(rows, columns=[*keys, "attributions", "words", "share", "places"]))
    place = {article_id: i for i, article_id in enumerate(overview.in_order(articles)["article_id"])}
    return frame.sort_values("article_id", key=lambda ids: ids.map(place), kind="stable", ignore_index=True)


def up_front(found: pd.DataFrame) -> pd.DataFrame:
    """The attributions in headline, standfirst and lead, in order."""
    return found[found["section"].isin(["title", "lead"])].reset_index(drop=True)


def _origins(ordered: pd.DataFrame, outlets: pd.Series) -> dict[str, str]:
    """The outlet of each article; of a copy, that of its original."""
    originals = zip(ordered["article_id"], ordered["copy_of"], strict=True)
    return {i: outlets[o] if pd.notna(o) and o in outlets.index else outlets[i] for i, o in originals}


def _media(articles: pd.DataFrame, found: pd.DataFrame) -> dict[str, str]:
    """What an agency or outlet is called, with its one name: in between somewhere in this set, of it, in the list (in
    capitals too), or given as such."""
    agencies = [row for row in lists.read("organisations") if row["source"].startswith("news agencies")]
    rows = [*lists.read("outlets"), *agencies]
    listed = {name: row["name"] for row in rows for name in (row["name"], *row["aliases"].split("; ")) if name}
    given = found.loc[found["side"].str.casefold() == "media", "voice"]
    own = {name: name for name in (*found["via"].dropna(), *articles["outlet"].dropna(), *given)}
    return {name.upper(): of for name, of in listed.items()} | own | listed


def _with_voices(rows: pd.DataFrame, entities: pd.DataFrame) -> pd.DataFrame:
    by_id = entities.drop_duplicates("entity_id").set_index("entity_id")
    by_name = entities.drop_duplicates("name").set_index("name")
    names = dict(by_id["name"].items())
    known = set(names.values())
    named = [_voices(row, names, known) for row in rows.itertuples()]
    rows = rows.assign(voice=pd.Series(named, dtype="object", index=rows.index)).explode("voice", ignore_index=True)
    rows["voice_kind"] = [kind for _, kind in rows["voice"]] if len(rows) else pd.Series(dtype="object")
    rows["voice"] = pd.Series([voice for voice, _ in rows["voice"]], dtype="string")
    rows["side"] = rows["voice"].map(by_name["side"]).where(rows["voice_kind"] == NAMED).astype("string")
    return rows


def _voices(row: tuple, names: dict[str, str], known: set[str]) -> list[tuple[str, str]]:
    """The voices of a quote, each with its kind; ``A; B`` are two. What is called as worded has no name."""
    spoken = row.source.split("; ") if pd.notna(row.source) else []
    if len(spoken) < 2 and pd.notna(row.source_type) and row.source_type.startswith("unnamed"):
        return [_nameless(row)]  # officials of a state have no name, though the state has one
    if len(spoken) == 1 and pd.notna(row.entity_id) and row.entity_id in names:
        spoken = [names[row.entity_id]]
    if pd.isna(row.source_type) or row.source_type not in POOLED:
        known = set(spoken)
    found = [(name, NAMED) if name in known else (POOLED[row.source_type], UNNAMED) for name in spoken]
    return list(dict.fromkeys(found)) or [_nameless(row)]


def _nameless(row: tuple) -> tuple[str, str]:
    if pd.notna(row.source_type) and row.source_type in POOLED:
        return POOLED[row.source_type], UNNAMED
    if pd.notna(row.source_mention):
        return " ".join(row.source_mention.split()), UNNAMED
    return NO_SOURCE, NOBODY


def _ranges(starts: list[int], parts: Iterable[Span]) -> list[Span]:
    found = [(bisect_left(starts, start), bisect_left(starts, end)) for start, end in parts]
    return [(first, last) for first, last in found if first < last]


def _position(starts: list[int], start: int) -> float:
    return bisect_left(starts, start) / len(starts) if starts else pd.NA


def _words(rows: pd.DataFrame) -> int:
    return sum(_words_by(rows, rows["article_id"]).values())


def _words_by(rows: pd.DataFrame, keys: Iterable[Hashable]) -> Counter:
    """How many words the rows of each key take, each word of an article once."""
    taken: dict[tuple[Hashable, str], list] = {}
    for key, article_id, ranges in zip(keys, rows["article_id"], rows["ranges"], strict=True):
        taken.setdefault((key, article_id), []).append(ranges)
    found = Counter()
    for (key, _), own in taken.items():
        found[key] += n_words(own)
    return found


def _tally(rows: pd.DataFrame, length: int = 0) -> dict:
    """What rows of attributions come to: their number, words, share of ``length`` words, and places."""
    words = _words(rows)
    return {
        "attributions": len(set(rows["quote_id"])),
        "words": words,
        "share": words / length if length else pd.NA,
        "places": [
            (article_id, int(start), int(end))
            for article_id, parts in zip(rows["article_id"], rows["parts"], strict=True)
            for start, end in parts
        ],
    }


def _counts(frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with its counts as whole numbers and its shares as floats, also where it has no row."""
    names = {"articles", "attributions", "voices", "words", "attributed", "start", "end", *KINDS}
    types = {name: "Int64" if name in names else "Float64" for name in frame if name in {*names, "share"}}
    return frame.astype(types)
