"""The report of a set: its pages, its reading view, and the notebooks that are run for it."""
