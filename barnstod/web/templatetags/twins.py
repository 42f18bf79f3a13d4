"""The same page in the other languages: for the language link and for search engines."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language

register = template.Library()


@dataclass(frozen=True)
class Twin:
    """A page in one language: ``url`` within the site, ``address`` with the site's name."""

    code: str
    name: str
    url: str

    @property
    def address(self) -> str:
        return settings.BASE_URL + self.url


def twins_of(path: str) -> list[Twin]:
    """Return the page at ``path`` in each language; none for a page that has one language."""
    found = [Twin(code, name, translate_url(path, code)) for code, name in settings.LANGUAGES]
    return found if len({twin.url for twin in found}) > 1 else []


@register.simple_tag(takes_context=True)
def twins(context) -> list[Twin]:
    return twins_of(context["request"].path)


@register.simple_tag
def home() -> str:
    """Return the start page in the language that is active, without asking for any address."""
    language = get_language() or settings.LANGUAGE_CODE
    return "/" if language == settings.LANGUAGE_CODE else f"/{language}/"
