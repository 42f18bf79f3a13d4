"""Each public page is in one language: no Swedish is left in the English ones, nor the reverse."""

import re

import pytest
from django.utils.translation import override

from districts.services import load_districts
from tests.architecture.addresses import World
from tests.language.reading import text_of
from tests.language.test_language import OPEN

# Words that no sentence does without, and that the other language does not have.
SWEDISH = {"och", "att", "som", "inte", "är", "för", "med", "eller", "på", "ett", "vi", "när"}
ENGLISH = {"the", "and", "you", "with", "not", "are", "is", "or", "when", "what", "of", "how"}
WORDS = re.compile(r"[^\W\d_]+")

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "foreign"), [("sv", ENGLISH), ("en", SWEDISH)], ids=["sv", "en"]
)
@pytest.mark.parametrize("address", OPEN, ids=lambda address: address.name)
def test_page_is_in_one_language(client, address, language, foreign):
    load_districts()
    world = World()
    assert world.group
    with override(language):
        url = address.url(world)
    response = client.get(url)
    if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
        return
    if response["Content-Language"] != language:
        assert not url.startswith("/en/")  # an address of one language alone
        return

    text = text_of(response.text, language=language)

    assert words_of(text) & foreign == set()
    own = SWEDISH if language == "sv" else ENGLISH
    assert len(words_of(text) & own) >= 3  # so that a page read as another is noticed


def words_of(text: str) -> set[str]:
    return {word.lower() for word in WORDS.findall(text)}
