"""Pages of plain text. They ask the database nothing, so they answer even when it does not."""

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page

from barnstod.security.access import public

# In the order of the foot of each page: the name and where it stands.
PAGES = {
    "about": "om/",
    "children": "barn/",
    "easy_read": "lattlast/",
    "professionals": "for-skola-och-vard/",
    "contact": "kontakt/",
    "personal_data": "personuppgifter/",
    "leaving": "lamna/om/",
}


@public("Everybody may read how it works, and leaves no trace")
@gzip_page
def page(request, name):
    """Each language has a text of its own, written for its readers: docs/decisions/0006."""
    context = {
        "phone": settings.OFFICE_PHONE,
        "hours": settings.OFFICE_HOURS,
        "days_kept": settings.CLOSED_REQUESTS_KEPT.days,
    }
    return render(request, f"pages/{get_language()}/{name}.html", context)
