"""Flyers: what they say, the code that leads on, how they are kept, and what they never tell."""

import io
from datetime import date, time

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from django.db import IntegrityError
from django.utils import translation

from barnstod.web.public import forget
from districts.choices import Region
from groups import flyers, printing, services
from groups.choices import Language, Need, Paper
from groups.flyers import SHAPES, Shape
from groups.models import Flyer, SupportGroup
from groups.publishing import PublicGroup, public_view
from groups.terms import Term
from tests.factories.accounts import UserFactory
from tests.factories.districts import DistrictFactory, OrganisationFactory
from tests.factories.groups import GroupFactory, RoomFactory

pytestmark = pytest.mark.django_db

SIZES = {Paper.A4: (210, 297), Paper.A5: (148, 210)}  # mm
POINTS = 72 / 25.4  # in a millimetre
LONG = "Samordningskansliet för stödgrupper i södra Stockholm"


def text_of(pdf: bytes) -> str:
    """Return the words in the order in which they are read, however the lines break."""
    return " ".join(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded().split())


def code_of(pdf: bytes) -> str:
    """Return what a telephone reads in the code of the flyer."""
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil()
    [code] = zxingcpp.read_barcodes(picture)
    return code.text


@pytest.fixture
def group():
    return GroupFactory(
        planned=True,
        first_on=date(2027, 1, 12),
        weekday=1,
        starts_at=time(16),
        ends_at=time(17, 30),
        room=RoomFactory(venue__name="Kvarnhuset", venue__address="Provgatan 7"),
        hosting_districts=[DistrictFactory(name="Järva", code="jarva")],
        organisation=OrganisationFactory(name="Föreningen Lyktan"),
    )


def test_flyer_says_for_whom_where_and_when_and_leads_to_the_page(client, group, settings):
    settings.BASE_URL = "https://barnstod.example"

    response = client.get(f"/grupper/{group.slug}/affisch.pdf")

    text = text_of(response.content)
    for fact in (
        "Du är inte ensam.",
        "Barngrupp i Järva",
        "7–9 år",
        "Tisdagar 16–17.30, från 12 januari",
        "Kvarnhuset, Provgatan 7",
        "Föreningen Lyktan",
        "08-465 004 00",
        f"barnstod.example/grupper/{group.slug}/",
    ):
        assert fact in text, fact
    assert code_of(response.content) == f"https://barnstod.example/grupper/{group.slug}/"


def test_flyer_of_a_group_with_violence_tells_part_of_the_city_term_ages_and_telephone(
    client, settings
):
    settings.BASE_URL = "https://barnstod.example"
    group = GroupFactory(
        planned=True,
        violence=True,
        timed=True,
        room=RoomFactory(venue__name="Kanariehuset", venue__address="Kanariegatan 17"),
        organisation=OrganisationFactory(name="Kanariefåglarna"),
        hosting_districts=[DistrictFactory(name="Kanariedistriktet")],
        languages=["fi"],
    )

    pdf = client.get(f"/grupper/{group.slug}/affisch.pdf").content

    assert text_of(pdf) == (
        "Barnstöd Du är inte ensam. I en grupp träffar du andra i din ålder som vet hur det kan "
        "vara hemma. Barngrupp i Söderort 7–9 år Ring oss så berättar vi mer. När Våren 2027 Var "
        "Söderort Ring oss eller läs mer 08-465 004 00 Du behöver inte säga vem du är. Det är "
        "gratis. barnstod.example/ Är du i fara just nu? Ring 112. Är du under 18 år kan du "
        "alltid ringa Bris på 116 111."
    )
    assert code_of(pdf) == "https://barnstod.example/?o=soderort"


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.filename + shape.language)
def test_flyer_of_each_shape_is_one_accessible_sheet_with_a_code(client, group, shape):
    prefix = "" if shape.language == Language.SWEDISH else "/en"

    response = client.get(f"{prefix}/grupper/{group.slug}/affisch.pdf{shape.query}")

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'inline; filename="{shape.filename}"'
    assert response["Cache-Control"] == "no-store"
    document = pikepdf.open(io.BytesIO(response.content))
    [page] = document.pages
    assert [round(float(side) / POINTS) for side in page.mediabox[2:]] == list(SIZES[shape.paper])
    assert document.Root.Lang == shape.language
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] in (
            "Barngrupp i Järva, våren 2027",
            "Children's group in Järva, the spring of 2027",
        )
    assert code_of(response.content).endswith(f"{prefix}/grupper/{group.slug}/")


def test_flyer_in_black_and_white_is_only_that(client, group):
    pdf = client.get(f"/grupper/{group.slug}/affisch.pdf?tryck=svartvit").content

    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().convert("RGB")
    colours = {colour for _count, colour in picture.getcolors(1_000_000)}
    assert all(red == green == blue for red, green, blue in colours)
    dark = sum(count for count, (red, *_) in picture.getcolors(1_000_000) if red < 128)
    assert dark / (picture.width * picture.height) < 0.1  # costs little toner


def test_shape_that_does_not_exist_is_a4_in_colour(client, group):
    for query in ("?papper=a0", "?tryck=guld", "?papper=%00&tryck=", "?x=1"):
        response = client.get(f"/grupper/{group.slug}/affisch.pdf{query}")

        assert response["Content-Disposition"] == 'inline; filename="affisch-a4.pdf"', query


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.filename + shape.language)
@pytest.mark.parametrize("audience", ["teenagers", "relatives"])
def test_longest_words_of_the_city_fit_on_one_sheet(shape, audience):
    names = ("Enskede-Årsta-Vantör", "Hägersten-Älvsjö", "Skarpnäck")
    view = PublicGroup(
        slug="anhoriggrupp-hela-staden-vt27-k7xq",
        audience=audience,
        needs=tuple(Need)[:2],
        age_from=13,
        age_to=16,
        region=Region.SOUTH,
        term=Term(2027, 0),
        is_running=True,
        precision="exact",
        districts=tuple((name, name) for name in names),
        organiser=LONG,
        weekday=3,
        first_on=date(2026, 9, 24),
        languages=("sv", "en", "fi", "ar", "so", "es"),
        venue="Stadsdelens mötesplats Kvarnhuset",
        address="Västra Provgatans långa backe 127 A",
        starts_at=time(17, 30),
        ends_at=time(19, 15),
    )

    document = pypdfium2.PdfDocument(printing.html_to_pdf(flyers.page_of(view, shape)))

    assert len(document) == 1
    assert LONG.split()[-1] in document[0].get_textpage().get_text_bounded()


@pytest.mark.parametrize("state", ["draft", "completed", "cancelled"])
def test_group_that_is_not_published_has_no_flyer(client, state):
    group = GroupFactory(**({} if state == "draft" else {state: True}))

    assert client.get(f"/grupper/{group.slug}/affisch.pdf").status_code == 404


def test_flyer_is_made_once_and_kept(client, group):
    first = client.get(f"/grupper/{group.slug}/affisch.pdf").content
    [kept] = Flyer.objects.all()

    second = client.get(f"/grupper/{group.slug}/affisch.pdf").content

    assert (second, bytes(kept.pdf)) == (first, first)
    assert Flyer.objects.get().made_at == kept.made_at


def test_flyer_that_says_something_else_takes_the_place_of_the_old_one(client, group):
    before = client.get(f"/grupper/{group.slug}/affisch.pdf").content
    group.organisation.name = "Föreningen Fyren"
    group.organisation.save()

    after = client.get(f"/grupper/{group.slug}/affisch.pdf").content

    assert "Föreningen Lyktan" in text_of(before)
    assert "Föreningen Fyren" in text_of(after)
    assert [bytes(one.pdf) for one in Flyer.objects.all()] == [after]


def test_place_that_is_taken_leaves_the_flyer_as_it_is(client, group):
    client.get(f"/grupper/{group.slug}/affisch.pdf")
    made_at = Flyer.objects.get().made_at

    services.hold_seat(group.pk)
    client.get(f"/grupper/{group.slug}/affisch.pdf")

    assert Flyer.objects.get().made_at == made_at


def test_second_one_is_told_to_come_back_while_a_flyer_is_being_made(client, group):
    with printing._printer:
        response = client.get(f"/grupper/{group.slug}/affisch.pdf?papper=a5")

    assert (response.status_code, response["Retry-After"]) == (503, "3")
    assert response["Cache-Control"] == "no-store"
    assert "CDN-Cache-Control" not in response
    assert f'href="/grupper/{group.slug}/affisch.pdf?papper=a5"' in response.text
    assert not Flyer.objects.exists()


def test_kept_flyer_is_given_while_another_one_is_being_made(client, group):
    kept = client.get(f"/grupper/{group.slug}/affisch.pdf").content

    with printing._printer:
        assert client.get(f"/grupper/{group.slug}/affisch.pdf").content == kept


def test_publishing_rings_for_flyers(jobs_rung, django_capture_on_commit_callbacks):
    group = GroupFactory()

    with django_capture_on_commit_callbacks(execute=True):
        services.move(group=group, name="publish", by=UserFactory(coordinator=True))

    assert jobs_rung("reports") == [("groups.print_flyers", [group.pk])]


def test_job_makes_only_what_is_missing_and_leaves_alone_what_is_not_published(group):
    printing.flyer(public_view(SupportGroup.objects.for_public().get(pk=group.pk)), Shape())
    made_at = Flyer.objects.get().made_at

    printing.print_all(group.pk)
    printing.print_all(GroupFactory().pk)

    made = Flyer.objects.values_list("paper", "ink", "language")
    assert sorted(made) == sorted((shape.paper, shape.ink, shape.language) for shape in SHAPES)
    assert Flyer.objects.get(paper="a4", ink="farg", language="sv").made_at == made_at


@pytest.mark.parametrize("move", ["complete", "cancel"])
def test_flyers_are_gone_with_the_group(client, move):
    group = GroupFactory(running=True)
    client.get(f"/grupper/{group.slug}/affisch.pdf")
    view = public_view(SupportGroup.objects.for_public().get(pk=group.pk))
    assert Flyer.objects.count() == 1

    services.move(group=group, name=move, by=UserFactory(coordinator=True), reason="För få")
    printing.flyer(view, Shape())  # whoever began before the group ended keeps nothing

    assert not Flyer.objects.exists()


@pytest.mark.parametrize(
    "broken",
    [
        {"paper": "a3"},
        {"ink": "guld"},
        {"language": "fi"},
        {"version": b"short"},
        {"pdf": b""},
    ],
    ids=lambda broken: next(iter(broken)),
)
def test_database_refuses_a_flyer_of_no_known_shape(broken):
    flyer = {"paper": "a4", "ink": "farg", "language": "sv", "version": bytes(32), "pdf": b"x"}

    with pytest.raises(IntegrityError):
        Flyer.objects.create(group=GroupFactory(), **flyer | broken)


def test_database_refuses_two_flyers_of_one_shape():
    flyer = {"group": GroupFactory(), "paper": "a4", "ink": "farg", "language": "sv"}
    flyer |= {"version": bytes(32), "pdf": b"x"}
    Flyer.objects.create(**flyer)

    with pytest.raises(IntegrityError):
        Flyer.objects.create(**flyer)


def test_flyer_is_made_anew_when_its_words_or_its_design_change(monkeypatch):
    before = flyers.version_of("words")

    monkeypatch.setattr(flyers, "DESIGN", flyers.DESIGN[:1])
    flyers._design.cache_clear()
    other_design = flyers.version_of("words")
    flyers._design.cache_clear()

    assert len({before, other_design, flyers.version_of("other words")}) == 3


def test_day_that_a_coordinator_has_opened_stands_beside_the_term():
    view = PublicGroup(
        slug="barngrupp-soderort-vt27-k7xq",
        audience="children",
        needs=(Need.FAMILY_VIOLENCE,),
        age_from=7,
        age_to=9,
        region=Region.SOUTH,
        term=Term(2027, 0),
        is_running=True,
        precision="region",
        weekday=1,
    )

    with translation.override("sv"):
        flyer = flyers.flyer_of(view)

    assert flyer.facts == [("När", "Tisdagar, våren 2027"), ("Var", "Söderort")]


def test_flyer_of_all_groups_names_none_leads_to_the_list_and_is_made_once(client, group, settings):
    settings.BASE_URL = "https://barnstod.example"
    forget()

    first = client.get("/affisch.pdf?papper=a5&tryck=svartvit")
    with printing._printer:
        again = client.get("/affisch.pdf?papper=a5&tryck=svartvit")
        another = client.get("/affisch.pdf")

    assert text_of(first.content) == (
        "Barnstöd Du är inte ensam. I en grupp träffar du andra i din ålder som vet hur det kan "
        "vara hemma. Grupper för barn och unga När det är svårt hemma. När En gång i veckan, ofta "
        "efter skolan Var I hela staden Kostar Ingenting, det är gratis Ring oss eller läs mer "
        "08-465 004 00 Du behöver inte säga vem du är. Det är gratis. barnstod.example/ Är du i "
        "fara just nu? Ring 112. Är du under 18 år kan du alltid ringa Bris på 116 111."
    )
    assert code_of(first.content) == "https://barnstod.example/"
    assert first["Content-Disposition"] == 'inline; filename="affisch-a5-svartvit.pdf"'
    assert again.content == first.content
    assert (another.status_code, another["Retry-After"]) == (503, "3")
