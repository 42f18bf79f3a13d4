"""The words of a receipt: enough of them, none to be misheard, and nothing of them stored."""

import math
import re
from itertools import combinations
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.receipts import UnknownWords, all_words, pair_index, read, words_for

WORDS = all_words()


def heard(word: str) -> str:
    """Return roughly what is heard on a bad line: spelling that sounds alike is alike."""
    for written, sound in (("ck", "k"), ("x", "ks"), ("z", "s"), ("w", "v"), ("c", "k"),
                           ("q", "k"), ("é", "e")):  # fmt: skip
        word = word.replace(written, sound)
    return re.sub(r"(.)\1", r"\1", word)


def one_letter_apart(one: str, other: str) -> bool:
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    same = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
                len(one))  # fmt: skip
    rest = one[same + 1 :] if len(one) == len(other) else one[same:]
    return rest == other[same + 1 :]


def test_three_words_are_thirty_bits():
    number = len(WORDS)

    assert number == len(set(WORDS)) == 1038
    assert round(math.log2(number * (number - 1) * (number - 2)), 1) >= 30
    assert all(re.fullmatch("[a-zåäöé]{3,12}", word) for word in WORDS)
    assert list(WORDS) == sorted(WORDS)


def test_no_word_begins_another_or_sounds_like_another_misheard():
    sounds = {word: heard(word) for word in WORDS}

    mistaken = [
        (one, other)
        for one, other in combinations(WORDS, 2)
        if one_letter_apart(sounds[one], sounds[other])
        or sounds[one].startswith(sounds[other])
        or sounds[other].startswith(sounds[one])
    ]

    assert mistaken == []


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("bok", "bok", True), ("bok", "bak", True), ("bok", "boks", True), ("bok", "ok", True),
     ("bok", "bil", False), ("bok", "bokar", False)],
)  # fmt: skip
def test_the_measure_itself(one, other, apart):
    assert one_letter_apart(one, other) == one_letter_apart(other, one) == apart


@given(key=st.uuids(), attempt=st.integers(0, 3))
def test_a_form_gets_the_same_three_different_words_each_time(key, attempt):
    words = words_for(key, attempt)

    assert words == words_for(key, attempt)
    assert len({*words.theirs, words.ours}) == 3
    assert words != words_for(key, attempt + 1)
    assert read(f"{words.theirs[1].upper()},  {words.theirs[0]}.", 2) == words.theirs[::-1]
    assert pair_index(words.theirs) == pair_index(words.theirs[::-1])
    assert not any(word.encode() in pair_index(words.theirs) for word in words.theirs)


def test_words_are_drawn_evenly():
    drawn = [word for _ in range(3000) for word in (lambda w: (*w.theirs, w.ours))(
        words_for(uuid4(), 0))]  # fmt: skip

    assert len(set(drawn)) > 0.99 * len(WORDS)
    assert max(map(drawn.count, set(drawn))) < 30  # 8.7 on average


def test_words_need_our_key(settings):
    key = UUID(int=1)
    before, index = words_for(key, 0), pair_index(("glass", "kudde"))

    settings.BLIND_INDEX_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="

    assert words_for(key, 0) != before
    assert pair_index(("glass", "kudde")) != index


@pytest.mark.parametrize(
    ("text", "word", "like"),
    [
        ("blåber cirkel", "blåber", "blåbär"),
        ("BLÅBÄR zzzzz", "zzzzz", ""),
        ("blåbär", "", ""),
        ("blåbär cirkel citron", "", ""),
        ("", "", ""),
        ("\x00", "", ""),
        ("12 34", "", ""),
    ],
)
def test_what_is_not_two_words_is_refused_with_what_was_perhaps_meant(text, word, like):
    with pytest.raises(UnknownWords) as caught:
        read(text, 2)

    assert (caught.value.word, caught.value.like) == (word, like)
