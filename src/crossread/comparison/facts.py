"""Facts: what several articles of a set tell, what one tells alone, and how each stands in every article.

Statements are clauses; a figure is a fact with its number; quotes that go back to one utterance are one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from crossread.comparison import statements, times
from crossread.comparison.cells import cells, heard, is_telling, near
from crossread.comparison.clauses import Set
from crossread.comparison.statements import FIGURE, KINDS, Fact, origins
from crossread.comparison.times import Known

MOST_CELLS = 25_000  # of a set
FEWEST_FACTS = 40
TRIED = 2  # as many candidates are tried as facts can be kept


def link(given: Set, tables: Mapping[str, pd.DataFrame]) -> tuple[list[dict], list[dict]]:
    """The facts of a set and their cells.

    Parameters
    ----------
    given
        The clauses of the set, as :func:`crossread.comparison.clauses.read` gives them.
    tables
        The linked tables articles, toll_members and utterances.

    Returns
    -------
    Rows of ``facts``, those of most articles first, and of ``fact_cells``. A statement that one article alone makes is
    a row when the comparison has something to say on at least a third of the others. Of large sets the
    statements that most articles make are kept, as many as :func:`most` says.
    """
    if len(given.texts) < 2:
        return [], []
    given = given._replace(judge=statements.judge(given))
    room = most(len(given.texts))
    tried = TRIED * room
    toll_of = dict(zip(tables["toll_members"]["figure_id"], tables["toll_members"]["toll_id"], strict=True))
    numbers, single_numbers = statements.counted(given, toll_of)
    del single_numbers[tried:]
    numbers = sorted(numbers, key=lambda number: -len(number[3]))[:room]
    found = statements.distinct(
        [
            *statements.told_first(given),
            *statements.shared(given, tried),
            *statements.uttered(given, tables["utterances"], tried),
            *(statements.of_number(*number, given) for number in numbers),
        ],
        given,
    )
    shared = [fact for fact in found if origins(fact, given) > 1]
    clock = times.beside(times.of_articles(tables["articles"]), shared, given)
    shared = sorted(shared, key=lambda fact: (-len(fact.spans), KINDS.index(fact.kind), fact.statement))[:room]
    is_full = len(shared) == room
    shared = [statements.with_further(fact, fact.kind, given) if fact.kind != FIGURE else fact for fact in shared]
    shared = [statements.by_voice(fact) for fact in statements.distinct(shared, given)]
    alone: list[Fact] = []
    if not is_full:
        taken = {unit for fact in shared for unit in fact.units}
        single = statements.told_alone(given, taken, lambda unit: times.when(unit, clock, given) is not None)
        alone = [fact for fact in found if origins(fact, given) == 1]
        alone += [statements.of_number(*number, given) for number in single_numbers]
        alone += [statements.with_copies(fact, given) for fact in single]
        alone = statements.distinct(alone, given)[: room - len(shared)]
    about = heard(given, toll_of)
    kept, seen = [], set()
    for fact in sorted(shared + alone, key=lambda fact: min(span[:2] for span in fact.spans.values())):
        known = times.known(fact, clock, given)
        own = cells(fact, known, *near(fact, about, given), clock, given)
        if origins(fact, given) == 1:
            is_shown = fact.kind == FIGURE and fact.statement in seen  # by the statement of another number
            if is_shown or not is_telling(fact, own, about):
                continue
            seen |= {fact.statement} if fact.kind == FIGURE else set()
        kept.append((fact, known, own))
    kept.sort(key=lambda e: (-origins(e[0], given), -len(e[0].spans), KINDS.index(e[0].kind), e[0].statement))
    return _rows(kept, given)


def most(n_articles: int) -> int:
    """How many facts are kept of a set: so many that they have :data:`MOST_CELLS` cells, yet not too few."""
    return max(FEWEST_FACTS, MOST_CELLS // n_articles)


def _rows(kept: list[tuple[Fact, Known, list[dict]]], given: Set) -> tuple[list[dict], list[dict]]:
    facts, rows, ids = [], [], Counter()
    for fact, known, own in kept:
        article_id, start, end = fact.statement
        fact_id = f"fact:{fact.kind}:{article_id}:{start}-{end}"
        ids[fact_id] += 1
        fact_id += f"#{ids[fact_id]}" if ids[fact_id] > 1 else ""
        words = " ".join(given.texts[article_id][start:end].split()).rstrip(" ,;:")
        when = {"known_from": known.since, "known_basis": known.basis}
        facts.append({"fact_id": fact_id, "kind": fact.kind, "statement": words, **when})
        rows += [{"fact_id": fact_id, **cell} for cell in own]
    return facts, rows
