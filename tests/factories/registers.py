"""The registers: liaisons, agreements, training, manuals, decisions, answers about quality."""

from datetime import date, timedelta

import factory
from django.utils import timezone

from districts.choices import AgreementKind
from districts.models import Agreement, Liaison, OperatingGrant
from groups.choices import Answer, Criterion, FileKind, TrainingLevel
from groups.models import (
    Absence,
    Manual,
    ManualVersion,
    ProgrammeDecision,
    QualityAnswer,
    Training,
)
from tests.factories.accounts import UserFactory, a_year_ago
from tests.factories.districts import DistrictFactory, OrganisationFactory
from tests.factories.groups import GroupFactory, LeaderFactory, ProgrammeFactory


class LiaisonFactory(factory.django.DjangoModelFactory):
    """Somebody in a district, known by name; ``with_account`` and ``in_organisation`` differ."""

    class Meta:
        model = Liaison

    class Params:
        in_organisation = factory.Trait(
            district=None, organisation=factory.SubFactory(OrganisationFactory)
        )
        with_account = factory.Trait(user=factory.SubFactory(UserFactory), name="", phone="")

    district = factory.SubFactory(DistrictFactory)
    name = factory.Sequence(lambda n: f"Kontakt {n}")
    phone = "08-508 00 000"
    valid_from = factory.LazyFunction(a_year_ago)


class AgreementFactory(factory.django.DjangoModelFactory):
    """An agreement of three years that began a year ago."""

    class Meta:
        model = Agreement

    organisation = factory.SubFactory(OrganisationFactory)
    kind = AgreementKind.COOPERATION
    about = "Stödgrupper för barn"
    registry_number = factory.Sequence(lambda n: f"SOC 2026/{n}")
    signed_on = factory.LazyFunction(a_year_ago)
    valid_from = factory.LazyFunction(a_year_ago)
    valid_to = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=730))


class OperatingGrantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OperatingGrant

    organisation = factory.SubFactory(OrganisationFactory)
    year = 2026
    amount_sek = 450_000
    decision = factory.Sequence(lambda n: f"Socialnämnden § {n}")


class TrainingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Training

    leader = factory.SubFactory(LeaderFactory)
    course = factory.Sequence(lambda n: f"Kurs {n}")
    level = TrainingLevel.BASIC
    completed_on = date(2024, 5, 2)


class AbsenceFactory(factory.django.DjangoModelFactory):
    """Next week."""

    class Meta:
        model = Absence

    leader = factory.SubFactory(LeaderFactory)
    away_from = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=7))
    away_to = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=13))


class DecisionFactory(factory.django.DjangoModelFactory):
    """A decision that a programme is given without individual assessment."""

    class Meta:
        model = ProgrammeDecision

    programme = factory.SubFactory(ProgrammeFactory)
    board = "Socialnämnden"
    decided_on = date(2025, 9, 16)
    paragraph = factory.Sequence(lambda n: f"§ {n}")
    registry_number = factory.Sequence(lambda n: f"SOC 2025/{n}")
    lets_unassessed = True
    lets_de_identified = False
    valid_from = date(2025, 10, 1)


class ManualFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Manual

    programme = factory.SubFactory(ProgrammeFactory)
    title = factory.Sequence(lambda n: f"Handbok {n}")


class VersionFactory(factory.django.DjangoModelFactory):
    """A version that is a link; ``file`` makes it a small text that is kept here."""

    class Meta:
        model = ManualVersion

    class Params:
        file = factory.Trait(content=b"Hej", file_kind=FileKind.TXT, link="")

    manual = factory.SubFactory(ManualFactory)
    number = factory.Sequence(lambda n: n + 1)
    link = "https://example.org/handbok"
    uploaded_by = factory.SubFactory(UserFactory)


class QualityAnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = QualityAnswer

    group = factory.SubFactory(GroupFactory, planned=True)
    criterion = Criterion.LEADERS
    answer = Answer.YES
    answered_by = factory.SubFactory(UserFactory)
