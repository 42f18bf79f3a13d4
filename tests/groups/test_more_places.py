"""A published group is given more places for a reason; nothing else lets it hold more."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from barnstod.audit.models import AuditEvent
from groups import services
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory
from tests.groups.test_drafting import as_posted

pytestmark = pytest.mark.django_db


def change(group, **more):
    office = UserFactory(coordinator=True)
    seen = services.version_of(group)
    return services.change_group(group=group, seen=seen, by=office, **more)


@pytest.mark.parametrize("reason", ["", "typo"])
def test_more_places_in_a_published_group_need_a_reason(reason):
    group = GroupFactory(planned=True, capacity=8)

    with pytest.raises(ValidationError):
        change(group, plan={"capacity": 9}, more_places=reason)
    change(group, plan={"capacity": 7})
    group.refresh_from_db()
    change(group, plan={"capacity": 9}, more_places="sibling")

    group.refresh_from_db()
    assert group.capacity == 9
    events = AuditEvent.objects.filter(action="group.change").order_by("at", "pk")
    details = [event.detail.get("more_places") for event in events]
    assert details == [None, "sibling"]


def test_a_draft_has_promised_nobody_anything():
    group = GroupFactory(capacity=8)

    change(group, plan={"capacity": 12}, more_places="sibling")

    assert AuditEvent.objects.get(action="group.change").detail == {"fields": ["capacity"]}


def test_the_form_asks_why_beside_the_field(client, sign_in):
    sign_in(coordinator=True)
    group = GroupFactory(planned=True, timed=True, capacity=8)
    url = reverse("groups:edit", args=[group.slug])
    answers = as_posted(group, capacity="10") | {"save": "1"}

    refused = client.post(url, answers)
    assert list(refused.context["form"].errors) == ["more_places"]
    client.post(url, answers | {"more_places": "larger_room"})

    group.refresh_from_db()
    assert group.capacity == 10
    draft = client.get(reverse("groups:edit", args=[GroupFactory().slug]))
    assert "more_places" not in draft.context["form"].fields
