"""What the offer refuses, in words that a page can show."""

from django.utils.translation import gettext as _


class GroupRefusal(Exception):
    """The group is not as the caller thought; nothing was written."""


class NoSeatLeft(GroupRefusal):
    """Every seat is held or taken. ``capacity``, ``held`` and ``taken`` say how it stands."""

    def __init__(self, group):
        self.slug, self.capacity = group.slug, group.capacity
        self.held, self.taken = group.places_held, group.places_taken
        super().__init__(
            _("No place is left: %(taken)s of %(capacity)s have a place, %(held)s are offered one.")
            % {"taken": self.taken, "capacity": self.capacity, "held": self.held}
        )


class GroupNotOpen(GroupRefusal):
    """The group is not planned or running, so that nobody can be given a seat in it."""

    def __init__(self, group):
        self.slug, self.state = group.slug, group.state
        super().__init__(_("The group is not open: nobody can be given a place in it."))


class NoSuchSeat(GroupRefusal):
    """No seat is held (or taken) that could be released: the counter would go below zero."""

    def __init__(self, group):
        self.slug = group.slug
        super().__init__(_("There is no such place in the group any more."))


class SeatsBusy(GroupRefusal):
    """Somebody else is changing the seats of this group and has not finished in time."""

    def __init__(self):
        super().__init__(_("Others are changing this group right now. Try again."))


class MoveNotPossible(GroupRefusal):
    """The group was moved by somebody else first."""

    def __init__(self, group, name):
        self.slug, self.state, self.move = group.slug, group.state, name
        super().__init__(_("Somebody changed this group before you. Nothing was saved."))


class SeatsInUse(GroupRefusal):
    """Somebody has a place, or an offer of one, that the move would leave in the air."""

    def __init__(self, group):
        self.slug, self.held, self.taken = group.slug, group.places_held, group.places_taken
        super().__init__(_("First find another place for those who have one in the group."))


class ChangedBefore(GroupRefusal):
    """Somebody changed the group after the reader opened the form. ``who`` may be empty."""

    def __init__(self, who=""):
        self.who = who
        super().__init__(
            _("%(who)s changed this group before you. Nothing of yours was saved.") % {"who": who}
            if who
            else _("Somebody changed this group before you. Nothing of yours was saved.")
        )


class PlanInTheWay(GroupRefusal):
    """A room or a leader of the plan is taken by another group at one of the times."""

    def __init__(self):
        super().__init__(_("A room or a leader is taken at one of the times. Nothing was saved."))


class PlanNotOpen(GroupRefusal):
    """The group is over, or has begun, so that this part of its plan stays as it is."""

    def __init__(self):
        super().__init__(_("The group has come too far for this to be changed here."))


class OneFieldOnly(GroupRefusal):
    """Another field of the group is open to the public already."""

    def __init__(self):
        super().__init__(_("One field is open already. Close it before you open another."))


class SessionRefusal(GroupRefusal):
    """A session cannot be moved or cancelled as asked; the words say why."""


class Clash(GroupRefusal):
    """A session would be where another is: same room, same leader, or same group.

    ``kind`` is "room", "leader" or "group"; ``other`` is the session in the way.
    """

    def __init__(self, words, kind, other):
        self.kind, self.other, self.url = kind, other, other.group.get_absolute_url()
        super().__init__(words)
