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
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path

import click
import pandas as pd

from crossread.benchmarks import made_articles

SIZES, LARGE = (100, 1000), 10_000
YARD = 100  # articles that the yardstick is timed on
YARDSTICK = "TextBlob(text).sentiment"
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
    "facts": ("comparison.facts", "link"),
    "types and checks": ("schema", "enforce"),
    "writing": ("storage.tables", "write_tables"),
}


def run(folder: str, out: str, workers: int) -> dict:
    """One run in this process: seconds of the whole, of its steps and of reading alone, and processor time."""
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
    tables.write_tables(found, out, "parquet")
    ended = time.perf_counter()
    n_articles = len(found.tables["articles"])
    del found  # and with it the process beside, so that its time counts
    for process in multiprocessing.active_children():
        process.join()
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "articles": n_articles,
        "seconds": ended - began,
        "reading": spent.pop("reading, whole"),
        "cpu": sum(own.ru_utime + own.ru_stime for own in used),
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


def _memory(pid: int) -> float:
    """What a process and all below it take, in MiB; nought where they are gone."""
    import psutil

    try:
        top = psutil.Process(pid)
        return sum(process.memory_info().rss for process in (top, *top.children(recursive=True))) / 2**20
    except psutil.Error:
        return 0.0


def measured(folder: Path, workers: int, cache: Path) -> dict:
    """One run in a process of its own, its memory looked up twenty times a second."""
    code = (
        "import sys, json; from crossread.benchmarks import speed; "
        "print(json.dumps(speed.run(sys.argv[1], sys.argv[2], int(sys.argv[3]))))"
    )
    words = [sys.executable, "-c", code, str(folder), str(cache / "out"), str(workers)]
    peak = 0.0
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(words, env={**os.environ, "CROSSREAD_CACHE": str(cache)}, stdout=said)
        while process.poll() is None:
            time.sleep(0.05)
            peak = max(peak, _memory(process.pid))
        if process.returncode:
            raise SystemExit(f"the run on {folder} failed")
        said.seek(0)
        return json.loads(said.read().splitlines()[-1]) | {"workers": workers, "peak": peak}


def measure(sizes: Sequence[int]) -> pd.DataFrame:
    """All runs: each size on one and on two workers, then one article more with what is cached; the yardstick on the
    same texts before and after each."""
    texts, runs = [made_articles.text(number) for number in range(YARD)], []
    with tempfile.TemporaryDirectory() as place:
        for n in sizes:
            folder = made_articles.write_set(Path(place) / f"set-{n}", n)
            n_words = sum(len(json.loads(line)["text"].split()) for line in (folder / "articles/made.jsonl").open())
            for what, workers in (("all", 1), ("all", 2), ("one more", 1)):
                if what == "one more":
                    (folder / "articles" / "one-more.txt").write_text(made_articles.text(-1), encoding="utf-8")
                before = yardstick(texts)
                found = measured(folder, workers, Path(place) / f"cache-{n}-{workers}")
                wall, cpu = (sum(pair) / 2 for pair in zip(before, yardstick(texts), strict=True))
                found |= {"what": what, "words/s": n_words / found["seconds"], "words/cpu s": n_words / found["cpu"]}
                found |= {"ratio": found["words/s"] / wall, "cpu ratio": found["words/cpu s"] / cpu, YARDSTICK: cpu}
                runs.append(found)
                click.echo(f"{n:,} articles, {what}, workers {workers}: {found['seconds']:.1f} s")
    return pd.DataFrame(runs)


SHOWN = ["articles", "workers", "what", "seconds", "reading", "words/s", "ratio", "cpu ratio", "peak"]


@click.command()
@click.option("--large", is_flag=True, help=f"Also {LARGE:,} articles.")
@click.option("--chart", type=click.Path(path_type=Path), default="reports/bench.svg", help="Where the chart goes.")
def main(large: bool, chart: Path) -> None:
    """Time the whole and its steps beside TextBlob on articles made for it."""
    runs = measure((*SIZES, LARGE) if large else SIZES)
    click.echo(f"\nRatios are to {YARDSTICK} on {YARD} of the texts, before and after each run; peak in MiB.")
    click.echo(runs[SHOWN].to_string(index=False, float_format="{:,.3f}".format))
    for _, own in runs.groupby(runs.index // 3):
        n, (one, two, more), reading = own["articles"].iloc[0], own["seconds"], own["reading"].iloc[-1]
        click.echo(
            f"{n:,} articles: {1000 * one / n:.1f} ms each; {one / two:.2f} times as fast on two; one more takes "
            f"{more / one:.1%} of the time, its reading {reading / one:.1%}"
        )
    last = runs[(runs["what"] == "all") & (runs["workers"] == 1)].iloc[-1]
    steps = pd.Series(last["steps"]).reindex(list(STEPS)).dropna()
    steps["all else"] = last["seconds"] - steps.sum()
    beside = peers([made_articles.text(number) for number in range(YARD)]) | {YARDSTICK: last[YARDSTICK]}
    speeds = pd.Series({f"the whole, {last['articles']:,} articles": last["words/cpu s"]} | beside)
    shares = 100 * steps / last["seconds"]
    click.echo(f"\nShare of the time of {last['articles']:,} articles on one worker, %\n{shares.round(1).to_string()}")
    click.echo(f"\nWords a second of processor time\n{speeds.map('{:,.0f}'.format).to_string()}")
    chart.parent.mkdir(parents=True, exist_ok=True)
    _draw(shares, speeds, chart)
    click.echo(f"\nThe chart: {chart}")


def _draw(shares: pd.Series, speeds: pd.Series, path: Path) -> None:
    """A bar a step: its share of the whole. Below, words a second of the whole, of the peers and of the yardstick."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 0.3 * (len(shares) + len(speeds)) + 2), layout="constrained")
    parts = figure.subplots(2, height_ratios=(len(shares), len(speeds)))
    labels = "share of the time of the largest set on one core, %", "words a second of processor time"
    for axes, values, label, form in zip(parts, (shares, speeds), labels, ("{:.1f} %", "{:,.0f}"), strict=True):
        axes.bar_label(axes.barh(values.index[::-1], values[::-1]), fmt=form, padding=3)
        axes.set_xlabel(label)
        axes.spines[["top", "right"]].set_visible(False)
        axes.margins(x=0.12)
    figure.savefig(path, format="svg")


if __name__ == "__main__":
    main()
