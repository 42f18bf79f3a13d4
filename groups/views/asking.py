"""Ask first: a few questions that nobody needs a name for, and what the city does not have."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from barnstod.security.access import allow, public_form
from barnstod.security.form_guard import HONEYPOT
from barnstod.security.visitor import DAY, attempts
from barnstod.web.public import cached_page
from districts.choices import Region
from districts.queries import area_codes
from groups import asking, policies, queries, services
from groups.asking import Question
from groups.choices import AgeBand, Lack
from groups.forms.asking import AskForm
from groups.listing import NEEDS, UNKNOWN_PLACE
from groups.nearest import nearest
from groups.views.public import Row
from groups.words import IN_REGION

MOST_A_DAY = 12  # questions of one network that are counted; a school may share one address


@require_http_methods(["GET", "HEAD", "POST"])
@public_form("Families ask what there is without an account; nobody is asked who they are")
def ask_first(request):
    """Answer a question, kept like any public page; a POST counts what is missing and leads there.

    The form holds nothing of its reader, so it needs no stamp: what is not sent by a person is
    answered all the same, and not counted.
    """
    if request.method == "POST":
        return _asked(request)
    question = asking.question_of(request.GET, area_codes(timezone.localdate()))
    return cached_page(lambda: _page(request, question, _form_of(question)), request, question)


@require_safe
@allow(policies.can_see_unmet)
def unmet(request):
    """Show the office what families asked for in vain, and the wait that the public reads."""
    context = {
        "unmet": queries.unmet_wishes(),
        "bands": AgeBand.labels,
        "lacks": Lack.labels,
        "waits": queries.usual_waits(),
    }
    return render(request, "groups/unmet.html", context)


def _asked(request):
    form = AskForm(request.POST)
    if not form.is_valid():
        return _page(request, Question(), form)
    question = Question(
        age=form.cleaned_data["a"],
        area=queries.area_code(form.cleaned_data["plats"]),
        weekday=form.cleaned_data["d"],
        need=NEEDS.get(form.cleaned_data["b"]),
    )
    if _is_to_be_counted(request, question):
        _count(question)
    return HttpResponseRedirect(f"{request.path}{question.query}#svar", status=303)


def _is_to_be_counted(request, question: Question) -> bool:
    """Tell whether a browser sent it from our page, by hand, and not too often today.

    How often is known by a pseudonym of the day; what was asked is not kept with it.
    """
    return (
        request.headers.get("Sec-Fetch-Site") == "same-origin"
        and not request.POST.get(HONEYPOT)
        and question.area != UNKNOWN_PLACE
        and attempts(request, "unmet", DAY) <= MOST_A_DAY
    )


def _count(question: Question) -> None:
    today, areas = timezone.localdate(), queries.areas_today()
    reply = asking.reply(queries.public_groups(), question, areas, today)
    if reply.lack and question.age is not None:
        area = areas.get(question.area or "")
        services.count_unmet(
            day=today,
            region=area.region if area else "",
            ages=AgeBand.of(question.age),
            lack=reply.lack,
        )


def _page(request, question: Question, form: AskForm):
    context = {
        "form": form,
        "question": question,
        "phone": settings.OFFICE_PHONE,
        "choices_url": reverse("groups:public_list") + question.choice.query,
    }
    if question.age is not None:
        context |= _answer(question)
    return render(request, "groups/ask_first.html", context)


def _answer(question: Question) -> dict:
    areas = queries.areas_today()
    area = areas.get(question.area or "")
    offer = queries.public_groups()
    reply = asking.reply(offer, question, areas, timezone.localdate())
    instead = nearest(offer, question.choice, areas) if reply.lack == Lack.GROUP else None
    wait = queries.usual_wait(area.region if area else "")
    return {
        "area": area,
        "reply": reply,
        "rows": [Row(group) for group in reply.groups],
        "other_rows": [Row(group) for group in reply.others],
        "next_start": _next_start(reply),
        "wait": wait,
        "wait_where": IN_REGION[Region(wait.region)] if wait and wait.region else "",
        "instead": instead,
        "instead_rows": [Row(group) for group in instead.groups] if instead else [],
    }


def _next_start(reply: asking.Reply) -> str:
    """Return *14 januari 2027*, or *våren 2027, datum kommer*; empty where nothing is to come."""
    if reply.next_on:
        return date_format(reply.next_on, _("j F Y"))
    if reply.next_term is None:
        return ""
    if reply.is_next_hidden:
        return _("%(term)s, ring us for the day") % {"term": reply.next_term}
    return _("%(term)s, the date is not set") % {"term": reply.next_term}


def _form_of(question: Question) -> AskForm:
    areas = queries.areas_today() if question.area else {}
    area = areas.get(question.area or "")
    weekday = "" if question.weekday is None else question.weekday
    return AskForm(
        initial={
            "a": question.age,
            "plats": area.name if area else "",
            "b": question.choice.need_code,
            "d": weekday,
        }
    )
