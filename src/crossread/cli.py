"""The command line: ``crossread report``, ``tables``, ``check``, ``validate``, ``sheet`` and ``agreement``."""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import click
import pandas as pd
from tqdm import tqdm

from crossread.analysis import Analysis, analyse
from crossread.articles.formats import ENDINGS
from crossread.articles.sets import SetError, article_files, find_set
from crossread.display import overview
from crossread.display.html import counted, joined, shortened
from crossread.problems import printable
from crossread.validation import coding

_SET = click.argument("name", metavar="SET")
_MANY = tuple(ending for ending, form in ENDINGS.items() if form in ("lines", "table"))  # files of many articles
_WORKERS = click.option(
    "--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes that read articles."
)
_SCHEDULER = click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler whose workers read them instead.")


def main() -> None:
    """Run the command line; what is wrong with the input is said in a line, with exit status 2."""
    try:
        commands()
    except (SetError, OSError) as error:  # OSError: a folder that cannot be written, a full disk
        if isinstance(error, OSError) and error.filename is not None:
            error = f"{error.filename}: {error.strerror}; give a place that exists and that you may write to"
        for line in f"crossread: {error}".splitlines():
            click.echo(printable(line), err=True)
        sys.exit(2)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="crossread")
def commands() -> None:
    """Compare how several news articles cover one event.

    SET is a folder with articles/ in it, or the name of one under data/.
    """


@commands.command()
@click.argument("names", metavar="SET [SET ...]", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("reports"),
    show_default=True,
    help="Folder of the reports; each goes into a folder there with the name of its set.",
)
@click.option("-p", "given", nargs=2, multiple=True, metavar="NAME VALUE", help="A parameter of the notebooks.")
@click.option("--excerpts", is_flag=True, help="Leave only the cited sentences of the articles, for publishing.")
@click.option("--dated", is_flag=True, help="Add the day to the folder's name, so that earlier reports stay beside.")
@_WORKERS
@_SCHEDULER
def report(
    names: tuple[str, ...],
    output: Path,
    given: tuple[tuple[str, str], ...],
    excerpts: bool,
    dated: bool,
    workers: int,
    scheduler: str | None,
) -> None:
    """Write the HTML report of each SET; an older report of the same folder name is replaced.

    Where DIR then holds several reports, its index.html lists them.

    Exit status: 0 when every page is complete, 1 when a notebook stopped at an error (its page says where),
    2 when a set or a parameter cannot be used.
    """
    from crossread.report import kernels

    kernels.warm_up()  # imports while this process does
    from crossread.report import notebook_runs
    from crossread.report.folder import check_target, write_list

    folders = {find_set(name): None for name in names}
    day = f"-{datetime.now(UTC):%Y-%m-%d}" if dated else ""
    targets = {folder: output / f"{folder.name}{day}" for folder in folders}
    if len(set(targets.values())) < len(targets):
        raise SetError("two sets have the same folder name; write their reports one at a time with -o")
    for target in targets.values():
        check_target(target)
    try:
        notebooks = notebook_runs.check_parameters(notebook_runs.find_notebooks(), dict(given))
    except notebook_runs.ParameterError as error:
        raise SetError(str(error)) from None
    where = {"workers": workers, "scheduler": scheduler}
    failed = [_report_one(folder, target, notebooks, excerpts, where) for folder, target in targets.items()]
    listed = write_list(output)
    if listed and len(targets) > 1:
        click.echo(printable(f"All reports: {listed}"), err=True)
    sys.exit(1 if any(failed) else 0)


def _report_one(folder: Path, target: Path, notebooks: dict, excerpts: bool, where: dict) -> bool:
    """Write one report and say so; give whether a notebook failed."""
    from crossread.report.folder import write_report

    began = time.monotonic()
    analysis = _analysed(folder, **where)
    with tqdm(total=len(notebooks), desc="Notebooks", unit="notebook", disable=None, leave=False) as bar:
        written = write_report(analysis, target, notebooks, lambda done: bar.update(), excerpts)
    _say_problems(analysis)
    for name, error in written.errors.items():
        said = f"crossread: notebook {name} stopped at {shortened(error, 300)}: see {target / name}.html"
        click.echo(printable(said), err=True)
    articles = counted(len(analysis.tables["articles"]), "article")
    pages = counted(len(notebooks), "notebook")
    took = f"{time.monotonic() - began:.1f} s"
    click.echo(printable(f"{folder.name}: {articles}, {pages} in {took}: {target / 'index.html'}"), err=True)
    return bool(written.errors)


@commands.command()
@_SET
@click.option("-o", "--output", required=True, help="Folder to write into, or any address that fsspec opens.")
@click.option(
    "--format", "form", type=click.Choice(["csv", "parquet", "jsonl", "annotations"]), default="csv", show_default=True
)
@click.option(
    "--partition", type=click.IntRange(1), metavar="N", help="With parquet: a file for every N articles of a table."
)
@_WORKERS
@_SCHEDULER
def tables(name: str, output: str, form: str, partition: int | None, workers: int, scheduler: str | None) -> None:
    """Write the tables of SET, one file a table, with the data dictionary beside.

    In CSV a text cell that begins with = + - @, a tab or a carriage return gets an apostrophe before it, so
    that no spreadsheet takes it for a formula; Parquet and JSON Lines hold the texts unchanged. The format
    annotations writes the quotes alone, as W3C Web Annotations.
    """
    from crossread.storage.tables import write_tables

    if partition and form != "parquet":
        raise SetError("--partition goes with --format parquet")
    analysis = _analysed(find_set(name), workers=workers, scheduler=scheduler)
    written = write_tables(analysis, output, form, partition)
    _say_problems(analysis)
    click.echo(printable(f"{output}: {joined(written)}"), err=True)


@commands.command()
@click.option("--clear", is_flag=True, help="Take it away; the next run reads everything again.")
def cache(clear: bool) -> None:
    """Say where what was read is kept, of how many articles, and how large it is."""
    from crossread.storage import cache as kept

    path, n, size = kept.state()
    if clear:
        kept.clear()
    done = "cleared: it held" if clear else "holds"
    click.echo(printable(f"{path} {done} {counted(n, 'article')}, {size / 2**20:,.1f} MB"))


@commands.command()
@_SET
def check(name: str) -> None:
    """Say what SET holds, file by file, and what is wrong with it.

    Exit status: 0 when at least one article can be used, even when others were left out (they are listed); 2
    when the set cannot be used at all.
    """
    analysis = _analysed(find_set(name))
    articles = overview.in_order(analysis.tables["articles"])
    click.echo(printable(f"{analysis.folder.name}: {overview.counts(articles)}"))
    for _, article in articles.assign(one_of_many=articles["source_file"].duplicated(keep=False)).iterrows():
        click.echo()
        for line in _article_lines(article):
            click.echo(printable(line))
    if unknown := overview.not_known(articles):
        click.echo(f"\n{unknown}")
    click.echo("\nLeft out or to look at:" if analysis.problems else "\nNo file was left out.")
    for problem in analysis.problems:
        click.echo(f"  {problem}")


@commands.command()
@click.argument("name")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--predictions", type=click.Path(dir_okay=False, path_type=Path), help="Write what was found there, as JSON Lines."
)
def validate(name: str, path: Path, predictions: Path | None) -> None:
    """Score a step on the annotated set in the file PATH; NAME is the set's, such as pasted-pages."""
    from crossread import benchmarks

    if name not in benchmarks.BENCHMARKS:
        raise SetError(f"{name}: no such benchmark; there are {', '.join(sorted(benchmarks.BENCHMARKS))}")
    click.echo(benchmarks.validate(name, path, predictions).report)


@commands.command()
@_SET
@click.option("--of", type=click.Choice(coding.KINDS), required=True, help="What to code.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File of the sheet.  [default: SET-OF.csv]")
@click.option("--blank", is_flag=True, help="Leave out what the analysis found, which sways coders.")
@click.option("--sample", type=click.IntRange(min=1), metavar="N", help="N units drawn at random, instead of all.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed draws other units.")
@click.option("--separator", type=click.Choice([",", ";"]), default=",", show_default=True, help="Where Excel wants ;.")
def sheet(name: str, of: str, output: Path | None, blank: bool, sample: int | None, seed: int, separator: str) -> None:
    """Write a coding sheet of SET and its code book, as CSV for any spreadsheet.

    Give each coder a copy. A cell left empty is not coded; `none` says that there is nothing to name. Then compare
    the copies with `crossread agreement`.
    """
    folder = find_set(name)
    rows = coding.sheet(_analysed(folder), of)
    rows = coding.drawn(rows, sample, seed) if sample else rows
    output = output or Path(f"{folder.name}-{of}.csv")
    output.parent.mkdir(parents=True, exist_ok=True)
    written = coding.write(rows, of, output, blank, separator)
    click.echo(printable(f"{counted(len(rows), 'unit')}: {joined(map(str, written))}"), err=True)


@commands.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--set", "name", metavar="SET", help="The set of the sheets: its analysis is one more coder.")
def agreement(files: tuple[Path, ...], name: str | None) -> None:
    """Say how far the coders of FILES agree: a coding sheet each, filled in, named after its coder.

    Percent agreement and Krippendorff's alpha by item, with 95 % intervals over units. A cell that cannot be
    understood is said in a line and counts as not coded.
    """
    from crossread.validation import agreement as reckoning

    analysis = _analysed(find_set(name)) if name else None
    codes, problems = reckoning.compared(files, analysis)
    for problem in problems:
        click.echo(f"crossread: {problem}", err=True)
    click.echo("\n".join(map(printable, reckoning.report(codes).splitlines())))


def _analysed(folder: Path, **where: object) -> Analysis:
    """Read and link a set; its files tell how long it takes, when each is one article."""
    names = [name for _, name in article_files(folder)] if (folder / "articles").is_dir() else []
    total = None if any(name.lower().removesuffix(".gz").endswith(_MANY) for name in names) else len(names)
    what = f"Reading {printable(folder.name)}"
    with tqdm(total=total, desc=what, unit=" articles", disable=None, leave=False) as bar:
        return analyse(folder, lambda done: bar.update(), **where)


def _say_problems(analysis: Analysis) -> None:
    for problem in analysis.problems:
        click.echo(f"crossread: {problem}", err=True)


def _article_lines(article: pd.Series) -> list[str]:
    """One article in four lines."""
    known = article.fillna({"outlet": "outlet unknown", "title": "no title found", "language": "unknown"})
    basis = f" ({article['outlet_basis']})" if pd.notna(article["outlet_basis"]) else ""
    words = counted(article["n_words"], "word")
    copy = "no copy of another"
    if pd.notna(article["copy_of"]):
        copy = f"{article['copy_share']:.0%} of it stands in {article['copy_of']}"
    return [
        article["source_file"] + f": {article['article_id']}" * article["one_of_many"],
        f"  {known['outlet']}{basis}: {shortened(str(known['title']), 90)}",
        f"  published: {overview.published(article)} ({overview.published_basis(article)})",
        f"  {words}, {article['kind'].replace('_', ' ')}, language {known['language']}, {copy}",
    ]


if __name__ == "__main__":
    main()
