"""How a name and a number are made comparable before they are hashed. Pure: text in, text out."""

import re
import unicodedata
from dataclasses import dataclass

NUMBER = re.compile(r"^(?P<century>\d{2})?(?P<rest>\d{6})(?P<sign>[-+]?)(?P<last>\d{4})$")
COORDINATION_DAY = 60  # added to the day of birth in a coordination number
SAMPLE_DAYS = (5, 15, 25)  # förordning 2025:468: kept for research in Stockholm


class NotANumber(ValueError):
    """The text is no personal or coordination number."""


@dataclass(frozen=True)
class Number:
    """A checked number: twelve digits, and the day of birth it was given for."""

    digits: str
    day: int

    @property
    def in_sample(self) -> bool:
        return self.day in SAMPLE_DAYS


def words_of(*names: str) -> list[str]:
    """Return the whole words of ``names`` as they are compared: "Åsa-Lena" is åsa and lena.

    Case and accents do not count, except that å, ä and ö are letters of their own.
    """
    folded = unicodedata.normalize("NFC", " ".join(names).casefold())
    plain = "".join(_without_accent(letter) for letter in folded)
    return sorted(set(re.findall(r"[^\W\d_]+", plain)))


def full_name(first: str, last: str, year: int | None, month: int | None) -> str:
    """Return what a double is looked for by: every word of the name, and the month of birth."""
    return f"{' '.join(words_of(first, last))}|{year or ''}-{month or ''}"


def read_number(text: str, today) -> Number:
    """Return the personal or coordination number in ``text``, with or without century and sign.

    A plus sign means a hundred years or more. Raises NotANumber, also for a wrong check digit.
    """
    match = NUMBER.match(re.sub(r"\s", "", text))
    if match is None:
        raise NotANumber(text)
    rest, last = match["rest"], match["last"]
    if _check_digit(rest + last[:3]) != int(last[3]):
        raise NotANumber(text)
    month, day = int(rest[2:4]), int(rest[4:6])
    day -= COORDINATION_DAY if day > COORDINATION_DAY else 0
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise NotANumber(text)
    century = match["century"] or _century(int(rest[:2]), match["sign"] == "+", today)
    return Number(f"{century}{rest}{last}", day)


def _without_accent(letter: str) -> str:
    if letter in "åäö":
        return letter
    return "".join(
        part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part)
    )


def _check_digit(nine: str) -> int:
    products = (int(digit) * (2 - place % 2) for place, digit in enumerate(nine))
    return -sum(product // 10 + product % 10 for product in products) % 10


def _century(year: int, is_hundred: bool, today) -> str:
    century = today.year // 100 - (1 if year > today.year % 100 else 0) - is_hundred
    return str(century)
