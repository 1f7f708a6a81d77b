"""The summary of a set: a lead and a short list in plain words, put together from its tables alone.

A function gives one entry as markup, or nothing where the tables do not carry it; beside those of the set they are
claims, attributions and terms, which several need. Each leads to the words that it
rests on, and to the section of the notebook that shows all of them. An article and its copies count as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from crossread.codebooks import Codebooks
from crossread.comparison import common as comparison
from crossread.comparison.clauses import LEANING, PLACES
from crossread.display import html as display
from crossread.display import many, overview, passages
from crossread.display.html import counted, shortened
from crossread.figures import claims, toll_words
from crossread.framing import labelling
from crossread.quotes import voices
from crossread.tone import summaries as tones

FEW = 4  # names, terms or numbers in a list; of more the first ones and how many there are
NAMED = 8  # articles up to which the summary names them all
TOLLS = 3
CUT = 160  # characters of an article's words
CLEAR = 8  # clauses from which a tone may be called clear
LABELLED = 4  # of them with a label, none with the other
TOLD_BY = {tones.NARRATOR: "in its own words", tones.REPORTED: "in what it reports", tones.QUOTED: "in what it quotes"}
FIRST = ("contested", "updated", "corroborated", "compatible", "single_origin")
BACKGROUND = pd.Timedelta(days=7)  # before its article: what happened earlier is rarely its news
LEAST_WORDS = 7  # of an article's words for a fact; fewer are rarely a sentence
LEAST_APART = 0.1  # difference of labels from which it is worth a sentence
DETAIL = Markup("<dd>{}</dd>")
POINTING = frozenset("it its this these those such".split())  # at what other sentences tell
LIMITS = (
    "What this cannot say: which claim is true, why an article leaves something out, or anything of an outlet beyond "
    "these texts. It is put together by rules, which miss things and mistake some: open the links before you print it."
)


def show(tables: Mapping[str, pd.DataFrame], books: Codebooks) -> HTML:
    """Show the summary in a notebook; that of a large set takes minutes, and its report has it."""
    if len(tables["articles"]) > many.LISTED:
        return display.say("The summary of a set of so many articles stands on the first page of its report.")
    return display.fragment(summary(tables, books))


def summary(tables: Mapping[str, pd.DataFrame], books: Codebooks) -> Markup:
    """The summary of a set; ``tables`` are those of :data:`crossread.schema.TABLES`, ``books`` its code books."""
    t: dict = {**tables}
    t["shared"] = comparison.shares(t["articles"], t["facts"], t["fact_cells"])
    t["told"] = t["fact_cells"][t["fact_cells"]["status"].isin(comparison.TOLD)]
    t["is_apart"] = comparison.is_apart(t["articles"], t["shared"], t["fact_cells"])
    counted_from = (t[name] for name in ("articles", "figures", "sentences", "quotes", "mentions", "entities"))
    t["claims"] = claims.claims(*counted_from, books)
    t["attributions"] = voices.attributions(t["articles"], t["blocks"], t["quotes"], t["entities"])
    t["terms"] = labelling.terms(t["labels"], t["entities"], books)
    entries = [(head, [told for make in makers if (told := make(t))]) for head, makers in ENTRIES.items()]
    listed = Markup("\n").join(
        Markup("<div><dt><strong>{}</strong></dt>{}</div>").format(head, Markup("").join(map(DETAIL.format, own)))
        for head, own in entries
        if own
    )
    text = '<p>{}</p>\n<dl class="in-short">\n{}\n</dl>\n<p><small>{}</small></p>'
    return Markup(text).format(the_set(t), listed, LIMITS)


def the_set(t: dict[str, pd.DataFrame]) -> Markup:
    """How many articles by which outlets, from which time, and which of them are copies."""
    articles = overview.in_order(t["articles"])
    n, outlets = len(articles), articles["outlet"].nunique()
    unknown = int(articles["outlet"].isna().sum())
    by = f" from {counted(outlets, 'outlet')}" if outlets else ", no outlet known"
    by += f" ({unknown} of no known outlet)" if outlets and unknown else ""
    by += f", {counted(int(articles['n_words'].sum()), 'word')}"
    named = (display.link(passages.address(row.article_id), row.name) for row in _rows(articles))
    head = Markup("{}{}").format(_page("01_articles", "", counted(n, "article")), by)
    parts = [head + (Markup(": {}").format(_list(named, NAMED)) if n <= NAMED else ""), _times(articles)]
    copies = list(_rows(overview.copies(t["articles"])))
    each = (
        Markup("{} ({:.0%} of it stands in {})").format(
            display.link(passages.address(row.article_id), row.name), row.copy_share, row.copy_of_name
        )
        for row in copies[:FEW]
    )
    if copies:
        noun = (
            "A copy, counted with its original"
            if len(copies) == 1
            else f"{len(copies)} copies, each counted with its original"
        )
        parts.append(Markup("{}: {}{}").format(noun, _list(each, FEW), _more(len(copies) - FEW)))
    other = int((articles["language"].notna() & (articles["language"] != "en")).sum())
    if other:
        parts.append(f"{other} not analysed, as {'it is' if other == 1 else 'they are'} not in English")
    return Markup("").join(Markup("{}. ").format(part) for part in parts if part).strip()


def _times(articles: pd.DataFrame) -> str:
    known = articles[articles["published_start"].notna() & articles["published_end"].notna()]
    if known.empty:
        return "Of none is the time of publication known within bounds"
    first, last = known["published_start"].min(), known["published_end"].max()
    one = first.date() == last.date()
    when = f"on {overview.day(first)}" if one else f"between {overview.day(first)} and {overview.day(last)}"
    if len(known) == len(articles):
        return f"Published {when} (UTC)"
    rest = len(articles) - len(known)
    return f"{len(known)} published {when} (UTC); of {rest} the time is not known, or not within bounds"


def facts(t: dict[str, pd.DataFrame]) -> Markup:
    """How many facts are told by how many, and one that most tell."""
    if len(t["articles"]) < 2:
        return Markup("There is one article only, so that there is nothing to compare.")
    shared, apart = t["shared"], t["is_apart"]
    parts = [comparison.apart(_named_by_all(t))] if apart else []
    listed = shared[shared["share"] == comparison.ONE] if apart else shared  # what several tell may be chance
    each = display.joined(f"{n:,} {share}" for share in comparison.SHARES if (n := (listed["share"] == share).sum()))
    if each:
        link = _page("06_comparison", "The set at a glance", counted(len(listed), "fact"))
        parts.append(Markup("{} found{}").format(link, ", each told by one article alone." if apart else f": {each}."))
    return Markup(" ").join(parts if apart else [*parts, _common(t)])


def _named_by_all(t: dict[str, pd.DataFrame]) -> list[str]:
    """The people and bodies that every article names, those named most first."""
    named = t["mentions"].groupby("entity_id")["article_id"].agg(["nunique", "size"])
    doers = t["entities"][~t["entities"]["entity_type"].isin(PLACES)].set_index("entity_id")["name"]
    named = named[(named["nunique"] == len(t["articles"])) & named.index.isin(doers.index)]
    return [*doers.loc[named.sort_values("size", ascending=False, kind="stable").index]]


def _common(t: dict[str, pd.DataFrame]) -> Markup:
    """A fact that every article tells, or most, before others one that they open with, in the shortest words of two:
    one wording would pass off what an article makes of it for what all tell. Words with a figure are left out, as
    figures differ, and a question, which tells nothing."""
    told, shared = t["told"], t["shared"]
    head = t["sentences"][t["sentences"]["section"].isin(["title", "lead"])].groupby("article_id")["end"].max()
    opening = told.loc[told["start"] < told["article_id"].map(head), "fact_id"].value_counts()
    widest = shared[shared["share"].isin([comparison.EVERY, comparison.MOST])]
    widest = widest.loc[widest["fact_id"].map(opening).fillna(0).sort_values(ascending=False, kind="stable").index]
    names, copies = _names(t), set(overview.copies(t["articles"])["article_id"])
    texts = t["articles"].set_index("article_id")["text"]
    figures = {article_id: own["start"].to_numpy() for article_id, own in t["figures"].groupby("article_id")}
    for fact in _rows(widest):
        whole = sorted(
            (len(words), names[cell.article_id], words, cell)
            for cell in _rows(told[(told["fact_id"] == fact.fact_id) & ~told["article_id"].isin(copies)])
            if _can_stand(words := texts[cell.article_id][cell.start : cell.end])
            and not any(cell.start <= at < cell.end for at in figures.get(cell.article_id, []))
        )
        if len(whole) > 1:
            each = (
                Markup("{} ({}{})").format(
                    _quoted(cell, words), name,
                    f", on the word of {cell.source}" if cell.status == "attributed" and pd.notna(cell.source) else "",
                )
                for _, name, words, cell in whole[:2]
            )  # fmt: skip
            by = "every article tells" if fact.share == comparison.EVERY else "most articles tell"
            return _listed(f"One that {by}, in the words of two of them:", each)
    return Markup("")


def _can_stand(words: str) -> bool:
    """Whether a clause can be shown by itself: most of it, no question, and not what goes on from words before it."""
    opens = words.lstrip("\"'“”‘’-–— ")[:1]
    fits = len(words) <= CUT * 3 / 2 and len(words.split()) >= LEAST_WORDS
    return fits and "?" not in words[-2:] and (opens.isupper() or opens.isdigit())


def _leans(words: str) -> bool:
    """Whether words speak of what stands before them, so that they tell nothing by themselves."""
    each = [word.strip(".,;:\"'“”‘’") for word in words.lower().split()]
    return each[0] in LEANING or not POINTING.isdisjoint(each)


def alone(t: dict[str, pd.DataFrame]) -> Markup:
    """Two facts, of two articles where there are two, that are surely absent from most of the others."""
    if t["is_apart"]:
        return Markup("")
    shared, told = t["shared"], t["told"]
    status = t["fact_cells"].groupby(["fact_id", "status"]).size().unstack(fill_value=0)
    single = shared[(shared["share"] == comparison.ONE) & (shared["told"] == 1)]
    found = single.merge(told[["fact_id", "article_id", "source", "status", "start", "end"]], on="fact_id")
    found["absent"] = found["fact_id"].map(status.get("absent", pd.Series(dtype=int))).fillna(0).astype(int)
    found["is_event"], found["long"] = found["kind"] == "event", found["statement"].str.len() > CUT
    pronouns = t["mentions"][t["mentions"]["mention_type"] == "pronoun"]
    places = {article_id: own["start"].to_numpy() for article_id, own in pronouns.groupby("article_id")}
    found["clear"] = [
        not any(row.start <= at < row.end for at in places.get(row.article_id, []))
        and not row.statement.rstrip("\"'”’").endswith("?")
        and not _leans(row.statement)
        for row in _rows(found)
    ]
    by = ["is_event", "long", "absent"]  # what an article alone has happen is less sure than what it alone has said
    others = len(t["articles"]) - 1
    published = found["article_id"].map(t["articles"].set_index("article_id")["published_start"])
    old = found["is_event"] & (found["known_basis"] == "text") & (found["known_from"] < published - BACKGROUND)
    found = found[(found["absent"] > others / 2) & found["clear"] & ~old]
    found = found.sort_values(by, ascending=[True, True, False], kind="stable")
    chosen = list(_rows(found.drop_duplicates("article_id").head(2)))
    names, texts = _names(t), t["articles"].set_index("article_id")["text"]
    each = (
        Markup("{} ({}; absent from {})").format(
            _quoted(row, row.statement, texts[row.article_id][row.start : row.end] if row.kind == "figure" else ""),
            names[row.article_id],
            counted(row.absent, "other") if row.absent == others else f"{row.absent} of {others} others",
        )
        for row in chosen
    )
    link = _page("06_comparison", "Told by one alone", "one article alone")
    return _listed(Markup("Found in {}, for example:").format(link), each) if chosen else Markup("")


def tolls(t: dict[str, pd.DataFrame]) -> Markup:
    """Tolls, those of the main event first, and of these the contested and updated: numbers, on whose word. Where it
    has few, those of other events follow, on a named word before others. Of those alike the largest comes first."""
    n = len(t["tolls"])
    if n == 0:
        return Markup("No casualty figure that can be compared was found.")
    page = _page("05_casualties", "Tolls of the main event", counted(n, "toll"))
    if t["is_apart"]:
        may = "it may be of another event" if n == 1 else "they may be of different events"
        return Markup("{} found; as so little joins the articles, {} or of the background.").format(page, may)
    inside = toll_words.members(t["toll_members"], t["claims"])
    found = toll_words.compared(t["events"], t["tolls"], inside)
    order = found[["is_main", "agreement", "n_texts"]].assign(agreement=found["agreement"].map(FIRST.index))
    order["named"] = found["n_origins"].where(~found["is_main"])
    order["size"] = found["high"].fillna(found["low"])
    order = order.sort_values(list(order.columns), ascending=[False, True, False, False, False], kind="stable")
    chosen = found.loc[order.index[:TOLLS]]
    inside = inside[inside["toll_id"].isin(chosen["toll_id"])]
    own = dict(iter(inside.groupby("toll_id")))
    parts = [_toll(toll, own[toll.toll_id]) for toll in _rows(chosen)]
    some = "" if n == len(chosen) else f"; {len(chosen)} of these"
    head = Markup("{} found, {}{}:").format(page, toll_words.of_main(found), some)
    return _listed(head, parts)


def _toll(toll: tuple, own: pd.DataFrame) -> Markup:
    current = own[own["standing"] == "current"] if (own["standing"] == "current").any() else own
    head = Markup("<strong>{} – {}</strong>").format(toll_words.HEADS[toll.measure], toll.victims)
    head += "" if toll.is_main else f" ({_unbracketed(toll.event)})"
    if toll.agreement == "contested":
        said = Markup(" against ").join(_claim(row, 1) for row in toll_words.extremes(own))
        return Markup("{}: contested, {}; time does not explain it.").format(head, said)
    firsts = current.loc[current["origin"].isna().sort_values(kind="stable").index].drop_duplicates("value")
    users = current.groupby("value")["article_id"].nunique()
    values = [_claim(row, users[row.value]) for row in _rows(firsts.sort_values("number"))]
    left = len(values) - FEW
    ends = [*values[: FEW // 2], *values[-(FEW // 2) :]] if left > 0 else values  # the lowest and the highest
    said = _list(ends, FEW) + (f", with {counted(left, 'other number')} between them" if left > 0 else "")
    if toll.agreement == "updated":
        behind = own.loc[(own["standing"] != "current") & ~own["value"].isin(current["value"]), "value"].unique()
        late = (
            f"; overtaken by a higher number or printed after it: {display.joined(behind[:FEW])}" if len(behind) else ""
        )
        return Markup("{}: updated; latest known: {}{}{}.").format(head, said, late, _more(len(behind) - FEW))
    if own["article_id"].nunique() == 1:
        return Markup("{}: {}, {}.").format(head, said, claims.ONE_ONLY)
    return Markup("{}: {}. {}").format(head, said, toll.why)


def _unbracketed(words: str) -> str:
    """Words that stand within brackets, without brackets of their own."""
    return words.replace(" (", ", ").removesuffix(")")


def _claim(row: tuple, n: int) -> Markup:
    """A number as a link, who says it, and in which article."""
    value = _unbracketed(claims.number(row))
    link = display.link(passages.address(row.article_id, row.start, row.end), value)
    others = f"; also in {counted(n - 1, 'other article')}" if n > 1 else ""
    who = row.name if row.voice == claims.NARRATOR else f"{row.voice}, in {row.name}"
    return Markup("{} ({}{})").format(link, who, others)


def speakers(t: dict[str, pd.DataFrame]) -> Markup:
    """Which source with a name has most words, in which articles, and how many attributions name nobody."""
    found = t["attributions"]
    if found.empty:
        return Markup("No attribution to a source was found.")
    total = found["quote_id"].nunique()
    nameless = total - found.loc[found["voice_kind"] == voices.NAMED, "quote_id"].nunique()
    link = _page("04_quotes", "Who speaks how much", counted(total, "attribution"))
    last = Markup("Of {}, {} to a source without a name.").format(
        link, f"{nameless:,} {'is' if nameless == 1 else 'are'}"
    )
    if not nameless:
        last = Markup("{} in all, each to a source with a name.").format(link)
    ranked = voices.voices(found)
    ranked = ranked[ranked["kind"] == voices.NAMED]
    ranked = ranked[ranked["words"] == ranked["words"].max()]
    if ranked.empty:
        return last
    if len(ranked) > 1:
        words = int(ranked["words"].iloc[0])
        return Markup("No named source stands out: {} have most words, {:,} each. {}").format(len(ranked), words, last)
    top = ranked.iloc[0]
    own = found[found["voice"] == top["voice"]].drop_duplicates("quote_id")
    kinds = own["quote_type"].value_counts()
    each = display.joined(f"{kinds[kind]} {kind}" for kind in voices.KINDS if kind in kinds)
    where = _articles(own, "content_start", "content_end", len(t["articles"]))
    return Markup("The named source with most words is <strong>{}</strong>: {} in {} ({}), in {}. {}").format(
        top["voice"], counted(int(top["words"]), "word"), counted(len(own), "attribution"), each, where, last
    )


def sides(t: dict[str, pd.DataFrame]) -> Markup:
    """In how many articles each side speaks; and of the sources that one outlet alone has, that with most words."""
    found = t["attributions"]
    parts, looked_at = [], voices.analysed(t["articles"], found)
    parties = t["entities"].loc[t["entities"]["party_to_conflict"].fillna(False).astype(bool), "side"].dropna()
    heard = {side: set(found.loc[found["side"] == side, "article_id"]) for side in dict.fromkeys(parties)}
    if len(heard) > 1 and len(looked_at) > 1:
        each = [f"of the side “{side}” in {len(own)}" for side, own in heard.items()]
        silent = [
            f"none of the side “{side}” were found in {display.joined(names)}"
            for side, own in heard.items()
            if 0 < len(names := [n for i, n in _names(t).items() if i in looked_at - own]) <= FEW // 2
        ]
        link = _page("04_quotes", "Sides", "The parties to the conflict")
        said = Markup("{}: words {} of {}").format(link, display.joined(each), counted(len(looked_at), "article"))
        parts.append(Markup("{}.").format(Markup("; ").join([said, *silent])))
    single = voices.exclusive(found).sort_values("words", ascending=False, kind="stable")
    if len(single) and found["origin"].nunique() > 1:
        top = single.iloc[0]
        link = _page("04_quotes", "Sources that only one outlet has", counted(len(single), "named source"))
        tie = (single["words"] == top["words"]).sum() > 1
        which = ": " if len(single) == 1 else ", such as " if tie else "; most words go to "
        example = display.link(passages.address(*top["places"][0]), top["voice"])
        parts.append(
            Markup("{} {} in one {} alone{}{}, in {} ({}).").format(
                link, "speaks" if len(single) == 1 else "speak",
                "outlet" if t["articles"]["outlet"].notna().any() else "article", which, example,
                display.joined(top["outlet"]), counted(int(top["words"]), "word"),
            )
        )  # fmt: skip
    return Markup(" ").join(parts)


def labels(t: dict[str, pd.DataFrame]) -> Markup:
    """What is called most differently, by which words, and who uses them."""
    if t["is_apart"]:
        return Markup("")
    rows = labelling.table(t["terms"], t["articles"])
    rows = rows[(rows["difference"] >= LEAST_APART) & (rows["articles_with_target"] > 1)]
    told = (rows["target_kind"] != "entity") | rows["called"].map(_describes).astype(
        bool
    )  # a name or office alone judges nothing
    rows = rows[told]
    rows = rows[rows.groupby(["target_kind", "target_id"])["called"].transform("nunique") > 1]
    if rows.empty:
        return Markup("")
    first = rows.iloc[0]
    own = rows[(rows["target_id"] == first["target_id"]) & (rows["target_kind"] == first["target_kind"])]
    terms = own["called"].unique()
    each = (Markup("{} in {}").format(_term(term), _users(own[own["called"] == term])) for term in terms[:FEW])
    section = "Actors with a name" if first["target_kind"] == "entity" else "Acts and groups"
    link = _page("02_framing", section, _target(first))
    left = len(terms) - FEW
    more = [Markup(counted(left, "other term"))] if left > 0 else []
    return _listed(Markup("The words differ most for <strong>{}</strong>:").format(link), [*each, *more])


def _describes(called: str) -> bool:
    """Whether a term has words that are no part of a name."""
    return any(word.islower() and len(word) > 3 for word in called.strip("“”").split())


def _term(called: str) -> str:
    """A term in quotation marks; of one that the articles put in marks themselves, it says so."""
    return f"{called}, set in marks," if called.startswith("“") else f"“{called}”"


def _target(row: pd.Series) -> str:
    """Its name; what is no name goes within a sentence."""
    return row["target"] if row["target_kind"] == "entity" else row["target"][:1].lower() + row["target"][1:]


def _users(rows: pd.DataFrame) -> Markup:
    if len(rows) > FEW:
        first = rows.iloc[0]
        link = display.link(passages.address(first["article_id"], *first["places"][0]), first["name"])
        return Markup("{} articles, such as {}").format(len(rows), link)
    each = (
        display.link(passages.address(row.article_id, *row.places[0]), row.name)
        + (
            ""
            if row.own
            else " (quoted)"
            if not row.reported
            else " (reported)"
            if not row.quoted
            else " (not its own)"
        )
        for row in _rows(rows)
    )
    return _list(each, FEW)


def wordings(t: dict[str, pd.DataFrame]) -> Markup:
    """The utterance that most articles carry in wordings that differ."""
    found = comparison.wordings(t["articles"], t["quotes"], t["utterances"])
    found = found[(found["n_tellers"] > 1) & ~found["is_copy"].astype(bool)]
    found = found[found.groupby("utterance_id")["content"].transform(lambda c: c.map(claims.plain).nunique()) > 1]
    if found.empty:
        return Markup("")
    best = found[found["n_tellers"] == found["n_tellers"].max()]
    named = best[best["source"].notna()]
    own = found[found["utterance_id"] == (named if len(named) else best)["utterance_id"].iloc[0]]
    names = (source for source in own["source"].dropna() if source[:1].isupper())  # and no bare "letter"
    who = next(names, "a source without a name")
    link = _page("06_comparison", "One remark in several wordings", "A remark")
    base = own.iloc[0]
    place = passages.address(base["article_id"], base["content_start"], base["content_end"])
    words = display.link(place, f"“{_cut(base['content'].split(' … ')[0])}”")  # up to what interrupts it
    where = _articles(own, "content_start", "content_end", 0, "quote_type")
    kind = "direct wording" if base["quote_type"] == "direct" else "wording"
    return Markup("{} by {} is worded differently in {}. The longest {} begins {}.").format(
        link, who, where, kind, words
    )


def tone(t: dict[str, pd.DataFrame]) -> Markup:
    """Towards whom an article is clear in tone: an interval off zero, and labels that all point one way."""
    found = tones.rows(t["articles"], t["sentences"], t["tone"], t["entities"])
    if found.empty:
        return Markup("")
    link = _page("03_sentiment", "Tone towards each actor", "tone")
    by = ["actor", "name", "said_by"]
    aimed = found[found["actor"].notna()]
    rows = tones.means(aimed[aimed.groupby(by)["tone_id"].transform("size") >= CLEAR], by)
    off = rows["low"] * rows["high"] > 0
    one_way = (rows[list(tones.POLAR)].min(axis=1) == 0) & (rows[list(tones.POLAR)].max(axis=1) >= LABELLED)
    clear = rows[off & one_way].sort_values("n", ascending=False, kind="stable")
    if clear.empty:
        return Markup("No {} towards anybody is clear enough to be summed up.").format(link)
    each = []
    for row in _rows(clear.head(2)):
        way = "negative" if row.mean < 0 else "positive"
        same = (found["actor"] == row.actor) & (found["name"] == row.name) & (found["said_by"] == row.said_by)
        first = found[same & (found["label"] == way)].iloc[0]
        words = display.link(passages.address(first["article_id"], first["start"], first["end"]), row.name)
        each.append(
            Markup("{} towards {} in {}, {} ({} of {} clauses; mean {:+z.2f}, {:+z.2f} to {:+z.2f})").format(
                way, row.actor, words, TOLD_BY[row.said_by], getattr(row, way), row.n, row.mean, row.low, row.high
            )
        )
    return Markup("The clearest {}: {}.").format(link, Markup("; ").join(each))


ENTRIES = {
    "What they share": (facts,),
    "What one article alone tells": (alone,),
    "Tolls": (tolls,),
    "Who is quoted": (speakers, sides),
    "Labels that differ": (labels,),
    "One remark, several wordings": (wordings,),
    "Tone": (tone,),
}


def _listed(head: str, each: Iterable[Markup]) -> Markup:
    return Markup("{}<ul>{}</ul>").format(head, Markup("").join(map(Markup("<li>{}</li>").format, each)))


def _names(t: dict[str, pd.DataFrame]) -> dict[str, str]:
    ordered = overview.in_order(t["articles"])
    return dict(zip(ordered["article_id"], ordered["name"], strict=True))


def _rows(frame: pd.DataFrame) -> Iterable[tuple]:
    return frame.itertuples(index=False)


def _articles(rows: pd.DataFrame, start: str, end: str, total: int, kind: str | None = None) -> Markup:
    """The articles of ``rows`` as links to the first words there: all of a few, else how many and the first ones."""
    firsts = rows.drop_duplicates("article_id")
    kinds = rows.groupby("article_id")[kind].unique() if kind else {}
    links = [
        display.link(passages.address(row["article_id"], row[start], row[end]), row["name"])
        + (f" ({display.joined(kinds[row['article_id']])})" if kind else "")
        for _, row in firsts.iterrows()
    ]
    if len(links) <= NAMED:
        return _list(links, NAMED)
    return Markup("{} articles, the first of them {}").format(
        f"{len(links)} of {total}" if total else len(links), links[0]
    )


def _quoted(cell: tuple, words: str, around: str = "") -> Markup:
    place = passages.address(cell.article_id, int(cell.start), int(cell.end))
    return display.link(place, f"“{_cut(words, around)}”")


def _cut(words: str, around: str = "") -> str:
    """At most :data:`CUT` characters of an article's words, those ``around`` among them."""
    line = " ".join(words.split())
    at = line.find(" ".join(around.split())) if around else 0
    if len(line) > CUT and at > CUT * 3 // 4:
        line = "… " + line[line.rfind(" ", 0, at - CUT // 4) + 1 :]
    line = line if len(line) <= CUT else line[: CUT - 1].rpartition(" ")[0] + "…"
    return shortened(line, CUT).strip("\"“”'’‘ .,")


def _page(notebook: str, section: str, words: str) -> Markup:
    return display.link(f"{notebook}.html" + (f"#{display.anchor(section)}" if section else ""), words)


def _list(each: Iterable[Markup], most: int) -> Markup:
    """``a, b and c`` of markup."""
    words = list(each)[:most]
    return Markup(" and ").join([Markup(", ").join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _more(n: int) -> str:
    return "" if n <= 0 else f", and {n:,} more"
