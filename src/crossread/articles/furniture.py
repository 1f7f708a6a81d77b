"""Furniture: what the words of a line say it is, whatever stands around it; and which lines of a pasted page are its
article.

A page is read as navigation, then the article, with gaps of furniture in it, then what follows the article.
Every line speaks for or against being prose of the article; the likeliest course through the four states is found
by the Viterbi algorithm (Viterbi 1967), as content extraction by segmentation does it on tags (Pasternack and
Roth 2009). Here there are no tags: length, closing punctuation, function words (Pomikálek 2011) and the furniture
rules are all the evidence. The weights are log odds, rounded, as counted on the development part of a public set
of pasted pages.
"""

import re
from dataclasses import dataclass

from crossread import lists
from crossread.codebooks import Rule

LONGEST = {"whole": 160, "start": 250, "short": 220, "any": 600}
FITS = {"whole": re.Pattern.fullmatch, "start": re.Pattern.match, "short": re.Pattern.search, "any": re.Pattern.search}
SENTENCE_WORDS = 6  # fewer do not make a sentence that could be told from a button
WORD = re.compile(r"\w+")
ATTRIBUTION, READER = lists.words("attribution"), lists.words("reader")
TO_READER = (  # each begins with plain letters or stops, so that the search skips to them
    re.compile(r"i agree\b"),
    re.compile(r"this (?:web)?(?:site|page|article|story|post|newsletter|box|form)\b"),
    re.compile(rf"[.!?…]\s(?:{lists.any_of('invitation')})\b"),
)


def match(line: str, rules: tuple[Rule, ...]) -> Rule | None:
    """The first rule that fits ``line`` (without outer space), or None.

    A sentence that reports something fits no rule but those of captions and those made for sentences.
    """
    length = len(line)
    if length > LONGEST["any"]:
        return None
    low = line.lower()
    reports = _reports(low)
    for rule in rules:
        if reports and not rule.sentences and rule.role != "caption":
            continue
        if length > LONGEST[rule.where] or (rule.needs and not rule.may_fit(low)):
            continue
        if FITS[rule.where](rule.pattern, line):
            return rule
    return None


def _reports(line: str) -> bool:
    """Whether ``line``, in small letters, is a sentence that tells what somebody said, or that does not speak to the
    reader."""
    sentence = line.rstrip("\"”’')]")
    if not sentence.endswith(".") or sentence.endswith("..") or len(line.split()) < SENTENCE_WORDS:
        return False
    words = WORD.findall(line)
    return not ATTRIBUTION.isdisjoint(words) or (
        READER.isdisjoint(words) and not any(pattern.search(". " + line) for pattern in TO_READER)
    )


# --- where the article is ----------------------------------------------------------------------------------------

STOP = re.compile(r"""[.!?…:][”"’'»)\]*]*$""")
BULLET = re.compile(r"[•·»›▸►*|–-]\s")
FUNCTION_WORDS = lists.words("function")

ENTER, ENTER_AFTER_TITLE = 2.0, 0.5  # cost of taking a line for the article's first
NEAR_TITLE = 12  # lines within which the article is expected to follow its title
SHORTEST_TITLE = 20  # characters of a line that is taken to repeat the title of the page
GAP, LONGER_GAP, COMMENTS = 0.9, 0.25, 6.0  # cost of leaving and re-entering, of each line between, of comments
OF_ROLE = {"caption": -1.0, "credit": -1.0, "comment": -COMMENTS}  # pictures stand within articles


@dataclass
class Block:
    """A span of the text, a line or a piece of one, with its role and the rule that gave it, None as long as none has;
    ``text`` has its white space made alike. ``repeats`` is the place of the block whose words it repeats."""

    start: int
    end: int
    text: str
    role: str | None = None
    rule: str | None = None
    is_date: bool = False
    in_article: bool = True
    repeats: int | None = None

    def settle(self, role: str, rule: str) -> None:
        """Give the line a role, unless it has one."""
        if self.role is None:
            self.role, self.rule = role, rule

    @property
    def n_words(self) -> int:
        """Number of words between spaces."""
        return len(self.text.split())


def plain(words: str) -> str:
    """``words`` as they are compared with others: small letters, one kind of apostrophe, single spaces."""
    return " ".join(words.lower().replace("’", "'").replace("‘", "'").split())


def weight(line: Block) -> float:
    """Log odds, roughly, that ``line`` is prose of the article."""
    words = WORD.findall(line.text.lower())
    n = len(words)
    if line.repeats is not None:
        return -4.0
    if line.role:
        return OF_ROLE.get(line.role, -3.0 if n > 3 else -2.0)
    if line.is_date:
        return -1.5
    bullet = -1.5 if BULLET.match(line.text) else 0.0
    if not STOP.search(line.text):
        digits = 0.6 if any(c.isdigit() for c in line.text) else 0.0
        return bullet + digits - (0.3 if n >= 24 else 0.9)
    score = 2.6 if n >= 32 else 1.8 if n >= 16 else 0.7 if n >= 8 else 0.1
    few = n >= 8 and sum(word in FUNCTION_WORDS for word in words) < 0.12 * n
    return bullet + score - (0.6 if few else 0.0)


def article_lines(lines: list[Block]) -> list[bool]:
    """Whether each line of a page lies within the article, its gaps left out. Linear in the number of lines."""
    title = plain(lines[0].text) if lines else ""
    never = float("-inf")
    before, article, gap, after = 0.0, never, never, never
    steps, since_title = [], NEAR_TITLE + 1
    for place, line in enumerate(lines):
        repeats_title = place and len(line.text) >= SHORTEST_TITLE and title.startswith(plain(line.text))
        since_title = 0 if repeats_title else since_title + 1
        enter = ENTER_AFTER_TITLE if since_title <= NEAR_TITLE else ENTER
        into_article = max((before - enter, "before"), (article, "article"), (gap - GAP, "gap"))
        into_gap = max((article - GAP, "article"), (gap, "gap"))
        into_after = max((article, "article"), (gap, "gap"), (after, "after"))
        steps.append({"before": "before", "article": into_article[1], "gap": into_gap[1], "after": into_after[1]})
        between = COMMENTS if line.role == "comment" else LONGER_GAP
        article, gap, after = into_article[0] + weight(line), into_gap[0] - between, into_after[0]
    state = max((article, "article"), (after, "after"), (before, "before"))[1]
    course = []
    for step in reversed(steps):
        course.append(state == "article")
        state = step[state]
    return course[::-1]
