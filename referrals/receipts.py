"""The receipt of somebody who asked without an account: three words to say on the telephone.

Two words are theirs: saying both, in any order, reaches what they wrote, or takes it back. The
third is ours: who rings back says it, so that they know that it is us. All three follow from the
key of the form and the index key, so that a form that comes twice gets the same receipt; what is
stored is the HMAC of the two (:class:`referrals.models.Receipt`).

There are 1 038 words, so three different ones in their order are 30.0 bits, 27.5 in any order, and
two 20.0. Two are only ever typed by the office, who may read the request anyway; where anybody can
type, all three are asked for. The words are everyday and kind; none begins another, and no two
sound as if one were the other misheard.
"""

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from uuid import UUID

from barnstod.security.sealing import blind_index

FILE = Path(__file__).parent / "data/receipt_words.txt"
NUMBER_BYTES = 8  # of the digest, for each word
LIKENESS = 0.7  # of two spellings, 0-1, for "did you mean"


class UnknownWords(ValueError):
    """What was typed is not so many words of ours; ``like`` is what was perhaps meant."""

    def __init__(self, word: str = "", like: str = ""):
        super().__init__(word)
        self.word, self.like = word, like


@dataclass(frozen=True)
class Words:
    """The three words of one receipt."""

    theirs: tuple[str, str]
    ours: str


@cache
def all_words() -> tuple[str, ...]:
    return tuple(FILE.read_text(encoding="utf-8").split())


def words_for(key: UUID, attempt: int) -> Words:
    """Return the receipt of the form ``key``; ``attempt`` counts the pairs that were taken."""
    digest, left, drawn = blind_index("receipt.words", f"{key}:{attempt}"), list(all_words()), []
    for place in range(3):
        number = int.from_bytes(digest[place * NUMBER_BYTES :][:NUMBER_BYTES])
        drawn.append(left.pop(number % len(left)))
    return Words(theirs=(drawn[0], drawn[1]), ours=drawn[2])


def pair_index(theirs) -> bytes:
    """Return the HMAC by which the request of two words is found, in whatever order."""
    return blind_index("receipt.pair", " ".join(sorted(theirs)))


def read(text: str, number: int) -> tuple[str, ...]:
    """Return the ``number`` words in ``text``, as they were typed. Raises UnknownWords."""
    folded = unicodedata.normalize("NFC", text).casefold()
    typed = re.findall(r"[^\W\d_]+", folded)
    known = set(all_words())
    for word in typed[:number]:
        if word not in known:
            like = get_close_matches(word, all_words(), n=1, cutoff=LIKENESS)
            raise UnknownWords(word, like[0] if like else "")
    if len(typed) != number:
        raise UnknownWords
    return tuple(typed)
