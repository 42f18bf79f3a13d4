"""Stated figures are printed with date, scope, district set and source, word for word."""

from datetime import date

import pytest

from reports.document_types import DOCUMENTS
from reports.matter import Matter
from reports.models import Grant, Report
from reports.placing import COUNTED, TOLD, told_tables
from reports.stated import district_set, district_sets

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts")]

LETTER = "Skrivelse om Barnstöd Stockholm, dnr 0585/2006, 2006-11-20"
STATEMENT = "Tjänsteutlåtande om central samordningsfunktion för gruppstöd, dnr 119-0019/2007, 2007"


def tables():
    report = Report(
        type="interim_report",
        grant=Grant.objects.get(code="central-samordning-ar-1"),
        period_from=date(2006, 9, 18),
        period_to=date(2007, 6, 30),
    )
    return {(table.place, table.caption): table for table in told_tables(Matter(report))}


def cells(table):
    return [row.cells for row in table.rows]


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (date(2006, 6, 1), "18 stadsdelsområden 1999-01-01 – 2006-12-31"),
        (date(2007, 1, 1), "14 stadsdelsområden 2007-01-01 – 2020-06-30"),
        (date(2020, 7, 1), "13 stadsdelsområden 2020-07-01 – 2023-06-30"),
        (date(2023, 7, 1), "11 stadsdelsområden sedan 2023-07-01"),
    ],
)
def test_district_set(day, printed):
    assert str(district_set(day)) == printed


def test_a_period_across_mergers_has_each_district_set():
    counts = [found.count for found in district_sets(date(2006, 9, 18), date(2023, 7, 1))]

    assert counts == [18, 14, 13, 11]


def test_coverage_is_printed_with_its_time_districts_and_source():
    table = tables()["background", "Stödgrupper i stadsdelarna"]

    assert [(row.code, row.cells, row.detail, row.source) for row in table.rows] == [
        (
            "districts-at-the-start",
            (
                "Stadsdelar som kunde erbjuda stödgrupp",
                "7 av 18",
                "anges inte",
                "18 stadsdelsområden 1999-01-01 – 2006-12-31",
                "Skrivelse 2006-11-20",
            ),
            "När projektet Barnstöd Stockholm inleddes; projekttiden började 2005-03-01. Oavsett "
            "behov. Vilka stadsdelar anges inte.",
            LETTER,
        ),
        (
            "districts-in-april-2006",
            (
                "Stadsdelar med egna stödgrupper igång",
                "13 av 18",
                "april 2006",
                "18 stadsdelsområden 1999-01-01 – 2006-12-31",
                "Skrivelse 2006-11-20",
            ),
            "Oavsett behov. Vilka stadsdelar anges inte. Därutöver har Mariapol och Kriscentrum "
            "för kvinnor stödgrupper.",
            LETTER,
        ),
        (
            "districts-with-all-needs",
            (
                "Stadsdelar med stöd för alla tre behoven",
                "0 av 14",
                "2007",
                "14 stadsdelsområden 2007-01-01 – 2020-06-30",
                "Tjänsteutlåtande 2007",
            ),
            "Missbruk, psykisk ohälsa och våld i familjen. Dag anges inte.",
            STATEMENT,
        ),
    ]
    assert table.notes == (
        "Uppgifterna räknar olika saker och kan inte jämföras rakt av: den från april 2006 gäller "
        "egna stödgrupper oavsett behov, den från 2007 kräver grupper för alla tre behoven.",
        "Rapportens period omfattar flera indelningar: 18 stadsdelsområden 1999-01-01 – "
        "2006-12-31; 14 stadsdelsområden 2007-01-01 – 2020-06-30.",
    )


def test_participants_are_summed_by_us_with_a_warning():
    table = tables()["background", "Deltagare i utbildningar under projektet Barnstöd Stockholm"]

    assert [row.cells[1] for row in table.rows] == ["170", "210", "75", "40", "230"]
    assert table.total.cells == ("Summa, beräknad", "725", "")
    assert table.notes == ("Samma person kan förekomma flera gånger.",)


def test_groups_of_spring_2007_stand_under_their_need():
    found = tables()

    assert cells(found["substance_use", "Grupper våren 2007: alkohol- eller drogproblem"]) == [
        ("Ersta Vändpunkten", "barn", "3", "våren 2007", "CAP (Children Are People Too)"),
        ("Ersta Vändpunkten", "tonåringar", "1", "våren 2007", "CAP (Children Are People Too)"),
        ("Humlan", "barn", "antal ej angivet", "2007", "anges inte"),
        ("Hägerstens stadsdelsförvaltning", "barn", "antal ej angivet", "2007", "anges inte"),
        ("Spånga-Tensta stadsdelsförvaltning", "barn", "antal ej angivet", "2007", "anges inte"),
        (
            "Hässelby-Vällingby stadsdelsförvaltning",
            "barn",
            "antal ej angivet",
            "2007",
            "anges inte",
        ),
    ]
    assert cells(found["mental_illness", "Grupper våren 2007: psykiska problem"]) == [
        ("Källan", "barn", "2", "varje termin", "Källans egen metod"),
        ("Källan", "tonåringar", "1", "varje termin", "Källans egen metod"),
        ("Källan", "anhöriga", "1", "varje termin", "Källans egen metod"),
    ]
    assert cells(found["family_violence", "Grupper våren 2007: familjevåld"]) == [
        ("BUP Bågen", "barn", "antal ej angivet", "2007", "anges inte"),
    ]


def test_inexact_figures_keep_the_words_of_their_source():
    table = tables()["family_violence", "Behandling vid BUP Bågen"]

    assert cells(table) == [
        ("Barn som väntade på behandling vid BUP Bågen", "drygt 70", "november 2006"),
        ("Behandlingstjänster vid BUP Bågen", "2,98", "2007"),
    ]


def test_what_participants_said_is_in_percent():
    table = tables()["substance_use", "Vad deltagarna tyckte"]

    assert [row.cells[1] for row in table.rows] == ["90\xa0%", "90\xa0%", "50\xa0%"]


def test_the_grant_says_what_no_source_states():
    table = tables()["background", "Bidraget"]

    assert dict(cells(table)) == {
        "Projekt": "Central samordningsfunktion för gruppstöd (år 1)",
        "Sökande": "Socialtjänstnämnden",
        "Bidragsgivare": "Länsstyrelsen i Stockholms län",
        "Ansökan beslutad": "2006-06-13",
        "Sökt belopp": "anges inte",
        "Bidrag beviljat": "2006-07-07",
        "Beviljat belopp": "anges inte",
        "Projektet började": "2006-09-18",
        "Projektet slutar": "anges inte",
        "Bidragets diarienummer": "anges inte",
    }
    assert table.sources == [STATEMENT]


def test_every_table_that_a_heading_names_is_made_and_no_other():
    named = {name for one in DOCUMENTS.values() for each in one.sections for name in each.tables}

    assert named == {*TOLD, *COUNTED}
