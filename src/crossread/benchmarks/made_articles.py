"""Articles made from seeded templates: as many as a measurement needs, no two of them alike.

People, places and states are drawn from large pools, some of them often and most of them seldom, as in the news; every
stretch of fixed words is short. So no two articles share a fifth of their 5-word sequences.
"""

import json
import random
from functools import cache
from pathlib import Path

WORDS = 900
SYLLABLES = "bar cor dan el fen gor hal ir jas kel lor mar nor os per quin ros sel tor ul ven wes yar zel".split()
POOLS = {"person": 3000, "place": 800, "state": 40, "agency": 60}
SHARE = 0.5  # of the people and places of an article that come from the pools; the rest stand in it alone

SLOTS: dict[str, list[str]] = {
    name: words.split(", ")
    for name, words in {
        "said": "said, told reporters, insisted, explained, warned, added, stressed, argued, admitted, repeated",
        "says": "said, claimed, confirmed, announced, noted, suggested, believed, acknowledged, denied, reported",
        "when": "on Monday, on Tuesday, on Wednesday, on Thursday, on Friday, at dawn, before noon, overnight",
        "bound": "at least, more than, some, about, nearly, up to, fewer than, around, over, as many as",
        "people": "people, civilians, residents, farmers, soldiers, fishermen, villagers, workers, police officers",
        "kill": "killed, wounded, injured, displaced, captured, hurt, buried, trapped",
        "thing": "bridge, market, harbour, school, depot, clinic, mill, station, quarry, ferry, barracks, dam, tower",
        "act": "shelled, burned, searched, closed, flooded, rebuilt, seized, reopened, evacuated, surrounded, damaged",
        "weapon": "shells, rockets, a car bomb, mortar fire, an air strike, a blast, a drone, gunmen, artillery",
        "good": "bread, fuel, timber, medicine, seed, salt, coal, blankets, water, flour, cement, paper, glass",
        "mood": "calm, tense, angry, hopeful, tired, divided, cautious, quiet, uneasy, defiant, grim, relieved",
        "talk": "talks, the truce, the inquiry, the vote, the summit, the hearing, the strike, the blockade",
        "office": "Defence Minister, Colonel, Mayor, President, Judge, Dr, Governor, Bishop, General, Ambassador",
        "role": "spokesman, aid worker, surgeon, driver, teacher, engineer, witness, commander, shopkeeper, nurse",
        "how": "slowly, at once, in private, twice, without notice, under guard, by lorry, in secret, at last, again",
        "time": "weeks, months, days, years, nights, seasons",
        "side": "north, south, east, west, old part, upper half, outskirts, far end",
    }.items()
}
TEMPLATES = (
    "{office} {name} {said} {when} that {bound} {n} {people} had been {kill} and {m} {kill} when {weapon} hit the "
    "{thing} of {place}.",
    '"We will not leave {place} until the {good} is {act}," {name} {said}. "The {people} there are {mood}."',
    '"They {act} our {thing} {how}," {name}, a {role} from {place}, {said}. "For {m} {time} we had no {good}."',
    "The government of {state} {says} its aircraft had {act} {place}, but {people} said {n} houses were {act}.",
    "Fighting in the {side} of {place} went on for {m} {time}; {bound} {n} {people} left the {thing} {when}.",
    "{name}, who leads {talk}, described the {good} offer as “{mood} and {mood}”. {office} {surname} {says} that "
    "{state} had {act} the {thing}.",
    "In a statement, the {state} army {says} its {people} had {act} the {thing} near {place}, {agency} said {when}.",
    "It is not clear who {act} the {thing} in {place}, or how many of the {n} {people} were {kill} by {weapon}.",
    "According to {name}, the {role} of the {thing}, {bound} {n} tonnes of {good} were {act} {when} and sent to "
    "{place} {how}.",
    "{bound} {m} {people} were {kill} {when} in {place}, {agency} said, quoting a {role} who was {mood}.",
    "A {role} at the {thing} of {place} {said} that {name} had {act} the {side} {how} for {n} {time}.",
    "The mood in {place} was {mood} after {talk}: {people} {act} the {thing}, and {good} cost {n} dollars.",
    "{state} and {other} agreed {when} to end {talk} over the {thing}, {office} {name} {said}; {n} {people} stay.",
    "{surname} {said} the {people} of {place} were “{mood}”, and that {weapon} had {kill} {m} of them in {n} {time}.",
    "Earlier {when}, {weapon} {act} a {thing} on the {side} of {place}. {agency} put the {kill} at {n}.",
)


def _name(draw: random.Random) -> str:
    return "".join(draw.choice(SYLLABLES) for _ in range(draw.randint(2, 3))).capitalize()


@cache
def _pool(kind: str) -> list[str]:
    draw = random.Random(kind)
    ending = {"state": "ia", "agency": " news agency"}.get(kind, "")
    first = _name if kind == "person" else lambda draw: ""
    return [f"{first(draw)} {_name(draw)}{ending}".strip() for _ in range(POOLS[kind])]


def _drawn(kind: str, draw: random.Random) -> str:
    """One of the pool, the first of it most often; or a name that nobody else has."""
    if kind in ("state", "agency") or draw.random() < SHARE:
        return _pool(kind)[int(POOLS[kind] * draw.random() ** 2)]
    return f"{_name(draw)} {_name(draw)}" if kind == "person" else _name(draw) + draw.choice(SYLLABLES)


def text(number: int, n_words: int = WORDS) -> str:
    """A page of about ``n_words`` words as it might be pasted; the same for the same ``number``."""
    draw = random.Random(number)
    cast = [_drawn("person", draw) for _ in range(6)]
    places = [_drawn("place", draw) for _ in range(5)]
    states = draw.sample(_pool("state"), 2)
    lines = [
        f"{draw.choice(SLOTS['talk']).capitalize()} in {places[0]} {draw.choice(SLOTS['mood'])} as {states[0]} waits",
        f"By {cast[0]}",
        f"{draw.randint(1, 28)} May 2021 {draw.randint(10, 23)}:00 GMT",
    ]
    size = 0
    while size < n_words:
        line = " ".join(_sentence(draw, cast, places, states) for _ in range(draw.randint(1, 3)))
        lines.append(line)
        size += len(line.split())
    return "\n\n".join(lines)


def _sentence(draw: random.Random, cast: list[str], places: list[str], states: list[str]) -> str:
    """A template filled in, a slot of words anew each time that it stands there."""
    person = draw.choice(cast)
    given = {
        "name": person, "surname": person.split()[-1], "place": draw.choice(places), "state": states[0],
        "other": states[1], "agency": _drawn("agency", draw),
    }  # fmt: skip
    parts = []
    for part in draw.choice(TEMPLATES).split("{"):
        slot, closed, rest = part.partition("}")
        if not closed:
            parts.append(part)
        elif slot in ("n", "m"):
            parts.append(f"{draw.randint(2, 4000 if slot == 'n' else 90)}{rest}")
        else:
            parts.append((given.get(slot) or draw.choice(SLOTS[slot])) + rest)
    sentence = "".join(parts)
    return sentence[0].upper() + sentence[1:]


def write_set(folder: Path, n: int, n_words: int = WORDS) -> Path:
    """A set of ``n`` articles in one file of JSON Lines below ``folder``."""
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    with (folder / "articles" / "made.jsonl").open("w", encoding="utf-8") as file:
        for number in range(n):
            file.write(json.dumps({"id": f"made-{number:06}", "text": text(number, n_words)}) + "\n")
    return folder
