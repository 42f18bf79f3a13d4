"""The one pager of all lists."""

from django.core.paginator import Paginator


def page_of(request, rows, per_page: int = 50):
    """Return the page the query string ``s`` asks for; nonsense gives the first or last page."""
    return Paginator(rows, per_page).get_page(request.GET.get("s"))
