"""The lists of the office as files: what the screen shows, harmless, and readable again."""

from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from barnstod.web.spreadsheets import read_table
from districts.choices import Region
from groups.choices import Audience, Precision, RegisterCheck
from groups.columns import COLUMNS
from groups.models import GroupImport, Leader, Programme, SupportGroup
from tests.factories.districts import DistrictFactory
from tests.factories.groups import GroupFactory, LeaderFactory, RoomFactory
from tests.factories.registers import TrainingFactory
from tests.groups.files import (
    chosen,
    confirmed,
    imported,
    other_day,
    parents_row,
    plan_row,
    troubles_in,
    world,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

GROUPS = "/kontor/grupper/grupper"
LEADERS = "/kontor/ledare/ledare"
DRAFTS = "?visa=utkast"
FORMULAS = ["=1+1", "+46", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "'=1", "＝1+1"]


def lines_of(response) -> list[dict[str, str]]:
    """Return the rows of the file by column."""
    names = {str(words): name for name, words in COLUMNS.items()}
    table = read_table(response.content)
    return [
        dict(zip((names[heading] for heading in table.headings), row.cells, strict=True))
        for row in table.rows
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_file_holds_the_groups_of_the_part_that_the_screen_shows(client, sign_in, kind):
    sign_in(coordinator=True)
    shown, _other = GroupFactory(planned=True, timed=True), GroupFactory()
    shown.leaders.set([LeaderFactory(name="Kim Ek"), LeaderFactory(name="Bo Al")])

    response = client.get(f"{GROUPS}.{kind}")

    [line] = lines_of(response)
    assert line["leaders"] == "Bo Al, Kim Ek"
    assert (line["state"], line["places_left"], line["term"]) == ("planerad", "8", "våren 2027")
    assert (line["first_on"], line["starts_at"]) == (shown.first_on.isoformat(), "16:00")
    assert response["Content-Disposition"] == f'attachment; filename="grupper.{kind}"'
    assert response["Cache-Control"] == "no-store"
    assert "sandbox" in response["Content-Security-Policy"]
    assert len(lines_of(client.get(f"{GROUPS}.{kind}{DRAFTS}"))) == 1


def test_file_holds_all_pages_of_the_list(client, sign_in):
    sign_in(coordinator=True)
    GroupFactory.create_batch(51)

    assert len(lines_of(client.get(f"{GROUPS}.csv{DRAFTS}"))) == 51


@pytest.mark.parametrize("role", ["social_worker", "board", "admin"])
def test_group_about_violence_is_told_no_further_than_on_the_screen(client, sign_in, role):
    sign_in(**{role: True})
    group = GroupFactory(
        planned=True, timed=True, violence=True, room=RoomFactory(), what_happens_first="Ring"
    )
    group.leaders.set([LeaderFactory()])

    [line] = lines_of(client.get(f"{GROUPS}.csv"))

    assert {name: cell for name, cell in line.items() if cell} == {
        "title": "Barngrupp i Söderort",
        "age_from": "7",
        "age_to": "9",
        "term": "våren 2027",
        "state": "planerad",
    }


def test_drafts_are_in_nobodys_file_who_does_not_see_them(client, sign_in):
    sign_in(social_worker=True)
    GroupFactory()

    response = client.get(f"{GROUPS}.csv{DRAFTS}")

    assert response.content.count(b"\r\n") == 1  # the headings


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_name_becomes_a_formula(client, sign_in, kind, text):
    sign_in(coordinator=True)
    group = GroupFactory(programme__name=text, organisation__name=text, what_happens_first=text)
    group.leaders.set([LeaderFactory(name=text)])

    response = client.get(f"{GROUPS}.{kind}{DRAFTS}")

    if kind == "xlsx":
        cells = [cell for row in load_workbook(BytesIO(response.content)).active for cell in row]
        assert "f" not in {cell.data_type for cell in cells}
        texts = [cell.value for cell in cells if isinstance(cell.value, str)]
        assert not [one for one in texts if one[0] in "=+-@＝"]
    else:
        assert f';"{text}' not in response.content.decode()
        assert f";{text}" not in response.content.decode()
    [line] = lines_of(response)
    assert line["programme"] == line["organisation"] == line["leaders"] == text


@pytest.mark.parametrize("role", ["coordinator", "social_worker"])
def test_file_costs_the_same_for_one_group_and_for_three(client, sign_in, role):
    sign_in(**{role: True})

    def group():
        parents = GroupFactory(planned=True, parents=True, timed=True)
        GroupFactory(
            planned=True,
            timed=True,
            room=RoomFactory(),
            parallel_group=parents,
            leaders=[LeaderFactory(name="Kim Ek"), LeaderFactory(name="Kim Ek")],
            hosting_districts=[DistrictFactory(), DistrictFactory()],
        )

    group()
    for_one = queries_of(lambda: client.get(f"{GROUPS}.csv"))
    group()
    group()

    assert queries_of(lambda: client.get(f"{GROUPS}.csv")) == for_one


def test_list_leads_to_its_file(client, sign_in):
    sign_in(coordinator=True)
    GroupFactory()

    page = client.get(f"/kontor/grupper/{DRAFTS}").text

    assert f'href="{GROUPS}.xlsx?visa=utkast"' in page
    assert f'href="{GROUPS}.csv?visa=utkast"' in page
    assert 'href="/kontor/grupper/import/"' in page


# --- out and in again ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_went_out_comes_in_as_it_was(client, sign_in, kind):
    world()
    sign_in(coordinator=True)
    LeaderFactory(name="Kim Ek")
    [kim, _other] = Leader.objects.filter(name="Kim Ek")
    imported(
        client,
        plan_row(pair="A", room="Stora rummet", leaders=f"{kim.full_name}, Bo Al"),
        parents_row(pair="A", room="Lilla rummet", capacity="6"),
        other_day(needs="våld i familjen", what_happens_first="Rad ett\nRad två"),
        plan_row(first_on="", starts_at="", ends_at="", weekday="", is_city_wide="ja"),
    )
    out = client.get(f"{GROUPS}.{kind}{DRAFTS}").content
    _undo_everything(client)
    assert not SupportGroup.objects.exists()

    response = chosen(client, out)

    assert (troubles_in(response), len(response.context["preview"].ready)) == ([], 4)
    confirmed(client, response)
    again = client.get(f"{GROUPS}.csv{DRAFTS}").content
    assert read_table(again) == read_table(out)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_draft_that_goes_out_has_anything_wrong_coming_in(client, sign_in, data):
    """Whatever a group is planned as, its row can be read: names of any signs, hours, needs."""
    SupportGroup.objects.all().delete()
    if not Programme.objects.exists():
        world()
        sign_in(coordinator=True)
    audience = data.draw(st.sampled_from(Audience))
    violence = data.draw(st.booleans())
    group = GroupFactory(
        programme=Programme.objects.get(),
        timed=data.draw(st.booleans()),
        violence=violence,
        audience=audience,
        capacity=data.draw(st.integers(4, 30)),
        planned_sessions=data.draw(st.integers(8, 20)),
        languages=data.draw(st.lists(st.sampled_from(["sv", "ar", "so"]), unique=True)),
        what_happens_first=data.draw(
            st.text(st.characters(exclude_categories=["C"]), max_size=200)
        ),
        region=data.draw(st.sampled_from(Region)),
        **({} if violence else {"precision": data.draw(st.sampled_from(Precision))}),
    )
    group.leaders.set(data.draw(st.lists(st.sampled_from(list(Leader.objects.all())), unique=True)))

    out = client.get(f"{GROUPS}.{data.draw(st.sampled_from(['csv', 'xlsx']))}{DRAFTS}")
    group.delete()
    response = chosen(client, out.content)

    assert troubles_in(response) == []


def _undo_everything(client):
    for one in GroupImport.objects.filter(undone_at=None):
        client.post(f"{one.get_absolute_url()}angra/")


# --- leaders -------------------------------------------------------------------------------------


def test_register_of_leaders_goes_out_as_the_screen_shows_it(client, sign_in):
    sign_in(head=True)
    leader = LeaderFactory(name="=Kim", weekdays=[1, 3], organisation__name="Källan")
    TrainingFactory(leader=leader, course="Grundkurs", level="basic")
    LeaderFactory(name="Borta", left_on="2020-01-01")
    GroupFactory(planned=True, leaders=[leader])

    table = read_table(client.get(f"{LEADERS}.xlsx").content)

    assert [row.cells for row in table.rows] == [
        (
            "=Kim",
            "Källan",
            "Basutbildning, Grundkurs",
            str(RegisterCheck.MISSING.label),
            "tisdagar, torsdagar",
            "Barngrupp i Söderort",
        )
    ]
    assert len(read_table(client.get(f"{LEADERS}.csv?tidigare").content).rows) == 2


def test_register_of_leaders_costs_the_same_for_one_and_for_three(client, sign_in):
    sign_in(coordinator=True)

    def leader():
        one = LeaderFactory()
        TrainingFactory(leader=one)
        GroupFactory(planned=True, leaders=[one], hosting_districts=[DistrictFactory()])

    leader()
    for_one = queries_of(lambda: client.get(f"{LEADERS}.csv"))
    leader()
    leader()

    assert queries_of(lambda: client.get(f"{LEADERS}.csv")) == for_one


def test_empty_list_goes_out_as_its_headings(client, sign_in):
    sign_in(coordinator=True)

    content = client.get(f"{GROUPS}.csv{DRAFTS}").content.decode("utf-8-sig")

    assert content == ";".join(str(words) for words in COLUMNS.values()) + "\r\n"
