"""How fast each step of reading is, beside ``TextBlob(text).sentiment`` on the same texts in the same run.

The ratio is what can be compared between machines. Articles are made from seeded templates with large pools of
names and numbers, so that no text is read twice. Run it with ``make bench``.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from crossread import agency, attribution, blocks, codebooks, figures, frames, mentions, sentences, tone
from crossread.attribution import Paragraph
from crossread.documents import Document, Part, Record
from crossread.reading import read_article

ARTICLES, PARAGRAPHS, ROUNDS = 60, 22, 5
SYLLABLES = "bar cor dan el fen gor hal ir jas kel lor mar nor os per quin ros sel tor ul ven wes yar zel".split()
OFFICES = ("Defence Minister", "spokesman", "Dr", "Colonel", "Mayor", "President", "Judge", "aid worker")
TEMPLATES = (
    "{office} {name} said on {day} that at least {n} people had been killed and {m} wounded when shells hit the "
    "market of {place}, according to the hospital there.",
    '"We will not leave {place} until the last of them is safe," {name} told reporters. "That is a promise."',
    "The government of {state} denied that its aircraft had struck {place}, but residents said {n} houses burned.",
    "Fighting near {place} has gone on for {m} days, and some {n} families have left the town since {day}.",
    "{name}, who leads the talks, described the offer as “a first step”. Mr {surname} added that {state} had agreed.",
    "In a statement, the {state} army said its soldiers had retaken the road to {place}, {agency} reported.",
    "It is not clear who holds the bridge over the river, or how many of the {n} people on it were hurt.",
)


def _name(draw: random.Random) -> str:
    return "".join(draw.choice(SYLLABLES) for _ in range(draw.randint(2, 3))).capitalize()


def article(number: int) -> str:
    """A page of some 500 words as it might be pasted; the same for the same ``number``."""
    draw = random.Random(number)
    cast = [(_name(draw), _name(draw), draw.choice(OFFICES)) for _ in range(6)]
    places, states = [_name(draw) for _ in range(5)], [_name(draw) + "ia" for _ in range(2)]
    lines = [
        f"Fighting in {places[0]} as {states[0]} talks go on",
        "By " + " ".join(cast[0][:2]),
        "4 May 2021 10:00 GMT",
    ]
    for _ in range(PARAGRAPHS):
        given, surname, office = draw.choice(cast)
        lines.append(
            draw.choice(TEMPLATES).format(
                office=office, name=f"{given} {surname}", surname=surname,
                place=draw.choice(places), state=draw.choice(states), agency=_name(draw) + " news agency",
                day=draw.choice(("Monday", "Tuesday", "Friday")), n=draw.randint(2, 4000), m=draw.randint(2, 90),
            )
        )  # fmt: skip
    return "\n\n".join(lines)


def framing(text: str, spans: list[tuple[int, int]], books: codebooks.Codebooks) -> None:
    """The step that finds frames and acts."""
    for book in books.frames:
        frames.find(text, spans, book)
    agency.find(text, spans, books.agency)


def main() -> None:
    """Print words a second of each step, and its ratio to the yardstick: the median of several rounds."""
    from textblob import TextBlob

    books = codebooks.load()
    texts = [article(number) for number in range(ARTICLES)]
    n_words = sum(len(text.split()) for text in texts)
    documents = [Document("page", (Part(text),)) for text in texts]
    found = [blocks.find_blocks(document, books) for document in documents]
    paragraphs = [[Paragraph(b.start, b.end, "body") for b in own if b.role == "paragraph"] for own in found]
    quotes = [attribution.find(text, own, books) for text, own in zip(texts, paragraphs, strict=True)]
    sources = [sorted({(q.source_start, q.source_end) for q in own if q.source_start is not None}) for own in quotes]

    named = [mentions.find(t, own, said, books) for t, own, said in zip(texts, paragraphs, sources, strict=True)]

    spans = [
        [span for p in own for span in sentences.spans(t, p.start, p.end)]
        for t, own in zip(texts, paragraphs, strict=True)
    ]

    def each(step: Callable, *columns: list) -> Callable[[], None]:
        def run() -> None:
            for row in zip(*columns, strict=True):
                step(*row)

        return run

    steps = {
        "TextBlob(text).sentiment": each(lambda text: TextBlob(text).sentiment, texts),
        "blocks": each(lambda document: blocks.find_blocks(document, books), documents),
        "sentences": each(lambda text: list(sentences.spans(text)), texts),
        "quotes": each(lambda text, own: attribution.find(text, own, books), texts, paragraphs),
        "mentions": each(lambda text, own, said: mentions.find(text, own, said, books), texts, paragraphs, sources),
        "figures": each(
            lambda text, own, said, who: figures.find(text, own, said, who, books), texts, paragraphs, quotes, named
        ),
        "frames and agency": each(lambda text, spans: framing(text, spans, books), texts, spans),
        "tone": each(
            lambda text, own, said, who: tone.find(text, own, said, who, books.tone), texts, spans, quotes, named
        ),
        "reading, whole": each(
            lambda text: read_article(Record("a.txt", None, "page", text.encode()), {}, books), texts
        ),
    }
    times: dict[str, list[float]] = {name: [] for name in steps}
    for round_ in range(ROUNDS + 1):  # the first warms up
        for name, step in steps.items():
            began = time.perf_counter()
            step()
            if round_:
                times[name].append(time.perf_counter() - began)
    medians = {name: sorted(own)[len(own) // 2] for name, own in times.items()}
    yardstick = medians["TextBlob(text).sentiment"]
    print(f"{ARTICLES} articles, {n_words:,} words; median of {ROUNDS} rounds")
    print(f"{'step':28}{'words/s':>12}{'ratio to TextBlob':>20}")
    for name, median in medians.items():
        print(f"{name:28}{n_words / median:>12,.0f}{yardstick / median:>20.2f}")


if __name__ == "__main__":
    main()
