"""The random names of a case."""

import re
from itertools import islice

from referrals import words


def test_a_reference_is_ten_letters_and_digits_that_nobody_misreads():
    references = {words.new_reference() for _ in range(1000)}

    assert len(references) == 1000
    assert all(re.fullmatch(words.REFERENCE, reference) for reference in references)
    assert not set(words.ALPHABET) & set("aeiouyåäö01lo")


def test_three_words_are_easy_to_say_and_their_order_is_clear():
    lists = (words.FIRST, words.SECOND, words.THIRD)

    assert all(re.fullmatch("[a-zåäö]{1,14}", word) for one in lists for word in one)
    assert len({word for one in lists for word in one}) == sum(map(len, lists))
    assert len(words.FIRST) * len(words.SECOND) * len(words.THIRD) > 1_000_000
    first, second, third = words.new_spoken().split("-")
    assert (first in words.FIRST, second in words.SECOND, third in words.THIRD) == (True,) * 3


def test_numbered_words_differ_until_all_are_used():
    every = len(words.FIRST) * len(words.SECOND) * len(words.THIRD)
    numbers = [*range(500), *range(every - 500, every)]

    assert len({words.spoken_number(number) for number in islice(numbers, 1000)}) == 1000
