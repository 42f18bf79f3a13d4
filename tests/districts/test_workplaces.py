"""The page on which the administrator says where a person works."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from districts import services
from districts.models import Affiliation
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory, DistrictFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
QUERIES = 12


def page_of(person) -> str:
    return reverse("districts:workplaces", args=[person.pk])


def test_a_workplace_is_given_and_ended(client, sign_in):
    sign_in(admin=True)
    person, district, organisation = UserFactory(), DistrictFactory(), OrganisationFactory()

    for place in (district, organisation):
        assert client.post(page_of(person), {"place": place.unit_code}).status_code == 302
    given = {(one.district, one.organisation) for one in Affiliation.objects.all()}
    assert given == {(district, None), (None, organisation)}
    text = client.get(page_of(person)).text
    assert district.name in text
    assert organisation.name in text

    Affiliation.objects.filter(district=district).update(
        valid_from=timezone.localdate() - timedelta(days=9)
    )
    for one in Affiliation.objects.all():
        client.post(reverse("districts:workplace_end", args=[person.pk, one.pk]))

    left = Affiliation.objects.get()  # the one of today leaves only its audit
    yesterday = timezone.localdate() - timedelta(days=1)
    assert (left.district, left.valid_to) == (district, yesterday)


@pytest.mark.parametrize("place", ["", "nowhere"])
def test_no_place_is_refused_beside_the_question(client, sign_in, place):
    sign_in(admin=True)

    page = client.post(page_of(UserFactory()), {"place": place})

    assert page.context["form"].errors == {"place": ["Välj ett alternativ."]}


def test_a_workplace_twice_is_refused_in_words(client, sign_in):
    sign_in(admin=True)
    work = AffiliationFactory()

    page = client.post(page_of(work.user), {"place": work.district.unit_code})

    assert page.status_code == 200
    assert page.context["form"].non_field_errors()


def test_nobody_chooses_where_oneself_works(client, sign_in):
    admin = sign_in(admin=True)
    own = AffiliationFactory(user=admin)

    answers = [
        client.post(page_of(admin), {"place": DistrictFactory().unit_code}).status_code,
        client.post(reverse("districts:workplace_end", args=[admin.pk, own.pk])).status_code,
    ]

    assert answers == [403, 403]
    assert Affiliation.objects.get().valid_to is None
    with pytest.raises(PermissionDenied):
        services.affiliate_to(DistrictFactory(), user=admin, by=admin)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_any_number(client, sign_in, django_assert_num_queries, rows):
    sign_in(admin=True)
    person = UserFactory()
    AffiliationFactory.create_batch(rows, user=person)
    client.get(page_of(person))

    with django_assert_num_queries(QUERIES):
        client.get(page_of(person))
