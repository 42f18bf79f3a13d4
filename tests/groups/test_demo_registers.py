"""The registers of the demonstration: made up, the same every time, and only about what is."""

from datetime import date
from random import Random

import pytest
from django.db import transaction

from districts.demo import SOURCE
from districts.models import Agreement, Liaison, OperatingGrant, Organisation
from groups import demo_registers
from groups.choices import RegisterCheck
from groups.models import Absence, Leader, ManualVersion, ProgrammeDecision, QualityAnswer, Training
from tests.factories.accounts import UserFactory
from tests.factories.districts import DistrictFactory, OrganisationFactory
from tests.factories.groups import GroupFactory, LeaderFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


@pytest.fixture
def city(db):
    """A small city: districts, one organisation with groups, one without, and many leaders."""
    UserFactory(coordinator=True)
    DistrictFactory.create_batch(5)
    runs, other = OrganisationFactory(code="runs"), OrganisationFactory(code="other")
    LeaderFactory.create_batch(14, organisation=runs)
    LeaderFactory(organisation=other)
    programmes = ProgrammeFactory.create_batch(2, source=SOURCE)
    ProgrammeFactory(source="002")
    for state in ("planned", "running", "completed"):
        GroupFactory(**{state: True}, organisation=runs, programme=programmes[0])


def contents():
    return [
        list(Liaison.objects.order_by("pk").values_list("name", "role", "valid_from", "valid_to")),
        list(Leader.objects.order_by("pk").values_list("weekdays", "register_check_shown_on")),
        list(Training.objects.order_by("pk").values_list("course", "level", "completed_on")),
        list(OperatingGrant.objects.order_by("pk").values_list("year", "amount_sek")),
        list(QualityAnswer.objects.order_by("pk").values_list("criterion", "answer")),
    ]


def test_demonstration_fills_every_register(city):
    demo_registers.load(TODAY, Random(1))

    checks = {leader.register_check(TODAY) for leader in Leader.objects.all()}
    assert checks == set(RegisterCheck)
    assert Leader.objects.filter(trainings=None).exists()
    for model in (Liaison, Agreement, Absence, ManualVersion, ProgrammeDecision, QualityAnswer):
        assert model.objects.exists(), model


def test_demonstration_invents_nothing_about_the_sources(city):
    demo_registers.load(TODAY, Random(1))

    sources = ProgrammeDecision.objects.values_list("programme__source", flat=True)
    assert set(sources) == {SOURCE}
    assert set(Agreement.objects.values_list("organisation__code", flat=True)) == {"runs"}
    assert not Organisation.objects.get(code="other").liaisons.exists()


def test_demonstration_is_the_same_for_the_same_seed(city):
    loaded = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            demo_registers.load(TODAY, Random(seed))
            loaded.append(contents())
            transaction.set_rollback(True)

    assert loaded[0] == loaded[1]
    assert loaded[0] != loaded[2]


def test_demonstration_loads_once(city):
    demo_registers.load(TODAY, Random(1))
    first = contents()

    demo_registers.load(TODAY, Random(2))

    assert contents() == first
