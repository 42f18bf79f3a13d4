"""What a family sees: the list of groups and one group. No session, no user, no cookie."""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from barnstod.security.access import public
from barnstod.web.htmx import render_part
from barnstod.web.public import cached_page
from districts.queries import area_codes
from groups import listing, queries, words
from groups.listing import Choice
from groups.nearest import nearest
from groups.publishing import PublicGroup


@public("Families read about groups without an account and leave no trace")
def group_list(request):
    today = timezone.localdate()
    choice = listing.choice_of(request.GET, area_codes(today), today)
    if "plats" in request.GET:
        choice = choice.at(queries.area_code(request.GET["plats"]))
        return HttpResponseRedirect(f"{request.path}{choice.query}")
    is_part = bool(request.htmx)
    response = cached_page(lambda: _list_page(request, choice), request, (choice, is_part))
    patch_vary_headers(response, ["HX-Request"])  # our proxy keeps page and part apart
    return response


@public("Families read about a group without an account and leave no trace")
def group_detail(request, slug):
    return cached_page(lambda: _detail_page(request, slug), request)


@dataclass(frozen=True)
class Row:
    """One group in the words of a list; everything comes from what the public may know."""

    group: PublicGroup

    @cached_property
    def url(self):
        return reverse("groups:public_detail", args=[self.group.slug])

    @cached_property
    def title(self):
        return words.title(self.group)

    @cached_property
    def ages(self):
        return words.ages(self.group)

    @cached_property
    def weekday(self):
        return words.weekday(self.group)

    @cached_property
    def begins(self):
        return words.begins(self.group)

    @cached_property
    def at_home(self):
        return words.at_home(self.group)

    @cached_property
    def facts(self):
        return words.summary(self.group)

    @cached_property
    def places(self):
        return words.places(self.group)


@dataclass(frozen=True)
class Shelf:
    """The groups of one place: an anchor to jump to, and for each term its rows."""

    anchor: str
    place: str
    terms: list[tuple[str, list[Row]]]

    @property
    def number(self) -> int:
        return sum(len(rows) for _term, rows in self.terms)


def _list_page(request, choice: Choice):
    areas = queries.areas_today()
    area = areas.get(choice.area or "")
    offer = queries.public_groups()
    found = listing.answer(offer, choice, areas)
    instead = None if found else nearest(offer, choice, areas)
    context = {
        "choice": choice,
        "area": area,
        "place_name": area.name if area else "",
        "belongs": _belongs(area),
        "needs": [
            (code, words.AT_HOME[need], need == choice.need) for code, need in listing.NEEDS.items()
        ],
        "terms": sorted({group.term for group in offer}),
        "spoken": sorted(
            (str(words.LANGUAGES[code]), code)
            for code in {code for group in offer for code in group.languages}
            if code in words.LANGUAGES
        ),
        "shelves": _shelves(found, area),
        "number": len(found),
        "is_full": len(found) == listing.LONGEST_LIST,
        "instead": instead,
        "instead_rows": [Row(group) for group in instead.groups] if instead else [],
        "without_age": (replace(choice, age=None).query or "?") if choice.age is not None else "",
        "phone": settings.OFFICE_PHONE,
    }
    return render_part(request, "groups/public_list.html", "answer", context)


def _shelves(found: list[PublicGroup], area) -> list[Shelf]:
    by_place = groupby(listing.sections(found, area), key=lambda section: section.place)
    return [
        Shelf(
            f"plats-{number}",
            place,
            [(str(one.term), [Row(group) for group in one.groups]) for one in sections],
        )
        for number, (place, sections) in enumerate(by_place, start=1)
    ]


def _belongs(area) -> str:
    """Return *Akalla, Husby och Kista*: what a district is made of, in the names people use."""
    if area is None or area.is_region:
        return ""
    return words.joined(queries.neighbourhoods(area.code))


def _detail_page(request, slug):
    group = queries.public_group(slug)
    if group is None:
        raise Http404
    context = {
        "group": group,
        "row": Row(group),
        "crumbs": [(_("All groups"), reverse("groups:public_list"))],
        "facts": words.facts(group),
        "days": words.days(group),
        "is_for_grown_ups": group.age_from is None,
        "phone": settings.OFFICE_PHONE,
    }
    return render(request, "groups/public_detail.html", context)
