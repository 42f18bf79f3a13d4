"""The path alone decides the language: Swedish without a prefix, English under /en/."""

from django.conf import settings
from django.urls import URLPattern, URLResolver
from django.urls.resolvers import LocalePrefixPattern, RegexPattern
from django.utils import translation


def language_of_path(get_response):
    """Like Django's LocaleMiddleware, but deaf to cookies and Accept-Language, so no ``Vary``."""

    def middleware(request):
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
        response.setdefault("Content-Language", language)
        return response

    return middleware


def in_each_language(patterns: list[URLPattern | URLResolver]) -> URLResolver:
    """Give an app's public addresses a twin in every language: ``/`` and ``/en/``.

    What i18n_patterns does, for the part of an app's addresses that is public: Django allows
    i18n_patterns in the root only, where it would translate the app's office pages as well.
    """
    localised = URLResolver(LocalePrefixPattern(prefix_default_language=False), patterns)
    return URLResolver(RegexPattern(""), [localised])
