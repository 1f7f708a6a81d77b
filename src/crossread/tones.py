"""Tone towards actors: summaries of the table ``tone``."""

from __future__ import annotations

import pandas as pd

FEW = 3  # sentences below which nothing is said of a mean
SHRINK = 2.0  # sentences without a tone that each mean is drawn towards


def towards(tone: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Tone towards each entity in each article.

    Returns
    -------
    ``article_id``, ``entity_id``, ``n`` (sentences that speak of it), ``tone``: the sum of the polarities of these
    sentences (of a sentence, the mean of its clauses) divided by ``n`` + :data:`SHRINK`.
    """
    aimed = tone[tone["target_entity_id"].notna()]
    each = aimed.groupby(["article_id", "target_entity_id", "sentence_id"], sort=False)["polarity"].mean()
    groups = each.groupby(level=[0, 1], sort=False)
    found = pd.DataFrame({"n": groups.size(), "tone": groups.sum() / (groups.size() + SHRINK)}).reset_index()
    return found.rename(columns={"target_entity_id": "entity_id"})
