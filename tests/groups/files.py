"""Files of groups as a coordinator has them: rows of words under the headings of the template."""

from django.core.files.uploadedfile import SimpleUploadedFile

from barnstod.web.spreadsheets import Sheet, csv_of, workbook_of
from districts.choices import Region
from groups.columns import COLUMNS
from groups.models import Room
from tests.factories.districts import DistrictFactory, OrganisationFactory
from tests.factories.groups import LeaderFactory, ProgrammeFactory, RoomFactory

IMPORT = "/kontor/grupper/import/"


def world():
    """Write the registers that the rows of ``plan_row`` name."""
    ProgrammeFactory(name="CAP", code="cap")
    OrganisationFactory(name="Källan", code="kallan")
    DistrictFactory(name="Farsta", code="farsta", region=Region.SOUTH)
    room = RoomFactory(venue__name="Huset", name="Stora rummet")
    RoomFactory(venue=room.venue, name="Lilla rummet")
    for name in ("Kim Ek", "Bo Al", "Siv Lind"):
        LeaderFactory(name=name)


def plan_row(**cells):
    """Return the cells of a row by column: eight Tuesdays from 16 February 2027."""
    return {
        "programme": "CAP",
        "audience": "barn",
        "age_from": "7",
        "age_to": "9",
        "capacity": "8",
        "minimum": "4",
        "organisation": "Källan",
        "hosting_districts": "Farsta",
        "term": "vt27",
        "first_on": "2027-02-16",
        "weekday": "tisdag",
        "starts_at": "16:00",
        "ends_at": "17:30",
        "planned_sessions": "8",
        "languages": "svenska",
    } | cells


def parents_row(**cells):
    return plan_row(audience="föräldrar", age_from="", age_to="") | cells


def other_day(**cells):
    """Return a row of Wednesdays, in nobody's way."""
    return plan_row(first_on="2027-02-17", weekday="onsdag") | cells


def csv_file(*rows) -> bytes:
    return csv_of(*_table(rows))


def excel_file(*rows) -> bytes:
    return workbook_of(Sheet("Grupper", *_table(rows)))


def _table(rows):
    names = [name for name in COLUMNS if any(name in row for row in rows)]
    headings = [str(COLUMNS[name]) for name in names]
    return headings, [[row.get(name) for name in names] for row in rows]


def chosen(client, content: bytes, name="grupper.csv"):
    """Choose a file on the page of imports, and return what it answers."""
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content)})


def confirmed(client, response):
    """Send what the preview carries, as its button does."""
    context = response.context
    answers = {"table": context["table"], "rows": context["numbers"]}
    return client.post(f"{IMPORT}skriv/", answers)


def imported(client, *rows):
    """Import the rows and return the address of the import."""
    response = confirmed(client, chosen(client, csv_file(*rows)))
    assert response.status_code == 302, troubles_in(response)
    return response["Location"]


def troubles_in(response) -> list[str]:
    """Return what the preview says is wrong, or the form."""
    if "preview" in response.context:
        return [words for row in response.context["preview"].rows for words, _url in row.troubles]
    return [words for many in response.context["form"].errors.values() for words in many]


def room(name="Stora rummet"):
    return Room.objects.get(name=name)
