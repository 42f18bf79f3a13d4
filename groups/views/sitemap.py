"""What search engines may find: every public address in every language."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from barnstod.security.access import public
from barnstod.web.conditional import conditional
from barnstod.web.public import cached_page
from barnstod.web.templatetags.twins import twins_of
from groups import queries
from groups.views.pages import PAGES

ROBOTS = """\
User-agent: *
Disallow: /kontor/
Disallow: /konto/
Disallow: /lank/
Disallow: /lamna/
Allow: /lamna/om/
Sitemap: {address}
"""


@public("Robots read which pages there are")
def sitemap(request):
    response = cached_page(lambda: _sitemap(request), request)
    response["Cache-Control"] = "public, no-cache"
    return conditional(request, response)


@public("Robots ask before they read")
def robots(request):
    text = ROBOTS.format(address=settings.BASE_URL + reverse("groups:sitemap"))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _sitemap(request):
    names = ["public_list", "ask_first", *PAGES, "accessibility"]
    paths = [*(reverse(f"groups:{name}") for name in names), reverse("referrals:ask")]
    # By their slugs, which say nothing: an order by day would tell the day of a hidden group.
    slugs = sorted(group.slug for group in queries.public_groups())
    paths += [reverse("groups:public_detail", args=[slug]) for slug in slugs]
    context = {"pages": [twins_of(path) for path in paths]}
    return render(request, "sitemap.xml", context, content_type="application/xml")
