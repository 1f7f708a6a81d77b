"""What a notebook offers at its end within JupyterLab; reports are made without it, and without the widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossread import ArticleSet

if TYPE_CHECKING:
    from ipywidgets import Widget


def show(s: ArticleSet, table: str, interactive: bool) -> Widget | None:
    """An article of choice with what was found in it, and a panel to put rows right; None if not ``interactive``.

    ``table`` is what is marked in the article at first and what can be put right: quotes, figures, labels, frames, tone
    or agency.
    """
    if not interactive:
        return None
    import ipywidgets  # takes a while, and only JupyterLab can show them

    from crossread.lab import choosing, panel

    return ipywidgets.VBox([choosing.article(s, table), panel.panel(s, table)])
