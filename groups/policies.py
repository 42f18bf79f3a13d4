"""Who may do what with groups. Pure predicates; the rows are ``visible_to``."""

from barnstod.accounts.choices import Role
from groups.choices import CURRENT, GroupState


def can_see_groups(user):
    """Whoever works here sees what has been published, as the public does."""
    return bool(user.roles)


def can_see_calendar(user):
    """Board and administrator have no calendar (design, "Who may do what")."""
    return user.has_role(Role.COORDINATOR, Role.HEAD, Role.LEADER, Role.SOCIAL_WORKER)


def can_see_all_groups(user):
    """Drafts, plans and leaders of every group: the office itself."""
    return user.has_role(Role.COORDINATOR, Role.HEAD)


def can_see_plan(user, group, is_own: bool):
    """Hours, rooms and leaders: the office, the group's own people, and staff unless it hurts.

    A group about violence shows everybody else no more than the public reads; whoever gets a
    place in it learns where and when from the office.
    """
    if can_see_all_groups(user) or is_own:
        return True
    return user.has_role(Role.SOCIAL_WORKER) and not group.needs_extra_care


def can_see_children(user, group):
    """The children's cards of a group: the coordinator's, and its leaders' while they lead it."""
    return user.has_role(Role.COORDINATOR) or (
        user.has_role(Role.LEADER) and group.leaders.filter(user=user).exists()
    )


def can_manage(user, group=None):
    """Only the coordinator publishes, starts, completes and cancels."""
    return user.has_role(Role.COORDINATOR)


def can_open_field(user, group=None):
    """What the public reads of a group about violence is widened by the coordinator alone."""
    return can_manage(user, group)


def can_propose(user):
    """The office plans any group, a leader proposes one for the own organisation."""
    return user.has_role(Role.COORDINATOR, Role.LEADER)


def can_plan_for(user, organisation, own_organisations):
    """``own_organisations`` are the ids of those where ``user`` works."""
    if can_manage(user):
        return True
    return user.has_role(Role.LEADER) and organisation.pk in own_organisations


def can_change_plan(user, group, own_organisations):
    """The coordinator until the group is over; a leader the drafts of the own organisation."""
    if can_manage(user, group):
        return group.state in (GroupState.DRAFT, *CURRENT)
    return group.state == GroupState.DRAFT and can_plan_for(
        user, group.organisation, own_organisations
    )


def can_read_leaders(user):
    """The office reads the register of leaders; a leader finds only the own card in it."""
    return user.has_role(Role.COORDINATOR, Role.HEAD, Role.LEADER)


def can_keep_leaders(user):
    """Training, supervision, days away and extracts shown are written by the coordinator."""
    return user.has_role(Role.COORDINATOR)


def can_read_venues(user):
    """Who meets in which house is for the office; others see the rooms of their own plans."""
    return can_see_all_groups(user)


def can_read_library(user):
    """Whoever sends children to groups or works in them may read what a programme is."""
    senders = (Role.SOCIAL_WORKER, Role.REFERRER)
    return user.has_role(Role.COORDINATOR, Role.HEAD, Role.LEADER, *senders)


def can_keep_library(user):
    """Programmes, the boards' decisions and manuals are written by the coordinator."""
    return user.has_role(Role.COORDINATOR)


def can_see_quality(user):
    """The checklist is for the office and for those who lead groups; each the own ones."""
    return user.has_role(Role.COORDINATOR, Role.HEAD, Role.LEADER)


def can_see_quality_of(user, group):
    """Those who lead the group, and the office."""
    return can_see_all_groups(user) or _leads(user, group)


def can_answer_quality(user, group):
    """The coordinator answers, and so do those who were there."""
    return can_manage(user, group) or _leads(user, group)


def _leads(user, group):
    return user.has_role(Role.LEADER) and group.leaders.filter(user=user).exists()


def can_plan_sessions(user):
    """Whoever may move sessions at all; which ones says :func:`can_move_sessions`."""
    return user.has_role(Role.COORDINATOR, Role.LEADER)


def can_move_sessions(user, group):
    """The coordinator moves any; leaders those of their own groups, while they are drafts."""
    if can_manage(user, group):
        return True
    is_own_draft = user.has_role(Role.LEADER) and group.state == GroupState.DRAFT
    return is_own_draft and any(leader.user_id == user.pk for leader in group.leaders.all())


def can_see_unmet(user):
    """Rounded figures of what is missing, for those who plan the city's offer and answer for it."""
    return can_see_all_groups(user)
