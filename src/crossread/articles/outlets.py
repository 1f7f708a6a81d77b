"""Who published an article: names of outlets made alike, and what a page's own furniture gives away."""

import re
from collections import Counter
from functools import lru_cache
from urllib.parse import urlsplit

from crossread.codebooks import Outlet

COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)[\s:©]*(?:copyright\s+)?(?:\d{4}(?:\s?[-–]\s?\d{4})?[.,]?\s+)?"
    r"(?P<name>(?!copyright|all rights|policy|notice|and)(?-i:[A-Z])[\w&.’' -]{1,40}?)"
    r"(?=\s+\d{4}|\s*[,|]|\.(?:\s|$)|[\s-]+all rights|\s+unless|\s*$)",
    re.IGNORECASE,
)
OWNS = re.compile(r"(?i)\b(?:(?:19|20)\d\d|copyright|rights|ltd|limited|inc|llc)\b")  # "© Ann Lind" is a photo credit
PAPER = re.compile(
    r"\b(?:The )?(?:[A-Z][\w'’-]+ ){1,3}(?:Argus|Bulletin|Chronicle|Courier|Daily|Dispatch|Echo|Examiner|Express"
    r"|Gazette|Globe|Guardian|Herald|Independent|Inquirer|Journal|Ledger|Mail|Mercury|Mirror|Monitor|News|Observer|Post|Press"
    r"|Record|Register|Review|Standard|Star|Sun|Telegraph|Times|Today|Tribune|Weekly)\b"
)
LOGO = re.compile(r"\s+(?:logo|home(?:page)?)$", re.IGNORECASE)
OWNER = re.compile(  # of outlets, not one itself
    r"\b(?:communications|corp(?:oration)?|group|holdings|interactive|media|network|newspapers|publish(?:ing|ers)|company)\b",
    re.IGNORECASE,
)
FORM_OF_COMPANY = re.compile(r"[\s,]+(?:Inc|LLC|Ltd|Limited|GmbH|AG)\.?$")
SEPARATOR = re.compile(r"\s(?:[|–—·»-]|--|::)\s")
NAME_OF_SITE = re.compile(
    r"[\w.-]*[A-Z]\w*(?:[ -](?:[A-Z][\w’'.-]*|of|the|and|&)){0,4}|\w[\w-]*(?:\.[a-z]{2,})+|\w*\d\w*"
)
LONGEST_NAME = 60
OWN_WORDS = r"(?:readers?|subscribers?|newsletters?|app|journalists?|account|members?|website|premium)"


def canonical(name: str, outlets: tuple[Outlet, ...]) -> str:
    """The name that the code book gives an outlet known by ``name`` or by a host; others stay as they are."""
    name = LOGO.sub("", name)
    wanted = _bare(name)
    for outlet in outlets:
        if wanted in (_bare(outlet.name), *map(_bare, outlet.aliases)) or name.lower().strip() in outlet.domains:
            return outlet.name
    return name if not re.fullmatch(r"[\w.-]+\.[a-z]{2,}", name) else of_url("http://" + name, outlets) or name


def _bare(name: str) -> str:
    return re.sub(r"[\W_]+|^the\s", "", name.lower().strip())


def of_page_title(line: str, rest: str, outlets: tuple[Outlet, ...]) -> str | None:
    """The site's own name at the end of a page's title (the first line of a page as pasted): "Headline | Site".

    It is known as an outlet or a host, or has several words, or stands once more in the ``rest`` of the page.
    """
    *before, name = SEPARATOR.split(line)
    name = name.strip()
    if not before or len(name) > LONGEST_NAME or not NAME_OF_SITE.fullmatch(name):
        return None
    found = canonical(name, outlets)
    several = " " in name or "." in name or re.search(r"[a-z][A-Z]", name)
    return found if found != name or name in rest or (several and len(before) == 1) else None


def of_url(url: str, outlets: tuple[Outlet, ...]) -> str | None:
    """The outlet that publishes at the host of ``url``; the bare host where no outlet is known for it."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return None
    for outlet in outlets:
        if any(host == domain or host.endswith("." + domain) for domain in outlet.domains):
            return outlet.name
    return host or None


@lru_cache(maxsize=8)
def _names(outlets: tuple[Outlet, ...]) -> tuple[re.Pattern, dict[str, str]]:
    """One pattern for all names, and the outlet that each belongs to.

    A name of one word ("Sun", "Independent") counts only beside a word for the outlet's own readers or goods.
    """
    outlet_of = {name: outlet.name for outlet in outlets for name in (outlet.name, *outlet.aliases)}
    longest_first = sorted(outlet_of, key=lambda name: (-len(name), name))
    several = "|".join(re.escape(name) for name in longest_first if " " in name)
    single = "|".join(re.escape(name) for name in longest_first if " " not in name)
    return re.compile(rf"\b(?:(?P<several>{several})\b|(?P<single>{single})(?:[’']s)? {OWN_WORDS}\b)"), outlet_of


def of_furniture(lines: list[str], outlets: tuple[Outlet, ...]) -> str | None:
    """The outlet that speaks in the furniture of its page: in its copyright line, its appeals, its comment rules.

    Whoever claims the page's rights wins over those that are only named; a company that owns outlets is none.
    """
    pattern, outlet_of = _names(outlets)
    votes: Counter[str] = Counter()
    owners: Counter[str] = Counter()
    for line in lines:
        known = {outlet_of[match["several"] or match["single"]] for match in pattern.finditer(line)}
        owner = COPYRIGHT.search(line) if OWNS.search(line) else None
        if owner:
            name = canonical(FORM_OF_COMPANY.sub("", owner["name"].strip()), outlets)
            owners.update(known or ({name} if not OWNER.search(name) or name in outlet_of.values() else ()))
        else:
            votes.update(known or PAPER.findall(line))
    votes = owners or votes
    return min(votes, key=lambda name: (-votes[name], name)) if votes else None
