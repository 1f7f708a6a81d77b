"""What is read of one article, at the door of `analyse`."""

import json

import pandas as pd
import pytest

import crossread

BODY = [
    "The mayor of Ostmark opened the new bridge over the Lunn on Saturday, four years after the old one fell.",
    "Thousands walked across it in the rain. The bridge cost twice what had been planned, the council said.",
    "“We waited for this day,” said Petra Lind, 61, who keeps a bakery on the east bank.",
]


def read(tmp_path, **files):
    folder = tmp_path / "set"
    (folder / "articles").mkdir(parents=True)
    for name, content in files.items():
        target = (
            folder / name.replace("__", ".")
            if name.startswith("metadata")
            else folder / "articles" / name.replace("__", ".")
        )
        target.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return crossread.analyse(folder)


def page(*lines):
    return "\n\n".join(lines)


def test_what_metadata_gives_wins_over_what_is_read(tmp_path):
    analysis = read(
        tmp_path,
        a__txt=page("BBC News", "Bridge opens at last in Ostmark", "By Ida Holm", "4 May 2019 10:00 GMT", *BODY),
        metadata__csv="file,outlet,published\na.txt,The Coast,2019-05-05T09:30:00+02:00\n",
    )
    article = analysis.tables["articles"].iloc[0]
    assert (article.outlet, article.outlet_basis) == ("The Coast", "metadata")
    assert (article.published_start.isoformat(), article.published_basis) == ("2019-05-05T07:30:00+00:00", "metadata")
    assert article.byline == "Ida Holm"


def test_outlet_byline_and_time_as_the_page_gives_them(tmp_path):
    analysis = read(
        tmp_path,
        a__txt=page("BBC News", "Bridge opens at last in Ostmark", "By Ida Holm", "4 May 2019 10:00 GMT", *BODY),
    )
    article = analysis.tables["articles"].iloc[0]
    assert (article.outlet, article.outlet_basis, article.byline) == ("BBC News", "text", "Ida Holm")
    assert article.published_start == article.published_end
    assert (article.published_precision, article.published_basis) == ("minute", "text")


def test_an_outlet_is_reckoned_from_its_copyright_line(tmp_path):
    analysis = read(
        tmp_path, a__txt=page("Bridge opens at last", *BODY, "© Copyright Lunn Courier 2024. All rights reserved.")
    )
    article = analysis.tables["articles"].iloc[0]
    assert (article.outlet, article.outlet_basis) == ("Lunn Courier", "inferred")
    assert article.published_start is None or article.isna()["published_start"]


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("© Copyright 2024, The Lunn Courier | Terms of Service | Copyright Policy", "The Lunn Courier"),
        ("© 2024 Lunn Courier", "Lunn Courier"),
        ("© Ida Holm", None),
    ],
)
def test_a_copyright_line_names_its_owner_and_a_credit_nobody(tmp_path, line, outlet):
    own = read(tmp_path, a__txt=page("Bridge opens at last", *BODY, line)).tables["articles"]["outlet"].iloc[0]
    assert (None if pd.isna(own) else own) == outlet


def test_of_known_names_above_the_headline_a_menu_s_is_not_the_outlet(tmp_path):
    menu = ("News", "Metro", "Sport", "The Guardian", "The Guardian")
    analysis = read(tmp_path, a__txt=page(*menu, "Bridge opens at last in Ostmark", "By Ida Holm", *BODY))
    assert analysis.tables["articles"]["outlet"].iloc[0] == "The Guardian"


def test_an_outlet_that_the_article_only_quotes_is_not_its_own(tmp_path):
    analysis = read(
        tmp_path, a__txt=page("Bridge opens at last", *BODY, "The mayor told The Guardian that she was glad.")
    )
    assert analysis.tables["articles"]["outlet"].isna().all()


def test_the_lead_is_the_first_paragraph_or_two_sentences_of_a_body_without_any(tmp_path):
    analysis = read(
        tmp_path, a__txt=page("Bridge opens", *BODY), b__json={"title": "Bridge opens", "text": " ".join(BODY)}
    )
    sentences = analysis.tables["sentences"]
    assert (sentences[sentences["article_id"] == "a.txt"]["section"] == "lead").sum() == 1
    assert (sentences[sentences["article_id"] == "b.json"]["section"] == "lead").sum() == 2


def test_what_stands_under_an_explainers_question_is_background(tmp_path):
    old = "The old bridge fell in a flood in the winter of that year, and two people died."
    analysis = read(tmp_path, a__txt=page("Bridge opens", *BODY, "Why did the old bridge fall?", old))
    sentences = analysis.tables["sentences"]
    text = analysis.tables["articles"]["text"][0]
    behind = sentences[sentences["section"] == "background"]
    assert [text[row.start : row.end] for row in behind.itertuples()] == [old]


def test_an_article_in_another_language_is_kept_and_left_out_of_the_analyses(tmp_path):
    german = page(
        "Neue Brücke über die Lunn eröffnet",
        "Die Bürgermeisterin hat am Samstag die neue Brücke eröffnet, vier Jahre nach dem Einsturz der alten.",
        "Tausende gingen im Regen hinüber, und die Kosten waren doppelt so hoch wie geplant, sagte der Rat.",
    )
    analysis = read(tmp_path, a__txt=page("Bridge opens", *BODY), b__txt=german)
    assert list(analysis.tables["articles"]["language"]) == ["en", "de"]
    assert set(analysis.tables["sentences"]["article_id"]) == {"a.txt"}
    assert any("b.txt" in str(p) and "another language" in str(p) for p in analysis.problems)


def test_a_live_blog_and_a_stub_are_flagged(tmp_path):
    posts = [line for n in range(6) for line in (f"1{n}:15", f"At hour {n} on Monday {BODY[n % 3]}")]
    analysis = read(
        tmp_path,
        live__txt=page("Bridge opening: as it happened", *posts),
        stub__json={"title": "Bridge opens at last in Ostmark", "text": "The mayor of Ostmark opened the new bridge…"},
        whole__txt=page("Bridge opens", *BODY, *[line for n in range(6) for line in (f"1{n}:15", f"Storm {n} passes")]),
    )
    kinds = dict(zip(analysis.tables["articles"]["article_id"], analysis.tables["articles"]["kind"], strict=True))
    assert kinds == {"live.txt": "live_blog", "stub.json": "stub", "whole.txt": "article"}


def test_posts_that_begin_with_their_time_make_a_live_blog_and_comments_do_not(tmp_path):
    posts = [line for n in range(6) for line in (f"1{n}:30 GMT Crowd {n} crosses the bridge", f"{n} - {BODY[n % 3]}")]
    said = [line for n in range(6) for line in (f"{n + 2} May 2019 at 10:0{n} am", f"Comment {n}. {BODY[n % 3]}")]
    analysis = read(tmp_path, a__txt=page("Bridge: live", BODY[0], *posts), b__txt=page("Bridge", *BODY, *said))
    assert list(analysis.tables["articles"]["kind"]) == ["live_blog", "article"]


@pytest.mark.parametrize(
    ("first", "last", "outlet"),
    [
        ("Bridge opens at last in Ostmark - Lunn Courier", "© 2019 Ost Media Group, LLC", "Lunn Courier"),
        ("Bridge opens at last in Ostmark | World | BBC", "Read the Washington Post app", "BBC News"),
        ("Bridge opens at last in Ostmark - the old one fell", "© 2019 Ost Media Group, LLC", None),
        ("Menu", "Copyright 2019. Lunn Courier. All Rights Reserved.", "Lunn Courier"),
        ("Menu", "© 2019 The Lunn Courier, Inc.", "The Lunn Courier"),
    ],
)
def test_the_outlet_ends_the_title_of_its_page_and_a_company_is_none(tmp_path, first, last, outlet):
    lines = (first, "News", "Sport", "Bridge opens at last in Ostmark", "By Ida Holm", *BODY, last)
    own = read(tmp_path, a__txt=page(*lines)).tables["articles"]["outlet"].iloc[0]
    assert (None if pd.isna(own) else own) == outlet


@pytest.mark.parametrize(
    ("line", "byline", "day"),
    [
        ("By Ida Holm - 11/19/19 06:56 AM EST", "Ida Holm", "2019-11-19"),
        ("Ida Holm November 19, 2019, 9:02 AM GMT", "Ida Holm", "2019-11-19"),
        ("November 19, 2019 4:00 pm GMT | BY: Ida Holm, MS", "Ida Holm", "2019-11-19"),
        ("By Ida Holm - Coast Contributor 2019-11-19T12:48:14Z Space", "Ida Holm", "2019-11-19"),
        ("9:17 GMT 19.11.2019 Get short URL", None, "2019-11-19"),
        ("Published Tue, Nov 19 2019 6:05 AM GMT Updated 2 hours ago", None, "2019-11-19"),
        ("Ida Holm @idaholm", "Ida Holm", None),
    ],
)
def test_name_and_time_in_one_line(tmp_path, line, byline, day):
    article = read(tmp_path, a__txt=page("Bridge opens at last in Ostmark", line, *BODY)).tables["articles"].iloc[0]
    assert (None if pd.isna(article.byline) else article.byline) == byline
    assert (None if pd.isna(article.published_start) else str(article.published_start.date())) == day


def test_no_words_of_a_caption_are_an_office_of_who_speaks_behind_it(tmp_path):
    body = " ".join(
        [BODY[0], "Image caption A hole was left by the blast Town spokesman Karl Brandt said so.", *BODY[1:]]
    )
    analysis = read(tmp_path, a__json={"title": "Bridge opens at last in Ostmark", "text": body})
    assert not analysis.tables["labels"]["term"].str.contains("blast ").any()


def test_two_articles_with_one_id_are_both_kept(tmp_path):
    one = {"title": "Bridge opens", "text": " ".join(BODY), "url": "https://coast.example/bridge"}
    analysis = read(tmp_path, a__json=one, b__json={**one, "title": "Bridge opens at last"})
    assert list(analysis.tables["articles"]["article_id"]) == [
        "https://coast.example/bridge",
        "https://coast.example/bridge#2",
    ]
    for table in ("blocks", "sentences"):
        ids = analysis.tables[table].iloc[:, 0]
        assert ids.is_unique
    assert any("id of an earlier article" in str(p) for p in analysis.problems)


def test_one_bad_article_never_costs_the_others(tmp_path):
    analysis = read(
        tmp_path, a__txt=page("Bridge opens", *BODY), empty__txt="", furniture__txt="Share this\n\nSign up\n"
    )
    assert list(analysis.tables["articles"]["article_id"]) == ["a.txt"]
    assert {p.file for p in analysis.problems} == {"empty.txt", "furniture.txt"}


def test_a_time_or_a_page_that_says_nothing_is_said(tmp_path):
    analysis = read(
        tmp_path,
        a__json={"title": "Bridge opens", "text": " ".join(BODY), "date": "2031-13-45"},
        b__html="<html><head><title>Bridge opens</title></head><body><p>Accept all</p></body></html>",
    )
    assert [f"{p.file}: {p.what}" for p in analysis.problems] == [
        "a.json: its time 2031-13-45 is not understood",
        "b.html: it holds hardly any words of an article (4)",
    ]


def test_an_article_that_ends_at_a_paywall_is_a_stub(tmp_path):
    head = ("Bridge opens at last", "By Ida Holm", "6 May 2031", *BODY[:2])
    analysis = read(tmp_path, a__txt=page(*head, "Want to read more?", "Subscribe now"), b__txt=page(*head, *BODY[2:]))
    assert list(analysis.tables["articles"]["kind"]) == ["stub", "article"]


def test_a_set_without_a_readable_article_is_an_error_that_says_why(tmp_path):
    with pytest.raises(crossread.articles.sets.SetError, match=r"empty\.txt"):
        read(tmp_path, empty__txt="")


def test_every_span_is_its_words(tmp_path):
    analysis = read(
        tmp_path, a__txt=page("Bridge opens", *BODY), b__json={"title": "Bridge 🌉 opens", "text": " ".join(BODY)}
    )
    texts = dict(zip(analysis.tables["articles"]["article_id"], analysis.tables["articles"]["text"], strict=True))
    for table in ("blocks", "sentences"):
        for row in analysis.tables[table].itertuples():
            words = texts[row.article_id][row.start : row.end]
            assert words and words == words.strip()


@pytest.mark.parametrize("space", ["\u00a0", "\t", "\u202f"])
def test_no_break_spaces_and_tabs_are_spaces_to_the_rules(tmp_path, space):
    text = page("Bridge opens at last in Ostmark", "By Ida Holm", "4 May 2019 10:00 GMT", *BODY)
    analysis = read(tmp_path, a__txt=text.replace(" ", space))
    article = analysis.tables["articles"].iloc[0]
    assert (article.title, article.byline) == ("Bridge opens at last in Ostmark", "Ida Holm")
    assert article.published_start.isoformat() == "2019-05-04T10:00:00+00:00"
    assert article.text == text.replace(" ", space)
    assert list(analysis.tables["blocks"].role) == ["title", "byline", "date", *["paragraph"] * 3]


def test_an_article_much_of_which_was_taken_for_gaps_is_named(tmp_path):
    line = "The mayor of Norholm said on Monday that the old harbour would stay shut until the storm had passed"
    boats = ("Anna", "Berta", "Clara", "Dora", "Edda", "Frida", "Gerda", "Hanna", "Inga", "Jette")
    broken = "\n\n".join(f"the boat {boat} had to turn back before it came to the harbour" for boat in boats)
    text = f"Harbour of Norholm shut\n\n{line}.\n\n{line} again.\n\n{broken}\n\n{line} at last.\n\n{line} for good.\n"
    analysis = read(tmp_path, **{"a.txt": text, "b.txt": text.replace("the harbour\n", "the harbour.\n")})
    said = [problem for problem in analysis.problems if "set apart" in problem.what]
    assert [problem.file for problem in said] == ["a.txt"]
