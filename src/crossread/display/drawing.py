"""What all charts are drawn with: bars, grids, axes and words, as SVG that follows the page, light or dark."""

import hashlib
import io
import re
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import matplotlib
import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from IPython.display import HTML
from lxml import etree
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from crossread.display import html as display
from crossread.display import overview
from crossread.display.html import shortened

# Middle tones: each stands out at least 3:1 from the light and from the dark page.
COLOURS = {"blue": "#3d7fc4", "orange": "#c46a14", "green": "#2f8f6b", "purple": "#9a68c0", "grey": "#7c828c"}
# Stand for the colour of the page's own text, which the page fills in.
INK, FAINT = "#010203", "#030201"
STYLE = {
    "svg.hashsalt": "crossread",
    "svg.fonttype": "none",
    "text.parse_math": False,  # a headline with two dollar signs is no formula
    "axes.formatter.use_mathtext": False,
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": FAINT,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.axisbelow": True,
    "grid.color": FAINT,
    "hatch.linewidth": 0.8,
    "legend.frameon": False,
}
_WIDTH, _ROW = 8.6, 0.3  # inches
_LONG_NUMBER = re.compile(r"(\d\.\d\d)\d+")  # a hundredth of a point is no line's breadth
_POINT = re.compile(r"M [-\d.]+ [-\d.]+\s*")
_SVG = "{http://www.w3.org/2000/svg}"
_TOLD = 12  # rows that an alternative text tells of
_SHADES = 20  # of a field of a grid


class Style(NamedTuple):
    """How a part of a bar is filled: its colour, its hatch (then the colour is of the lines), or neither."""

    colour: str
    hatch: str | None = None  # dots would be drawn one by one, at 150 kB
    filled: bool = True


def chart(
    paint: Callable[[Axes], None],
    rows: int,
    title: str,
    caption: str,
    alt: str,
    data: pd.DataFrame,
    whole: pd.DataFrame | None = None,
) -> HTML:
    """Show what ``paint`` draws: see :func:`draw` and :func:`crossread.display.html.figure`."""
    return display.figure(draw(paint, rows, alt), title, caption.strip(), data, whole)


def told(rows: Iterable[str]) -> str:
    """What an alternative text says of the first ``rows``, and where the others are."""
    rows = list(rows)
    return "; ".join(rows[:_TOLD]) + ("; the others are in the data table." if len(rows) > _TOLD else ".")


def name_rows(axes: Axes, names: Sequence[str], length: int = 40) -> None:
    """Name the rows of a chart, the first on top, each name cut to ``length`` characters."""
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_yticks(range(len(names)), [shortened(name, length) for name in names])
    axes.tick_params(axis="y", length=0)


def legend(axes: Axes, columns: int = 4, **given: object) -> None:
    """The key of a chart, above it."""
    axes.figure.legend(
        loc="outside upper left", ncols=columns, handlelength=1.6, columnspacing=1.4, fontsize=9, **given
    )


def bars(axes: Axes, numbers: pd.DataFrame, styles: Mapping[str, Style], unit: str, ends: Sequence[str] = ()) -> None:
    """Draw a bar a row of ``numbers``, its columns as parts, with the words of ``ends`` behind it."""
    left = np.zeros(len(numbers))
    for name in numbers.columns:
        widths = numbers[name].to_numpy(dtype=float)
        there = np.flatnonzero(widths)  # an empty bar would show its edge
        if len(there):
            colour, hatch, filled = styles[name]
            axes.barh(
                there, widths[there], left=left[there], height=0.66, label=shortened(name, 34), hatch=hatch,
                facecolor=colour if filled and hatch is None else "none", edgecolor=colour, linewidth=1,
            )  # fmt: skip
            left += widths
    room = max(left.max(initial=0), 1e-9) * 0.008
    for y, (x, words) in enumerate(zip(left, ends, strict=False)):
        axes.text(x + room, y, words, va="center", fontsize=8)
    name_rows(axes, list(numbers.index))
    axes.grid(axis="x", alpha=0.25)
    axes.set_xlabel(unit)
    if numbers.to_numpy().any():
        legend(axes)


def grid(axes: Axes, depths: pd.DataFrame, colours: Sequence[str], words: pd.DataFrame | None, rotation: int) -> None:
    """Draw a field a cell of ``depths`` (opacity; none at 0), in the colour of its column, with its ``words``."""
    shapes: dict[tuple[str, float], list[Path]] = {}  # thousands of single ones would make a heavy page
    for (y, x), depth in np.ndenumerate(depths.to_numpy(dtype=float)):
        if shade := round(depth * _SHADES):
            shapes.setdefault((colours[x], shade / _SHADES), []).append(field(x, y))
        if words is not None:
            bold = "bold" if x == len(colours) else "normal"
            axes.text(x, y, words.iat[y, x], ha="center", va="center", fontsize=8.5, weight=bold)
    for (colour, shade), paths in sorted(shapes.items()):
        axes.add_patch(PathPatch(Path.make_compound_path(*paths), facecolor=colour, alpha=shade, linewidth=0))
    axes.set_xlim(-0.6, len(depths.columns) - 0.4)
    name_rows(axes, list(depths.index))
    heads = [shortened(name, 30) for name in depths]
    size = 9 if words is not None else 6
    axes.set_xticks(range(len(heads)), heads, rotation=rotation, ha="left", rotation_mode="anchor", fontsize=size)
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", length=0)
    axes.spines["bottom"].set_visible(False)


def box(left: float, right: float, top: float, bottom: float) -> Path:
    """A rectangle."""
    return Path([(left, bottom), (left, top), (right, top), (right, bottom), (left, bottom)], closed=True)


def field(x: int, y: int) -> Path:
    """A field of a grid."""
    return box(x - 0.46, x + 0.46, y - 0.44, y + 0.44)


def fill(axes: Axes, shapes: Mapping[tuple[str, bool], Sequence[Path]], edge: float) -> None:
    """Draw shapes by their colour and whether they are filled with it, those of one kind as one."""
    for (colour, filled), own in sorted(shapes.items(), key=lambda item: item[0]):
        face = colour if filled else "none"
        axes.add_patch(PathPatch(Path.make_compound_path(*own), facecolor=face, edgecolor=colour, linewidth=edge))


def draw(paint: Callable[[Axes], None], rows: int, alt: str) -> Markup:
    """Let ``paint`` draw on axes with room for ``rows`` rows, and give the SVG.

    ``alt`` says in words what the chart shows.
    """
    with matplotlib.rc_context(STYLE), warnings.catch_warnings():
        # The page draws the words in its own font, which may have what this one lacks.
        warnings.filterwarnings("ignore", message=r"(?s)Glyph .* missing from font", category=UserWarning)
        figure = Figure(figsize=(_WIDTH, rows * _ROW + 1.1), layout="constrained")
        paint(figure.subplots())
        written = io.BytesIO()
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _inline(written.getvalue(), "".join(c for c in alt if c.isprintable()))


def time_axis(axes: Axes, first: pd.Timestamp, last: pd.Timestamp) -> None:
    """Ticks and words of an axis of time of publication that runs from ``first`` to ``last``."""
    locator = mdates.AutoDateLocator(minticks=3, maxticks=8)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(
        mdates.ConciseDateFormatter(
            locator,
            formats=["%Y", "%b %Y", "%d %b", "%H:%M", "%H:%M", "%H:%M:%S"],
            zero_formats=["", "%Y", "%b %Y", "%d %b", "%H:%M", "%H:%M"],
            show_offset=False,
        )
    )
    days = dict.fromkeys((overview.day(first), overview.day(last)))
    axes.set_xlabel(f"time of publication (UTC), {' to '.join(days)}")


def _inline(svg: bytes, alt: str) -> Markup:
    """The drawing as an element of a page: its own ids, the page's ink, and its words for a screen reader."""
    root = etree.fromstring(svg, etree.XMLParser(remove_comments=True, resolve_entities=False, no_network=True))
    for element in [*root.iter(f"{_SVG}metadata"), *root.iter(f"{_SVG}style")]:  # a style here would be the page's
        element.getparent().remove(element)
    _without_what_draws_nothing(root)
    text = etree.tostring(root, encoding="unicode")
    prefix = f"c{hashlib.sha256(text.encode()).hexdigest()[:8]}-"
    for element in root.iter():
        name = element.attrib.pop("id", None)
        if name and f"#{name}" in text:
            element.set("id", prefix + name)
        for key, value in element.attrib.items():
            element.set(key, _at_home(value, prefix))
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    root.set("role", "img")
    root.set("aria-label", alt)
    root.set("style", "fill: currentColor; stroke-linejoin: round; stroke-linecap: butt")
    return Markup(etree.tostring(root, encoding="unicode").strip())


def _without_what_draws_nothing(root: etree._Element) -> None:
    """Take out the lines of one point that stand beside markers, and groups that say nothing of what they hold."""
    for path in list(root.iter(f"{_SVG}path")):
        if _POINT.fullmatch(path.get("d", "")):
            path.getparent().remove(path)
    for group in list(root.iter(f"{_SVG}g")):
        if not (set(group.attrib) - {"id"}):
            parent = group.getparent()
            place = parent.index(group)
            parent[place : place + 1] = list(group)


def _at_home(value: str, prefix: str) -> str:
    value = _LONG_NUMBER.sub(r"\1", value)
    value = value.replace("url(#", f"url(#{prefix}").replace(INK, "currentColor").replace(FAINT, "currentColor")
    value = value.replace("font-family: 'DejaVu Sans'", "font-family: inherit")
    return f"#{prefix}{value[1:]}" if value.startswith("#") and len(value) > 7 else value
