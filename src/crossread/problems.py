"""What could not be read, said in one line: which file, what is wrong, what to do."""

from typing import NamedTuple


def printable(text: str) -> str:
    """``text`` with every character escaped that could steer a terminal or break a line."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


class Problem(NamedTuple):
    """One thing wrong with a set: the file (or file and line), what is wrong, what to do about it."""

    file: str
    what: str
    remedy: str

    def __str__(self) -> str:
        """One line that is safe to print anywhere."""
        return printable(f"{self.file}: {self.what}; {self.remedy}")


class UnreadableError(Exception):
    """An article cannot be read: ``what`` is wrong, and the ``remedy``."""

    def __init__(self, what: str, remedy: str):
        super().__init__(f"{what}; {remedy}")
        self.what, self.remedy = what, remedy
