"""Programmes, the boards' decisions, and manuals in their versions: written, refused, saved."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from barnstod.audit.models import AuditEvent
from groups.choices import DecisionGap, DocumentationMode, FileKind, Need, VersionStatus
from groups.models import Manual, ManualVersion, Programme, ProgrammeDecision
from groups.models.library import LARGEST_FILE
from groups.services import library as services
from groups.services import load_programmes
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory, ProgrammeFactory
from tests.factories.registers import DecisionFactory, ManualFactory, VersionFactory
from tests.groups import documents
from tests.refusals import refused

pytestmark = pytest.mark.django_db

LIST = "/kontor/program/"
UNASSESSED_DECISION = {
    "board": "Socialnämnden",
    "decided_on": date(2026, 9, 15),
    "paragraph": "§ 7",
    "registry_number": "SOC 2026/77",
    "lets_unassessed": True,
    "lets_de_identified": False,
    "conditions": "",
    "valid_from": date(2026, 10, 1),
    "valid_to": None,
}


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


def audited():
    return list(AuditEvent.objects.order_by("pk").values_list("action", "detail"))


@contextmanager
def files_left_alone():
    """Assert that no statement reads the files themselves: they stay in the database."""
    column = '"groups_manualversion"."content"'

    def watch(execute, sql, params, many, context):
        assert f"SELECT {column}" not in sql
        assert f", {column}" not in sql
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield


def text_of(version):
    return bytes(ManualVersion.objects.values_list("content", flat=True).get(pk=version.pk))


# --- Programmes and decisions ---------------------------------------------------------------------


def test_new_programme_gets_an_address_and_an_audit(coordinator):
    ProgrammeFactory(code="skrivarstugan")
    fields = {
        "name": "Skrivarstugan",
        "kind": "group",
        "needs": [Need.MENTAL_ILLNESS],
        "origin": "",
        "is_assessed": False,
        "documentation_mode": DocumentationMode.DE_IDENTIFIED,
    }

    programme = services.write_programme(programme=Programme(), by=coordinator, **fields)

    programme.refresh_from_db()
    assert {name: getattr(programme, name) for name in fields} == fields
    assert programme.code == "skrivarstugan-2"
    assert audited() == [("programme.add", {"changed": sorted(fields)})]


@pytest.mark.parametrize("in_use", [False, True])
def test_how_a_programme_is_documented_stays_once_it_is_in_use(coordinator, in_use):
    programme = ProgrammeFactory()
    VersionFactory(manual__programme=programme)
    DecisionFactory(programme=programme)
    GroupFactory()  # of another programme
    if in_use:
        GroupFactory(programme=programme)

    def change():
        mode = DocumentationMode.DE_IDENTIFIED
        services.write_programme(programme=programme, by=coordinator, documentation_mode=mode)

    if in_use:
        with refused("The programme is in use. Add a new one to document in another way."):
            change()
    else:
        change()

    programme.refresh_from_db()
    assert (programme.documentation_mode == DocumentationMode.DE_IDENTIFIED) is not in_use


def test_name_of_a_programme_in_use_can_be_changed(coordinator):
    programme = GroupFactory(programme__name="Gruppen").programme

    services.write_programme(
        programme=programme,
        by=coordinator,
        name="Barngruppen",
        documentation_mode=programme.documentation_mode,
    )

    programme.refresh_from_db()
    assert programme.name == "Barngruppen"
    assert audited() == [("programme.change", {"changed": ["name"]})]


def test_decision_closes_the_gap(coordinator):
    programme = ProgrammeFactory(code="cap")
    before = programme.gaps_on(date(2026, 11, 22))

    services.write_decision(
        decision=ProgrammeDecision(programme=programme), by=coordinator, **UNASSESSED_DECISION
    )

    assert (before, programme.gaps_on(date(2026, 11, 22))) == ([DecisionGap.UNASSESSED], [])
    assert audited() == [("decision.add", {"programme": "cap"})]


def test_changed_decision_is_audited(coordinator):
    decision = DecisionFactory(programme__code="cap")

    services.write_decision(decision=decision, by=coordinator, valid_to=date(2026, 12, 31))

    decision.refresh_from_db()
    assert decision.valid_to == date(2026, 12, 31)
    assert audited() == [("decision.change", {"programme": "cap"})]


# --- Manuals --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (documents.PDF, FileKind.PDF),
        (documents.DOCX, FileKind.DOCX),
        (documents.ODT, FileKind.ODT),
        (documents.TEXT, FileKind.TXT),
    ],
)
def test_new_manual_keeps_the_file_and_what_kind_it_is(coordinator, content, kind):
    programme = ProgrammeFactory(code="cap")

    manual = services.add_manual(
        programme=programme, by=coordinator, title="Ledarpärm", content=content, note="Ny"
    )

    (version,) = manual.versions.all()
    assert (version.number, version.file_kind, version.link) == (1, kind, "")
    assert (version.status, version.note) == (VersionStatus.DRAFT, "Ny")
    assert (text_of(version), version.size, version.uploaded_by) == (
        content,
        len(content),
        coordinator,
    )
    assert audited() == [
        ("manual.add", {"programme": "cap"}),
        ("manual.version", {"status": "draft", "number": 1, "kind": kind}),
    ]


def test_versions_are_numbered_and_the_earlier_ones_stay(coordinator):
    manual = ManualFactory()

    for link in ("https://example.org/1", "https://example.org/2"):
        services.add_version(manual=manual, by=coordinator, link=link)

    assert list(manual.versions.values_list("number", "link")) == [
        (2, "https://example.org/2"),
        (1, "https://example.org/1"),
    ]


@pytest.mark.parametrize(
    "content",
    [documents.DOCM, documents.ZIP, documents.PNG, b"", b"x" * (LARGEST_FILE + 1)],
    ids=["macros", "archive", "picture", "empty", "too large"],
)
def test_file_that_the_library_does_not_keep_is_refused(coordinator, content):
    programme = ProgrammeFactory()

    with refused("We keep PDF, Word without macros, OpenDocument and plain text, up to 10 MB."):
        services.add_manual(programme=programme, by=coordinator, title="Ledarpärm", content=content)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Choose a file or write a link, not both."),
        (
            {"content": documents.PDF, "link": "https://example.org/"},
            "Choose a file or write a link, not both.",
        ),
        ({"link": "http://example.org/"}, "The link must begin with https://."),
    ],
)
def test_version_is_a_file_or_a_safe_link(coordinator, fields, words):
    manual = ManualFactory()

    with refused(words):
        services.add_version(manual=manual, by=coordinator, **fields)

    assert not ManualVersion.objects.exists()


def test_status_changes_and_the_text_stays(coordinator):
    version = VersionFactory(file=True, number=3)

    services.change_status(version=version, status=VersionStatus.EVALUATED, by=coordinator)

    version.refresh_from_db()
    assert (version.status, text_of(version)) == (VersionStatus.EVALUATED, b"Hej")
    assert audited() == [("manual.status", {"number": 3, "before": "draft", "after": "evaluated"})]


def test_last_version_takes_its_manual_with_it(coordinator):
    manual = ManualFactory()
    first, second = VersionFactory.create_batch(2, manual=manual)

    services.remove_version(version=first, by=coordinator)
    left = Manual.objects.filter(pk=manual.pk).exists()
    services.remove_version(version=second, by=coordinator)

    assert (left, Manual.objects.exists()) == (True, False)
    assert audited() == [
        ("manual.version_remove", {"number": first.number}),
        ("manual.version_remove", {"number": second.number}),
    ]


@pytest.mark.parametrize("role", ["head", "leader", "social_worker", "board", "admin"])
def test_nobody_but_the_coordinator_writes_in_the_library(role):
    user, version = UserFactory(**{role: True}), VersionFactory()
    manual, programme = version.manual, version.manual.programme
    decision = DecisionFactory(programme=programme)
    link = {"link": "https://example.org/"}
    attempts = [
        lambda: services.write_programme(programme=programme, by=user, name="Annat"),
        lambda: services.write_decision(decision=decision, by=user, board="Annan"),
        lambda: services.add_manual(programme=programme, by=user, title="Ny", **link),
        lambda: services.add_version(manual=manual, by=user, **link),
        lambda: services.change_status(version=version, by=user, status="tried"),
        lambda: services.remove_version(version=version, by=user),
    ]

    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()

    assert ManualVersion.objects.get().status == VersionStatus.DRAFT
    assert audited() == []


# --- Pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_any_number_of_programmes(
    client, sign_in, django_assert_num_queries, rows
):
    for _ in range(rows):
        programme = GroupFactory(planned=True).programme
        DecisionFactory.create_batch(2, programme=programme)
        VersionFactory(manual__programme=programme)
    sign_in(coordinator=True)

    with django_assert_num_queries(10):
        client.get(LIST)


@pytest.mark.parametrize("rows", [1, 3])
def test_programme_costs_the_same_for_any_number_of_manuals(
    client, sign_in, django_assert_num_queries, rows
):
    programme = ProgrammeFactory()
    DecisionFactory.create_batch(rows, programme=programme)
    for _ in range(rows):
        VersionFactory.create_batch(rows, manual__programme=programme, file=True)
    sign_in(coordinator=True)

    with django_assert_num_queries(13), files_left_alone():
        client.get(programme.get_absolute_url())


def test_list_counts_groups_now_and_manuals_and_warns_in_words(client, sign_in):
    programme = GroupFactory(planned=True, programme__is_assessed=False).programme
    GroupFactory(running=True, programme=programme)
    GroupFactory(completed=True, programme=programme)
    VersionFactory.create_batch(2, manual=ManualFactory(programme=programme))
    ManualFactory(programme=programme)
    sign_in(social_worker=True)

    ((row, _needs, gaps),) = client.get(LIST).context["rows"]

    assert (row.groups_now, row.manual_count, gaps) == (2, 2, [DecisionGap.UNASSESSED])


@pytest.mark.parametrize(
    ("content", "kind", "media_type"),
    [
        (documents.PDF, FileKind.PDF, "application/pdf"),
        (documents.TEXT, FileKind.TXT, "text/plain; charset=utf-8"),
    ],
)
def test_file_is_saved_under_a_name_that_says_nothing(client, sign_in, content, kind, media_type):
    version = VersionFactory(file=True, content=content, file_kind=kind, number=2)
    sign_in(leader=True)

    answer = client.get(reverse("groups:version_file", args=[version.manual.pk, 2]))

    assert answer.content == content
    expected = {
        "Content-Type": media_type,
        "Content-Disposition": f'attachment; filename="manual-{version.manual.pk}-2.{kind}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    assert {name: answer.headers[name] for name in expected} == expected


def test_version_that_is_a_link_leads_back_to_the_programme(client, sign_in):
    version = VersionFactory()
    sign_in(head=True)

    answer = client.get(reverse("groups:version_file", args=[version.manual.pk, version.number]))

    assert answer.headers["Location"] == version.manual.programme.get_absolute_url()


@pytest.mark.parametrize("role", ["board", "admin"])
def test_library_is_not_for_those_who_do_not_work_with_groups(client, sign_in, role):
    sign_in(**{role: True})
    version = VersionFactory(file=True)
    file = reverse("groups:version_file", args=[version.manual.pk, version.number])
    pages = [LIST, version.manual.programme.get_absolute_url(), file]

    assert [client.get(url).status_code for url in pages] == [403, 403, 403]


def test_nobody_saves_a_file_without_signing_in(client):
    version = VersionFactory(file=True)

    answer = client.get(reverse("groups:version_file", args=[version.manual.pk, version.number]))

    assert answer.headers["Location"].startswith("/konto/login/")


@pytest.mark.parametrize("role", ["head", "leader", "social_worker"])
def test_forms_of_the_library_are_for_the_coordinator(client, sign_in, role):
    sign_in(**{role: True})
    version = VersionFactory(file=True)
    programme, place = version.manual.programme, [version.manual.pk, version.number]
    gets = [
        f"{LIST}ny/",
        reverse("groups:programme_edit", args=[programme.code]),
        reverse("groups:decision_create", args=[programme.code]),
        reverse("groups:manual_create", args=[programme.code]),
        reverse("groups:version_create", args=[version.manual.pk]),
        reverse("groups:version_edit", args=place),
    ]
    posts = [reverse("groups:version_remove", args=place)]

    page = client.get(programme.get_absolute_url()).text

    assert {client.get(url).status_code for url in gets} == {403}
    assert {client.post(url).status_code for url in posts} == {403}
    assert not [url for url in [*gets, *posts] if url in page]


def test_coordinator_fills_the_library(client, sign_in):
    sign_in(coordinator=True)

    client.post(
        f"{LIST}ny/",
        {"name": "Skrivarstugan", "kind": "group", "documentation_mode": "identified"},
    )
    page = f"{LIST}skrivarstugan/"
    client.post(f"{page}beslut/ny/", FORM_OF_DECISION)
    client.post(
        f"{page}manualer/ny/",
        {
            "title": "Ledarpärm",
            "status": "draft",
            "file": SimpleUploadedFile("cap-hos-familjen-alm.exe", documents.PDF),
        },
    )
    manual = Manual.objects.get()
    client.post(
        reverse("groups:version_create", args=[manual.pk]),
        {"status": "tried", "link": "https://example.org/ledarparm"},
    )
    client.post(reverse("groups:version_edit", args=[manual.pk, 1]), {"status": "evaluated"})

    programme = Programme.objects.get()
    assert programme.gaps_on(date(2026, 11, 22)) == []
    versions = manual.versions.order_by("number").values_list("number", "status", "file_kind")
    assert list(versions) == [(1, "evaluated", "pdf"), (2, "tried", "")]
    assert "familjen" not in client.get(page).text


FORM_OF_DECISION = {
    name: str(value) if value else "" for name, value in UNASSESSED_DECISION.items()
}


@pytest.mark.parametrize(
    "fields",
    [{}, {"link": "https://example.org/", "file": "both"}],
    ids=["neither", "both"],
)
def test_form_asks_for_a_file_or_a_link(client, sign_in, fields):
    sign_in(coordinator=True)
    manual = ManualFactory()
    if fields.get("file"):
        fields = fields | {"file": SimpleUploadedFile("a.pdf", documents.PDF)}

    page = client.post(
        reverse("groups:version_create", args=[manual.pk]), {"status": "draft", **fields}
    )

    assert page.status_code == 200
    assert len(page.context["form"].non_field_errors()) == 1
    assert not ManualVersion.objects.exists()


def test_what_the_office_has_written_survives_the_next_loading(coordinator):
    load_programmes()
    cap = Programme.objects.get(code="cap")
    services.write_programme(programme=cap, by=coordinator, is_assessed=True, name="CAP")
    Programme.objects.get(code="trappan").delete()

    load_programmes()

    cap.refresh_from_db()
    assert (cap.name, cap.is_assessed) == ("CAP", True)
    assert Programme.objects.count() == 6


# --- themes ------------------------------------------------------------------------------------

EIGHT = [f"Tema {number}" for number in range(1, 9)]


def themes_of(programme):
    return list(programme.themes.values_list("number", "theme"))


def test_themes_are_written_a_line_each_and_shown_in_order(client, sign_in):
    sign_in(coordinator=True)
    programme = ProgrammeFactory()
    programme.themes.create(number=1, theme="Gammalt")
    page = reverse("groups:programme_themes", args=[programme.code])

    shown = client.get(page)
    done = client.post(page, {"themes": "\r\n\r\n".join(f"  {theme} " for theme in EIGHT)})

    assert shown.context["form"].initial == {"themes": "Gammalt"}
    assert done["Location"] == programme.get_absolute_url()
    assert themes_of(programme) == list(enumerate(EIGHT, start=1))
    assert "Tema 8" in client.get(programme.get_absolute_url()).text
    assert audited()[-1] == ("programme.themes", {"number": 8})


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (EIGHT[:7], "här är 7 teman"),
        (EIGHT * 3, "här är 24 teman"),
        ([*EIGHT, "å" * 81], "Högst 80 tecken"),
    ],
)
def test_too_few_too_many_or_too_long_themes_are_refused_in_words(client, sign_in, lines, words):
    sign_in(coordinator=True)
    programme = ProgrammeFactory()
    page = reverse("groups:programme_themes", args=[programme.code])

    response = client.post(page, {"themes": "\n".join(lines)})

    assert words in response.text
    assert themes_of(programme) == []


def test_themes_can_be_taken_away(coordinator):
    programme = ProgrammeFactory()
    services.write_themes(programme=programme, themes=EIGHT, by=coordinator)

    services.write_themes(programme=programme, themes=[], by=coordinator)

    assert themes_of(programme) == []


def test_themes_are_the_coordinators():
    with pytest.raises(PermissionDenied):
        services.write_themes(programme=ProgrammeFactory(), themes=EIGHT, by=UserFactory(head=True))
