"""A flyer for a notice board: what it says of a group, and in which shapes it is printed.

Built on :class:`PublicGroup` alone. It hangs where everybody reads it, and a child may take it
home: so neither name nor title says what the group is about, and a group that tells only its part
of the city does not even say it in the text, nor lead whoever finds the paper to its page.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import product

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from groups import words
from groups.choices import Audience, Ink, Language, Paper
from groups.listing import Choice
from groups.publishing import PublicGroup

TEMPLATE = "groups/pdf/flyer.html"
MUCH, MOST = 170, 270  # characters of title and facts, from where on they need smaller type
DESIGN = ("flyer.css", "flyer-ring.svg", "flyer-ring-line.svg")


@dataclass(frozen=True)
class Shape:
    """One of the ways in which a flyer is printed."""

    paper: Paper = Paper.A4
    ink: Ink = Ink.COLOUR
    language: Language = Language.SWEDISH

    @property
    def filename(self) -> str:
        """Return *affisch-a4-svartvit.pdf*: it stays in the downloads of a shared computer."""
        return f"affisch-{self.paper}{'-svartvit' if self.ink == Ink.BLACK else ''}.pdf"

    @property
    def query(self) -> str:
        """Return what follows the address of the flyer to get this shape."""
        return f"?papper={self.paper}&tryck={self.ink}"


SHAPES = tuple(Shape(*one) for one in product(Paper, Ink, Language))


@dataclass(frozen=True)
class Flyer:
    """The words of a flyer, in the language that is active."""

    name: str
    title: str
    lead: str
    ages: str
    at_home: str
    facts: list[tuple[str, str]]
    phone: str
    address: str
    code: SafeString

    @property
    def size(self) -> str:
        """Return *long* or *longest* where it is set smaller, so that all stands on one sheet."""
        values = [value for _word, value in self.facts]
        length = len("".join([self.title, self.at_home, *values]))
        return "longest" if length > MOST else "long" if length > MUCH else ""

    @property
    def address_parts(self) -> list[str]:
        """Return the address in the parts that stand on one line each: what a hand may type."""
        folder, _slash, last = self.address.removesuffix("/").rpartition("/")
        return [f"{part}/" for part in (folder, last) if part]


def flyer_of(group: PublicGroup) -> Flyer:
    """Return what a flyer says of ``group``."""
    link = link_of(group)
    return Flyer(
        name=f"{words.title(group)}, {group.term}",
        title=words.title(group),
        lead=_lead_to(Audience(group.audience)),
        ages=capfirst(words.ages(group)),
        at_home="" if group.is_vague else words.at_home(group),
        facts=_facts(group),
        phone=settings.OFFICE_PHONE,
        address=_typed(link),
        code=_code(link),
    )


def flyer_of_all_groups() -> Flyer:
    """Return what a flyer says that hangs the whole year: no group, and nothing of why."""
    link = settings.BASE_URL + reverse("groups:public_list")
    return Flyer(
        name=_("Groups for children and young people"),
        title=_("Groups for children and young people"),
        lead=_lead_to(Audience.CHILDREN),
        ages="",
        at_home=_("When it is hard at home"),
        facts=[
            (_("When"), _("Once a week, often after school")),
            (_("Where"), _("In all parts of the city")),
            (_("Cost"), _("Free of charge")),
        ],
        phone=settings.OFFICE_PHONE,
        address=_typed(link),
        code=_code(link),
    )


def link_of(group: PublicGroup) -> str:
    """Return where the code leads: to the group's page, or to the list of its part of the city.

    The page of a group that tells only its part of the city says what the group is about. The
    paper does not, so it must not be one scan away for whoever finds it in a child's pocket.
    """
    if group.is_vague:
        path = reverse("groups:public_list") + Choice(area=group.region).query
    else:
        path = reverse("groups:public_detail", args=[group.slug])
    return settings.BASE_URL + path


def page_of(group: PublicGroup | None, shape: Shape) -> str:
    """Return the flyer of a group, or of all, as the HTML that the PDF is made of."""
    with override(shape.language):
        flyer = flyer_of(group) if group else flyer_of_all_groups()
        context = {"flyer": flyer, "paper": shape.paper, "ink": shape.ink}
        return render_to_string(TEMPLATE, context)


def version_of(page: str) -> bytes:
    """Return what changes whenever the flyer would look otherwise: its words or its design."""
    return sha256(page.encode() + _design()).digest()


@cache
def _design() -> bytes:
    folder = settings.BASE_DIR / "static/barnstod"
    return sha256(b"".join((folder / name).read_bytes() for name in DESIGN)).digest()


def _typed(link: str) -> str:
    """Return the address as a hand types it."""
    return link.partition("://")[2].partition("?")[0]


def _lead_to(audience: Audience) -> str:
    if audience in (Audience.CHILDREN, Audience.TEENAGERS):
        return _("In a group you meet others of your age who know what it can be like at home.")
    if audience == Audience.PARENTS:
        return _("In a group you meet other parents who know what it can be like at home.")
    return _("In a group you meet others who know what it can be like at home.")


def _facts(group: PublicGroup) -> list[tuple[str, str]]:
    begins = words.begins(group) if group.first_on else str(group.term)
    when = ", ".join(part for part in (words.public_hours(group), begins) if part)
    rows = [
        (_("When"), capfirst(when)),
        (_("Where"), f"{group.venue}, {group.address}" if group.venue else words.place(group)),
        (_("Run by"), group.organiser),
        (_("Languages"), words.languages(group.languages)),
    ]
    return [(word, value) for word, value in rows if value]


def _code(link: str) -> SafeString:
    """Return a QR code as a drawing with a title, which is how PDF/UA takes it."""
    drawing = segno.make(link, error="m", micro=False).svg_inline(
        border=4,
        omitsize=True,
        title=_("Code that leads to our page"),
        svgclass=None,
        lineclass=None,
    )
    return SafeString(drawing.replace("<svg", '<svg role="img"', 1))
