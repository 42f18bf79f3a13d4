"""What should be done with a group now. Pure: how it stands in, a list of steps out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from barnstod.web.agenda import AgendaItem
from groups.choices import CURRENT, Audience, GroupState, RegisterCheck
from groups.models import SupportGroup
from groups.words import joined

LEADERS = 2  # in every group


@dataclass(frozen=True)
class Standing:
    """How it stands with a group, as far as the next steps ask."""

    group: SupportGroup
    today: date
    first_day: date | None  # of the sessions that take place
    last_day: date | None
    unanswered: int  # questions about quality
    has_next_term: bool
    partner_has_room: bool = True
    is_handed_in: bool = False
    is_with_proposer: bool = False
    is_below_minimum: bool = False


def steps(standing: Standing) -> list[AgendaItem]:
    """Return what should be done, the most pressing first; nothing for a group that is over."""
    group = standing.group
    found: list[AgendaItem] = []
    if group.state == GroupState.DRAFT:
        found += [*_to_publish(standing), *_to_complete(standing)]
    elif group.state in CURRENT:
        found += [*_to_complete(standing), *_in_time(standing)]
    elif group.state == GroupState.COMPLETED:
        found += _afterwards(standing)
    return sorted(found, key=lambda item: ["now", "soon", "info"].index(item.urgency))


def _to_publish(standing: Standing) -> Iterator[AgendaItem]:
    page = standing.group.get_absolute_url()
    if standing.is_handed_in:
        yield AgendaItem(_("Publish the proposal or send it back"), f"{page}#moves", urgency="now")
    elif not standing.is_with_proposer:
        yield AgendaItem(
            _("Publish the group"),
            f"{page}#moves",
            _("Families see it first when it is published."),
            urgency="soon",
        )


def _to_complete(standing: Standing) -> Iterator[AgendaItem]:
    """What a plan still lacks before the group can meet."""
    group = standing.group
    edit = _url("groups:edit", group)
    if standing.first_day is None:
        yield AgendaItem(_("Set the first day and the hours"), edit, urgency="soon")
    if group.room is None:
        yield AgendaItem(_("Choose a room"), edit, urgency="soon")
    elif not standing.partner_has_room:
        yield AgendaItem(_("Choose a room for the parents"), edit, urgency="soon")
    leaders = list(group.leaders.all())
    if len(leaders) < LEADERS:
        yield AgendaItem(
            _("Choose two leaders"),
            edit,
            _("Every group has two, so that one can stay with a child."),
            urgency="soon",
        )
    unseen = [
        one.name for one in leaders if one.register_check(standing.today) != RegisterCheck.SHOWN
    ]
    if unseen:
        yield AgendaItem(
            _("See the register extract of %(leaders)s") % {"leaders": joined(unseen)},
            _url("groups:leaders") or edit,
            _("Whoever works with children shows it before the first session."),
            due_on=_to_come(standing.first_day, standing.today),
            urgency="soon",
        )


def _in_time(standing: Standing) -> Iterator[AgendaItem]:
    group, today = standing.group, standing.today
    page = group.get_absolute_url()
    if standing.is_below_minimum:
        yield AgendaItem(
            _("Too few: see what can be done"),
            _url("referrals:early_warning", group) or page,
            due_on=group.first_on,
            urgency="now",
        )
    if group.state == GroupState.PLANNED and standing.first_day and standing.first_day < today:
        yield AgendaItem(
            _("Say that the group has started"),
            f"{page}#moves",
            _("Its first session was planned for %(day)s")
            % {"day": date_format(standing.first_day, _("j F"))},
            urgency="now",
        )
    if group.state == GroupState.RUNNING:
        if standing.last_day and standing.last_day < today:
            yield AgendaItem(
                _("Say that the group is completed"),
                f"{page}#moves",
                _("Its last session was on %(day)s")
                % {"day": date_format(standing.last_day, _("j F"))},
                urgency="now",
            )
        if not standing.has_next_term and group.audience != Audience.PARENTS:
            yield AgendaItem(
                _("Plan the next term"),
                _url("groups:next_term", group),
                _("So that no child is left without a next group."),
                urgency="info",
            )


def _afterwards(standing: Standing) -> Iterator[AgendaItem]:
    url = _url("groups:quality", standing.group)
    if standing.unanswered and url:
        yield AgendaItem(_("Fill in the quality checklist"), url, urgency="soon")
    if not standing.has_next_term and standing.group.audience != Audience.PARENTS:
        yield AgendaItem(
            _("Plan the next term"), _url("groups:next_term", standing.group), urgency="info"
        )


def _to_come(day: date | None, today: date) -> date | None:
    return day if day and day >= today else None


def _url(name: str, group: SupportGroup | None = None) -> str:
    """Return an address by name; empty while that page is not there."""
    try:
        return reverse(name, args=[group.slug] if group else None)
    except NoReverseMatch:
        return ""
