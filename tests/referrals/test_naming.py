"""How names and numbers are compared."""

from datetime import date

import pytest

from referrals.naming import NotANumber, full_name, read_number, words_of

TODAY = date(2027, 1, 31)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Åsa-Lena  Ek", ["ek", "lena", "åsa"]),
        ("ANDRÉ", ["andre"]),
        ("Zoë Müller", ["muller", "zoe"]),
        ("A\u030asa", ["åsa"]),
        ("O'Brien", ["brien", "o"]),
        ("Ek ek EK", ["ek"]),
        ("مريم", ["مريم"]),
        ("123 !", []),
        ("", []),
    ],
)
def test_words_of(name, words):
    assert words_of(name) == words


def test_full_name_is_the_same_in_any_order_and_differs_by_month():
    assert full_name("Åsa", "Ek", 2018, 3) == full_name("ek", "ÅSA", 2018, 3) == "ek åsa|2018-3"
    assert full_name("Åsa", "Ek", 2018, None) == "ek åsa|2018-"


@pytest.mark.parametrize(
    ("text", "digits", "day"),
    [
        # Skatteverket's published test numbers, and the published example of a coordination number
        ("20000105-2380", "200001052380", 5),
        ("200001052380", "200001052380", 5),
        ("000105-2380", "200001052380", 5),
        ("20000102 2391", "200001022391", 2),
        ("640883-3231", "196408833231", 23),
        ("121212+1212", "191212121212", 12),
    ],
)
def test_read_number(text, digits, day):
    number = read_number(text, TODAY)

    assert (number.digits, number.day) == (digits, day)


def test_a_number_of_the_sample_is_kept_for_research():
    assert read_number("20000105-2380", TODAY).in_sample
    assert not read_number("20000102-2391", TODAY).in_sample


@pytest.mark.parametrize(
    "text",
    [
        "196408833224",
        "20000105-2381",
        "2000010523",
        "000101",
        "Åsa Ek",
        "",
        "200013052380",
        "9" * 40,
    ],
)
def test_read_number_refuses(text):
    with pytest.raises(NotANumber):
        read_number(text, TODAY)
