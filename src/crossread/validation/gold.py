"""The sample against its gold annotation, which lies with the tests and so is there in a clone of the repository only.

That all is right here says that the machinery works; the sample was written for it. How right it is on other texts is
for :mod:`crossread.validation.measures`.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from crossread.framing.shares import wilson

FOLDER = Path(__file__).parents[3] / "tests" / "gold" / "sample"
UNNAMED = ("unnamed_individual", "unnamed_group", "document")


class Judged(NamedTuple):
    """One answer: of which question, where, on which words, whether it is right, what the gold and the analysis say."""

    step: str
    article: str
    words: str
    right: bool
    gold: object
    found: object


def judged(tables: Mapping[str, pd.DataFrame], folder: Path = FOLDER) -> pd.DataFrame:
    """The answers of the analysis of the sample, a row each, with the columns of :class:`Judged`.

    Raises
    ------
    FileNotFoundError
        When the gold is not there.
    """
    # Plain objects take a tenth of the time to go through row by row.
    tables = {name: table.astype(object) for name, table in tables.items()}
    articles = {row.source_file: row for row in tables["articles"].itertuples()}
    files = {
        "lines.json": _lines, "quotes.jsonl": _quotes, "figures.jsonl": _figures,
        "tolls.json": _tolls, "utterances.json": _utterances, "facts.json": _facts,
    }  # fmt: skip
    rows = [row for file, check in files.items() for row in check(tables, articles, _load(folder / file))]
    return pd.DataFrame(rows, columns=list(Judged._fields))


def summary(answers: pd.DataFrame) -> pd.DataFrame:
    """Of each question: ``step``, ``right``, ``of``, ``share``, ``low`` and ``high`` (95 %, Wilson 1927)."""
    groups = answers.groupby("step", sort=False)["right"]
    rows = [(step, sum(own), len(own), sum(own) / len(own), *wilson(sum(own), len(own))) for step, own in groups]
    return pd.DataFrame(rows, columns=["step", "right", "of", "share", "low", "high"])


def _load(path: Path) -> object:
    text = path.read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()] if path.suffix == ".jsonl" else json.loads(text)


def _place(text: str, span: Mapping) -> tuple[int, int]:
    """Start and end of exact words at one of their occurrences, overlapping ones counted."""
    at = -1
    for _ in range(span["occurrence"]):
        at = text.index(span["words"], at + 1)
    return at, at + len(span["words"])


def _at(table: pd.DataFrame, articles: Mapping, span: Mapping, file: str, prefix: str = "") -> pd.DataFrame:
    """The rows of a table that share a character with the words of the gold."""
    article = articles[file]
    start, end = _place(article.text, span)
    overlaps = (table[f"{prefix}start"] < end) & (table[f"{prefix}end"] > start)
    return table[(table["article_id"] == article.article_id) & overlaps.fillna(False)]


def _asked(step: str, where: tuple[str, str], gold: Mapping, name: str, value: object) -> Judged:
    """Whether a value is that of the gold, or one that it accepts too."""
    value = _none(value)
    return Judged(step, *where, value in (gold[name], *gold.get(f"also_{name}", [])), gold[name], value)


def _none(value: object) -> object:
    return None if pd.isna(value) else value


def _lines(tables: Mapping, articles: Mapping, gold: Mapping) -> Iterator[Judged]:
    step, blocks = "line: role", tables["blocks"]
    for file, lines in gold.items():
        article = articles[file]
        own = blocks[blocks["article_id"] == article.article_id]
        found = [(article.text[b.start : b.end], b.role) for b in own.itertuples()]
        for line in lines:
            worded = [block for block in found if block[0] in {line["words"], *line.get("also_words", [])}]
            right = [block for block in worded if block[1] in {line["role"], *line.get("also", [])}]
            best = (right or worded or [None])[0]
            if right or not line.get("optional"):
                yield Judged(step, file, line["words"], bool(right), line["role"], best and best[1])
            if best:
                found.remove(best)
        yield from (Judged(step, file, words, False, "no such line", role) for words, role in found)


def _quotes(tables: Mapping, articles: Mapping, gold: Sequence[Mapping]) -> Iterator[Judged]:
    quotes, used = tables["quotes"], set()
    files = {article.article_id: file for file, article in articles.items()}
    for line in gold:
        content = [_place(articles[line["article"]].text, span) for span in line["content"]]
        own = quotes[quotes["article_id"] == articles[line["article"]].article_id]
        if line["source_mention"]:
            own = _at(own, articles, line["source_mention"], line["article"], "source_")
        size = sum(end - start for start, end in content)
        rows = [row for row in own.itertuples() if 2 * _shared(content, row.parts) >= size]
        used.update(row.quote_id for row in rows)
        if line.get("optional"):
            continue
        where = line["article"], " … ".join(span["words"] for span in line["content"])
        yield Judged("attribution: found", *where, bool(rows), line["source"], "found" if rows else "not found")
        for row in rows[:1]:
            source = _asked("attribution: source", where, line, "source", row.source)
            unnamed = line["source"] is None and row.source_type in UNNAMED
            yield source._replace(right=source.right or unnamed)
            yield _asked("attribution: direct, indirect or mixed", where, line, "quote_type", row.quote_type)
            yield _asked("attribution: kind of source", where, line, "source_type", row.source_type)
            yield _asked("attribution: agency", where, line, "via", row.via)
    for row in quotes.itertuples():
        where, known = (files[row.article_id], row.content), row.quote_id in used
        yield Judged("attribution: is one", *where, known, "no attribution", _none(row.source))


def _figures(tables: Mapping, articles: Mapping, gold: Sequence[Mapping]) -> Iterator[Judged]:
    table, used = tables["figures"], set()
    files = {article.article_id: file for file, article in articles.items()}
    for line in gold:
        rows = list(_at(table, articles, line, line["article"]).itertuples())
        used.update(row.figure_id for row in rows)
        if line.get("optional"):
            continue
        wanted = line["reported_min"], line["reported_max"], line["modifier"]
        given = [(_none(row.reported_min), _none(row.reported_max), row.modifier) for row in rows]
        measures = (line["measure"], *line.get("also_measure", []))
        right = any(own == wanted and row.measure in measures for own, row in zip(given, rows, strict=True))
        shown = [_bounds(*own, row.measure) for own, row in zip(given, rows, strict=True)]
        where = line["article"], line["words"]
        yield Judged("figure: number, bounds, measure", *where, right, _bounds(*wanted, line["measure"]), shown)
        if line["is_casualty"] and rows:
            yield _asked("figure: who says it", where, line, "attributed_to", rows[0].attributed_to)
    for row in table[table["is_casualty"].astype(bool)].itertuples():
        where = files[row.article_id], articles[files[row.article_id]].text[row.start : row.end]
        yield Judged("casualty figure: is one", *where, row.figure_id in used, "no casualties", row.measure)


def _tolls(tables: Mapping, articles: Mapping, gold: Sequence[Mapping]) -> Iterator[Judged]:
    """Each toll beside the one of the analysis that has most of its claims."""
    tolls = tables["tolls"].set_index("toll_id")
    members = tables["toll_members"].join(tolls["measure"], on="toll_id")
    for line in gold:
        own = members[members["measure"] == line["measure"]]
        here = [_at(tables["figures"], articles, claim, claim["article"])["figure_id"] for claim in line["members"]]
        homes = [own[own["figure_id"].isin(set(ids))].drop_duplicates("toll_id") for ids in here]
        best = next(iter(pd.concat([home["toll_id"] for home in homes]).mode()), None)
        name = f"{line['event']}: {line['measure']}, {line['victim_group']}"
        for claim, home in zip(line["members"], homes, strict=True):
            where, standing = (claim["article"], claim["words"]), home.loc[home["toll_id"] == best, "standing"]
            if len(standing) or not claim.get("optional"):
                yield Judged("toll: claim in it", *where, len(standing) > 0, name, best or "in no toll")
            for said in standing:
                yield _asked("toll: standing of a claim", where, claim, "standing", said)
        for step, column in (("agreement", "agreement"), ("lowest number", "low"), ("highest number", "high")):
            yield _asked(f"toll: {step}", ("", name), line, column, tolls.at[best, column] if best else None)


def _utterances(tables: Mapping, articles: Mapping, gold: Mapping) -> Iterator[Judged]:
    """Each wording: whether it stands with the others of its remark, and with none of another."""
    said = tables["utterances"].merge(tables["quotes"], on=["quote_id", "article_id"])

    def home(wording: Mapping) -> set[str]:
        return set(_at(said, articles, wording, wording["article"], "content_")["utterance_id"])

    wordings = [
        (line["utterance"], wording, home(wording)) for line in gold["utterances"] for wording in line["members"]
    ]
    for name, wording, own in wordings:
        where = wording["article"], wording["words"]
        beside = [ids for other, one, ids in wordings if other == name and one is not wording]
        if beside:
            joined = any(own & ids for ids in beside)
            yield Judged("utterance: brought together", *where, joined, name, "with others" if joined else "alone")
        strange = sorted({other for other, _, ids in wordings if other != name and own & ids})
        yield Judged("utterance: kept apart", *where, not strange, name, strange)
    for pair in gold["not_aligned"]:
        one, other = map(home, pair["pair"])
        words = " | ".join(wording["words"] for wording in pair["pair"])
        yield Judged("utterance: kept apart", "", words, not one & other, pair["why"], sorted(one))


def _facts(tables: Mapping, articles: Mapping, gold: Sequence[Mapping]) -> Iterator[Judged]:
    """Each fact beside the one of the analysis whose cells rest on the same words in most articles."""
    cells, kinds = tables["fact_cells"], tables["facts"].set_index("fact_id")["kind"]
    files = {article.article_id: file for file, article in articles.items()}
    for line in gold:
        told = [(cell, file) for file, cell in line["cells"].items() if cell.get("words")]
        hits = pd.concat([_at(cells, articles, *cell)["fact_id"] for cell in told])
        same = hits[hits.map(kinds) == line["kind"]]
        best = (same if len(same) else hits).mode()[:1]
        yield Judged("fact: found", "", line["statement"], len(best) > 0, line["fact"], list(best))
        for row in cells[cells["fact_id"].isin(best)].itertuples():
            cell, where = line["cells"].get(files[row.article_id]), (files[row.article_id], line["statement"])
            if cell is not None:
                yield _asked("fact: status in an article", where, cell, "status", row.status)
                if row.status in ("absent", "not_yet_known"):
                    yield _asked("fact: absent is so", where, cell, "status", row.status)


def _bounds(low: object, high: object, modifier: str, measure: str) -> str:
    return f"{measure}, {'…' if low is None else low} to {'…' if high is None else high} ({modifier})"


def _shared(spans: Sequence[Sequence[int]], others: Sequence[Sequence[int]]) -> int:
    return sum(max(0, min(e, d) - max(s, c)) for s, e in spans for c, d in others)
