"""The report of a set: tables, a page a notebook, the reading view, and a page that leads to all of them."""

import hashlib
import json
import os
import platform
import re
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import nbformat
import pandas as pd
from lxml import html
from markupsafe import Markup
from nbconvert.exporters.html import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML

from crossread import codebooks, pages
from crossread.analysis import Analysis
from crossread.articles.sets import SetError
from crossread.comparison import summary
from crossread.comparison.whole import Whole
from crossread.display import html as display
from crossread.display import many, overview, passages
from crossread.display import notebook as notebook_articles
from crossread.report import changes, excerpts, notebook_runs, reading_view, side_by_side
from crossread.report.notebook_runs import Run
from crossread.storage import replacing, tables
from crossread.storage.columns import Tables
from crossread.workers import own_books

MARK = "report.json"
MANY = 500  # articles; of more the tables are read from the files again, as much as is needed
AT_ONCE = 200  # articles whose pages are made from what is read of them at a time
LARGE = 2000  # articles of a set from which on its notebooks run one after the other, as each takes much memory
MAIN = "main"  # tags the cell whose chart stands on the first page
LAB = "lab"  # tags cells that only JupyterLab shows
CARD_SIZE = 100_000  # characters of a chart on a card
CARD_SHAPE = 0.9  # height by width, beyond which a chart cannot be read on a card
_CHART = re.compile(
    r'<p class="figure-title">[^<]*</p>\s*<div[^>]*>'
    r'<svg\b[^>]*?viewBox="0 0 (?P<width>[\d.]+) (?P<height>[\d.]+)".*?</svg></div>',
    re.DOTALL,
)
LIST_MARK = "Crossread: a list of reports"
PACKAGES = ("crossread", "pandas", "matplotlib", "papermill", "nbconvert")
_BESIDE = ("metadata.csv", "actors.csv", "corrections.csv", "codebooks/*")


class Report(NamedTuple):
    """A report that was written: its folder, and the error of each notebook that stopped at one."""

    folder: Path
    errors: Mapping[str, str]


class Page(NamedTuple):
    """A notebook as a page of the report: its body, and the chart that stands for it on the first page."""

    address: str
    title: str
    question: str
    run: Run
    body: str
    chart: Markup


def write_report(
    analysis: Analysis,
    target: Path,
    notebooks: dict[Path, dict[str, object]],
    progress: Callable[[str], None] = lambda done: None,
    only_excerpts: bool = False,
) -> Report:
    """Write the report of an analysed set.

    All of it is made beside ``target`` and moved there at the end: until then an older report stays whole.

    Parameters
    ----------
    target
        The report's folder. An older report there is replaced; anything else there is an error.
    notebooks
        Each notebook with its parameters, as :func:`crossread.report.notebook_runs.check_parameters` gives them.
    progress
        Is called with the name of each notebook that is done.
    only_excerpts
        Leave nothing of the articles but what is cited: see :mod:`crossread.report.excerpts`.

    Raises
    ------
    SetError
        When ``target`` exists and is no report.
    """
    target = Path(os.path.abspath(target))
    check_target(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    replacing.tidy(target)
    unfinished = replacing.beside(target)
    unfinished.mkdir()
    try:
        errors = _fill(unfinished, analysis, notebooks, progress, only_excerpts)
        replacing.swap(unfinished, target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return Report(target, errors)


def check_target(target: Path) -> None:
    """Refuse to write over what is no report.

    Raises
    ------
    SetError
        When ``target`` exists and is neither a report nor an empty folder.
    """
    if target.exists() and not (target / MARK).is_file() and not (target.is_dir() and not any(target.iterdir())):
        raise SetError(f"{target}: exists and is not a report; name another folder with -o or move it away")


def write_list(folder: Path) -> Path | None:
    """Write ``index.html`` over the reports in ``folder``, when there are several; give where it stands.

    A page of that name that is not such a list is left alone.
    """
    reports = sorted(path.parent for path in folder.glob(f"*/{MARK}"))
    target = folder / "index.html"
    if len(reports) < 2 or (target.exists() and LIST_MARK not in target.read_text("utf-8", errors="replace")):
        return None
    known = [(path.name, json.loads((path / MARK).read_text("utf-8"))) for path in reports]
    rows = pd.DataFrame(
        {
            "Report": display.cells(display.link(f"{quote(name)}/index.html", name) for name, _ in known),
            "Set": [facts["set"] for _, facts in known],
            "Made": [facts["when"] for _, facts in known],
            "Articles": [len(facts["articles"]) for _, facts in known],
        }
    )
    heading = display.counted(len(rows), "report")
    body = Markup("<h1>{}</h1>\n{}").format(heading, display.table_markup(rows, "The reports in this folder"))
    with tables.replacing(target) as path:
        _write_page(path, body, title=heading, heading=heading, pages=[], generator=LIST_MARK)
    return target


def _fill(
    folder: Path,
    analysis: Analysis,
    notebooks: dict[Path, dict[str, object]],
    progress: Callable[[str], None],
    only_excerpts: bool,
) -> dict[str, str]:
    """Write all parts of the report; give the notebooks that failed with the error of each."""
    whole, kept = analysis, None
    if only_excerpts:
        analysis = excerpts.keep_cited(whole)
        kept = excerpts.share_kept(whole, analysis)
    for form in ("csv", "parquet"):
        tables.write_tables(analysis, folder / "tables", form)
    n = len(analysis.tables["articles"])
    if n > MANY:
        for held in {id(own.tables): own.tables for own in (whole, analysis)}.values():
            if isinstance(held, Tables):
                held.let_go()
        analysis = analysis._replace(tables=tables.read_tables(folder / "tables").tables)
    for name, data in own_books(analysis.folder):  # what notebooks go by, too
        (folder / "tables" / "codebooks").mkdir(exist_ok=True)
        (folder / "tables" / "codebooks" / name).write_bytes(data)
    of_set = Whole(analysis.tables, codebooks.load(analysis.folder))
    heading = f"{analysis.folder.name}: {display.counted(n, 'article')} compared"
    given = {path: {**values, "tables": str(folder / "tables")} for path, values in notebooks.items()}
    exporter, found = _Exporter(), []
    read = partial(_write_reading_views, folder, of_set, heading, only_excerpts)
    for run in notebook_runs.run(given, folder / "notebooks", read, 2 if n <= LARGE else 1):
        _keep(run, folder)
        found.append(_page(run, exporter, only_excerpts))
        progress(run.path.stem)
    found.sort(key=lambda page: page.address)
    facts = _facts(analysis, notebooks)
    shown = {"heading": heading, "pages": [(page.address, page.title) for page in found]}
    for page in found:
        own = {"title": page.title, "failure": page.run.failure, "notebook": f"notebooks/{page.run.path.name}"}
        _write_page(folder / page.address, page.body, facts=facts, **own, **shown)
    _write_page(
        folder / "index.html", _index(folder, found, heading, facts, analysis, of_set, kept), title=heading, **shown
    )
    with tables.replacing(folder / MARK) as path:
        path.write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return {page.run.path.stem: page.run.failure.error for page in found if page.run.failure}


def _write_reading_views(folder: Path, of_set: Whole, heading: str, only_excerpts: bool = False) -> None:
    """The page of each article, and that of two side by side; tables are taken up for some articles at a time."""
    (folder / "read").mkdir()
    statements = side_by_side.statements(of_set.tables)
    joined = side_by_side.joined_layers(statements)
    paired = len(of_set.articles) > 1
    if paired:
        page = side_by_side.page(of_set.tables, statements, heading)
        (folder / side_by_side.ADDRESS).write_text(page, encoding="utf-8")
    del statements
    for first in range(0, len(of_set.articles), AT_ONCE):
        some = of_set.articles.iloc[first : first + AT_ONCE]
        ids = list(some["article_id"])
        blocks = reading_view.by_article(of_set.part("blocks", article_id=ids))
        found = reading_view.layers_of(of_set, ids)
        for _, article in some.iterrows():
            name = article["article_id"]
            layers = found(name)
            if layers is not None and name in joined:
                layers.append(joined.pop(name))
            beside = f"../{side_by_side.address_of(name)}" if paired else None
            shown = blocks(name), of_set.names, heading, layers
            page = reading_view.page(article, *shown, whole=not only_excerpts, beside=beside)
            (folder / passages.address(name)).write_text(page, encoding="utf-8")


def _keep(run: Run, folder: Path) -> None:
    """Leave the notebook so that it finds the tables from where it will stand, and names no path of this
    machine."""
    for cell in run.notebook.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.source = re.sub(r"(?m)^tables = .*$", 'tables = "../tables"', cell.source)
    nbformat.write(run.notebook, folder / "notebooks" / run.path.name)


def _facts(analysis: Analysis, notebooks: dict[Path, dict[str, object]]) -> dict:
    """What this run was: enough to do it again."""
    beside = [path for pattern in _BESIDE for path in sorted(analysis.folder.glob(pattern)) if path.is_file()]
    checksums = {p.relative_to(analysis.folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in beside}
    return {
        "set": analysis.folder.name,
        "when": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "versions": {"Python": platform.python_version()} | {name: version(name) for name in PACKAGES},
        "parameters": {path.stem: values for path, values in notebooks.items()},
        "files": checksums,
        "articles": dict(zip(*(analysis.tables["articles"][c] for c in ("article_id", "sha256")), strict=True)),
    }


class _Exporter(HTMLExporter):
    """Notebooks to HTML by our template, without the second look at the page for what that template has anyway."""

    def __init__(self) -> None:
        super().__init__(
            template_name=pages.FOLDER.name,
            template_file="notebook.html.j2",
            extra_template_basedirs=[str(pages.FOLDER.parent)],
            exclude_anchor_links=True,
        )
        self.register_filter("highlight_code", Highlight2HTML(pygments_lexer="ipython3", parent=self))

    def from_notebook_node(self, notebook: nbformat.NotebookNode) -> tuple[str, dict]:
        """The body of the page, and what nbconvert notes with it."""
        return TemplateExporter.from_notebook_node(self, notebook)


def _page(run: Run, exporter: _Exporter, only_excerpts: bool) -> Page:
    """A notebook's title and question are the first two paragraphs of its first cell."""
    first = next((cell.source for cell in run.notebook.cells if cell.cell_type == "markdown"), "")
    paragraphs = [" ".join(p.split()) for p in re.split(r"\n\s*\n", first.strip())]
    title = paragraphs[0].lstrip("# ") if paragraphs[0].startswith("#") else run.path.stem
    question = paragraphs[1] if len(paragraphs) > 1 else ""
    if not run.failure:
        run.notebook.cells = [cell for cell in run.notebook.cells if LAB not in cell.metadata.get("tags", [])]
    body = exporter.from_notebook_node(run.notebook)[0]
    for style in (display.LAB_STYLE, pages.layer_style()):  # the page has its own
        body = body.replace(style, "")
    body = excerpts.marked(body) if only_excerpts else body
    chart = _main_chart(run.notebook)
    return Page(f"{run.path.stem}.html", title, re.sub(r"[*_`]", "", question), run, body, chart)


def _main_chart(notebook: nbformat.NotebookNode) -> Markup:
    """The chart of the cell that is tagged ``main``, else the first one that a card can show."""
    cells = sorted(notebook.cells, key=lambda cell: MAIN not in cell.metadata.get("tags", []))
    shown = [output.get("data", {}).get("text/html", "") for cell in cells for output in cell.get("outputs", [])]
    fitting = (
        found.group()
        for found in map(_CHART.search, shown)
        if found and len(found.group()) <= CARD_SIZE and float(found["height"]) <= CARD_SHAPE * float(found["width"])
    )
    return Markup(next(fitting, ""))


def _write_page(path: Path, body: str, **values: object) -> None:
    body, sections = _anchored(body)
    path.write_text(pages.render("page.html.j2", body=Markup(body), sections=sections, **values), encoding="utf-8")


def _anchored(body: str) -> tuple[str, list[tuple[int, str, str]]]:
    """``body`` with an anchor at each heading below the first; and level, anchor and words of each."""
    sections: list[tuple[int, str, str]] = []

    def anchor(heading: re.Match) -> str:
        level, given, words = heading.groups()
        plain = html.fromstring(f"<p>{words}</p>").text_content().strip()
        name = given or display.anchor(plain) or f"section-{len(sections) + 1}"
        if any(name == taken for _, taken, _ in sections):
            name = f"{name}-{len(sections) + 1}"
        sections.append((int(level), name, plain))
        return f'<h{level} id="{name}">{words}</h{level}>'

    return re.sub(r'<h([23])(?: id="([^"]*)")?>(.*?)</h\1>', anchor, body, flags=re.DOTALL), sections


def _index(
    folder: Path,
    found: list[Page],
    heading: str,
    facts: dict,
    analysis: Analysis,
    of_set: Whole,
    kept: float | None,
) -> str:
    """The body of the first page."""
    articles = of_set.articles
    inputs = [*zip(articles["source_file"], articles["sha256"], strict=True), *facts["files"].items()]
    checksums = pd.DataFrame(inputs, columns=["Input", "SHA-256"])
    return pages.render(
        "index.html.j2",
        heading=heading,
        kept=kept,
        summary=summary.summary(of_set),
        facts=facts,
        size=display.counted(len(articles), "article"),
        n_problems=len(analysis.problems),
        failed=display.joined(page.title for page in found if page.run.failure),
        cards=found,
        beside=side_by_side.ADDRESS if len(articles) > 1 else None,
        articles=_article_list(articles),
        problems=notebook_articles.problems_markup(analysis.problems),
        changed=changes.markup(replacing.made_for(folder), analysis),
        corrected=changes.corrections_markup(analysis),
        run=display.table_markup(_run_list(facts), "Set, time, versions and parameters"),
        tables=[*analysis.tables, tables.PROBLEMS],
        checksums=display.folded(
            "Checksums of the input (SHA-256)",
            display.table_markup(checksums, "Checksums of the input", many.LISTED),
        ),
    )


def _article_list(articles: pd.DataFrame) -> Markup:
    ordered = overview.in_order(articles)
    rows = pd.DataFrame(
        {
            "Article": ordered["name"],
            "Title": notebook_articles.titles(ordered),
            "Published": [overview.published(row) for _, row in ordered.iterrows()],
            "Words": ordered["n_words"],
        }
    )
    table = display.table_markup(rows, "Articles in order of time, each with its text", many.LISTED)
    table = table if len(rows) <= many.ARTICLES else display.folded(f"All {len(rows):,} articles", table)
    return Markup("").join([table, *display.small(overview.not_known(articles))])


def _run_list(facts: dict) -> pd.DataFrame:
    given = [f"{name} = {json.dumps(v)}" for values in facts["parameters"].values() for name, v in values.items()]
    rows = [
        ("Set", facts["set"]),
        ("Time of the run", facts["when"]),
        *facts["versions"].items(),
        ("Parameters given", ", ".join(dict.fromkeys(given)) or "none: the notebooks' own"),
    ]
    return pd.DataFrame(rows, columns=["What", "Which"])
