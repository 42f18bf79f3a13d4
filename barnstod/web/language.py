"""The path alone decides the language: Swedish without a prefix, English under /en/."""

from django.conf import settings
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
