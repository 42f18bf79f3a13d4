"""The facts of the source documents: as stated, with their source, however often loaded."""

import pytest
from django.core.management import CommandError, call_command

from reports.dates import PartialDate
from reports.loading import check_districts, load_facts
from reports.models import Grant, Source, StatedFigure, StatedOffer
from tests.factories.districts import DistrictFactory
from tests.factories.reports import StatedFigureFactory

pytestmark = pytest.mark.django_db

MODELS = (Source, StatedFigure, StatedOffer, Grant)


def rows():
    return [list(model.objects.order_by("pk").values()) for model in MODELS]


def test_facts_are_loaded_once_however_often_asked():
    load_facts()
    before = rows()

    load_facts()

    assert rows() == before
    assert [len(found) for found in before] == [5, 13, 10, 5]


def test_a_fact_that_was_changed_by_hand_becomes_what_the_source_says():
    load_facts()
    StatedFigure.objects.filter(code="training-basic").update(value=171)

    load_facts()

    assert StatedFigure.objects.get(code="training-basic").value == 170


def test_the_grant_of_2006_has_its_dates_and_no_invented_sum():
    load_facts()

    grant = Grant.objects.get(code="central-samordning-ar-1")
    assert (grant.applied_on, grant.decided_on, grant.period_from, grant.period_to) == (
        PartialDate(2006, 6, 13),
        PartialDate(2006, 7, 7),
        PartialDate(2006, 9, 18),
        None,
    )
    assert (grant.applied_sek, grant.granted_sek, grant.registry_number) == (None, None, "")
    assert [source.code for source in grant.sources.all()] == ["002"]


def test_dates_keep_the_precision_of_their_source():
    load_facts()

    spring = Grant.objects.get(code="barn-som-utsatts-for-vald")
    assert str(spring.applied_on) == "maj 2011"
    assert str(StatedFigure.objects.get(code="districts-in-april-2006").on) == "april 2006"
    assert StatedFigure.objects.get(code="districts-at-the-start").on is None


def test_every_fact_names_its_source():
    load_facts()

    assert not StatedFigure.objects.filter(source__isnull=True).exists()
    assert not StatedOffer.objects.filter(source__isnull=True).exists()
    assert not Grant.objects.filter(sources__isnull=True).exists()


def test_a_figure_of_other_districts_than_there_were_is_refused():
    DistrictFactory()  # one more than the sources know of, since 1999

    with pytest.raises(CommandError, match="of 18 districts, but 2005-03-01 had 19"):
        call_command("load_facts")

    assert not StatedFigure.objects.exists()


def test_a_figure_about_something_else_asks_no_district():
    check_districts(StatedFigureFactory())


def test_command_says_what_there_is(capsys):
    call_command("load_facts")

    assert capsys.readouterr().out == (
        "13 stated figures, 10 stated offers and 5 grants, each with its source.\n"
    )
