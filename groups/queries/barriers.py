"""Reports about accessibility that wait for an answer, as one line of *Att göra*."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import ngettext

from barnstod.web.agenda import AgendaItem
from groups.models import Barrier


def waiting() -> list[AgendaItem]:
    """Return one item for all of them; the law says to answer as soon as possible."""
    found = Barrier.objects.unanswered().aggregate(number=Count("pk"), since=Min("reported_on"))
    if not found["number"]:
        return []
    words = ngettext(
        "%(number)s report about accessibility waits for an answer",
        "%(number)s reports about accessibility wait for an answer",
        found["number"],
    )
    return [
        AgendaItem(
            title=words % found,
            url=reverse("groups:barriers"),
            due_on=found["since"],
            urgency="soon",
        )
    ]
