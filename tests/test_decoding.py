"""Bytes become text by the ladder of encodings, and clean text stays as it is."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossread.articles.decoding import REPAIRS, decode, mend
from crossread.problems import UnreadableError

ENGLISH = "The café’s owner said: “We saw – and heard – nothing.”\nA second line, £5 dearer.\n"
RUSSIAN = "Мост рухнул утром. Мэр Петров сказал, что «никто не пострадал».\n" * 3

CLEAN = {
    "English": ENGLISH,
    "Russian": RUSSIAN,
    "French": "L’été dernier, à Évreux, « le maire » a promis d’agir : déjà, où ça ?",
    "German": "Die Brücke über die Öse stürzte ein, hieß es – „plötzlich“.",
    "Greek": "Η γέφυρα έπεσε το πρωί, είπε ο δήμαρχος.",
    "Arabic": "سقط الجسر في الصباح، قال رئيس البلدية.",
    "Chinese": "大桥在早晨倒塌，市长说。",
    "Vietnamese": "Cây cầu bị sập vào buổi sáng, thị trưởng nói.",
    "Portuguese": "AÇÃO NÃO É RÁPIDA, disse a mãe à irmã.",
    "Czech": "Příliš žluťoučký kůň úpěl ďábelské ódy.",
    "Thai": "สะพานถล่มในตอนเช้า",
    "no-break space": "10\u00a0000 people",
}


@pytest.mark.parametrize("language", CLEAN)
def test_clean_text_is_left_alone(language):
    assert decode(CLEAN[language].encode()) == (CLEAN[language], ())


@given(st.text(st.sampled_from(sorted(set("".join(CLEAN.values())) - {"\n"})), max_size=80))
def test_ascii_and_any_mixture_of_letters_never_lose_a_character(text):
    mended, _ = mend(text)
    assert [c for c in mended if c.isascii()] == [c for c in text if c.isascii()] or "mojibake" in mend(text)[1]


@given(st.text(st.characters(max_codepoint=0x7E, min_codepoint=0x20), max_size=200))
def test_ascii_is_left_alone(text):
    assert mend(text) == (text, ())


@given(st.text(st.sampled_from("абвгдежзиклмнопрстуфхцчшщыьэюяАБВГД ,.«»—\n"), max_size=200))
def test_russian_is_left_alone(text):
    assert mend(text) == (text, ())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1252"])
def test_english_in_other_encodings(encoding):
    text, repairs = decode(ENGLISH.encode(encoding))
    assert text == ENGLISH
    assert repairs and set(repairs) <= set(REPAIRS)


def test_line_ends_of_the_old_macintosh_tell_its_encoding():
    data = "“Fire,” she said.\rIt rained.\r".encode("mac_roman")
    assert decode(data) == ("“Fire,” she said.\nIt rained.\n", ("mac_roman", "line ends"))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "cp1251"])
def test_russian_in_other_encodings(encoding):
    assert decode(RUSSIAN.encode(encoding))[0] == RUSSIAN


def test_bytes_that_cp1252_lacks_are_marked_and_the_rest_is_kept():
    text, repairs = decode("Prices rose £3 – he said".encode("cp1252") + b" \x81 twice")
    assert text == "Prices rose £3 – he said \ufffd twice"
    assert repairs == ("cp1252", "unreadable characters")


def test_one_stray_byte_does_not_make_utf8_another_encoding():
    text, repairs = decode(RUSSIAN.encode() + b"\x95")
    assert text == RUSSIAN + "\ufffd"
    assert repairs == ("unreadable characters",)


@pytest.mark.parametrize(
    "data",
    [os.urandom(4000), bytes(range(256)) * 9, "Мост рухнул утром, сказал мэр.".encode("koi8-r"), b"\xff\xd8\xff" * 50],
)
def test_what_is_no_text_is_refused_with_a_remedy(data):
    with pytest.raises(UnreadableError) as refused:
        decode(data)
    assert refused.value.what and refused.value.remedy


def test_line_ends_become_one_kind():
    assert decode(b"a\r\nb\rc\nd") == ("a\nb\nc\nd", ("line ends",))


def test_mojibake_is_repaired_and_curly_quotes_stay_curly():
    broken = ENGLISH.encode().decode("cp1252", "replace").replace("\ufffd", "\x9d")
    assert mend(broken) == (ENGLISH, ("mojibake",))
    assert "“" in mend(broken)[0]


def test_mojibake_of_one_line_does_not_touch_the_others():
    assert mend("caf\u00c3\u00a9\nSÃO JOÃO stays") == ("café\nSÃO JOÃO stays", ("mojibake",))


def test_a_letter_and_its_accent_are_one_character_also_where_they_were_read_wrongly():
    assert mend("Pen\u0303a met Mun\u0303oz.") == ("Peña met Muñoz.", ("decomposed letters",))
    assert mend("PeA\u0303\xb1a spoke.") == ("Peña spoke.", ("decomposed letters", "mojibake"))


def test_invisible_characters_go():
    hidden = "co\u00adop\u200ber\u200ca\u200dt\u2060e\ufeff"
    assert mend(hidden) == ("cooperate", ("invisible characters",))


def test_line_ends_that_were_escaped_twice_are_line_ends():
    escaped = r"Ferry sinks \n\nRain fell. \n Snow fell.\r\nIt thawed."
    assert mend(escaped) == ("Ferry sinks \n\nRain fell. \n Snow fell.\nIt thawed.", ("escaped line ends",))
    assert mend(r"C:\new, D:\notes and E:\news are folders") == (r"C:\new, D:\notes and E:\news are folders", ())


def test_nul_and_half_characters_of_json_become_replacement_characters():
    assert mend("a\ud800b\x00c") == ("a\ufffdb\ufffdc", ("unreadable characters",))


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_refusal(data):
    try:
        text, repairs = decode(data)
    except UnreadableError:
        return
    assert set(repairs) <= set(REPAIRS)
    text.encode()
    assert not set(text) & set("\r\x00\u00ad\u200b\u200c\u200d\u2060\ufeff")


def test_line_ends_that_were_escaped_twice_are_line_ends_and_listed():
    text = 'A ship left .\\n\\nIts crew slept . \\n\n" We saw it , " a man said .\\r\\n'
    mended, repairs = mend(text)
    assert mended.split("\n") == ["A ship left .", "", "Its crew slept . ", "", '" We saw it , " a man said .', ""]
    assert repairs == ("escaped line ends",)


@pytest.mark.parametrize(
    "text", ["Open C:\\new\\notes, \\\\srv\\names, ..\\nets and C:\\n2 first.", "Write \\n where a line ends."]
)
def test_a_path_or_a_single_escape_is_no_line_end(text):
    assert mend(text) == (text, ())
