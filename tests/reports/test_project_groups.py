"""The support groups of a project: named by the office, told of on its page and in its reports."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from reports.choices import ReportType
from reports.dates import PartialDate
from reports.exceptions import MoveNotPossible
from reports.grant_tables import VAGUE
from reports.grants.project_groups import name_groups
from reports.matter import Matter
from reports.models import Grant, GrantGroup
from reports.placing import told_tables
from tests.factories import grants as make
from tests.factories.accounts import UserFactory
from tests.factories.districts import DistrictFactory
from tests.factories.groups import GroupFactory, SessionFactory
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.django_db
YEAR_2026 = {"period_from": PartialDate(2026, 1, 1), "period_to": PartialDate(2026, 12, 31)}
SPRING = {"year": 2026, "season": "spring"}


@pytest.fixture
def grant():
    return make.GrantFactory(granted=True, **YEAR_2026)


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


def named(grant):
    return set(GrantGroup.objects.filter(grant=grant).values_list("group__slug", flat=True))


def table_of(grant, type=ReportType.FINAL_GRANT_REPORT):
    matter = Matter(ReportFactory.build(grant=grant, type=type, texts={}))
    return next((one for one in told_tables(matter) if one.caption == "Projektets grupper"), None)


def test_groups_are_named_and_taken_away_again_each_with_its_line_in_the_log(grant, coordinator):
    one, other = GroupFactory.create_batch(2, completed=True, **SPRING)

    name_groups(grant=grant, groups=[one, other], by=coordinator)
    name_groups(grant=grant, groups=[other], by=coordinator)

    assert named(grant) == {other.slug}
    events = AuditEvent.objects.filter(action__startswith="grantgroup").order_by("pk")
    assert [(event.action, event.detail["group"]) for event in events] == [
        ("grantgroup.add", one.slug),
        ("grantgroup.add", other.slug),
        ("grantgroup.remove", one.slug),
    ]


@pytest.mark.parametrize(
    "wrong", [{"completed": True, "year": 2027, "season": "spring"}, SPRING], ids=["late", "draft"]
)
def test_a_group_of_another_time_or_a_draft_is_not_named(grant, coordinator, wrong):
    with pytest.raises(MoveNotPossible):
        name_groups(grant=grant, groups=[GroupFactory(**wrong)], by=coordinator)

    assert named(grant) == set()


def test_only_the_office_names_groups_and_not_once_the_grant_is_closed(coordinator):
    group = GroupFactory(completed=True, **SPRING)
    closed = make.GrantFactory(closed=True, **YEAR_2026)

    with pytest.raises(MoveNotPossible):
        name_groups(grant=closed, groups=[group], by=coordinator)
    with pytest.raises(PermissionDenied):
        name_groups(grant=closed, groups=[group], by=UserFactory(head=True))
    with pytest.raises(IntegrityError, match="a closed grant never changes"), transaction.atomic():
        make.GrantGroupFactory(grant=closed, group=group)


def test_a_group_is_named_once_by_each_grant():
    row = make.GrantGroupFactory()
    make.GrantGroupFactory(group=row.group)

    with pytest.raises(IntegrityError, match="grant_names_a_group_once"):
        make.GrantGroupFactory(grant=row.grant, group=row.group)


def test_paper_prints_groups_sessions_and_seats_and_of_a_vague_group_no_more_than_the_public_knows(
    grant,
):
    farsta = DistrictFactory(name="Farsta")
    exact = GroupFactory(completed=True, hosting_districts=[farsta], capacity=8, **SPRING)
    vague = GroupFactory(running=True, violence=True, hosting_districts=[farsta], **SPRING)
    begins = timezone.now() - timedelta(days=30)
    for group in (exact, vague):
        SessionFactory.create_batch(2, group=group)
        SessionFactory(group=group, during=(begins, begins + timedelta(hours=1)))
        make.GrantGroupFactory(grant=grant, group=group)

    table = table_of(grant)

    rows = {row.code: row.cells for row in table.rows}
    assert rows[exact.slug][0].startswith("Barngrupp i Farsta, ")
    assert rows[exact.slug][1:] == ("våren 2026", "1", "12", "8", "genomförd")
    assert "Farsta" not in rows[vague.slug][0]
    assert rows[vague.slug][1:] == ("våren 2026", *["anges inte"] * 4)
    assert table.notes == (VAGUE,)
    assert table_of(grant, ReportType.INTERIM_REPORT).rows == table.rows


def test_a_project_of_which_no_group_is_named_prints_no_table(grant):
    assert table_of(grant) is None


def test_office_chooses_among_the_groups_of_the_time_and_everybody_reads_them(client, sign_in):
    grant = make.GrantFactory(granted=True, **YEAR_2026)
    ours, late = GroupFactory(completed=True, **SPRING), GroupFactory(completed=True, year=2028)
    sign_in(coordinator=True)
    address = reverse("reports:grant_groups", args=[grant.code])

    asked = client.get(address).text
    refused = client.post(address, {"groups": [late.pk]})
    saved = client.post(address, {"groups": [ours.pk]})
    sign_in(board=True)
    read = client.get(grant.get_absolute_url()).text

    assert (f'value="{ours.pk}"' in asked, f'value="{late.pk}"' in asked) == (True, False)
    assert "Välj ett giltigt alternativ" in refused.text
    assert saved.url == f"{grant.get_absolute_url()}#grupper"
    assert reverse("groups:office_detail", args=[ours.slug]) in read
    assert address not in read


def test_before_the_project_has_its_time_the_page_asks_for_it(client, sign_in):
    grant = make.GrantFactory()
    sign_in(coordinator=True)

    page = client.get(reverse("reports:grant_groups", args=[grant.code])).text

    assert "Skriv först när projektet börjar och slutar" in page
    assert Grant.objects.get(pk=grant.pk).state == "draft"
