"""A present-day demonstration of the registers. Every person and number in it is invented.

Called by the loader of the whole demonstration after its groups and leaders are there. Swedish
stands here directly: these are the words that people would have typed.
"""

from datetime import date, timedelta
from random import Random

from django.db import transaction

from barnstod.accounts.choices import Role
from barnstod.accounts.models import RoleGrant, User
from districts.choices import AgreementKind, LiaisonRole
from districts.demo import SOURCE
from districts.models import Agreement, District, Liaison, OperatingGrant, Organisation
from groups.choices import Answer, Criterion, FileKind, GroupState, TrainingLevel, VersionStatus
from groups.demo_plan import FIRST_NAMES, LAST_NAMES
from groups.models import (
    Absence,
    Leader,
    Manual,
    ManualVersion,
    Programme,
    ProgrammeDecision,
    QualityAnswer,
    SupportGroup,
    Training,
)

COURSES = {
    TrainingLevel.BASIC: ("Att samtala med barn", "Barn och unga i kris"),
    TrainingLevel.ADVANCED: ("Gruppledarutbildning", "Att leda föräldragrupp"),
    TrainingLevel.SPECIALIST: ("Barn som har upplevt våld", "Handledarutbildning"),
}
SUPERVISORS = ("Ersta diakoni, handledare", "Stadens handledare", "BUP, psykolog")
ONE_DAY = timedelta(days=1)
UNTRAINED_EVERY = 9  # one leader in so many has no course yet
UNCHECKED_EVERY = 14  # and one in so many has shown no extract
MANUAL = "Tio träffar, tema för tema. Det här är en påhittad text för visning.\n"


@transaction.atomic
def load(today: date, rng: Random) -> None:
    """Fill the registers around the groups, leaders and places that are there; only once."""
    if Liaison.objects.exists():
        return
    office = _coordinator()
    _places(today, rng)
    _leaders(today, rng, office)
    _library(today, office)
    _quality(today, rng, office)


def _coordinator() -> User:
    grant = RoleGrant.objects.filter(role=Role.COORDINATOR).order_by("pk").first()
    if grant is None:
        raise LookupError("The demonstration has no coordinator")
    return grant.user


def _name(rng: Random) -> str:
    return f"{rng.choice(FIRST_NAMES.split())} {rng.choice(LAST_NAMES.split())}"


def _places(today: date, rng: Random) -> None:
    """Name a liaison and a deputy for each place but one, and write what was agreed."""
    began = today.replace(day=1) - timedelta(days=400)
    running = Organisation.objects.filter(support_groups__isnull=False).distinct()
    places = [{"district": one} for one in District.objects.on(today)][:-1]
    places += [{"organisation": one} for one in running]
    liaisons = []
    for number, place in enumerate(places):
        known = place | {"phone": f"08-508 {rng.randrange(10, 99)} {rng.randrange(100, 999)}"}
        liaisons.append(Liaison(name=_name(rng), valid_from=began, **known))
        if number % 3 != 2:
            role = LiaisonRole.DEPUTY
            liaisons.append(Liaison(name=_name(rng), role=role, valid_from=began, **known))
        if number % 4 == 0:
            before = {"valid_from": began - timedelta(days=700), "valid_to": began - ONE_DAY}
            liaisons.append(Liaison(name=_name(rng), **before, **known))
    Liaison.objects.bulk_create(liaisons)

    kinds = (AgreementKind.PARTNERSHIP, AgreementKind.COOPERATION)
    for number, organisation in enumerate(running):
        Agreement.objects.create(
            organisation=organisation,
            kind=kinds[number % 2],
            about="Stödgrupper för barn och deras föräldrar",
            registry_number=f"SOC {today.year - 1}/{410 + number}",
            signed_on=None if number % 5 == 4 else began,
            valid_from=began,
            valid_to=began + timedelta(days=1095) if number % 3 else None,
        )
        for year in (today.year - 1, today.year):
            OperatingGrant.objects.create(
                organisation=organisation,
                year=year,
                amount_sek=rng.randrange(24, 90) * 10_000,
                decision=f"Socialnämnden § {rng.randrange(5, 30)}",
                decided_on=date(year - 1, 12, 10),
            )


def _leaders(today: date, rng: Random, office: User) -> None:
    """Give each leader courses, supervision, days and an extract; some lack one of them."""
    leaders = list(Leader.objects.order_by("pk"))
    trainings, absences = [], []
    for number, leader in enumerate(leaders, start=1):
        if number % UNTRAINED_EVERY:
            trainings += _trainings(leader, number, today, rng)
            leader.supervised_by = rng.choice(SUPERVISORS)
            leader.supervised_on = today - timedelta(days=rng.randrange(5, 80))
        if number % UNCHECKED_EVERY:
            days = 500 if number % UNCHECKED_EVERY == 3 else rng.randrange(10, 330)
            leader.register_check_shown_on = today - timedelta(days=days)
            leader.register_check_seen_by = office
        leader.weekdays = sorted(rng.sample(range(5), k=2 + number % 2))
        if number % 5 == 0:
            first = today + timedelta(days=rng.randrange(5, 40))
            last = first + timedelta(days=6)
            absences.append(Absence(leader=leader, away_from=first, away_to=last))
    fields = ["register_check_shown_on", "register_check_seen_by", "weekdays"]
    Leader.objects.bulk_update(leaders, [*fields, "supervised_by", "supervised_on"])
    Training.objects.bulk_create(trainings)
    Absence.objects.bulk_create(absences)


def _trainings(leader: Leader, number: int, today: date, rng: Random) -> list[Training]:
    levels = list(TrainingLevel)[: 1 + number % 3]
    return [
        Training(
            leader=leader,
            course=COURSES[level][number % 2],
            level=level,
            completed_on=today - timedelta(days=2400 - 700 * step - rng.randrange(0, 300)),
        )
        for step, level in enumerate(levels)
    ]


def _library(today: date, office: User) -> None:
    """Write decisions and manuals for our own programmes; the last one lacks its decision.

    Those of the source documents are left as they are: nobody has decided anything about them.
    """
    programmes = list(Programme.objects.filter(source=SOURCE).order_by("pk"))
    year = today.year - 1
    for number, programme in enumerate(programmes):
        if programme != programmes[-1]:
            ProgrammeDecision.objects.create(
                programme=programme,
                board="Socialnämnden",
                decided_on=date(year, 9, 16),
                paragraph=f"§ {number + 4}",
                registry_number=f"SOC {year}/{300 + number}",
                lets_unassessed=True,
                lets_de_identified=programme.documentation_mode == "de_identified",
                conditions="Följs upp efter varje år.",
                valid_from=date(year, 10, 1),
            )
        manual = Manual.objects.create(programme=programme, title="Manual för gruppledare")
        kept = {"content": MANUAL.encode(), "file_kind": FileKind.TXT}
        linked = {"link": "https://barnstod.example/handledning"}
        statuses = list(VersionStatus)[: 1 + number % 3]
        for version, status in enumerate(reversed(statuses), start=1):
            text = kept if version % 2 else linked
            ManualVersion.objects.create(
                manual=manual, number=version, status=status, uploaded_by=office, **text
            )


def _quality(today: date, rng: Random, office: User) -> None:
    """Answer for the groups that are over in full, for the running ones in part."""
    answers = []
    for group in SupportGroup.objects.filter(
        state__in=[GroupState.COMPLETED, GroupState.RUNNING]
    ).order_by("pk"):
        is_over = group.state == GroupState.COMPLETED
        for criterion in list(Criterion)[: None if is_over else 5]:
            answer = rng.choices(list(Answer), weights=(12, 1, 1))[0]
            answers.append(
                QualityAnswer(
                    group=group,
                    criterion=criterion,
                    answer=answer,
                    answered_by=office,
                    answered_on=today - timedelta(days=rng.randrange(1, 30)),
                )
            )
    QualityAnswer.objects.bulk_create(answers)
