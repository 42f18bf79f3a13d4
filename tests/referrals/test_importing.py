"""An existing waiting list from a file: what is read, what is refused, what no page may show."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from barnstod.audit.models import AuditEvent
from barnstod.security.actor import acting_as
from barnstod.web.spreadsheets import workbook_of
from barnstod.web.spreadsheets.writing import Sheet
from referrals import services
from referrals.choices import ConsentBy, OpeningReason, SiblingWish, State
from referrals.models import CaseImport, Identity, ImportedCase, Referral
from tests.factories.accounts import UserFactory
from tests.factories.districts import DistrictFactory
from tests.factories.referrals import ReferralFactory
from tests.leak import CANARIES, LogLines, seen
from tests.referrals.test_hostile import HOSTILE

pytestmark = pytest.mark.django_db
UPLOAD, WRITE = reverse("referrals:import_upload"), reverse("referrals:import_write")
YEAR = timezone.localdate().year - 9
HEADINGS = (
    "Första kontakt",
    "Förnamn",
    "Efternamn",
    "Födelseår",
    "Stadsdel",
    "Hemma",
    "Telefon",
    "Personnummer",
)


@pytest.fixture
def place():
    return DistrictFactory()


def row(place, **changed):
    said = {
        "Första kontakt": "2026-02-03",
        "Förnamn": "Kanarina",
        "Efternamn": "Fågelburström",
        "Födelseår": str(YEAR),
        "Stadsdel": place.name,
        "Hemma": "missbruk",
        "Telefon": "070-174 06 99",
        "Personnummer": "20000105-2380",
    }
    return [(said | changed)[heading] for heading in HEADINGS]


def csv(*rows, headings=HEADINGS):
    return "\r\n".join(";".join(cells) for cells in (headings, *rows)).encode("utf-8-sig")


def look(client, content, name="lista.csv"):
    answers = {"file": SimpleUploadedFile(name, content), "ground": "consent_guardians"}
    return client.post(UPLOAD, answers)


def import_all(client, content):
    return client.post(WRITE, {"table": look(client, content).context["table"]})


def test_a_row_becomes_a_case_that_waits_since_its_first_contact(office, place):
    answer = import_all(office, csv(row(place)))

    referral = Referral.objects.get()
    assert answer.url == CaseImport.objects.get().get_absolute_url()
    assert timezone.localdate(referral.first_contact_at) == date(2026, 2, 3)
    assert (referral.state, referral.child_district, referral.child_birth_year) == (
        State.WAITING,
        place,
        YEAR,
    )
    assert (referral.disclosure_ground, referral.preserve_sample) == ("own_request", True)
    opened = Identity.objects.get().opened(referral.reference)
    assert (opened["first_name"], opened["phone"]) == ("Kanarina", "070-174 06 99")
    found = office.post(reverse("referrals:find"), {"q": "20000105-2380"})
    assert [one.referral for one in found.context["rows"]] == [referral]


def test_where_there_is_violence_it_waits_for_the_safety_questions(office, place):
    import_all(office, csv(row(place, **{"Hemma": "missbruk, våld"})))

    assert Referral.objects.get().state == State.SUBMITTED


def test_looking_writes_nothing_and_carries_no_name_out(office, place):
    with LogLines() as log:
        page = look(office, csv(row(place), row(place, **{"Födelseår": "Fågelburström"})))

    assert [words for _row, words in page.context["read"].troubles] == [
        f"Kolumn D, Födelseår: Skriv ett årtal från {YEAR - 11} till {YEAR + 9}."
    ]
    assert len(page.context["ready"]) == 1
    assert seen([page.text, str(page.headers), *log.lines], CANARIES) == set()
    assert not Referral.objects.exists()
    assert not CaseImport.objects.exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"Första kontakt": "Kanarina"}, "Första kontakt: Skriv en dag som har varit"),
        (
            {"Första kontakt": str(timezone.localdate() + timedelta(days=1))},
            "Första kontakt: Skriv en dag som har varit",
        ),
        ({"Första kontakt": ""}, "Första kontakt: Det här behövs."),
        ({"Stadsdel": "Kanarina"}, "Kolumn E, Stadsdel: Skriv namnet på en stadsdel"),
        ({"Hemma": "Kanarina"}, "Hemma: Skriv hur det är hemma"),
        ({"Personnummer": "Kanarina"}, "Det här är inget personnummer."),
        ({"Förnamn": "K" * 81}, "Förnamn: Texten är för lång."),
    ],
)
def test_what_is_wrong_is_said_by_row_and_column_and_never_repeats_a_cell(
    office, place, changed, words
):
    page = look(office, csv(row(place, **changed)))

    [(number, trouble)] = page.context["read"].troubles
    assert (number, words in trouble) == (2, True)
    assert seen([page.text], CANARIES) == set()


def test_a_row_is_imported_once(office, place):
    content = csv(row(place))
    table = look(office, content).context["table"]
    for _time in range(2):
        office.post(WRITE, {"table": table})

    again = look(office, csv(row(place), row(place, **{"Förnamn": "Britta"})))

    assert Referral.objects.count() == 1
    assert (again.context["here"], len(again.context["ready"])) == (1, 1)


def test_the_same_file_is_read_again_only_once_it_is_undone(office, browse, place):
    rows = [row(place), row(place, Personnummer="")]
    import_all(office, csv(*rows))
    made = CaseImport.objects.get()
    reader, child = UserFactory(coordinator=True), made.rows.first().referral
    with acting_as(reader):
        services.protect(referral=child, protection="confidentiality_mark", by=reader)

    again = look(office, csv(*rows), name="ett annat namn.csv")
    assert again.context["form"].errors["file"] == [
        f"Den här filen lästes in den {date_format(timezone.localdate(), 'j F Y')}. "
        "Lägg det som är nytt i en egen fil."
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseImport.objects.create(imported_by=made.imported_by, content=made.content)
    office.post(reverse("referrals:import_undo", args=[made.pk]))
    assert look(office, csv(*rows)).context["table"]


def test_the_sealed_table_opens_for_nobody_else_and_not_for_ever(office, browse, place):
    table = look(office, csv(row(place))).context["table"]
    other = browse(UserFactory(coordinator=True))

    answers = [
        other.post(WRITE, {"table": table}),
        office.post(WRITE, {"table": table[:-4] + "AAA="}),
        office.post(WRITE, {"table": "x" * 100}),
        office.post(WRITE),
    ]

    assert {answer.url for answer in answers} == {UPLOAD}
    assert not Referral.objects.exists()


def test_an_import_is_undone_but_for_what_somebody_has_gone_on_with(office, place):
    import_all(office, csv(row(place), row(place, **{"Förnamn": "Britta"})))
    kept, gone = Referral.objects.order_by("pk")
    office.post(
        reverse("referrals:safety", args=[kept.reference]),
        {
            "safe_at_home": "yes",
            "services_know": "yes",
            "safe_way": "yes",
            "contact_restricted": "no",
            "may_know": ["school"],
        },
    )
    made = CaseImport.objects.get()

    for _time in range(2):
        office.post(reverse("referrals:import_undo", args=[made.pk]))

    made.refresh_from_db()
    assert list(Referral.objects.all()) == [kept]
    assert Identity.objects.count() == 1
    assert made.undone_at is not None
    assert ImportedCase.objects.filter(referral=None).count() == 1
    event = AuditEvent.objects.get(action="case_import.undo")
    assert event.detail == {"removed": 1, "kept": 1}
    assert AuditEvent.objects.get(action="referral.erase").subject == gone.reference


def test_a_list_with_a_title_and_names_of_its_own_for_the_columns_is_read(office, place):
    headings = ("Inkom", "Förnamn", "Anteckning", "Född", "Område:", "Behov", "Mobil")
    said = ("2026-02-03", "Kanarina", "x", f"{YEAR}-05-25", place.name.upper(), "alkohol", "070")
    page = look(office, csv(("", "", "Väntelista hösten"), said, headings=headings))
    assert page.status_code == 200
    title = "Väntelista hösten 2026;;;;;;\r\n\r\n".encode("utf-8-sig")
    page = look(office, title + csv(said, headings=headings).removeprefix("\ufeff".encode()))

    assert page.context["read"].unread == ["C"]
    assert [row.row for row in page.context["ready"]] == [4]
    office.post(WRITE, {"table": page.context["table"]})
    case = Referral.objects.get()
    assert (case.child_birth_year, case.child_birth_month, case.preserve_sample) == (YEAR, 5, True)
    assert case.child_district == place


@pytest.mark.parametrize("said", ["Skyddad identitet", "bor på SKYDDSBOENDE", "sekretessmarkerad"])
def test_a_row_that_speaks_of_protected_data_is_left_out_whatever_its_column(office, place, said):
    headings = (*HEADINGS, "Anteckning")
    page = look(office, csv([*row(place), said], headings=headings))

    [(number, words)] = page.context["read"].troubles
    assert (number, "skyddade personuppgifter" in words) == (2, True)
    assert page.context["ready"] == []
    assert said not in page.text


def test_a_ground_is_asked_for_only_where_others_than_the_family_asked(office, place):
    def look_without(kind):
        content = csv([*row(place), kind], headings=(*HEADINGS, "Vem frågar"))
        return office.post(UPLOAD, {"file": SimpleUploadedFile("lista.csv", content)})

    family, school = look_without("familjen"), look_without("skola eller förskola")

    assert office.post(WRITE, {"table": family.context["table"]}).status_code == 302
    assert Referral.objects.get().disclosure_ground == "own_request"
    assert list(school.context["form"].errors) == ["ground"]


def test_what_may_be_the_same_child_is_linked_and_can_be_left_out(office, place):
    known, other = (
        ReferralFactory(
            waiting=True,
            child_birth_year=YEAR,
            child_birth_month=None,
            identity={"first_name": name, "last_name": "Fågelburström"},
            **traits,
        )
        for name, traits in (("Kanarina", {}), ("Britta", {}))
    )
    rows = [
        row(place),
        row(place, **{"Förnamn": "Ada", "Telefon": "1"}),
        row(place, **{"Förnamn": "Bo"}),
    ]
    rows[2][-1] = ""

    page = look(office, csv(*rows))

    links = [(one.row, cases, above) for one, cases, above in page.context["rows"]]
    assert links == [(2, [known], []), (3, [], [2]), (4, [], [])]
    assert known.get_absolute_url() in page.text
    assert seen([page.text], CANARIES) == set()
    assert other.get_absolute_url() not in page.text
    office.post(WRITE, {"table": page.context["table"], "leave": ["2"]})
    assert sorted(ImportedCase.objects.values_list("row", flat=True)) == [3, 4]


@pytest.mark.parametrize(
    "work",
    ["a yes", "a sibling", "must not meet", "who fetches the child", "first talk", "a call"],
)
def test_undoing_erases_nothing_that_somebody_has_worked_on(office, place, work):
    import_all(office, csv(row(place)))
    [case], by = Referral.objects.all(), UserFactory(coordinator=True)
    other = ReferralFactory(waiting=True)
    {
        "a yes": lambda: services.record_consent(
            referral=case, who=ConsentBy.BOTH_GUARDIANS, given_on=timezone.localdate(), by=by
        ),
        "a sibling": lambda: services.put_together(
            referral=case, other=other, siblings=SiblingWish.TOGETHER, by=by
        ),
        "must not meet": lambda: services.keep_apart(referral=case, other=other, by=by),
        "who fetches the child": lambda: services.keep_evening(
            referral=case, values={}, note="", by=by
        ),
        "first talk": lambda: services.keep_told(referral=case, values={}, words="", by=by),
        "a call": lambda: services.open_names(referral=case, why=OpeningReason.CALL, by=by),
    }[work]()

    answer = office.post(
        reverse("referrals:import_undo", args=[CaseImport.objects.get().pk]), follow=True
    )

    assert Referral.objects.filter(pk=case.pk).exists()
    assert "ingenting ångrades" in answer.text


def test_looking_at_a_case_does_not_keep_it(office, place):
    import_all(office, csv(row(place)))
    case = Referral.objects.get()
    office.get(case.get_absolute_url())
    office.post(reverse("referrals:open_names", args=[case.reference]), {"why": "question"})
    office.get(case.get_absolute_url())

    office.post(reverse("referrals:import_undo", args=[CaseImport.objects.get().pk]))

    assert not Referral.objects.exists()


def test_excel_is_read_as_well(office, place):
    content = workbook_of(Sheet("Lista", HEADINGS, [row(place)]))

    assert len(look(office, content, "lista.xlsx").context["ready"]) == 1


@pytest.mark.parametrize("name", [one for one in HOSTILE if "\n" not in HOSTILE[one]])
def test_hostile_cells_are_kept_or_refused_in_words(office, place, name):
    text = HOSTILE[name].replace(";", "").replace('"', "")
    page = look(office, csv(row(place, **{"Förnamn": text, "Stadsdel": text})))

    assert page.status_code in (200, 400)
    assert "<script>alert" not in page.text
    assert not Referral.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_an_import_costs_the_same_to_look_at_for_any_number_of_rows(
    office, place, django_assert_num_queries, rows
):
    names = ("Ada", "Bea", "Cleo")[:rows]
    import_all(office, csv(*(row(place, **{"Förnamn": name}) for name in names)))
    url = CaseImport.objects.get().get_absolute_url()
    office.get(url)

    with django_assert_num_queries(10):
        assert len(office.get(url).context["rows"]) == rows


def test_no_row_of_any_table_holds_what_was_imported(office, place):
    import_all(office, csv(row(place)))

    texts = [
        f"{event.action} {event.subject} {event.detail}" for event in AuditEvent.objects.all()
    ] + [str(one.__dict__) for one in (*Referral.objects.all(), *ImportedCase.objects.all())]
    assert seen(texts, CANARIES) == set()


def test_a_row_whose_child_became_protected_looks_like_one_whose_case_was_erased(browse, place):
    imported_by, reader = UserFactory(coordinator=True), UserFactory(coordinator=True)
    client = browse(imported_by)
    rows = [row(place), row(place, Personnummer="")]
    import_all(client, csv(*rows))
    made, page = CaseImport.objects.get(), CaseImport.objects.get().get_absolute_url()
    _first, second = [one.referral for one in made.rows.all()]
    prints = {bytes(one.fingerprint) for one in made.rows.all()}

    def seen() -> list[str]:
        text = client.get(page).text
        preview = look(client, csv(*rows, row(place, Förnamn="Britta"))).context
        return [re.sub(r'X-CSRF[^}]*|="[^"]*"', "", text), preview["here"], len(preview["ready"])]

    with transaction.atomic():
        Referral.objects.get(pk=second.pk).delete()
        erased = seen()
        transaction.set_rollback(True)
    with acting_as(reader):
        services.protect(referral=second, protection="confidentiality_mark", by=reader)

    assert seen() == erased
    assert len(prints & {bytes(one.fingerprint) for one in made.rows.all()}) == 1
    answer = client.post(reverse("referrals:import_undo", args=[made.pk]), follow=True)
    assert [str(one) for one in answer.context["messages"]] == [
        "Raderade: 1. Någon har gått vidare med och de finns kvar: 0."
    ]
    assert list(Referral.objects.all()) == [second]
