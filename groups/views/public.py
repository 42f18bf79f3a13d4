"""What a family sees: the list of groups and one group. No session, no user, no cookie."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from barnstod.security.access import public
from barnstod.web.public import cached_page
from districts.queries import area_codes, find_place, find_region
from groups import listing, queries, words
from groups.listing import UNKNOWN_PLACE, Choice
from groups.publishing import PublicGroup


@public("Families read about groups without an account and leave no trace")
def group_list(request):
    today = timezone.localdate()
    choice = listing.choice_of(request.GET, area_codes(today), today)
    if "plats" in request.GET:
        choice = choice.at(_code_of(request.GET["plats"]))
        return HttpResponseRedirect(f"{request.path}{choice.query}")
    return cached_page(lambda: _list_page(request, choice), request, choice)


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
        return " · ".join(words.summary(self.group))

    @cached_property
    def places(self):
        return words.places(self.group)


def _list_page(request, choice: Choice):
    areas = queries.areas_today()
    area = areas.get(choice.area or "")
    found = listing.answer(queries.public_groups(), choice, areas)
    sections = [
        (section.place, section.term, [Row(group) for group in section.groups])
        for section in listing.sections(found, area)
    ]
    without_age = replace(choice, age=None) if choice.age is not None else None
    context = {
        "choice": choice,
        "area": area,
        "place_name": area.name if area else "",
        "needs": [
            (code, words.AT_HOME[need], need == choice.need) for code, need in listing.NEEDS.items()
        ],
        "sections": sections,
        "number": len(found),
        "without_age": without_age and (without_age.query or "?"),
        "phone": settings.OFFICE_PHONE,
    }
    return render(request, "groups/public_list.html", context)


def _detail_page(request, slug):
    group = queries.public_group(slug)
    if group is None:
        raise Http404
    context = {
        "group": group,
        "row": Row(group),
        "crumbs": [(_("All groups"), reverse("groups:public_list"))],
        "facts": words.facts(group),
        "is_for_grown_ups": group.age_from is None,
        "phone": settings.OFFICE_PHONE,
    }
    return render(request, "groups/public_detail.html", context)


def _code_of(text: str) -> str | None:
    """Return the code of a place written in words; None for an empty answer."""
    if not text.strip():
        return None
    if region := find_region(text):
        return str(region)
    place = find_place(text)
    return place.code if place else UNKNOWN_PLACE
