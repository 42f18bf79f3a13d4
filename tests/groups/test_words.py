"""What the public pages say of a group, beside what may be told at all (test_publishing)."""

import pytest
from django.utils import translation

from groups import words
from groups.choices import Audience, Need, Precision
from tests.factories.groups import GroupFactory, RoomFactory
from tests.groups.test_publishing import view_of


@pytest.mark.parametrize(
    ("districts", "swedish", "english"),
    [
        (["Farsta"], "i Farsta", "in Farsta"),
        (["Farsta", "Järva"], "i Farsta och Järva", "in Farsta and Järva"),
        (["Södermalm"], "på Södermalm", "in Södermalm"),
        (["Farsta", "Södermalm"], "i Farsta och på Södermalm", "in Farsta and in Södermalm"),
        ([], "i Söderort", "in the southern districts"),
    ],
)
def test_title_says_where_as_people_do(districts, swedish, english):
    group = view_of(audience=Audience.CHILDREN, districts=tuple((n, n) for n in districts))

    with translation.override("sv"):
        assert words.title(group) == f"Barngrupp {swedish}"
    with translation.override("en"):
        assert words.title(group) == f"Children's group {english}"


def facts(**known) -> dict[str, str]:
    with translation.override("en"):
        return dict(words.facts(view_of(**known)))


def test_page_tells_the_language_of_every_group_whose_languages_may_be_told():
    hidden = {"needs": (Need.FAMILY_VIOLENCE,), "precision": Precision.REGION}

    assert facts()["Languages"] == "Swedish"
    assert facts(languages=("fi", "so"))["Languages"] == "Finnish and Somali"
    assert "Languages" not in facts(**hidden)
    assert facts(**hidden, languages=("fi",))["Languages"] == "Finnish"


def test_page_says_how_one_gets_in_wherever_the_house_is_told():
    house = {"venue": "Kvarnhuset", "address": "Provgatan 7"}

    assert facts(**house, is_step_free=True)["Getting in"] == "There is a lift or no steps"
    assert facts(**house)["Getting in"] == "Ring us if you need to get in without steps"
    assert "Getting in" not in facts()


@pytest.mark.django_db
def test_what_the_leaders_wrote_is_swedish_on_the_english_page(client):
    group = GroupFactory(
        planned=True, what_happens_first="Ni träffar en av oss.", room=RoomFactory()
    )

    swedish, english = (
        client.get(f"{prefix}/grupper/{group.slug}/").text for prefix in ("", "/en")
    )

    assert '<div lang="sv"><p>Ni träffar en av oss.</p></div>' in english
    assert "The leaders have written this in Swedish." in english
    assert "på engelska" not in swedish


@pytest.mark.django_db
def test_number_of_the_office_can_be_rung_from_each_page_about_groups(client, settings):
    settings.OFFICE_PHONE = "08-123 45 67"
    slug = GroupFactory(planned=True, violence=True).slug

    for path in ("/", "/?a=1&b=2", "/fraga/?a=1", f"/grupper/{slug}/"):
        text = client.get(path).text
        told = text.count("08-123 45 67")
        assert told == text.count('<a class="short" href="tel:081234567">08-123 45 67</a>') > 0
