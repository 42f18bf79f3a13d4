"""Who may do what with a child's case. Pure questions about (actor, referral); nothing is written.

``by`` is a user, or the name of a job such as "system:lapse", which holds no role.
"""

from barnstod.accounts.choices import Role
from districts.queries import districts_of, organisations_of
from groups.models import Session
from referrals.choices import IN_GROUP, NOT_SENT, FeedbackLevel, Names, State

LAPSING = "system:lapse"  # the job that ends offers nobody answered
REMINDING = "system:remind"  # the job that tells senders that an offer soon ends
ERASING = "system:erase"  # whoever says all three words of a receipt, and the job that forgets
RECEIPTS = "system:receipts"  # a form that came before is shown its receipt again
CANCELLING = "system:cancel"  # for a protected child whose group an uncleared colleague cancels

SENDERS = (Role.SOCIAL_WORKER, Role.REFERRER)  # they send for a unit, or for an organisation


def holds(by, *roles) -> bool:
    return not isinstance(by, str) and by.has_role(*roles)


def own_districts(user) -> set[int]:
    """Return ``districts_of(user)``, asked once for the account in hand, like its roles."""
    return _once(user, districts_of)


def own_organisations(user) -> set[int]:
    return _once(user, organisations_of)


def _once(user, ask) -> set[int]:
    if ask.__name__ not in vars(user):
        setattr(user, ask.__name__, ask(user))
    return getattr(user, ask.__name__)


# --- pages -------------------------------------------------------------------------------------


def can_list(user):
    return holds(user, *SENDERS, Role.COORDINATOR)


def can_send(user):
    return can_list(user)


def can_send_for(user, units):
    """Whoever is not of the office needs a unit or an organisation to send for."""
    return bool(units) or holds(user, Role.COORDINATOR)


def is_social_worker(user):
    return holds(user, Role.SOCIAL_WORKER)


def sends_for_unit(user):
    return holds(user, *SENDERS)


def can_see_waiting_list(user):
    return holds(user, Role.COORDINATOR)


def can_handle_cases(user):
    return holds(user, Role.COORDINATOR)


def can_see_calls(user):
    """Who waits to be rung back is the office's; how many of them, also the head's."""
    return holds(user, Role.COORDINATOR, Role.HEAD)


def can_see_children_of_groups(user):
    return holds(user, Role.LEADER, Role.COORDINATOR)


def is_leader(user):
    return holds(user, Role.LEADER)


def can_name_readers(user):
    """The head names who may open the case of a protected child, and a deputy."""
    return holds(user, Role.HEAD)


# --- one referral ------------------------------------------------------------------------------


def is_cleared(by, referral) -> bool:
    """A protected child is for the people named on the case, whatever their role."""
    return not referral.is_protected or referral.named_readers.filter(user=by).exists()


def can_handle(by, referral):
    """The office asks, returns, offers, declines, lets rest and moves."""
    return holds(by, Role.COORDINATOR) and is_cleared(by, referral)


def works_where_sent(by, referral) -> bool:
    """Tell whether ``by`` is of its unit, wherever that was merged since, or its organisation."""
    if referral.sender_district_id:
        return _works_in(by, referral.sender_district_id)
    return holds(by, Role.REFERRER) and referral.sender_organisation_id in own_organisations(by)


def is_own_units(by, referral):
    """What the own unit or organisation sent."""
    return works_where_sent(by, referral) and is_cleared(by, referral)


def can_write_for_unit(by, referral):
    """A new request is the unit's of whoever writes it, or taken by telephone at the office."""
    if not referral.has_unit:
        return holds(by, Role.COORDINATOR)
    return works_where_sent(by, referral)


def can_write(by, referral):
    """Whoever sends it completes it: the unit its own, the office what it took by telephone."""
    if not referral.has_unit:
        return can_handle(by, referral)
    return is_own_units(by, referral)


def can_answer_offer(by, referral):
    """The unit answers, if it is to know of a place at all; the office can always answer."""
    return can_handle(by, referral) or (is_own_units(by, referral) and follows_place(referral))


def can_take_place_back(by, referral):
    return by == CANCELLING or can_handle(by, referral)


def can_withdraw(by, referral):
    return can_handle(by, referral) or is_own_units(by, referral)


def can_protect(by, referral):
    """Whoever learns that a child has become protected says so at once, also of a closed case."""
    return not referral.is_protected and (can_handle(by, referral) or is_own_units(by, referral))


def can_lapse(by, referral):
    return by == LAPSING


def can_read_file_text(by, referral):
    """Whoever keeps a file on the child, and the organisation that keeps a receipt instead."""
    return can_handle(by, referral) or is_own_units(by, referral)


def can_answer_safety(by, referral):
    """Whoever talks with the family: the sender, and the office while it is in its hands."""
    return referral.is_open and (can_handle(by, referral) or is_own_units(by, referral))


def can_write_consent(by, referral):
    """Whoever hears the yes, or hears it taken back, writes it down."""
    return referral.is_open and (can_handle(by, referral) or is_own_units(by, referral))


def can_write_decision(by, referral):
    """What a board or an officer has decided on instead of a guardian is not an organisation's."""
    is_judge = referral.sender_organisation_id is None or can_handle(by, referral)
    return is_judge and can_write_consent(by, referral)


def can_hand_over(by, referral):
    """The unit gives what it sent, the office what it took by telephone; a draft nobody does."""
    is_givers = is_own_units if referral.has_unit else can_handle
    may_go = referral.is_open and referral.state not in NOT_SENT and is_givers(by, referral)
    return may_go and referral.sender_organisation_id is None  # that is no board's to give


def can_amend(by, referral):
    """The sender and the office change what was sent; what is sent back is completed instead."""
    is_sent = referral.is_open and referral.state not in (*NOT_SENT, State.RETURNED)
    return is_sent and (can_handle(by, referral) or is_own_units(by, referral))


def can_change_officer(by, referral):
    """Colleagues of one unit take cases over from one another."""
    return referral.is_open and is_own_units(by, referral)


def can_answer_handover(by, handover):
    """Somebody of the unit it is given to; of a protected child somebody named on the case."""
    return _works_in(by, handover.to_unit_id) and _is_cleared_for(by, handover)


def can_take_handover_back(by, handover):
    is_givers = _works_in(by, handover.from_unit_id)
    if handover.from_unit_id is None:
        is_givers = holds(by, Role.COORDINATOR)
    return is_givers and _is_cleared_for(by, handover)


def _works_in(by, unit_id) -> bool:
    return holds(by, Role.SOCIAL_WORKER) and unit_id in own_districts(by)


def _is_cleared_for(by, handover) -> bool:
    """Asked of the reader: whoever is given a case cannot see it yet."""
    return not handover.is_protected or by.named_on.filter(referral=handover.referral_id).exists()


# --- what the sender learns, and names ---------------------------------------------------------


def follows_place(referral) -> bool:
    return referral.feedback_level != FeedbackLevel.RECEIVED_AND_CLOSED


def sees_whole_way(by, referral):
    """Tell whether ``by`` may see each step, or only that it is received and closed."""
    return holds(by, Role.COORDINATOR) or follows_place(referral)


def can_open_names(by, referral):
    return referral.names != Names.NONE and (can_handle(by, referral) or is_own_units(by, referral))


def must_say_why(by, referral):
    """The office says why before names are shown; whoever wrote them and is not done need not."""
    if not referral.has_unit:
        return by.pk != referral.sent_by_id or referral.state not in (State.DRAFT, State.RETURNED)
    return not is_own_units(by, referral)


# --- in the group ------------------------------------------------------------------------------


def leads(by, group) -> bool:
    """Leaders act in the groups they lead today, and in no other."""
    return holds(by, Role.LEADER) and group.leaders.filter(user=by).exists()


def stands_in(by, session):
    """Whoever leads this session in person meets its children, that day and the next, and no more
    of the group."""
    return holds(by, Role.LEADER) and is_led_in_person(by, pk=session.pk)


def is_led_in_person(by, **sessions) -> bool:
    return Session.objects.led_in_person(by).filter(**sessions).exists()


def meets_children_of(by, session):
    return leads(by, session.group) or stands_in(by, session)


def can_take_roll(by, session):
    """Those who lead the session, and the office when a leader telephones."""
    return holds(by, Role.COORDINATOR) or meets_children_of(by, session)


def can_write_talks_of(by, group):
    """Those who lead the group, and the office when a leader telephones."""
    return holds(by, Role.COORDINATOR) or leads(by, group)


def can_start(by, referral):
    """Whoever sees the child come, under an alias where it is protected."""
    return (
        can_handle(by, referral)
        or leads(by, referral.group)
        or (holds(by, Role.LEADER) and is_led_in_person(by, group=referral.group))
    )


def can_write_evening(by, referral):
    """The sender and the office say who fetches the child, once it is known to want a place."""
    is_on_its_way = referral.is_open and referral.state not in (
        *NOT_SENT,
        State.SUBMITTED,
        State.RETURNED,
    )
    return is_on_its_way and (can_handle(by, referral) or is_own_units(by, referral))


def sees_told(by, referral):
    """Whoever talks with the family: the office, and the leaders, but not of a protected child."""
    is_led = referral.state in IN_GROUP and not referral.is_protected
    return can_handle(by, referral) or (is_led and leads(by, referral.group))


def can_write_told(by, referral):
    """What is told at the first talk stays with those who hold it; the sender does not see it."""
    return referral.is_open and referral.state != State.INTEREST and sees_told(by, referral)


def sees_attendance(by, referral):
    """The office does; a sender where the family has agreed to it."""
    return can_handle(by, referral) or (
        is_own_units(by, referral) and referral.feedback_level == FeedbackLevel.ATTENDANCE_TOO
    )
