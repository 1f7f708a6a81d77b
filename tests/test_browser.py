"""Reports as a reader meets them, in a real browser: every page, by mouse, by keyboard, on paper."""

import csv
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import hostile
import invented
import pytest

from crossread import analyse
from crossread.articles.sets import DATA
from crossread.display import passages
from crossread.report import notebook_runs, reading_view

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
playwright = pytest.importorskip("playwright.sync_api", reason="no playwright: the pages were not tried in a browser")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe: the pages were not tried")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium found: the pages were not tried in a browser")

FILLER = "No description has been provided for this image"
REAL = [DATA / name for name in ("syria-2016", "mazar-consulate-2016")]
# Of the other rules of axe none looks at colours or sizes; what a page holds and names is the same on any screen.
OF_COLOUR_AND_SIZE = ("link-in-text-block", "scrollable-region-focusable")
PAPER = {"width": 703, "height": 1000}  # A4 within margins of 12 mm, in CSS pixels


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as driver:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        opened = driver.chromium.launch(executable_path=BROWSER, args=arguments)
        yield opened
        opened.close()


@pytest.fixture(scope="module", params=["sample", "real"])
def report(request, sample_report, report_once, tmp_path_factory):
    """A report of the sample, or of all real articles as one set, with its analysis."""
    if request.param == "sample":
        return invented.sample(), sample_report.folder
    if missing := [folder.name for folder in REAL if not (folder / "articles").is_dir()]:
        pytest.skip(f"data/{missing[0]}/articles is not there; see its README")
    folder = tmp_path_factory.mktemp("real") / "real"
    for one in REAL:
        shutil.copytree(one, folder, dirs_exist_ok=True)
    analysis = analyse(folder)
    written = report_once("real", lambda: analysis)
    assert not written.errors
    return analysis, written.folder


@pytest.fixture
def page(browser):
    """A page that keeps what it complains of, and what it asks of any network."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.complaints = []
    opened.on("console", lambda message: opened.complaints.append(message.text))
    opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.on(
        "request", lambda request: request.url.startswith(("file:", "data:")) or opened.complaints.append(request.url)
    )
    yield opened
    context.close()


@pytest.fixture(scope="module")
def attacked(report_once, tmp_path_factory):
    """A report of the hostile set, with its analysis."""
    analysis = analyse(hostile.write(tmp_path_factory.mktemp("hostile") / "set"))
    written = report_once("hostile", lambda: analysis)
    assert not written.errors
    return analysis, written.folder


@pytest.fixture
def lab(tmp_path):
    """The address of a notebook in JupyterLab, with settings of its own, in which a set is to be chosen."""
    pytest.importorskip("jupyterlab", reason="no JupyterLab: the notebooks were not tried in it")
    (path,) = (path for path in notebook_runs.find_notebooks() if path.stem == "01_articles")
    words = path.read_text("utf-8").replace("interactive = False", "interactive = True")
    words = words.replace('\\"sample\\"', f'\\"{hostile.write(tmp_path / "set", 3).as_posix()}\\"')
    (tmp_path / path.name).write_text(words, "utf-8")
    kinds = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR", "HOME")
    own = {kind: str(tmp_path / "own") for kind in kinds}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = ["--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}"]
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *given], cwd=tmp_path, stderr=subprocess.DEVNULL,
        env={**os.environ, **own, "JUPYTER_TOKEN": "a-ferry", "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    try:
        for _ in range(300):
            with socket.socket() as line:
                if line.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/lab/tree/{path.name}?token=a-ferry"
    finally:
        server.terminate()
        server.wait()


def _open(page, path, fragment=""):
    page.goto(f"{Path(path).resolve().as_uri()}{fragment}")


def _pages(folder):
    return sorted(folder.rglob("*.html"))


# Marks the texts that have not been met twice on pages of the same style with the same elements, classes and styles
# around them: their colours are the same, and to tell the contrast of every cell takes nine tenths of the time of axe.
TRIED = """(seen) => {
  const style = Array.from(document.querySelectorAll("style")).map((part) => part.textContent.length).join();
  document.querySelectorAll("body *").forEach((part) => {
    if (!part.checkVisibility() || !Array.from(part.childNodes).some((n) => n.nodeType === 3 && n.data.trim())) return;
    let around = style;
    for (let up = part; up; up = up.parentElement) {
      around += ` ${up.localName}.${up.getAttribute("class")}|${up.getAttribute("style")}`;
    }
    seen[around] = (seen[around] || 0) + 1;
    if (seen[around] < 3) part.setAttribute("data-tried", "");
  });
  return seen;
}"""


def _violations(page, seen, *rules):
    """What axe finds: of contrast where each kind of text is first met, of all else, or of ``rules``, anywhere."""
    seen |= page.evaluate(TRIED, seen)
    others = {"runOnly": rules} if rules else {"rules": {"color-contrast": {"enabled": False}}}
    page.evaluate(axe.Axe().axe_script)
    runs = [("html", others), ("[data-tried]", {"runOnly": ["color-contrast"]})]
    if not page.locator("[data-tried]").count():
        runs.pop()
    found = [
        page.evaluate("([where, how]) => axe.run(where, { resultTypes: ['violations'], ...how })", [where, how])
        for where, how in runs
    ]
    violations = [v for one in found for v in one["violations"]]
    return [f"{v['id']}: {node['html'][:200]}" for v in violations for node in v["nodes"]]


def test_every_page_loads_in_silence_and_axe_finds_nothing(report, page):
    wrong, seen = {}, {}
    for path in _pages(report[1]):
        page.complaints.clear()
        _open(page, path)
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        found = [*page.complaints, *_violations(page, seen)]
        if FILLER in page.content() or page.locator("img:not([alt]), img[alt='']").count():
            found.append("a picture without words")
        if found:
            wrong[path.name] = found
    assert not wrong


def test_in_the_dark_and_on_a_telephone_axe_finds_nothing_and_nothing_sticks_out(report, page):
    wrong, seen = {}, {}
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 360, "height": 740})
    read = sorted((report[1] / "read").iterdir())[0]
    for path in [*sorted(report[1].glob("*.html")), read]:
        _open(page, path)
        for box in page.locator("fieldset input").all():
            box.check()
        found = _violations(page, seen, *OF_COLOUR_AND_SIZE)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append("wider than the screen")
        if found:
            wrong[path.name] = found
    assert not wrong


def test_the_contents_work_by_keyboard(report, page):
    _open(page, report[1] / "01_articles.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    link = page.locator("nav.contents a").nth(2)
    link.focus()
    page.keyboard.press("Enter")
    target = page.locator(link.get_attribute("href"))
    assert page.url.endswith(link.get_attribute("href"))
    assert -5 <= target.bounding_box()["y"] < 900


def test_layers_are_switched_by_keyboard(report, page):
    path = report[1] / passages.address(report[0].tables["quotes"]["article_id"].iloc[0])
    _open(page, path)
    tag, note = page.locator(".tag.of-quotes").first, page.locator(".notes .of-quotes").first
    assert tag.is_visible() and note.is_visible()
    box = page.locator(".on-quotes")
    box.focus()
    page.keyboard.press("Space")
    assert not tag.is_visible() and not note.is_visible()
    background = "getComputedStyle(document.querySelector('.quote')).backgroundColor"
    assert page.evaluate(background) == "rgba(0, 0, 0, 0)"
    page.keyboard.press("Space")
    assert tag.is_visible() and note.is_visible()
    for name in page.locator("fieldset input").all():
        name.focus()
        page.keyboard.press("Space")
    assert not page.complaints


def test_links_of_tables_land_on_the_highlighted_words(report, page):
    analysis, folder = report
    texts = {passages.slug(a.article_id): a.text for a in analysis.tables["articles"].itertuples()}
    for name in ("01_articles", "04_quotes", "05_casualties"):
        _open(page, folder / f"{name}.html")
        links = page.locator("a[href*='.html#']")
        for link in [links.nth(n) for n in range(0, links.count(), max(links.count() // 4, 1))]:
            slug, start, end = re.fullmatch(r"read/(.+)\.html#(\d+)-(\d+)", link.get_attribute("href")).groups()
            opened = page.context.new_page()
            opened.goto((folder / "read" / f"{slug}.html").as_uri() + f"#{start}-{end}")
            marked = "".join(opened.locator("mark.evidence").all_text_contents())
            assert "".join(marked.split()) == "".join(texts[slug][int(start) : int(end)].split())
            place = opened.locator("mark.evidence").first.bounding_box()
            assert 0 <= place["y"] <= 900
            assert "are marked" in opened.locator(".found").text_content()
            opened.close()


def test_an_address_lands_where_every_layer_is_off_and_where_none_has_a_mark(report, page):
    article = report[0].tables["articles"].iloc[0]
    _open(page, report[1] / passages.address(article["article_id"]))
    for box in page.locator("fieldset input").all():
        box.uncheck()
    block = report[0].tables["blocks"].query("role == 'paragraph'").iloc[0]
    assert block["article_id"] == article["article_id"]
    start, end = block["start"] + 3, block["start"] + 20
    page.evaluate(f"location.hash = '#{start}-{end}'")
    page.wait_for_selector("mark.evidence")
    assert "".join(page.locator("mark.evidence").all_text_contents()) == article["text"][start:end]


def test_a_printed_table_is_cut_nowhere(report, page):
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    for path in [path for path in _pages(report[1]) if path.parent == report[1]]:
        _open(page, path)
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        cut = page.evaluate(
            """() => Array.from(document.querySelectorAll("table, .chart-scroll svg")).filter((part) => {
              const box = part.getBoundingClientRect(), scroll = part.closest(".table-scroll, .chart-scroll");
              return box.right > innerWidth + 1 || getComputedStyle(scroll).overflowX !== "visible";
            }).map((part) => part.querySelector("caption")?.textContent || part.getAttribute("aria-label"))"""
        )
        assert not cut, path.name
        assert page.pdf(format="A4").startswith(b"%PDF")


def test_a_page_printed_across_has_the_whole_width(report, page):
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1400, "height": 900})
    _open(page, report[1] / "04_quotes.html")
    assert page.locator("main h1").evaluate("part => part.parentElement.getBoundingClientRect().width") > 600


def test_a_long_table_is_searched_and_sorted_by_keyboard(report, page):
    for path in sorted(report[1].glob("[0-9]*.html")):
        _open(page, path)
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        if page.locator(".filter input").count():
            break
    box = page.locator(".filter").first
    table = box.locator("xpath=following-sibling::*[1]")
    word = table.locator("tbody th").first.text_content().split()[0]
    box.locator("input").focus()
    page.keyboard.type(word.upper())
    shown = table.locator("tbody tr:visible")
    assert 0 < shown.count() <= table.locator("tbody tr").count()
    assert all(word.lower() in words.lower() for words in shown.all_text_contents())
    assert re.fullmatch(rf"{shown.count()} of \d+ rows", box.locator("[role=status]").text_content())
    head = table.locator("thead button").first
    head.focus()
    page.keyboard.press("Enter")
    assert table.locator("th[aria-sort=ascending]").count() == 1
    first = table.locator("tbody th").all_text_contents()
    page.keyboard.press("Enter")
    assert table.locator("th[aria-sort=descending]").count() == 1
    assert len(set(first)) == 1 or table.locator("tbody th").all_text_contents() != first


def test_two_articles_stand_side_by_side(report, page):
    _open(page, report[1] / "compare.html")
    ids = page.locator("#left option").evaluate_all("options => options.map((option) => option.value)")
    page.locator("#right").select_option(ids[-1])
    page.wait_for_function("location.hash.includes('b=')")
    page.wait_for_function(f"document.getElementById('right-article').src.endsWith('{ids[-1]}.html')")
    left, right = page.main_frame.child_frames
    right.wait_for_url(re.compile(re.escape(ids[-1])))
    assert left.locator("html.framed").count() == 1
    assert right.locator(".block").count() > 3
    statements = page.locator("#statements > li:visible button")
    if statements.count():
        statements.first.focus()
        page.keyboard.press("Enter")
        page.wait_for_function("location.hash.includes('at=')")
        (left if left.url.count("#") else right).wait_for_selector("mark.evidence")
    assert not page.complaints


# What a page of a report never has: what would run, load, or lead elsewhere than to the web or within the report.
ALIEN = """() => Array.from(document.querySelectorAll("*")).filter((part) =>
  part.matches("img, object, form, base, link:not([rel=icon]), meta[http-equiv=refresh], main script, main style")
  || Array.from(part.attributes).some((a) => a.name.startsWith("on"))
  || ["href", "src"].some((name) => /^\\s*(?!https?:|data:,$)[a-z]+:/i.test(part.getAttribute(name) || ""))
).map((part) => part.outerHTML.slice(0, 200))"""


def test_what_articles_would_like_to_do_is_only_shown(attacked, page):
    analysis, folder = attacked
    wrong = {}
    for path in _pages(folder):
        page.complaints.clear()
        _open(page, path)
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        if found := page.complaints + page.evaluate(ALIEN):
            wrong[path.name] = found
    assert not wrong
    assert {path.parent for path in _pages(folder)} == {folder, folder / "read"}
    for article in analysis.tables["articles"].itertuples():
        _open(page, folder / passages.address(article.article_id))
        shown = "".join(page.locator("[data-start]").all_text_contents())
        assert "".join(shown.split()) == "".join(reading_view.safe(article.text).split())
    kept = "\n".join(analysis.tables["articles"]["text"])
    assert [words for words in hostile.PAYLOADS if words.isprintable() and words not in kept] == []


def test_no_cell_of_a_written_table_is_a_formula(attacked):
    cells = set()
    for path in sorted((attacked[1] / "tables").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells |= {cell for row in csv.reader(file) for cell in row}
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if re.match(r"\s*[=+@-](?!\d+(\.\d+)?(e-\d+)?$)", cell)]


def test_in_jupyterlab_a_notebook_runs_and_its_widgets_choose_and_correct(lab, browser, tmp_path):
    page = browser.new_page()
    page.set_default_timeout(90_000)
    page.goto(lab)
    page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    article = page.locator(".widget-output .layered article .role-title")
    article.wait_for()
    assert page.locator("figure svg[role=img]").count() == 2
    of_set, choice = (page.locator(".widget-dropdown select").nth(n) for n in (0, 1))
    choice.select_option(index=2)
    article.filter(has_text=hostile.PAYLOADS[2]).wait_for()
    of_set.select_option("sample")
    article.filter(has_not_text="Ferry").wait_for()
    assert choice.locator("option").count() == 6
    of_set.select_option("set")
    article.filter(has_text=hostile.PAYLOADS[0]).wait_for()
    page.locator(".widget-output .on-quotes").uncheck()
    assert not page.locator(".widget-output .tag.of-quotes").first.is_visible()
    page.locator(".widget-select select").select_option(index=0)
    page.get_by_label("Who says so").fill("A. Coder")
    page.locator(".widget-dropdown select").nth(3).select_option("(delete the row)")
    page.get_by_role("button", name="Write the correction").click()
    page.get_by_text("Written to corrections.csv").wait_for()
    assert "delete,,,A. Coder" in (tmp_path / "set" / "corrections.csv").read_text("utf-8-sig")
    assert not page.locator("mjx-container, [data-mime-type='application/vnd.jupyter.error']").count()
    page.close()
