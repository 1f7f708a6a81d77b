"""How fast a set is read, linked and written, beside ``TextBlob(text).sentiment`` on the same texts in the same run.

The ratio is what can be compared between machines; that of processor time is what is left of it on a machine that does
other work too. Run it with ``make bench``; ``make bench LARGE=1`` adds 10,000 articles. Every run is a process of its
own with a cache of its own; the yardstick is timed before and after each. It ends with a table and with a chart,
``reports/bench.svg``.

Two peers stand beside: VADER, and the tagger and chunker that TextBlob has from pattern. Each does a small part of what
is done here. There is none for quotes: those that PyPI has (textacy's ``direct_quotations``) need a spaCy model, which
it does not have.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from pathlib import Path

import click

from crossread.benchmarks import made_articles

SIZES, LARGE = (100, 1000), 10_000
YARD = 100  # articles that the yardstick is timed on
# The steps of a run: module, function. A step within another counts for that one alone.
STEPS = {
    "files to documents": ("articles.formats", "document"),
    "blocks": ("articles.blocks", "find_blocks"),
    "language": ("reading", "_language"),
    "quotes": ("quotes.attribution", "find"),
    "mentions": ("entities.mentions", "find"),
    "figures": ("figures.counting", "find"),
    "labels in an article": ("framing.labels", "find"),
    "tone": ("tone.scoring", "find"),
    "frames": ("framing.frames", "find"),
    "agency": ("framing.agency", "find"),
    "clauses in an article": ("comparison.clauses", "of_article"),
    "packing": ("storage.columns", "pack"),
    "unpacking": ("storage.columns:Collected", "frame"),
    "copies": ("linking", "_copies"),
    "entities": ("entities.resolution", "link"),
    "sources": ("linking", "_with_sources"),
    "labels": ("framing.labels", "link"),
    "events": ("figures.events", "link"),
    "tolls": ("figures.tolls", "link"),
    "clauses": ("comparison.clauses", "read"),
    "utterances": ("comparison.utterances", "link"),
    "likeness": ("comparison.similarity", "in_order"),
    "facts": ("comparison.facts", "link"),
    "types and checks": ("schema", "enforce"),
    "writing": ("storage.tables", "write_tables"),
}


def run(folder: str, out: str, workers: int, form: str) -> dict:
    """One run in this process: seconds of the whole and of its steps, of reading alone, processor time and memory."""
    from crossread import analysis, linking
    from crossread.storage import tables

    spent: defaultdict[str, float] = defaultdict(float)
    inside: list[float] = []
    for name, place in STEPS.items():
        _timed(name, place, spent, inside)
    linked = linking.link

    def link(*given: object) -> dict:
        spent["reading, whole"] = time.perf_counter() - began
        return linked(*given)

    linking.link = link
    began = time.perf_counter()
    found = analysis.analyse(folder, workers=workers)
    analysed = time.perf_counter()
    tables.write_tables(found, out, form)
    ended = time.perf_counter()
    n_articles = len(found.tables["articles"])
    del found  # and with it the process beside, so that its time counts
    for process in multiprocessing.active_children():
        process.join()
    own, workers_ = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "articles": n_articles,
        "seconds": ended - began,
        "reading": spent.pop("reading, whole"),
        "linking": analysed - began,
        "cpu": own.ru_utime + own.ru_stime,
        "cpu_of_workers": workers_.ru_utime + workers_.ru_stime,
        "steps": dict(spent),
    }


def _timed(name: str, place: tuple[str, str], spent: dict[str, float], inside: list[float]) -> None:
    """Have a function note the time that it takes, less what the steps within it take."""
    import importlib

    module, _, owner = place[0].partition(":")
    holder = importlib.import_module(f"crossread.{module}")
    holder = getattr(holder, owner) if owner else holder
    original: Callable = getattr(holder, place[1])

    @wraps(original)  # and goes by its name to another process
    def timed(*given: object, **named: object) -> object:
        inside.append(0.0)
        began = time.perf_counter()
        try:
            return original(*given, **named)
        finally:
            took = time.perf_counter() - began
            spent[name] += took - inside.pop()
            if inside:
                inside[-1] += took

    setattr(holder, place[1], timed)


def yardstick(texts: list[str]) -> tuple[float, float]:
    """Words of ``TextBlob(text).sentiment`` a second, and a second of processor time."""
    from textblob import TextBlob

    return _speed_of(lambda text: TextBlob(text).sentiment, texts)


def peers(texts: list[str]) -> dict[str, float]:
    """Words a second of processor time of what else reads a text without a download."""
    from textblob.en import parse
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    calls = {"VADER": SentimentIntensityAnalyzer().polarity_scores, "pattern: tags and chunks": parse}
    return {name: _speed_of(call, texts)[1] for name, call in calls.items()}


def _speed_of(call: Callable[[str], object], texts: list[str]) -> tuple[float, float]:
    call(texts[0])  # what it needs is loaded
    began, used = time.perf_counter(), time.process_time()
    for text in texts:
        call(text)
    n_words = sum(len(text.split()) for text in texts)
    return n_words / (time.perf_counter() - began), n_words / (time.process_time() - used)


class _Peak(threading.Thread):
    """The largest memory of a process and all below it, in MiB, looked up twenty times a second."""

    def __init__(self, pid: int):
        super().__init__(daemon=True)
        self.pid, self.peak, self.done = pid, 0.0, threading.Event()

    def run(self) -> None:
        import psutil

        while not self.done.wait(0.05):
            size = 0
            try:
                top = psutil.Process(self.pid)
                for process in (top, *top.children(recursive=True)):
                    size += process.memory_info().rss
            except psutil.Error:
                continue
            self.peak = max(self.peak, size / 2**20)


def measured(folder: Path, workers: int, cache: Path, texts: list[str], form: str) -> dict:
    """One run in a process of its own, with the yardstick before and after it."""
    before = yardstick(texts)
    code = "import sys, json; from crossread.benchmarks import speed; " \
           "print(json.dumps(speed.run(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])))"  # fmt: skip
    words = [sys.executable, "-c", code, str(folder), str(cache / "out"), str(workers), form]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(words, env={**os.environ, "CROSSREAD_CACHE": str(cache)}, stdout=said)
        peak = _Peak(process.pid)
        peak.start()
        if process.wait():
            raise SystemExit(f"the run on {folder} failed")
        peak.done.set()
        said.seek(0)
        found = json.loads(said.read().splitlines()[-1])
    both = [sum(pair) / 2 for pair in zip(before, yardstick(texts), strict=True)]
    return found | {"workers": workers, "peak": peak.peak, "yardstick": both[0], "yardstick_cpu": both[1]}


def measure(sizes: tuple[int, ...], workers: tuple[int, ...], form: str = "parquet") -> list[dict]:
    """All runs: each size with each number of workers, then one article more with what is cached."""
    texts = [made_articles.text(number) for number in range(YARD)]
    runs = []
    with tempfile.TemporaryDirectory() as place:
        for n in sizes:
            folder = made_articles.write_set(Path(place) / f"set-{n}", n)
            n_words = sum(len(json.loads(line)["text"].split()) for line in (folder / "articles/made.jsonl").open())
            for number in workers:
                cache = Path(place) / f"cache-{n}-{number}"
                runs.append(measured(folder, number, cache, texts, form) | {"n_words": n_words, "what": "all"})
                _say(runs[-1])
            (folder / "articles" / "one-more.txt").write_text(made_articles.text(-1), encoding="utf-8")
            cache = Path(place) / f"cache-{n}-{workers[0]}"
            runs.append(measured(folder, 1, cache, texts, form) | {"n_words": n_words, "what": "one more"})
            _say(runs[-1])
    return runs


def _say(found: dict) -> None:
    speed = found["n_words"] / found["seconds"]
    click.echo(
        f"{found['articles']:>7,} {found['workers']:>7} {found['what']:>9} {found['seconds']:>9.1f} "
        f"{1000 * found['seconds'] / found['articles']:>9.1f} {speed:>9,.0f} {speed / found['yardstick']:>7.3f} "
        f"{found['n_words'] / (found['cpu'] + found['cpu_of_workers']) / found['yardstick_cpu']:>8.3f} "
        f"{found['peak']:>6,.0f}"
    )


HEAD = "articles workers      what   seconds ms/article  words/s   ratio cpuratio    MiB"


@click.command()
@click.option("--large", is_flag=True, help=f"Also {LARGE:,} articles.")
@click.option("--size", "sizes", type=int, multiple=True, help="Other numbers of articles.")
@click.option("--chart", type=click.Path(path_type=Path), default="reports/bench.svg", help="Where the chart goes.")
@click.option("--json", "kept", type=click.Path(path_type=Path), help="Write the figures as JSON.")
def main(large: bool, sizes: tuple[int, ...], chart: Path, kept: Path | None) -> None:
    """Time the whole and its steps beside TextBlob on articles made for it."""
    sizes = sizes or (*SIZES, LARGE) if large else sizes or SIZES
    click.echo(f"Ratios are to TextBlob(text).sentiment on {YARD} of the texts, before and after each run.\n{HEAD}")
    runs = measure(sizes, (1, 2))
    whole = [found for found in runs if found["what"] == "all"]
    alone = [found for found in whole if found["workers"] == 1]
    click.echo()
    for one in alone:
        two = next(f for f in whole if f["articles"] == one["articles"] and f["workers"] == 2)
        more = next(f for f in runs if f["what"] == "one more" and f["articles"] == one["articles"] + 1)
        click.echo(
            f"{one['articles']:,} articles: {one['seconds'] / two['seconds']:.2f} times as fast on two; one more "
            f"article takes {more['seconds'] / one['seconds']:.1%} of the time, its reading "
            f"{more['reading'] / one['seconds']:.1%}"
        )
    if len(alone) > 1:
        last, first = alone[-1], alone[-2]
        grown = (last["seconds"] / last["articles"]) / (first["seconds"] / first["articles"]) - 1
        click.echo(f"Time an article at {last['articles']:,} over that at {first['articles']:,}: {grown:+.1%}")
    beside = peers([made_articles.text(number) for number in range(YARD)])
    click.echo("\n" + "\n".join(_shares(alone[-1], beside)))
    if kept:
        kept.write_text(json.dumps(runs, indent=1), encoding="utf-8")
    chart.parent.mkdir(parents=True, exist_ok=True)
    _draw(alone[-1], _speeds(whole, beside), chart)
    click.echo(f"\nThe chart: {chart}")


def _speeds(whole: list[dict], beside: dict[str, float]) -> dict[str, float]:
    """Words a second of processor time: of all runs on one worker, of the peers and of the yardstick."""
    own = {
        f"the whole, {found['articles']:,} articles": found["n_words"] / (found["cpu"] + found["cpu_of_workers"])
        for found in whole
        if found["workers"] == 1
    }
    return own | beside | {"TextBlob(text).sentiment": whole[-1]["yardstick_cpu"]}


def _rows(found: dict) -> list[tuple[str, float]]:
    """Each step and its seconds, and what is left."""
    steps = found["steps"]
    rest = found["seconds"] - sum(steps.values())
    return [(name, steps[name]) for name in STEPS if steps.get(name)] + [("all else", rest)]


def _shares(found: dict, beside: dict[str, float]) -> list[str]:
    lines = [f"{found['articles']:,} articles, one worker", f"{'step':24}{'share':>8}{'words/s':>12}{'ratio':>9}"]
    for name, seconds in [*_rows(found), ("the whole", found["seconds"])]:
        speed = found["n_words"] / max(seconds, 1e-9)
        lines.append(f"{name:24}{seconds / found['seconds']:>8.1%}{speed:>12,.0f}{speed / found['yardstick']:>9.2f}")
    for name, speed in beside.items():
        lines.append(f"{name:24}{'peer':>8}{speed:>12,.0f}{speed / found['yardstick_cpu']:>9.2f}")
    return lines


def _draw(found: dict, speeds: dict[str, float], path: Path) -> None:
    """A bar a step: its share of the whole. Below, words a second of the whole, of the peers and of the yardstick."""
    from matplotlib.figure import Figure

    rows = _rows(found)[::-1]
    size = len(rows), len(speeds)
    figure = Figure(figsize=(8, 0.3 * sum(size) + 2), layout="constrained")
    steps, whole = figure.subplots(2, height_ratios=size)
    shares = [100 * seconds / found["seconds"] for _, seconds in rows]
    steps.bar_label(steps.barh([name for name, _ in rows], shares), fmt="%.1f %%", padding=3)
    steps.set_xlabel(f"share of the time of {found['articles']:,} articles on one core, %")
    whole.bar_label(whole.barh([*speeds][::-1], [*speeds.values()][::-1]), fmt="{:,.0f}", padding=3)
    whole.set_xlabel("words a second of processor time")
    for axes in (steps, whole):
        axes.spines[["top", "right"]].set_visible(False)
        axes.margins(x=0.12)
    figure.savefig(path, format="svg")


if __name__ == "__main__":
    main()
