"""A set whose articles would like to run, to be drawn as mathematics, to call home, or to pass for something else."""

import csv
from pathlib import Path

HOME = "https://tracker.example"
PAYLOADS = [
    "Prices between $5 and $9 at the quay", "$$\\frac{a}{b}$$ and $x^2$", "\\(x_1\\) \\[y\\] \\begin{equation}z",
    "<script>ran()</script>", "<img src=x onerror=ran()>", "<svg onload=ran()><script>ran()</script></svg>",
    "<style>body { display: none }</style>", f"</style><style>* {{ background: url({HOME}/a) }}</style>",
    f"<link rel=stylesheet href={HOME}/a.css>", f'<iframe src="{HOME}"></iframe>', "<a href='javascript:ran()'>in</a>",
    '" onmouseover="ran()" autofocus onfocus="ran()', "' onfocus='ran()' tabindex='1", "<details open ontoggle=ran()>",
    f'<meta http-equiv="refresh" content="0; url={HOME}">', f"<base href={HOME}/>", f"<object data={HOME}></object>",
    "<math><mi xlink:href='data:x,<script>ran()</script>'>", "<template><b>", "<!-- never closed", "]]> --> <![CDATA[",
    "</textarea></title></script></svg></table>", "&lt;script&gt;ran()&lt;/script&gt; &amp;amp; &#60;b&#62;",
    "<form action=x><input name=body><button>", f"@import url({HOME}/b.css); expression(ran())",
    "the \u202edesrever\u202c words", "\u2066isolated\u2069 \u2067turned", "in\u200bvisi\u00adble", "\x1b[3mred\x1b[0m",
    "\x1b]0;named\x07 and \x9b2J", f'=HYPERLINK("{HOME}","open")', "+1+cmd|' /C calc'!A0", "-2+3 @SUM(1,2)", "@SUM(A1)",
    "{{ 7 * 7 }} {% raw %} {# no #}", "${ran()} #{ran()} <%= ran() %>", "%%javascript ran()", "!touch ran `touch ran`",
    "../../../../ran.html", "**bold** [in](javascript:ran()) ![x](x) <!--",
]  # fmt: skip


def write(folder: Path, n: int = len(PAYLOADS)) -> Path:
    """A set of ``n`` articles on one event, each with words of its own in text, names and metadata."""
    (folder / "articles").mkdir(parents=True)
    rows = [["file", "outlet", "title", "byline", "published", "url"]]
    for i, words in enumerate(PAYLOADS[:n]):
        lines = [
            f"Ferry {words} aground",
            f"At least {12 + i % 3} people were killed on Monday when a ferry struck the breakwater at Port Ellis.",
            f"“Nobody saw {words} in time,” said Ann Boro, the harbour master of {words}.",
            f"Mara Lind {words} told reporters that the rebels had shelled {words} and killed three children.",
            f"{words}",
            "The port stayed open, the harbour master said, and divers were sent for.",
        ]
        name = f"{i:02} ..%2f&lt;b&gt;'#{i}.txt"
        (folder / "articles" / name).write_text("\n\n".join(lines) + "\n", "utf-8")
        url = "javascript:ran()" if i % 2 else f'{HOME}/"><script>ran()</script>'
        rows.append([name, words, f"{words} {i}", words, f"2031-05-0{1 + i % 5}T10:00Z", url])
    with (folder / "metadata.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return folder
