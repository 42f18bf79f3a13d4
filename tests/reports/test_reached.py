"""Whom the groups reached while a project lasted: of its whole published terms, and of no other."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from groups.terms import Term
from reports.dates import PartialDate
from reports.figures.cells import Mark
from reports.figures.periods import first_day, last_day, words_of
from reports.figures.publishing import publish
from reports.figures.sheets import MARKS
from reports.matter import Matter
from reports.models import Report
from reports.reached import NOT_SHOWN, in_words, reached
from tests.factories.accounts import UserFactory
from tests.factories.grants import GrantFactory
from tests.factories.groups import GroupFactory
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db
LAST = Term.on(timezone.localdate()).after(-1)
BEGIN, END = first_day(LAST), last_day(LAST)


@pytest.fixture
def children():
    """Seven girls and six boys have been in a group of the last term; eight stayed to the end."""
    group = GroupFactory(completed=True, year=LAST.year, season=LAST.season, capacity=20)
    about = {"group": group, "child_birth_year": LAST.year - 8}
    ReferralFactory.create_batch(7, completed=True, gender="girl", **about)
    ReferralFactory(completed=True, gender="boy", **about)
    ReferralFactory.create_batch(5, discontinued=True, gender="boy", **about)


@pytest.fixture
def published(children):
    publish(term=LAST, by=UserFactory(coordinator=True))


def matter(begin: date | None = BEGIN, end: date | None = END, **about) -> Matter:
    days = {
        name: day and PartialDate.on(day)
        for name, day in {"period_from": begin, "period_to": end}.items()
    }
    grant = GrantFactory(**days, **about)
    return Matter(Report(grant=grant, period_from=BEGIN, period_to=END))


def lines(of: Matter) -> dict[str, list[str]]:
    [table] = [table.frozen() for table in reached(of)]
    return {row["heading"]: [cell["text"] for cell in row["cells"]] for row in table["rows"]}


def test_children_are_told_of_the_published_term_as_they_were_published(published):
    project = matter()

    assert lines(project) == {
        "Barn som har börjat": ["13"],
        "Barn som genomförde gruppen": ["8"],
        "Har börjat: flickor": ["7"],
        "Har börjat: pojkar": ["6"],
        "Har börjat: 7–9 år": ["13"],
    }
    assert words_of(LAST) in in_words(project)


def test_what_was_hidden_when_it_was_published_is_hidden_here():
    group = GroupFactory(completed=True, year=LAST.year, season=LAST.season, capacity=20)
    ReferralFactory.create_batch(3, completed=True, group=group)
    publish(term=LAST, by=UserFactory(coordinator=True))

    told = lines(matter())

    assert told["Barn som har börjat"] == [MARKS[Mark.FEW]]
    assert not {text for texts in told.values() for text in texts} & {"1", "2", "3"}


@pytest.mark.parametrize(
    "about",
    [
        {"begin": BEGIN + timedelta(days=1)},
        {"end": END - timedelta(days=1)},
        {"begin": None},
        {"end": None},
        {"stated": True},
    ],
    ids=["begins inside it", "ends inside it", "no beginning", "no end", "told by a source"],
)
def test_no_term_that_is_not_whole_in_the_project_is_told(published, about):
    project = matter(**about)

    assert (lines(project), in_words(project)) == ({}, NOT_SHOWN)


def test_nothing_is_told_before_it_is_published_and_a_sentence_says_so(children):
    project = matter()

    assert (lines(project), in_words(project)) == ({}, NOT_SHOWN)


def test_a_year_alone_is_the_whole_year(published):
    project = matter()
    project.report.grant.period_from = PartialDate(LAST.year)
    project.report.grant.period_to = PartialDate(LAST.year)

    assert project.reached_terms == [LAST]
