"""What an office lacks before it can plan a group, and leaders before they can see theirs."""

from django.urls import reverse
from django.utils.translation import gettext as _

from barnstod.accounts.choices import Role
from barnstod.accounts.models import User
from barnstod.web.agenda import AgendaItem
from groups.choices import GroupState
from groups.models import Leader, Room, SupportGroup


def missing() -> list[AgendaItem]:
    """Return what the coordinator has to write: before the first group, and cards of accounts."""
    has_begun = SupportGroup.objects.filter(published_at__isnull=False).exists()
    return ([] if has_begun else _before_the_first_group()) + [
        AgendaItem(
            _("%(name)s has an account but no card among the group leaders") % {"name": one.name},
            reverse("groups:leader_create"),
            _("Without a card nobody can lead a group, or see the own ones."),
        )
        for one in User.objects.holding(Role.LEADER).filter(leader=None)
    ]


def _before_the_first_group() -> list[AgendaItem]:
    items = []
    if not Room.objects.exists():
        items.append(
            AgendaItem(
                _("Write the first venue and its rooms"),
                reverse("groups:venues"),
                _("A group meets in a room."),
            )
        )
    if not Leader.objects.exists():
        items.append(
            AgendaItem(
                _("Enter the first group leader"),
                reverse("groups:leader_create"),
                _("With an account only if they are to use the portal."),
            )
        )
    if draft := SupportGroup.objects.filter(state=GroupState.DRAFT).first():
        title, url = _("Publish the first group"), draft.get_absolute_url()
    else:
        title, url = _("Plan the first group"), reverse("groups:create")
    words = _("It is a draft until you publish it. Until then the public page is empty.")
    return [*items, AgendaItem(title, url, words)]


def without_card(user) -> list[AgendaItem]:
    """Return why a leader sees no group: the office has not written the card."""
    if Leader.objects.filter(user=user).exists():
        return []
    return [
        AgendaItem(
            _("You have no card among the group leaders yet"),
            reverse("groups:leaders"),
            _("The office writes it. Until then your groups and your calendar are empty."),
            urgency="info",
        )
    ]
