"""What is article and what is furniture, at the door of `find_blocks`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossread import codebooks
from crossread.articles.blocks import find_blocks
from crossread.articles.documents import Document, Part
from crossread.articles.heads import byline_name
from crossread.text import sentences

BOOKS = codebooks.load()

PARAGRAPHS = [
    "Two barges sank in the harbour of Ostmark overnight after a warehouse fire spread to the quay, the port said.",
    "Nobody had been on board, according to the harbour master, who added that the cause was not yet known.",
    "Firefighters from three towns worked until dawn to keep the flames away from a depot of fuel nearby.",
    "The owner of the warehouse, a shipping firm, said it would help the police with all that they asked for.",
]


def roles(text: str, form: str = "page", title: str | None = None) -> list[tuple[str, str]]:
    parts = (Part(title, "title"), Part(text)) if title else (Part(text),)
    document = Document(form, parts, title=title)
    return [(b.role, document.text[b.start : b.end]) for b in find_blocks(document, BOOKS)]


def role_of(words: str, found: list[tuple[str, str]]) -> str:
    return next(role for role, text in found if text.startswith(words))


def page(*lines: str) -> str:
    return "\n\n".join(lines)


def test_a_quality_papers_page():
    caption = "Smoke rises over the quay on Sunday. The fire began in a warehouse"
    found = roles(
        page(
            "Barges sink in harbour fire as warehouse burns",
            "Port says nobody was on board when the flames 'leapt across'",
            "Ida Holm",
            "Sunday 7 July 2019 21:15 BST",
            "Comments",
            caption,
            f"{caption} (Reuters)",
            *PARAGRAPHS,
            "Additional reporting by Reuters",
            "Join our commenting forum",
            "Thank you for registering",
        )
    )
    assert [role for role, _ in found] == [
        "title", "standfirst", "byline", "date", "comment", "caption", "caption",
        *["paragraph"] * 4, "credit", "comment", "comment",
    ]  # fmt: skip


def test_a_broadcasters_page_with_a_link_list_in_the_middle():
    found = roles(
        "BBC News\n\nBarges sink in harbour fire\n\nRelated Topics\n  • Shipping\n"
        "media captionFlames could be seen from the hills\n"
        + "\n".join(PARAGRAPHS[:2])
        + "\n\nMore on the harbour fire\n\n  • Why did the barges burn?\n  • The port that never sleeps\n"
        + "  • Life on the quay\nimage copyrightEPA\n"
        + "\n".join(PARAGRAPHS[2:])
        + "\n\nWhat caused the fire?\n\nThe police do not know yet, and say that it may take weeks to find out.\n"
    )
    assert role_of("BBC News", found) == "outlet"
    assert role_of("Related Topics", found) == role_of("• Shipping", found) == "topic"
    assert role_of("media caption", found) == "caption"
    assert role_of("More on", found) == "related"
    assert [role for role, text in found if text.startswith("•")] == ["topic", "related", "related", "related"]
    assert role_of("image copyright", found) == "credit"
    assert role_of("What caused", found) == "heading"
    assert [text for role, text in found if role == "paragraph"][:4] == PARAGRAPHS


def test_an_appeal_for_money_is_no_part_of_the_article():
    found = roles(
        page(
            "Barges sink in harbour fire",
            *PARAGRAPHS,
            "Quality journalism needs readers who pay for it.",
            "For forty years this paper has told the coast what the capital would rather not hear.",
            "Please make a one-time donation to help us go on.",
        )
    )
    assert [role for role, _ in found][-3:] == ["promo"] * 3


def test_readers_comments_are_no_part_of_the_article():
    found = roles(
        page(
            "Barges sink in harbour fire",
            *PARAGRAPHS,
            "12 comments on this story",
            "I saw it from my window and it was the worst thing that I have seen in all my years here.",
            "They should have closed that warehouse years ago, as everybody in the town has always said.",
        )
    )
    assert [role for role, _ in found][-3:] == ["comment"] * 3


def test_navigation_before_the_title_is_left_out():
    found = roles(
        "Barges sink in harbour fire - The Coast\nHome\nNews\nSport\nWeather\nBusiness\nTravel\nSign in\n"
        "Barges sink in harbour fire\nBy Ida Holm\n7 July 2019\n" + "\n".join(PARAGRAPHS)
    )
    assert role_of("Home", found) == "topic"
    assert [text for role, text in found if role == "byline"] == ["By Ida Holm"]
    assert [text for role, text in found if role == "date"] == ["7 July 2019"]
    assert [text for role, text in found if role == "paragraph"] == PARAGRAPHS


def test_a_repeated_paragraph_is_kept_once():
    document = Document("page", (Part(page("Barges sink in harbour fire", *PARAGRAPHS, PARAGRAPHS[0])),))
    repeats = [b.repeats for b in find_blocks(document, BOOKS)]
    assert repeats[:-1] == [None] * 5
    assert document.text[repeats[-1] :].startswith(PARAGRAPHS[0])


def test_hard_wrapped_text_is_joined_to_paragraphs():
    wrapped = (
        "Two barges sank in the harbour of Ostmark overnight after a\n"
        "warehouse fire spread to the quay, the port said on Sunday, and\n"
        "nobody had been on board, according to the harbour master.\n"
        "\n"
        "Firefighters from three towns worked until dawn to keep the\n"
        "flames away from a depot of fuel nearby, and the owner of the\n"
        "warehouse, a shipping firm, said it would help the police with\n"
        "all that they asked for.\n"
    )
    paragraphs = [text for role, text in roles("Barges sink in harbour fire\n\n" + wrapped) if role == "paragraph"]
    assert [text.count("\n") for text in paragraphs] == [2, 3]


def test_a_caption_inside_a_body_of_one_line():
    body = (
        "Image copyright AFP Image caption The fire could be seen from the hills A warehouse in the harbour burned "
        "down overnight, the port said. 'Worst in years' A spokesman for the firefighters said nobody was hurt. "
        "Image caption Two barges sank at the quay Police are looking into the cause, the spokesman added."
    )
    assert roles(body, "fields", "Barges sink in fire") == [
        ("title", "Barges sink in fire"),
        ("credit", "Image copyright AFP"),
        ("caption", "Image caption The fire could be seen from the hills"),
        ("paragraph", "A warehouse in the harbour burned down overnight, the port said."),
        ("heading", "'Worst in years'"),
        ("paragraph", "A spokesman for the firefighters said nobody was hurt."),
        ("caption", "Image caption Two barges sank at the quay"),
        ("paragraph", "Police are looking into the cause, the spokesman added."),
    ]


def test_quoted_words_before_a_tag_are_no_crosshead():
    body = "The port was closed. 'A bad night' Holm said of it. Nobody was hurt, and all ships had left by then."
    assert [role for role, _ in roles(body, "fields", "Port closed")] == ["title", "paragraph"]


def test_a_newsletter_box_inside_a_body_of_one_line():
    body = (
        "Two barges sank in the harbour overnight, the port said. Get the day's news sent to your inbox every "
        "morning. Please enter it again. Sign up now. A firefighter said nobody was hurt. Advertisement Continue "
        "reading the main story The owner did not answer calls."
    )
    found = roles(body, "fields", "Barges sink")
    assert [text for role, text in found if role == "paragraph"] == [
        "Two barges sank in the harbour overnight, the port said.",
        "A firefighter said nobody was hurt.",
        "The owner did not answer calls.",
    ]
    assert {role for role, _ in found} == {"title", "paragraph", "promo"}


def test_a_mandated_notice_is_legal_and_a_sentence_about_a_ban_is_not():
    notice = "The Harbour Front is a group banned in Russia."
    assert roles(page("Title of the piece", *PARAGRAPHS, notice))[-1][0] == "legal"
    sentence = "The film, which was banned in Russia, drew a crowd of thousands to the harbour on its first evening."
    assert roles(page("Title of the piece", *PARAGRAPHS, sentence))[-1][0] == "paragraph"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By IDA HOLM | iholm@coast.example | The Coast", "IDA HOLM"),
        ("By Ida Holm For The Coast", "Ida Holm"),
        ("By Ida Holm, Political Editor", "Ida Holm"),
        ("By Ida Holm, Per Lind and Ulf de la Rue", "Ida Holm, Per Lind and Ulf de la Rue"),
        ("Interview by Ida Holm in Ostmark", "Ida Holm"),
    ],
)
def test_the_name_alone_in_a_byline(line, name):
    assert byline_name(line) == name
    found = roles(page("Barges sink in harbour fire", "The port says nobody was on board", line, *PARAGRAPHS))
    assert [role for role, _ in found][:3] == ["title", "standfirst", "byline"]


@pytest.mark.parametrize(
    ("signed", "name"),
    [
        (("Ida Holm in Ostmark and agencies", "Mon 6 May 2031 14.22 GMT"), "Ida Holm"),
        (("Ida Holm, Transport Correspondent", "Monday May 6 2031, 12.01am, The Coast Times"), "Ida Holm"),
        (("Ida Holm", "Reporting from Ostmark"), "Ida Holm"),
        (("By IDA HOLM iholm@coast.example", "Posted: May 6, 2031 9:05 am"), "IDA HOLM"),
        (("6 May 2031", "By Harbour reporters"), "Harbour"),
    ],
)
def test_who_signs_without_by_or_beside_an_address(signed, name):
    found = roles(page("Barges sink in harbour fire", *signed, *PARAGRAPHS))
    assert [byline_name(words) for role, words in found if role == "byline"] == [name]
    assert role_of("Barges", found) == "title"


TITLE = "Barges sink in harbour fire in Ostmark"
HEADS = {
    "points below the byline": (
        "Lantern home", "World", TITLE, "By Karl Benz and Mira Sol", "May 6, 20319:32 AM GMT+2Updated 3 hours ago",
        "Item 1 of 5 Smoke above the quay, May 6, 2031. LANTERN/Mira Sol", "Summary", "Companies", "Two barges sunk",
    ),
    "a gallery": (
        "WORLD NEWS", TITLE, "Smoke above the quay. (AP Photo/Mira Sol)", "1 of 6 |", "Read More", "BY  KARL BENZ",
        "Updated 4:15 PM GMT+2, May 6, 2031",
    ),
    "a path": ("News > World > Europe", TITLE, "Karl Benz", "Tuesday 6 May 2031 16:04 BST", "Smoke (AP)"),
    "a picture and its credit": (
        "Coast News home", TITLE, "Smoke above the quay", "(Mira Sol / Coast News)", "Karl Benz, Coast Business",
        "Tuesday 6 May 2031 15:22, UK",
    ),
}  # fmt: skip


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_heads_of_pages_as_they_are_pasted(head):
    found = roles(page(*head, *PARAGRAPHS))
    assert [words for role, words in found if role == "title"] == [TITLE]
    assert [byline_name(words).split()[1].lower() for role, words in found if role == "byline"] == ["benz"]
    assert any(role == "date" for role, _ in found) and "standfirst" not in dict(found)
    assert [words for role, words in found if role == "paragraph"] == PARAGRAPHS
    assert [words for role, words in found if role == "outlet"] == [line for line in head if line.endswith(" home")]


def test_a_notice_of_age_is_no_headline():
    notice = "This article is more than 3 months old"
    found = roles(page("World", notice, "Barges sink in harbour fire", notice, "Ida Holm", "6 May 2031", *PARAGRAPHS))
    assert [words for role, words in found if role == "title"] == ["Barges sink in harbour fire"]


def test_a_last_paragraph_behind_a_picture_is_article():
    picture = ("View image in fullscreen", "The quay at dawn. Photograph: Ana Kell/Reuters")
    found = roles(
        page("Barges sink in harbour fire", *PARAGRAPHS[:3], *picture, PARAGRAPHS[3], "About us", "Contact us")
    )
    assert role_of(PARAGRAPHS[3], found) == "paragraph"


def test_a_line_that_begins_like_a_byline_and_is_none():
    assert byline_name("By Friday all was over") == "By Friday all was over"


def test_the_head_of_a_text_too_short_to_read_like_an_article():
    found = roles(
        page("Barges sink in harbour", "By Ida Holm", "7 July 2019", "Two barges sank.", "Nobody was hurt at all.")
    )
    assert [role for role, _ in found] == ["title", "byline", "date", "paragraph", "paragraph"]


def test_the_name_of_a_paper_that_is_on_no_list_is_no_headline():
    paragraphs = ("The quay of Vessel Bay gave way on Monday, and nine boats sank with it, officials said.",)
    found = roles(page("The Vessel Gazette", "Quay gives way in Vessel Bay", "By Ana Kell", "6 May 2031", *paragraphs))
    assert role_of("The Vessel Gazette", found) == "outlet"
    assert role_of("Quay gives way in Vessel Bay", found) == "title"


@pytest.mark.parametrize(
    "above",
    ["TELM MAIL ONLINE", "News | Showbiz | Sport", "WORLD NEWS MAY 6, 2031 / 5:40 PM", "World|Quay gives way in Telm"],
)
def test_what_stands_above_a_headline_is_none(above):
    body = "The quay of Telm Bay gave way on Monday, and nine boats sank with it, officials said."
    found = roles(
        page(above, "Quay gives way in Telm Bay", "By Ana Kell", "6 May 2031", body, "It rained all day long.")
    )
    assert [words for role, words in found if role == "title"] == ["Quay gives way in Telm Bay"]


def test_every_post_of_a_live_blog_is_article():
    posts = [
        "The quay gave way before noon on Monday, officials said.",
        "Nine boats sank with it, a witness said.",
        "The mayor spoke to families who had come to the quay.",
        "Divers went down to the boats at dusk.",
    ]
    lines = [line for n, post in enumerate(posts) for line in (f"1{8 - n}:40", f"Post {n} of the day", post)]
    found = roles(page("Telm quay: live", "Ana Kell", "6 May 2031", *lines))
    assert [role_of(post, found) for post in posts] == ["paragraph"] * 4


def test_the_headline_of_a_live_blog_stands_above_its_key_points():
    points = ("Key points", "Nine boats sunk", "Inquiry is ordered by the mayor")
    posts = [
        line for n in range(5) for line in (f"1{8 - n}:40", f"Post {n} of the day", "The search went on, he said.")
    ]
    head = ("Quay gives way in Telm Bay: latest updates", "LIVE", "Updated 6 May 2031", "By Staff reporters")
    found = roles(page(*head, *points, *posts))
    assert [words for role, words in found if role == "title"] == [head[0]]
    assert [role for role, words in found if words.startswith("Post ")] == ["heading"] * 5


def test_the_posts_of_a_list_of_links_are_none():
    links = ["Storm closes road", "17:20", "Harbour strike enters its third week", "16:05", "Budget vote put off"]
    found = roles(page("Barges sink in harbour fire", *PARAGRAPHS, *links))
    assert all(role_of(link, found) != "paragraph" for link in links)


def test_a_very_long_headline():
    title = (
        "The long and costly tale of how Ostmark bought two barges, lost " + "both of them to a fire, " * 6 + "and sued"
    )
    assert [role for role, _ in roles(page(title, "By Ida Holm", *PARAGRAPHS))][:2] == ["title", "byline"]


def test_a_last_sentence_behind_an_advertisement_is_article():
    last = "The quay will stay closed until Friday."
    found = roles(
        page("Barges sink in harbour fire", *PARAGRAPHS, "ADVERTISEMENT", last, "Share this article", "Barges for sale")
    )
    assert role_of(last, found) == "paragraph"
    assert role_of("Barges for sale", found) == "related"


def test_a_headline_that_stands_once_more_above_the_text_is_a_repeat_however_short():
    parts = (Part("Harbour Shut", "title"), Part(f"Harbour Shut\n\n{PARAGRAPHS[0]}"))
    document = Document("fields", parts, title="Harbour Shut")
    assert [b.repeats for b in find_blocks(document, BOOKS)] == [None, 0, None]


def test_a_pull_quote_repeats_its_paragraph():
    said = "“We stood there and watched the barges go down,” said the harbour master. “Nobody spoke.”"
    quote = "“We stood there and watched the barges go down”"
    text = page("Barges sink in harbour fire", *PARAGRAPHS[:2], quote, said, *PARAGRAPHS[2:])
    found = find_blocks(Document("page", (Part(text),)), BOOKS)
    repeats = [(text[b.start : b.end], text[b.repeats :][: len(said)]) for b in found if b.repeats is not None]
    assert repeats == [(quote, said)]


words = st.sampled_from(
    ["Share this", "Comments", "image captionThe port", "By Ida Holm", "7 July 2019", "• A link", "", "   ", "‘", "…"]
)
lines = st.lists(st.one_of(words, st.text(max_size=80), st.sampled_from(PARAGRAPHS)), max_size=25)


@given(lines, st.sampled_from(["\n", "\n\n", " "]), st.sampled_from(["page", "fields", "html"]))
def test_blocks_cover_all_words_in_order_without_overlap(parts, joint, form):
    document = Document(form, (Part(joint.join(parts)),), title="Barges sink in harbour fire")
    covered = 0
    for block in find_blocks(document, BOOKS):
        assert not document.text[covered : block.start].strip()
        words = document.text[block.start : block.end]
        assert words and words == words.strip()
        covered = block.end
    assert not document.text[covered:].strip()


@pytest.mark.parametrize(
    "sentence",
    [
        "Under the terms of the ceasefire, both armies will leave the quay by Friday.",
        "The accord was signed in Ostmark in 1988 by both sides of the harbour dispute.",
        "Donors promised donations of five million crowns to support the hospitals of the coast.",
        "Firefighters tried for an hour to help keep the old watchman alive.",
        "Under the plan, the port would become a member of a federation of harbours.",
        "Further reports from the quay spoke of twenty people hurt.",
        "Videos by dockers showed the barges going down within minutes.",
        "The newsletter of the harbour museum had warned of such a fire in 2019.",
        "Comments by the minister of transport made things worse on the quay.",
        "Sponsored by the shipping firm, the talks are to go on in May.",
        "In pictures taken on Sunday, firefighters can be seen weeping.",
        "Sign up with the militia or leave, the men of the quay were told.",
        "What do you think they will do with the wreck, one woman asked.",
        "Ida Berg is a reporter who was hurt by falling glass on Sunday.",
        "The Harbour Front, which holds the eastern quay, is banned in Russia.",
        "The firm had once been sued for breach of copyright over its flag.",
    ],
)
def test_a_sentence_that_reports_is_no_furniture_whatever_its_words(sentence):
    found = roles(page("Barges sink in harbour fire", *PARAGRAPHS[:2], sentence, *PARAGRAPHS[2:]))
    assert role_of(sentence, found) == "paragraph"


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Sign up for our newsletter and get the news of the coast every morning.", "promo"),
        ("By clicking the button you agree to our terms of service and privacy policy.", "promo"),
        ("This site uses cookies to count who comes and goes.", "promo"),
        ("You must be signed in here to comment on this page.", "comment"),
        ("Copyright 2019 The Coast. All rights reserved. Made on the quay of Ostmark.", "legal"),
        ("Additional reporting by Ida Holm in Ostmark and Per Lind in the capital.", "credit"),
        ("Ida Holm is a reporter for The Coast and has written of harbours since 2004.", "promo"),
        ("This article was first published in March by another paper of the coast.", "legal"),
        ("View this email in your browser", "promo"),
    ],
)
def test_a_sentence_that_speaks_to_the_reader_or_of_the_page_is_furniture(line, role):
    assert role_of(line, roles(page("Barges sink in harbour fire", *PARAGRAPHS, line))) == role


def test_questions_of_an_interviewer_are_text():
    lines = [f"{question} do you want to rebuild it?" for question in ("Why", "How", "When", "Where")]
    text = "\n\n".join(
        ["The man who lost a warehouse", *(x for pair in zip(lines, PARAGRAPHS, strict=True) for x in pair)]
    )
    found = {text[b.start : b.end]: b.role for b in find_blocks(Document("page", (Part(text),)), BOOKS)}
    assert [found[line] for line in lines] == ["paragraph"] * 4


def test_a_colon_behind_a_place_line_in_brackets_ends_no_sentence():
    line = "TELM (Example News) - Two Orlavian bakers spoke of what they want most: cheaper flour."
    assert list(sentences.spans(line)) == [(0, len(line))]


@pytest.mark.parametrize(
    "line", ["He asked Mr. Dahl about it and he left. It rained.", "She came to Orlavia. “We wait,” she said. Then no."]
)
def test_words_far_from_a_stop_change_no_sentence(line):
    longer = line.replace(" and ", " and then for one more of the many long quiet hours of that day ")
    assert len(list(sentences.spans(longer))) == len(list(sentences.spans(line)))


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("The mayor met former Gov. Ann Dahl and Rep. Tom Hill. Both left.", 2),
        ("THE MAYOR MET COL. DAHL AT NOON. BOTH LEFT.", 2),
        ("The road to Ft. Orla and Mt. Brekke is open.", 1),
        ("Ida K. Holm of the U.S. Navy came on Nov. 13 to pier No. 4 and left.", 1),
        ("They chose plan B. The mayor agreed.", 2),
        ("He gave it to her. Anna paid for it now. Nobody saw.", 3),
        ("He spoke of a ''wall of salt.'' The harbour laughed.", 2),
        ("''Who paid for it?'' Mrs. Dahl asked.", 1),
        ("It belongs to Orla Ltd. Brekke and Sons bought it.", 1),
    ],
)
def test_a_stop_ends_a_sentence_unless_a_name_or_a_number_goes_on(text, n):
    assert len(list(sentences.spans(text))) == n


def test_the_headline_shares_its_words_with_the_title_of_the_page():
    head = "Ostmark fire: two barges sink in the harbour - Coast News"
    found = roles(page(head, "Live", "Watch Coast Live", "Two barges sink in Ostmark harbour fire", *PARAGRAPHS))
    assert role_of("Two barges sink", found) == "title"


def test_the_headline_stands_above_the_byline_and_no_menu_does():
    menu = ("Fires Floods Harbours Storms Weather", "Follow us", "Barges sink in fire", "By Ida Holm")
    assert role_of("Barges sink", roles(page(*menu, *PARAGRAPHS))) == "title"


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("A photograph released by the port shows its master, Karl Brandt, on the quay on Friday.", "caption"),
        ("In this March 3, 2019, file photo, Karl Brandt leaves the port office in Ostmark.", "caption"),
        ("The quay is closed to all in Ostmark. Ida Holm/Getty", "caption"),
        ("The quay was found empty at dawn Credit: Getty - Contributor", "caption"),
        ("Ida Holm | Getty Images", "credit"),
        ("In this picture of misery nobody was to blame, the port master said on Friday.", "paragraph"),
    ],
)
def test_captions_tell_what_a_picture_shows_or_end_with_their_credit(line, role):
    assert role_of(line, roles(page("Barges sink", *PARAGRAPHS[:2], line, *PARAGRAPHS[2:]))) == role


@pytest.mark.parametrize(
    "sentence",
    [
        "The note came from Sen. Ada Roy, and former Sens. John Ash and Kit Bond.",
        "The report by Govs. Ida Berg and Lee Poe and Reps. Tom Hall and Ann Dow was late.",
        "Lt. Gov. Ida Moen asked Ada Roy (R-Mo.) to quit, and Det. Insp. Tom Hall agreed.",
    ],
)
def test_no_sentence_ends_behind_a_shortened_title(sentence):
    text = f"{sentence} The vote failed."
    assert [text[a:b] for a, b in sentences.spans(text)] == [sentence, "The vote failed."]
