"""The summary of a set: a lead and a short list in plain words, put together from its tables alone.

A function gives one entry as markup, or nothing where the tables do not carry it. Each leads to the words that it
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
from crossread.comparison.whole import Whole
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
CALLED = "article_id start end target_kind target_id term voice source device"  # columns of labels
WORDED = "quote_id article_id quote_type content_start content_end content source"  # of quotes
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
    return display.fragment(summary(Whole(tables, books)))


def summary(t: Whole) -> Markup:
    """The summary of a set."""
    entries = [(head, [told for make in makers if (told := make(t))]) for head, makers in ENTRIES.items()]
    listed = Markup("\n").join(
        Markup("<div><dt><strong>{}</strong></dt>{}</div>").format(head, Markup("").join(map(DETAIL.format, own)))
        for head, own in entries
        if own
    )
    text = '<p>{}</p>\n<dl class="in-short">\n{}\n</dl>\n<p><small>{}</small></p>'
    return Markup(text).format(the_set(t), listed, LIMITS)


def the_set(t: Whole) -> Markup:
    """How many articles by which outlets, from which time, and which of them are copies."""
    articles = t.articles
    n, outlets, unknown = len(articles), articles["outlet"].nunique(), int(articles["outlet"].isna().sum())
    by = f" from {counted(outlets, 'outlet')}" if outlets else ", no outlet known"
    by += f" ({unknown} of no known outlet)" if outlets and unknown else ""
    head = _page("01_articles", "", counted(n, "article")) + f"{by}, {counted(int(articles['n_words'].sum()), 'word')}"
    named = (display.link(passages.address(article_id), name) for article_id, name in t.names.items())
    parts = [head + (Markup(": {}").format(_list(named)) if n <= NAMED else ""), _times(articles)]
    copies = [
        Markup("{} ({:.0%} of it stands in {})").format(
            display.link(passages.address(row.article_id), row.name), row.copy_share, row.copy_of_name
        )
        for row in _rows(overview.copies(articles))
    ]
    if copies:
        noun = "A copy, counted with its" if len(copies) == 1 else f"{len(copies)} copies, each counted with its"
        more = f", and {len(copies) - FEW:,} more" if len(copies) > FEW else ""
        parts.append(Markup("{} original: {}{}").format(noun, _list(copies[:FEW]), more))
    if other := int((articles["language"].notna() & (articles["language"] != "en")).sum()):
        parts.append(f"{other} not analysed, as {'it is' if other == 1 else 'they are'} not in English")
    return Markup(" ").join(map(Markup("{}.").format, parts))


def _times(articles: pd.DataFrame) -> str:
    known = articles[articles["published_start"].notna() & articles["published_end"].notna()]
    if known.empty:
        return "Of none is the time of publication known within bounds"
    first, last = (overview.day(time) for time in (known["published_start"].min(), known["published_end"].max()))
    when = f"ublished on {first} (UTC)" if first == last else f"ublished between {first} and {last} (UTC)"
    if rest := len(articles) - len(known):
        return f"{len(known)} p{when}; of {rest} the time is not known, or not within bounds"
    return f"P{when}"


def facts(t: Whole) -> Markup:
    """How many facts are told by how many, and one that most tell."""
    if len(t.articles) < 2:
        return Markup("There is one article only, so that there is nothing to compare.")
    shared, apart = t.shared, t.is_apart
    link = _page("06_comparison", "The set at a glance", counted(len(shared), "fact"))
    each = Markup("{} found: {}.").format(link, comparison.sizes(shared)) if len(shared) else Markup("")
    if not apart:
        return Markup("{} {}").format(each, _common(t)) if each else each
    chance = (shared["share"] != comparison.ONE).any()
    may = " What several seem to tell may be a chance likeness of words." if chance else ""
    return Markup(" ").join(filter(None, [comparison.apart(_named_by_all(t)), each + may]))


def _named_by_all(t: Whole) -> list[str]:
    """The people and bodies that every article names, those named most first."""
    named = t.part("mentions", "entity_id", "article_id").groupby("entity_id")["article_id"].agg(["nunique", "size"])
    doers = t.entities[~t.entities["entity_type"].isin(PLACES)].set_index("entity_id")["name"]
    named = named[(named["nunique"] == len(t.articles)) & named.index.isin(doers.index)]
    return [*doers.loc[named.sort_values("size", ascending=False, kind="stable").index]]


def _common(t: Whole) -> Markup:
    """A fact that every article tells, or most, before others one that they open with, in the shortest words of two:
    one wording would pass off what an article makes of it for what all tell. Words with a figure are left out, as
    figures differ, and a question, which tells nothing."""
    told, shared = t.told, t.shared
    head = t.part("sentences", "article_id", "end", section=["title", "lead"]).groupby("article_id")["end"].max()
    opening = told.loc[told["start"] < told["article_id"].map(head), "fact_id"].value_counts()
    widest = shared[shared["share"].isin([comparison.EVERY, comparison.MOST])]
    widest = widest.loc[widest["fact_id"].map(opening).fillna(0).sort_values(ascending=False, kind="stable").index]
    copies = set(overview.copies(t.articles)["article_id"])
    texts = t.articles.set_index("article_id")["text"]
    figures = t.part("figures", "article_id", "start").groupby("article_id")["start"].agg(list)
    for fact in _rows(widest):
        whole = sorted(
            (len(words), t.names[cell.article_id], words, cell)
            for cell in _rows(told[(told["fact_id"] == fact.fact_id) & ~told["article_id"].isin(copies)])
            if _can_stand(words := texts[cell.article_id][cell.start : cell.end])
            and not any(cell.start <= at < cell.end for at in figures.get(cell.article_id, []))
        )
        if len(whole) > 1:
            each = []
            for _, name, words, cell in whole[:2]:
                by = f", on the word of {cell.source}" if cell.status == "attributed" and pd.notna(cell.source) else ""
                each.append(Markup("{} ({}{})").format(_linked(cell, f"“{_cut(words)}”"), name, by))
            who = "every article tells" if fact.share == comparison.EVERY else "most articles tell"
            return _listed(f"One that {who}, in the words of two of them:", each)
    return Markup("")


def _can_stand(words: str) -> bool:
    """Whether a clause can be shown by itself: most of it, no question, and not what goes on from words before it."""
    opens = words.lstrip("\"'“”‘’-–— ")[:1]
    fits = len(words) <= CUT * 3 / 2 and len(words.split()) >= LEAST_WORDS
    return fits and "?" not in words[-2:] and (opens.isupper() or opens.isdigit())


def _leans(words: str) -> bool:
    """Whether words ask, or speak of what stands before them, so that they tell nothing by themselves."""
    each = [word.strip(".,;:\"'“”‘’") for word in words.lower().split()]
    return each[0] in LEANING or not POINTING.isdisjoint(each) or words.rstrip("\"'”’").endswith("?")


def alone(t: Whole) -> Markup:
    """Two facts, of two articles where there are two, that are surely absent from most of the others."""
    if t.is_apart:
        return Markup("")
    shared, articles, others = t.shared, t.articles.set_index("article_id"), len(t.articles) - 1
    single = shared[(shared["share"] == comparison.ONE) & (shared["told"] == 1)]
    found = single.merge(t.told[["fact_id", "article_id", "source", "status", "start", "end"]], on="fact_id")
    absent = t.cells.loc[t.cells["status"] == "absent", "fact_id"].value_counts()
    found["absent"] = found["fact_id"].map(absent).fillna(0).astype(int)
    found["is_event"], found["long"] = found["kind"] == "event", found["statement"].str.len() > CUT
    pronouns = t.part("mentions", "article_id", "start", mention_type=["pronoun"])
    pronouns = pronouns.groupby("article_id")["start"].agg(list)
    leans = [
        _leans(row.statement) or any(row.start <= at < row.end for at in pronouns.get(row.article_id, []))
        for row in _rows(found)
    ]
    published = found["article_id"].map(articles["published_start"])
    old = found["is_event"] & (found["known_basis"] == "text") & (found["known_from"] < published - BACKGROUND)
    found = found[(found["absent"] > others / 2) & ~pd.Series(leans, found.index, dtype=bool) & ~old]
    # What an article alone has happen is less sure than what it alone has said.
    found = found.sort_values(["is_event", "long", "absent"], ascending=[True, True, False], kind="stable")
    each = []
    for row in _rows(found.drop_duplicates("article_id").head(2)):
        around = articles["text"][row.article_id][row.start : row.end] if row.kind == "figure" else ""
        lacking = counted(row.absent, "other") if row.absent == others else f"{row.absent:,} of {others:,} others"
        words = _linked(row, f"“{_cut(row.statement, around)}”")
        each.append(Markup("{} ({}; absent from {})").format(words, t.names[row.article_id], lacking))
    link = _page("06_comparison", "Told by one alone", "one article alone")
    return _listed(Markup("Found in {}, for example:").format(link), each) if each else Markup("")


def tolls(t: Whole) -> Markup:
    """Tolls, those of the main event first, and of these the contested and updated: numbers, on whose word. Where it
    has few, those of other events follow, on a named word before others. Of those alike the largest comes first."""
    every = t.part("tolls")
    n = len(every)
    if n == 0:
        return Markup("No casualty figure that can be compared was found.")
    page = _page("05_casualties", "Tolls of the main event", counted(n, "toll"))
    if t.is_apart:
        may = "it may be of another event" if n == 1 else "they may be of different events"
        return Markup("{} found; as so little joins the articles, {} or of the background.").format(page, may)
    inside = toll_words.members(t.part("toll_members"), t.claims)
    found = toll_words.compared(t.part("events"), every, inside)
    order = found[["is_main", "agreement", "n_texts"]].assign(agreement=found["agreement"].map(FIRST.index))
    order["named"] = found["n_origins"].where(~found["is_main"])
    order["size"] = found["high"].fillna(found["low"])
    order = order.sort_values(list(order.columns), ascending=[False, True, False, False, False], kind="stable")
    chosen = found.loc[order.index[:TOLLS]]
    inside = inside[inside["toll_id"].isin(chosen["toll_id"])]
    own = dict(iter(inside.groupby("toll_id")))
    some = "" if n == len(chosen) else f"; {len(chosen)} of these"
    head = Markup("{} found, {}{}:").format(page, toll_words.of_main(found), some)
    return _listed(head, (_toll(toll, own[toll.toll_id]) for toll in _rows(chosen)))


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
    said = _list([*values[: FEW // 2], *values[-(FEW // 2) :]] if left > 0 else values)  # the lowest and the highest
    said += f", with {counted(left, 'other number')} between them" if left > 0 else ""
    if toll.agreement == "updated":
        behind = own.loc[(own["standing"] != "current") & ~own["value"].isin(current["value"]), "value"].unique()
        late = f"; overtaken by a higher number or printed after it: {display.joined(behind)}" if len(behind) else ""
        return Markup("{}: updated; latest known: {}{}.").format(head, said, late)
    if own["article_id"].nunique() == 1:
        return Markup("{}: {}, {}.").format(head, said, claims.ONE_ONLY)
    return Markup("{}: {}. {}").format(head, said, toll.why)


def _unbracketed(words: str) -> str:
    """Words that stand within brackets, without brackets of their own."""
    return words.replace(" (", ", ").removesuffix(")")


def _claim(row: tuple, n: int) -> Markup:
    """A number as a link, who says it, and in which article."""
    others = f"; also in {counted(n - 1, 'other article')}" if n > 1 else ""
    who = row.name if row.voice == claims.NARRATOR else f"{row.voice}, in {row.name}"
    return Markup("{} ({}{})").format(_linked(row, _unbracketed(claims.number(row))), who, others)


def speakers(t: Whole) -> Markup:
    """Which source with a name has most words, in which articles, and how many attributions name nobody."""
    found = t.attributions
    if found.empty:
        return Markup("No attribution to a source was found.")
    total = found["quote_id"].nunique()
    nameless = total - found.loc[found["voice_kind"] == voices.NAMED, "quote_id"].nunique()
    link = _page("04_quotes", "Who speaks how much", counted(total, "attribution"))
    some = f"{nameless:,} are" if nameless > 1 else "1 is" if nameless else "none is"
    last = Markup("Of {}, {} to a source without a name.").format(link, some)
    ranked = voices.voices(found)
    ranked = ranked[ranked["kind"] == voices.NAMED]
    ranked = ranked[ranked["words"] == ranked["words"].max()]
    if ranked.empty:
        return last
    top = ranked.iloc[0]
    if len(ranked) > 1:
        many = f"No named source stands out: {len(ranked)} have most words, {top['words']:,} each. "
        return Markup(many) + last
    own = found[found["voice"] == top["voice"]].drop_duplicates("quote_id")
    kinds = own["quote_type"].value_counts()
    each = display.joined(f"{kinds[kind]} {kind}" for kind in voices.KINDS if kind in kinds)
    where = _articles(own, len(t.articles))
    return Markup("The named source with most words is <strong>{}</strong>: {} in {} ({}), in {}. {}").format(
        top["voice"], counted(int(top["words"]), "word"), counted(len(own), "attribution"), each, where, last
    )


def sides(t: Whole) -> Markup:
    """In how many articles each side speaks; and of the sources that one outlet alone has, that with most words."""
    found = t.attributions
    parts, looked_at = [], voices.analysed(t.articles, found)
    parties = t.entities.loc[t.entities["party_to_conflict"].fillna(False).astype(bool), "side"].dropna()
    heard = {side: set(found.loc[found["side"] == side, "article_id"]) for side in dict.fromkeys(parties)}
    if len(heard) > 1 and len(looked_at) > 1:
        each = display.joined(f"of the side “{side}” in {len(own)}" for side, own in heard.items())
        silent = "".join(
            f"; none of the side “{side}” were found in {display.joined(names)}"
            for side, own in heard.items()
            if 0 < len(names := [n for i, n in t.names.items() if i in looked_at - own]) <= FEW // 2
        )
        link = _page("04_quotes", "Sides", "The parties to the conflict")
        parts.append(Markup("{}: words {} of {}{}.").format(link, each, counted(len(looked_at), "article"), silent))
    single = voices.exclusive(found).sort_values("words", ascending=False, kind="stable")
    if len(single) and found["origin"].nunique() > 1:
        top = single.iloc[0]
        link = _page("04_quotes", "Sources that only one outlet has", counted(len(single), "named source"))
        outlet = "outlet" if t.articles["outlet"].notna().any() else "article"
        example = display.link(passages.address(*top["places"][0]), top["voice"])
        words = counted(int(top["words"]), "word")
        parts.append(
            Markup("{} in one {} alone{}{}, in {} ({}).").format(
                link + (" speaks" if len(single) == 1 else " speak"), outlet,
                ": " if len(single) == 1 else ", such as ", example, display.joined(top["outlet"]), words,
            )
        )  # fmt: skip
    return Markup(" ").join(parts)


def labels(t: Whole) -> Markup:
    """What is called most differently, by which words, and who uses them."""
    given = t.part("labels", *CALLED.split())
    rows = labelling.table(labelling.terms(given, t.entities, t.articles, t.books), t.articles)
    del given
    rows = rows[(rows["difference"] >= LEAST_APART) & (rows["articles_with_target"] > 1)]
    judges = rows["called"].map(_describes).astype(bool)  # a name or office alone judges nothing
    rows = rows[(rows["target_kind"] != "entity") | judges]
    rows = rows[rows.groupby(["target_kind", "target_id"])["called"].transform("nunique") > 1]
    if rows.empty or t.is_apart:
        return Markup("")
    first = rows.iloc[0]
    is_name, target = first["target_kind"] == "entity", first["target"]
    own = rows[(rows["target_id"] == first["target_id"]) & (rows["target_kind"] == first["target_kind"])]
    terms = own["called"].unique()
    each = [_called(own[own["called"] == term]) for term in terms[:FEW]]
    section = "Actors with a name" if is_name else "Acts and groups"
    link = _page("02_framing", section, target if is_name else target[:1].lower() + target[1:])
    more = [counted(len(terms) - FEW, "other term")] if len(terms) > FEW else []
    return _listed(Markup("The words differ most for <strong>{}</strong>:").format(link), [*each, *more])


def _describes(called: str) -> bool:
    """Whether a term has words that are no part of a name."""
    return any(word.islower() and len(word) > 3 for word in called.strip("“”").split())


def _called(rows: pd.DataFrame) -> Markup:
    """The words for one term, and who uses them; first those who have the most frequent ones."""
    words = labelling.forms(rows["words"])
    rare = rows["words"].ne(words.split(" / ")[0])
    rows = rows.assign(rare=rare).sort_values("rare", kind="stable")
    return Markup("{} in {}").format(_term(words), _users(rows))


def _term(called: str) -> str:
    """A term in quotation marks; of one that the articles put in marks themselves, it says so."""
    return f"{called}, set in marks," if called.startswith("“") else f"“{called}”"


def _users(rows: pd.DataFrame) -> Markup:
    links = [display.link(passages.address(row.article_id, *row.places[0]), row.name) for row in _rows(rows)]
    if len(rows) > FEW:
        return Markup("{:,} articles, such as {}").format(len(rows), links[0])
    whose = (
        "" if row.own else " (quoted)" if not row.reported else " (reported)" if not row.quoted else " (not its own)"
        for row in _rows(rows)
    )
    return _list(link + who for link, who in zip(links, whose, strict=True))


def wordings(t: Whole) -> Markup:
    """The utterance that most articles carry in wordings that differ."""
    carried = t.part("utterances")
    quotes = t.part("quotes", *WORDED.split(), quote_id=carried["quote_id"])
    found = comparison.wordings(t.articles, quotes, carried)
    found = found[(found["n_tellers"] > 1) & ~found["is_copy"].astype(bool)]
    found = found[found.groupby("utterance_id")["content"].transform(lambda c: c.map(claims.plain).nunique()) > 1]
    if found.empty:
        return Markup("")
    best = found[found["n_tellers"] == found["n_tellers"].max()]
    best = best.sort_values("source", key=pd.isna, kind="stable")  # of a named source before others
    own = found[found["utterance_id"] == best["utterance_id"].iloc[0]]
    names = (source for source in own["source"].dropna() if source[:1].isupper())  # and no bare "letter"
    link = _page("06_comparison", "One remark in several wordings", "A remark")
    base = next(own.itertuples())
    place = passages.address(base.article_id, base.content_start, base.content_end)
    return Markup("{} by {} is worded differently in {}. The longest {} begins {}.").format(
        link,
        next(names, "a source without a name"),
        _articles(own, 0, "quote_type"),
        "direct wording" if base.quote_type == "direct" else "wording",
        display.link(place, f"“{_cut(base.content.split(' … ')[0])}”"),  # up to what interrupts it
    )


def tone(t: Whole) -> Markup:
    """Towards whom an article is clear in tone: an interval off zero, and labels that all point one way."""
    sentences, given = t.part("sentences", *tones.PLACED.split()), t.part("tone", *tones.USED.split())
    if given.empty:
        return Markup("")
    link = _page("03_sentiment", "Tone towards each actor", "tone")
    by = ["actor", "name", "said_by"]
    aimed = tones.rows(t.articles, sentences, given[given["target_entity_id"].notna()], t.entities)
    del sentences, given
    groups = aimed.assign(**{way: aimed["label"] == way for way in tones.POLAR}).groupby(by, sort=False)
    counts = groups[list(tones.POLAR)].transform("sum")
    one_way = (counts.min(axis=1) == 0) & (counts.max(axis=1) >= LABELLED)
    aimed = aimed[one_way & (groups["label"].transform("size") >= CLEAR)]
    rows = tones.means(aimed, by)
    clear = rows[rows["low"] * rows["high"] > 0].sort_values("n", ascending=False, kind="stable")
    if clear.empty:
        return Markup("No {} towards anybody is clear enough to be summed up.").format(link)
    each = []
    for row in _rows(clear.head(2)):
        way = "negative" if row.mean < 0 else "positive"
        same = (aimed[by] == [row.actor, row.name, row.said_by]).all(axis=1) & (aimed["label"] == way)
        each.append(
            Markup("{} towards {} in {}, {} ({} of {} clauses; mean {:+z.2f}, {:+z.2f} to {:+z.2f})").format(
                way, row.actor, _linked(next(_rows(aimed[same])), row.name), TOLD_BY[row.said_by],
                getattr(row, way), row.n, row.mean, row.low, row.high,
            )
        )  # fmt: skip
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


def _rows(frame: pd.DataFrame) -> Iterable[tuple]:
    return frame.itertuples(index=False)


def _articles(quotes: pd.DataFrame, total: int, kind: str = "") -> Markup:
    """The articles of ``quotes`` as links to the first words there: all of a few, else how many and the first one."""
    links = []
    for _, own in quotes.groupby("article_id", sort=False):
        row = own.iloc[0]
        place = passages.address(row["article_id"], row["content_start"], row["content_end"])
        links.append(display.link(place, row["name"]) + (f" ({display.joined(own[kind].unique())})" if kind else ""))
    if len(links) <= NAMED:
        return _list(links)
    of = f"{len(links):,} of {total:,}" if total else f"{len(links):,}"
    return Markup("{} articles, the first of them {}").format(of, links[0])


def _linked(row: tuple, words: str) -> Markup:
    """Words as a link to a place in an article."""
    return display.link(passages.address(row.article_id, int(row.start), int(row.end)), words)


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


def _list(each: Iterable[Markup]) -> Markup:
    """``a, b and c`` of markup."""
    *words, last = each
    return Markup(" and ").join([Markup(", ").join(words), last] if words else [last])
