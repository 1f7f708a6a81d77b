"""The pages of a report: one layout, one style sheet and one script for all of them."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

FOLDER = Path(__file__).parent


def render(template: str, **values: object) -> str:
    """Fill a template of this folder; every value that is no ``Markup`` is escaped."""
    return _environment().get_template(template).render(values)


def layer_style() -> Markup:
    """The style sheet of an article with its layers, for a notebook; the pages of a report have it already."""
    return Markup("<style>{}</style>").format(Markup(_LAB + _read("layers.css")))


# In JupyterLab its theme gives the colours that the pages of a report have names for.
_LAB = (
    ".layered { --paper: var(--jp-layout-color0, #fff); --ink: var(--jp-content-font-color0, #1b1d21); "
    "--pale: var(--jp-content-font-color2, #5a606b); --line: var(--jp-border-color2, #d9dce2); }\n"
)


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    script = _read("page.js")
    # The pages allow this script by its checksum and no other, and no request of any kind.
    checksum = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    environment.globals |= {
        "frame_policy": "",  # what a page need not give
        "up": "",
        "failure": None,
        "notebook": None,
        "style": Markup(_read("page.css").replace("/* layers */", _read("layers.css"))),
        "script": Markup(script),
        "policy": f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{checksum}'",
    }
    return environment
