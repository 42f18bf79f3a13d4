"""Two cases that may be one child's are shown beside one another, to those who may see both."""

import pytest
from django.urls import reverse
from django.utils import timezone

from referrals.models import Referral
from referrals.naming import read_number
from referrals.queries import doubles_of
from referrals.services.identities import keep_identity
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory
from tests.factories.referrals import ReferralFactory
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
NUMBER = read_number("20000105-2380", timezone.localdate())


def named(first="Åsa", last="Fågelsång", *, number=None, **traits):
    referral = ReferralFactory(**traits)
    values = {"first_name": first, "last_name": last}
    keep_identity(referral=referral, values=values, number=number)
    return referral


def test_the_same_number_or_name_and_month_is_a_double():
    one = named(number=NUMBER)
    by_name = named("åsa", "FÅGELSÅNG")
    by_number = named("Kim", "Annan", number=NUMBER)
    named("Åsa", "Fågelsång", child_birth_month=4)
    named("Bo", "Fågelsång")
    office = UserFactory(coordinator=True)

    assert set(doubles_of(office, one)) == {by_name, by_number}
    assert doubles_of(office, by_name) == [one]
    assert doubles_of(office, ReferralFactory()) == []


def test_a_unit_finds_its_own_and_nobody_finds_a_protected_child():
    unit = AffiliationFactory()
    one, other = named(workplace=unit), named()
    own = named(workplace=unit)
    hidden = ReferralFactory(protected=True, workplace=unit)
    office, leader = UserFactory(coordinator=True), UserFactory(leader=True)

    assert doubles_of(unit.user, one) == [own]
    assert set(doubles_of(office, one)) == {other, own}
    assert doubles_of(other.sent_by, one) == doubles_of(leader, one) == []
    assert doubles_of(office, hidden) == []


def test_the_page_links_them_and_keeps_both(office):
    one, other = named(), named()

    page = office.get(one.get_absolute_url()).content.decode()

    assert page.count(other.get_absolute_url()) == 1
    assert "Fågelsång" not in page
    assert Referral.objects.count() == 2


def test_whoever_is_about_to_send_is_shown_what_the_unit_has_sent_already(browse):
    unit = AffiliationFactory()
    sent, other = named(workplace=unit), named()
    draft = named(workplace=unit, draft=True)

    page = browse(unit.user).get(reverse("referrals:review", args=[draft.reference])).text

    assert (sent.get_absolute_url() in page, other.get_absolute_url() in page) == (True, False)


def test_finding_them_costs_the_same_for_any_number():
    office, one = UserFactory(coordinator=True), named()
    costs = []
    for _ in range(2):
        named()
        doubles_of(office, one)
        costs.append(queries_of(lambda: doubles_of(office, one)))

    assert costs == [2, 2]
