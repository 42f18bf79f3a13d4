"""One address, one template: htmx gets a named part of the page, everybody else the page."""

from django.shortcuts import render


def render_part(request, template: str, part: str, context: dict):
    """Answer with the whole page, or with its part ``part`` when htmx asks for it."""
    return render(request, f"{template}#{part}" if request.htmx else template, context)
