"""One field of a group about violence is opened to the public, with a reason, and closed again."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from barnstod.web.public import forget
from groups import queries
from groups.choices import GroupState, Need, Openable, Precision
from groups.exceptions import OneFieldOnly, PlanNotOpen
from groups.models import SupportGroup
from groups.publishing import public_view
from groups.services import close_field, open_field
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory

pytestmark = pytest.mark.django_db

WHY = "Familjer ringer och frågar om dagen."


def about_violence(**columns):
    values = {"planned": True, "timed": True, "precision": Precision.REGION}
    values |= {"needs": [Need.FAMILY_VIOLENCE], "slug": "barngrupp-soderort-vt27-aaaa"}
    return GroupFactory(**(values | columns))


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


def test_opening_writes_field_reason_and_who_and_the_log_has_no_reason(coordinator):
    group = open_field(group=about_violence(), field="weekday", reason=f" {WHY} ", by=coordinator)

    group.refresh_from_db()
    assert (group.opened_field, group.opened_because) == (Openable.WEEKDAY, WHY)
    assert (group.opened_by, group.opened_at.date()) == (coordinator, timezone.now().date())
    event = AuditEvent.objects.get(action="group.open_field")
    assert (event.subject, event.detail) == (group.slug, {"field": "weekday"})


def test_closing_takes_all_of_it_back(coordinator):
    group = open_field(group=about_violence(), field="weekday", reason=WHY, by=coordinator)

    close_field(group=group, by=coordinator)
    close_field(group=group, by=coordinator)

    group.refresh_from_db()
    assert (group.opened_field, group.opened_because, group.opened_by, group.opened_at) == (
        "",
        "",
        None,
        None,
    )
    assert AuditEvent.objects.filter(action="group.close_field").count() == 1
    assert public_view(group).weekday is None


def test_a_second_field_is_refused_while_one_is_open(coordinator):
    group = open_field(group=about_violence(), field="weekday", reason=WHY, by=coordinator)

    with pytest.raises(OneFieldOnly):
        open_field(group=group, field="languages", reason=WHY, by=coordinator)


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"needs": [Need.SUBSTANCE_USE]}, WHY),
        ({}, "   "),
    ],
    ids=["not about violence", "no reason"],
)
def test_opening_is_refused(coordinator, columns, reason):
    group = about_violence(**columns)

    with pytest.raises(ValidationError):
        open_field(group=group, field="weekday", reason=reason, by=coordinator)

    group.refresh_from_db()
    assert group.opened_field == ""


def test_a_group_that_is_over_stays_closed(coordinator):
    with pytest.raises(PlanNotOpen):
        open_field(
            group=about_violence(completed=True, planned=False),
            field="weekday",
            reason=WHY,
            by=coordinator,
        )


@pytest.mark.parametrize("role", ["head", "leader", "social_worker", "board", "admin"])
def test_opening_and_closing_are_the_coordinators(role):
    group, user = about_violence(), UserFactory(**{role: True})

    with pytest.raises(PermissionDenied):
        open_field(group=group, field="weekday", reason=WHY, by=user)
    with pytest.raises(PermissionDenied):
        close_field(group=group, by=user)


@pytest.mark.parametrize(
    "broken",
    [
        {"opened_field": "first_on"},
        {"opened_because": " "},
        {"opened_by": None},
        {"opened_at": None},
        {"needs": [Need.MENTAL_ILLNESS]},
        {"opened_field": ""},
    ],
    ids=["a date", "no reason", "nobody", "no time", "not about violence", "half closed"],
)
def test_database_refuses(coordinator, broken):
    group = open_field(group=about_violence(), field="weekday", reason=WHY, by=coordinator)

    rows = SupportGroup.objects.filter(pk=group.pk)
    with (
        pytest.raises(IntegrityError, match="group_field_is_opened_with_a_reason"),
        transaction.atomic(),
    ):
        rows.update(**broken)


def test_next_term_starts_closed(coordinator):
    group = about_violence(planned=False, running=True)
    group = open_field(group=group, field="weekday", reason=WHY, by=coordinator)

    plan = queries.plan_of_next_term(group, timezone.localdate())

    assert not {name for name in plan if name.startswith("opened")}


def test_page_opens_the_field_the_public_reads_it_and_the_button_closes_it(client, sign_in):
    user = sign_in(coordinator=True)
    group = about_violence(weekday=1)
    public = reverse("groups:public_detail", args=[group.slug])
    here = reverse("groups:open_field", args=[group.slug])
    assert "Tisdagar" not in client.get(public).text

    refused = client.post(here, {"field": "weekday", "reason": ""})
    done = client.post(here, {"field": "weekday", "reason": WHY})
    forget()
    opened, office = client.get(public).text, client.get(group.get_absolute_url()).text
    client.post(reverse("groups:close_field", args=[group.slug]))
    forget()

    assert "Skriv varför familjerna behöver veta det." in refused.text
    assert done["Location"] == group.get_absolute_url()
    assert "Tisdagar" in opened
    assert (WHY in office, user.name in office, WHY in opened) == (True, True, False)
    assert "Tisdagar" not in client.get(public).text


@pytest.mark.parametrize("field", ["first_on", "organiser", "venue", "leaders", "districts"])
def test_page_knows_no_other_field(client, sign_in, field):
    sign_in(coordinator=True)
    group = about_violence()

    client.post(reverse("groups:open_field", args=[group.slug]), {"field": field, "reason": WHY})

    group.refresh_from_db()
    assert group.opened_field == ""


def test_group_about_something_else_has_no_such_page(client, sign_in):
    sign_in(coordinator=True)
    group = GroupFactory(planned=True)
    here = reverse("groups:open_field", args=[group.slug])

    assert here not in client.get(group.get_absolute_url()).text
    assert client.get(here)["Location"] == group.get_absolute_url()
    assert group.state == GroupState.PLANNED
