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
    rows = []
    for step, own in answers.groupby("step", sort=False):
        right, size = int(own["right"].sum()), len(own)
        rows.append((step, right, size, right / size, *wilson(right, size)))
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


def _accepted(gold: Mapping, name: str) -> list:
    return [gold[name], *gold.get(f"also_{name}", [])]


def _none(value: object) -> object:
    return None if pd.isna(value) else value


def _lines(tables: Mapping, articles: Mapping, gold: Mapping) -> Iterator[Judged]:
    step, blocks = "line: role", dict(iter(tables["blocks"].groupby("article_id")))
    for file, lines in gold.items():
        article = articles[file]
        found = [(article.text[b.start : b.end], b.role) for b in blocks[article.article_id].itertuples()]
        for line in lines:
            worded = [block for block in found if block[0] in {line["words"], *line.get("also_words", [])}]
            right = [block for block in worded if block[1] in {line["role"], *line.get("also", [])}]
            if right or not line.get("optional"):
                given = (right or worded or [(None, None)])[0][1]
                yield Judged(step, file, line["words"], bool(right), line["role"], given)
            if right or worded:
                found.remove((right or worded)[0])
        yield from (Judged(step, file, words, False, "no such line", role) for words, role in found)


def _quotes(tables: Mapping, articles: Mapping, gold: Sequence[Mapping]) -> Iterator[Judged]:
    own, used = dict(iter(tables["quotes"].groupby("article_id"))), set()
    files = {article.article_id: file for file, article in articles.items()}
    for line in gold:
        article = articles[line["article"]]
        content = [_place(article.text, span) for span in line["content"]]
        rows = [
            row for row in own[article.article_id].itertuples() if 2 * _shared(content, row.parts) >= _size(content)
        ]
        if line["source_mention"]:
            start, end = _place(article.text, line["source_mention"])
            rows = [r for r in rows if pd.notna(r.source_start) and r.source_start < end and r.source_end > start]
        used.update(row.quote_id for row in rows)
        if line.get("optional"):
            continue
        where = line["article"], " … ".join(span["words"] for span in line["content"])
        yield Judged("attribution: found", *where, bool(rows), line["source"], "not found" if not rows else "found")
        for row in rows[:1]:
            named = line["source"] is None and row.source_type in UNNAMED
            right = named or _none(row.source) in _accepted(line, "source")
            yield Judged("attribution: source", *where, right, line["source"], _none(row.source))
            for step, name in (
                ("attribution: direct, indirect or mixed", "quote_type"),
                ("attribution: kind of source", "source_type"),
                ("attribution: agency", "via"),
            ):
                value = _none(getattr(row, name))
                yield Judged(step, *where, value in _accepted(line, name), line[name], value)
    for row in tables["quotes"].itertuples():
        known = row.quote_id in used
        yield Judged(
            "attribution: is one", files[row.article_id], row.content, known, "no attribution", _none(row.source)
        )


def _figures(tables: Mapping, articles: Mapping, gold: Sequence[Mapping]) -> Iterator[Judged]:
    table, used = tables["figures"].astype(object), set()
    files = {article.article_id: file for file, article in articles.items()}
    for line in gold:
        article = articles[line["article"]]
        start, end = _place(article.text, line)
        here = (table["article_id"] == article.article_id) & (table["start"] < end) & (table["end"] > start)
        rows = list(table[here].itertuples())
        used.update(row.figure_id for row in rows)
        if line.get("optional"):
            continue
        wanted = (line["reported_min"], line["reported_max"], line["modifier"])
        given = [(_none(row.reported_min), _none(row.reported_max), row.modifier) for row in rows]
        fits = [g == wanted and r.measure in _accepted(line, "measure") for g, r in zip(given, rows, strict=True)]
        shown = [_bounds(*g, r.measure) for g, r in zip(given, rows, strict=True)]
        where = line["article"], line["words"]
        yield Judged("figure: number, bounds, measure", *where, any(fits), _bounds(*wanted, line["measure"]), shown)
        if line["is_casualty"] and rows:
            said = _none(rows[0].attributed_to)
            yield Judged(
                "figure: who says it", *where, said in _accepted(line, "attributed_to"), line["attributed_to"], said
            )
    for row in table[table["is_casualty"].astype(bool)].itertuples():
        text = articles[files[row.article_id]].text[row.start : row.end]
        yield Judged(
            "casualty figure: is one", files[row.article_id], text, row.figure_id in used, "no casualties", row.measure
        )


def _at(table: pd.DataFrame, articles: Mapping, span: Mapping, file: str, prefix: str = "") -> pd.DataFrame:
    """The rows of a table that share a character with the words of the gold."""
    article = articles[file]
    start, end = _place(article.text, span)
    overlaps = (table[f"{prefix}start"] < end) & (table[f"{prefix}end"] > start)
    return table[(table["article_id"] == article.article_id) & overlaps.fillna(False)]


def _tolls(tables: Mapping, articles: Mapping, gold: Sequence[Mapping]) -> Iterator[Judged]:
    """Each toll beside the one of the analysis that has most of its claims."""
    members, tolls = tables["toll_members"], tables["tolls"].set_index("toll_id").astype(object)
    for line in gold:
        here = {n: _at(tables["figures"], articles, claim, claim["article"]) for n, claim in enumerate(line["members"])}
        homes = {n: members[members["figure_id"].isin(set(rows["figure_id"]))] for n, rows in here.items()}
        homes = {
            n: own[own["toll_id"].map(tolls["measure"]) == line["measure"]].drop_duplicates("toll_id")
            for n, own in homes.items()
        }
        most = pd.concat([own["toll_id"] for own in homes.values()]).mode()
        best = most.iloc[0] if len(most) else None
        name = f"{line['event']}: {line['measure']}, {line['victim_group']}"
        for n, claim in enumerate(line["members"]):
            own = homes[n][homes[n]["toll_id"] == best]
            if len(own) or not claim.get("optional"):
                yield Judged(
                    "toll: claim in it", claim["article"], claim["words"], len(own) > 0, name, best or "in no toll"
                )
            if len(own):
                said = own["standing"].iloc[0]
                right = said in _accepted(claim, "standing")
                yield Judged(
                    "toll: standing of a claim", claim["article"], claim["words"], right, claim["standing"], said
                )
        for step, column in (("agreement", "agreement"), ("lowest number", "low"), ("highest number", "high")):
            found = None if best is None else _none(tolls.at[best, column])
            yield Judged(f"toll: {step}", "", name, found in _accepted(line, column), line[column], found)


def _utterances(tables: Mapping, articles: Mapping, gold: Mapping) -> Iterator[Judged]:
    """Each wording: whether it stands with the others of its remark, and with none of another."""
    home: dict[tuple[str, int], set[str]] = {}
    said = tables["utterances"].merge(tables["quotes"], on=["quote_id", "article_id"])
    for number, line in enumerate(gold["utterances"]):
        for n, wording in enumerate(line["members"]):
            home[number, n] = set(_at(said, articles, wording, wording["article"], "content_")["utterance_id"])
    for (number, n), own in home.items():
        line = gold["utterances"][number]
        wording = line["members"][n]
        beside = [ids for (other, m), ids in home.items() if other == number and m != n]
        if beside:
            joined = any(own & ids for ids in beside)
            found = "with others" if joined else "alone"
            yield Judged(
                "utterance: brought together", wording["article"], wording["words"], joined, line["utterance"], found
            )
        strange = sorted(
            {
                gold["utterances"][other]["utterance"]
                for (other, _), ids in home.items()
                if other != number and own & ids
            }
        )
        yield Judged(
            "utterance: kept apart", wording["article"], wording["words"], not strange, line["utterance"], strange
        )
    for pair in gold["not_aligned"]:
        one, other = (_at(said, articles, w, w["article"], "content_")["utterance_id"] for w in pair["pair"])
        words = " | ".join(wording["words"] for wording in pair["pair"])
        yield Judged("utterance: kept apart", "", words, not set(one) & set(other), pair["why"], sorted(set(one)))


def _facts(tables: Mapping, articles: Mapping, gold: Sequence[Mapping]) -> Iterator[Judged]:
    """Each fact beside the one of the analysis whose cells rest on the same words in most articles."""
    cells = tables["fact_cells"]
    kinds = tables["facts"].set_index("fact_id")["kind"]
    files = {article.article_id: file for file, article in articles.items()}
    for line in gold:
        told = {file: cell for file, cell in line["cells"].items() if cell.get("words")}
        hits = pd.concat([_at(cells, articles, cell, file)["fact_id"] for file, cell in told.items()])
        same = hits[hits.map(kinds) == line["kind"]]
        most = (same if len(same) else hits).mode()
        yield Judged("fact: found", "", line["statement"], len(most) > 0, line["fact"], list(most[:1]))
        for row in cells[cells["fact_id"].isin(list(most[:1]))].itertuples():
            cell = line["cells"].get(files[row.article_id])
            if cell is not None:
                right = row.status in _accepted(cell, "status")
                yield Judged(
                    "fact: status in an article", files[row.article_id], line["statement"], right, cell["status"],
                    row.status,
                )  # fmt: skip
                if row.status in ("absent", "not_yet_known"):
                    yield Judged(
                        "fact: absent is so", files[row.article_id], line["statement"], right, cell["status"],
                        row.status,
                    )  # fmt: skip


def _bounds(low: object, high: object, modifier: str, measure: str) -> str:
    return f"{measure}, {'…' if low is None else low} to {'…' if high is None else high} ({modifier})"


def _size(spans: Sequence[Sequence[int]]) -> int:
    return sum(end - start for start, end in spans)


def _shared(spans: Sequence[Sequence[int]], others: Sequence[Sequence[int]]) -> int:
    return sum(max(0, min(e, d) - max(s, c)) for s, e in spans for c, d in others)
