"""The log of who did and who read what, for the head of unit."""

import pytest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from barnstod.accounts.choices import Role
from barnstod.audit.services import record
from referrals.choices import OpeningReason
from tests.barnstod.audit.test_services import Case
from tests.factories.accounts import UserFactory
from tests.factories.grants import GrantFactory

pytestmark = pytest.mark.django_db

LOG = "/kontor/logg/"


@pytest.fixture(autouse=True)
def head(sign_in):
    return sign_in(head=True)


@pytest.fixture
def events():
    eva, bo = UserFactory(name="Eva", email="eva@stad.se"), UserFactory(name="Bo")
    record("identity.read", by=eva, on=Case(), why=OpeningReason.CALL.value)
    record("case.move", by=bo, on=Case())
    record("account.end_role", by="system:invite", on=bo, role="head", unknown=["x"])


def shown(response):
    return [(line.who, line.event.action) for line in response.context["lines"]]


def test_log_shows_the_newest_first_in_words(client, events):
    response = client.get(LOG)

    assert [(line.who, line.what, line.details) for line in response.context["lines"]] == [
        (_("whoever runs the portal"), _("a role was ended"), [_said(_("role"), Role.HEAD.label)]),
        ("Bo", "case.move", []),  # of an older portal: nobody knows its words any more
        ("Eva", _("read names"), [_said(_("reason"), OpeningReason.CALL.label)]),
    ]


def _said(label, words):
    return f"{capfirst(label)}: {words}"


def test_details_are_words_and_names_and_what_is_empty_or_unknown_is_not_there(client):
    eva = UserFactory(name="Eva")
    grant = GrantFactory()
    record("grant.change", by=eva, on=grant, grant="", changed=["applicant", "nothing"])
    record("referral.officer", by=eva, on=Case(), officer=eva.pk)
    record("session.move", by=eva, on=Case(), before="2026-11-02T16:00:00+00:00", following=0)

    others = ngettext("%d more thing", "%d more things", 1) % 1
    assert [line.details for line in client.get(LOG).context["lines"]] == [
        [_said(_("before"), "2026-11-02 17.00"), _said(_("sessions moved along"), "0")],
        [_said(_("person"), "Eva")],
        [_("Changed: %(fields)s") % {"fields": f"{_('applicant')}, {others}"}],
    ]


@pytest.mark.parametrize(
    ("query", "actions"),
    [
        ({"reference": "B7K2"}, ["case.move", "identity.read"]),
        ({"email": "eva@stad.se"}, ["identity.read"]),
        ({"reference": "B7K2", "email": "nobody@stad.se"}, []),
        ({"reference": "x" * 500}, ["account.end_role", "case.move", "identity.read"]),
    ],
)
def test_log_is_searched_by_reference_and_by_person(client, events, query, actions):
    assert [action for _who, action in shown(client.get(LOG, query))] == actions


def test_log_costs_the_same_for_any_number_of_events(client, django_assert_max_num_queries):
    for number in range(60):
        user = UserFactory(name=f"Eva {number}")
        record("referral.officer", by=user, on=Case(), officer=UserFactory().pk)

    with django_assert_max_num_queries(12):
        response = client.get(LOG)
    assert len(shown(response)) == 50
    assert len(shown(client.get(LOG, {"s": 2}))) == 10
