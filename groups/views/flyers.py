"""Flyers as PDF, of a group and of all, for whoever wants to put them on a wall."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from barnstod.pdf.render import PdfToolMissing
from barnstod.security.access import public
from barnstod.web.public import cached_page
from groups import printing, queries
from groups.choices import Ink, Language, Paper
from groups.flyers import Shape

logger = logging.getLogger(__name__)

RETRY_AFTER = 3  # seconds; a flyer takes less than one


@public("A flyer is for everybody: a school prints it, a child takes it home")
def flyer(request, slug):
    group = queries.public_group(slug)
    if group is None:
        raise Http404
    shape = _shape_of(request)
    return _sheet(request, shape, lambda: _pdf(printing.flyer(group, shape)))


@public("A school puts up that there are groups, without choosing one")
def flyer_of_all_groups(request):
    """Answer from the pages kept in the process; no group is named, so none has to be looked up."""
    shape = _shape_of(request)
    return _sheet(
        request,
        shape,
        lambda: cached_page(lambda: _pdf(printing.flyer_of_all_groups(shape)), request, shape),
    )


def _pdf(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="application/pdf")


def _sheet(request, shape: Shape, answer: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        response = answer()
    except printing.PrinterBusy:
        return _later(request)
    except PdfToolMissing:
        logger.exception("A flyer could not be made")
        return _later(request)
    response["Content-Disposition"] = f'inline; filename="{shape.filename}"'
    # What a search engine keeps of it would outlive the group.
    response["X-Robots-Tag"] = "noindex"
    return response


def _shape_of(request) -> Shape:
    """Return the shape asked for; a code that means nothing asks for A4 in colour."""
    paper, ink = request.GET.get("papper"), request.GET.get("tryck")
    return Shape(
        paper=Paper(paper) if paper in Paper.values else Paper.A4,
        ink=Ink(ink) if ink in Ink.values else Ink.COLOUR,
        language=Language(request.LANGUAGE_CODE),
    )


def _later(request):
    context = {"phone": settings.OFFICE_PHONE, "again": request.get_full_path()}
    response = render(request, "groups/flyer_later.html", context, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response
