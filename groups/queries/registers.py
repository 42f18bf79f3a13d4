"""What the register pages ask the database: leaders, programmes, and the groups of a place."""

from django.db.models import Count, Prefetch, Q

from districts.models import Organisation, swedish
from districts.policies import can_read_agreements
from groups.choices import CURRENT, Answer, Criterion, Precision
from groups.models import (
    Absence,
    Leader,
    Manual,
    ManualVersion,
    Programme,
    SupportGroup,
)
from groups.policies import can_see_all_groups


def leader_cards(user, today):
    """Return the cards ``user`` may see, each with ``led_now`` and ``away_soon``."""
    led = SupportGroup.objects.filter(state__in=CURRENT).prefetch_related("hosting_districts")
    return (
        Leader.objects.visible_to(user)
        .with_names()
        .prefetch_related(
            Prefetch("support_groups", led, to_attr="led_now"),
            Prefetch("absences", Absence.objects.not_over(today), to_attr="away_soon"),
        )
    )


def programmes():
    """Return the programmes with what the list says of each: decisions, manuals, groups now."""
    now = Count("groups", filter=Q(groups__state__in=CURRENT), distinct=True)
    manuals = Count("manuals", distinct=True)
    rows = Programme.objects.annotate(groups_now=now, manual_count=manuals)
    return rows.prefetch_related("decisions").order_by(swedish("name"))


def library_of(programme: Programme):
    """Return the manuals of a programme, each with its versions, the latest first."""
    versions = ManualVersion.objects.select_related("uploaded_by")
    rows = Manual.objects.filter(programme=programme)
    return rows.prefetch_related(Prefetch("versions", versions))


def groups_of_organisation(organisation: Organisation, user):
    """Return the groups it runs that ``user`` may connect with it, the latest term first.

    Who runs a group that is published with the part of the city only is for the office and for
    the organisation's own people; the public page would not tell either.
    """
    groups = SupportGroup.objects.visible_to(user).filter(organisation=organisation)
    if not can_read_agreements(user, organisation):
        groups = groups.exclude(precision=Precision.REGION)
    return with_quality(groups)


def groups_of_district(district, user):
    """Return the groups there that ``user`` may connect with it, the latest term first.

    A group of a district that has been merged is found on its own page and on the successor's.
    """
    groups = SupportGroup.objects.visible_to(user).filter(hosting_districts__in=district.lineage())
    if not can_see_all_groups(user):
        groups = groups.exclude(precision=Precision.REGION)
    return with_quality(groups.distinct())


def with_quality(groups):
    """Add how many criteria were answered, and how many of them with no."""
    answered = Count("quality_answers", distinct=True)
    no = Count("quality_answers", filter=Q(quality_answers__answer=Answer.NO), distinct=True)
    rows = groups.annotate(quality_answered=answered, quality_no=no)
    return rows.with_names().order_by("-year", "season", "pk")


CRITERIA = len(Criterion)
