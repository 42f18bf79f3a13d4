"""Flyers are kept until they would say something else; a missing one is made, one at a time."""

import threading

from django.utils import timezone

from barnstod.pdf.render import html_to_pdf
from barnstod.security.actor import acting_as
from groups.flyers import SHAPES, Shape, page_of, version_of
from groups.models import Flyer, SupportGroup
from groups.publishing import PublicGroup, public_view

PRINTER = "system:flyers"

# A page takes a tenth of a second and 100 MB: no visitor may start ten of them in one process.
_printer = threading.Lock()


class PrinterBusy(Exception):
    """This process is making another flyer; ask again in a moment."""


def flyer(group: PublicGroup, shape: Shape, *, wait: bool = False) -> bytes:
    """Return the flyer of ``group`` as PDF, as the group may be known now.

    Raises PrinterBusy unless ``wait``, PdfToolMissing where no PDF can be made.
    """
    page = page_of(group, shape)
    version = version_of(page)
    return _kept(group, shape, version) or _make(group, shape, page, version, wait)


def flyer_of_all_groups(shape: Shape) -> bytes:
    """Return the flyer that tells of no single group. Whoever asks keeps it: it is no row's.

    Raises PrinterBusy, PdfToolMissing.
    """
    if not _printer.acquire(blocking=False):
        raise PrinterBusy
    try:
        return html_to_pdf(page_of(None, shape))
    finally:
        _printer.release()


def print_all(group_id: int) -> None:
    """Make what is missing of a group's flyers; safe to call any number of times."""
    group = SupportGroup.objects.for_public().filter(pk=group_id).first()
    if group is not None:
        view = public_view(group)
        for shape in SHAPES:
            flyer(view, shape, wait=True)


def _make(group: PublicGroup, shape: Shape, page: str, version: bytes, wait: bool) -> bytes:
    if not _printer.acquire(blocking=wait):
        raise PrinterBusy
    try:
        if (pdf := _kept(group, shape, version)) is None:  # somebody else may have made it now
            pdf = html_to_pdf(page)
            _keep(group, shape, version, pdf)
        return pdf
    finally:
        _printer.release()


def _kept(group: PublicGroup, shape: Shape, version: bytes) -> bytes | None:
    found = Flyer.objects.filter(group__slug=group.slug, version=version, **vars(shape))
    pdf = found.values_list("pdf", flat=True).first()
    return None if pdf is None else bytes(pdf)


def _keep(group: PublicGroup, shape: Shape, version: bytes, pdf: bytes) -> None:
    """Put it in the place of the one before; nothing is kept of a group that has ended."""
    with acting_as(PRINTER):
        published = SupportGroup.objects.published().select_for_update(no_key=True)
        if row := published.filter(slug=group.slug).first():
            new = {"version": version, "pdf": pdf, "made_at": timezone.now()}
            Flyer.objects.update_or_create(group=row, **vars(shape), defaults=new)
