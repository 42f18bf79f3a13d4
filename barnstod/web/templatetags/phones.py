"""A telephone number that a telephone can ring, in the middle of a sentence."""

from django import template
from django.conf import settings
from django.utils.html import format_html

register = template.Library()


@register.filter
def ring(number: str) -> str:
    """Return *08-465 004 00* as a link that rings it and is never broken over two lines."""
    dialled = number.replace(" ", "").replace("-", "")
    return format_html('<a class="short" href="tel:{}">{}</a>', dialled, number)


@register.simple_tag
def social_emergency_phone() -> str:
    """Return the number of social services at night, "" where it is reached through 112.

    A tag, because pages that say something went wrong have it too, and nobody gives them anything.
    """
    return settings.SOCIAL_EMERGENCY_PHONE
