"""Who read which child's names, when and why: the log of a case and of a colleague."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from barnstod.security.actor import acting_as
from referrals import services
from referrals.choices import OpeningReason
from tests.factories.accounts import UserFactory
from tests.factories.attendance import Evening
from tests.factories.referrals import ReferralFactory
from tests.leak import seen
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
NAMED = {"first_name": "Kanarina", "last_name": "Fågelburström"}
EVERYTHING = {"visa": "allt"}


@pytest.fixture
def head(browse):
    return browse(UserFactory(head=True))


def read_by(user, child, why):
    """Open the names and read them, as the pages do."""
    with acting_as(user):
        services.open_names(referral=child, by=user, why=why)
        services.read_names(referral=child, by=user, why=why.value)


def of_case(child):
    return reverse("referrals:case_log", args=[child.reference])


def of_person(user):
    return reverse("referrals:person_log", args=[user.pk])


def lines(page):
    return [(line.who, line.what, line.why, line.reference) for line in page.context["lines"]]


def test_the_log_of_a_case_says_who_read_it_when_and_why(head):
    evening = Evening()
    child, other = evening.child(accepted=True, identity=NAMED), ReferralFactory(identity=NAMED)
    office = UserFactory(coordinator=True)
    read_by(office, child, OpeningReason.FIRST_TALK)
    read_by(office, other, OpeningReason.CALL)
    with acting_as(evening.leader):
        services.read_first_names(referrals=[child], by=evening.leader)

    page = head.get(of_case(child))

    why = OpeningReason.FIRST_TALK.label
    assert lines(page) == [
        (evening.leader, _("read names"), _("a child in the own group"), child.reference),
        (office, _("read names"), why, child.reference),
        (office, _("opened the names"), why, child.reference),
    ]
    assert office.name in page.text
    assert seen([page.text], {"Kanarina", "Fågelburström", child.spoken}) == set()


def test_the_log_of_a_colleague_says_whose_names_were_read(head):
    office, colleague = UserFactory(coordinator=True), UserFactory(coordinator=True)
    first, second = (ReferralFactory(identity=NAMED) for _ in range(2))
    read_by(office, first, OpeningReason.CALL)
    read_by(office, second, OpeningReason.QUESTION)
    read_by(colleague, first, OpeningReason.CALL)

    page = head.get(of_person(office))

    assert [reference for *_, reference in lines(page)] == [second.reference] * 2 + [
        first.reference
    ] * 2
    assert {who for who, *_ in lines(page)} == {office}
    assert of_case(first) in page.text
    assert seen([page.text], {"Kanarina", first.spoken, second.spoken}) == set()


def test_everything_that_was_done_is_there_on_demand_in_words(head):
    child, office = ReferralFactory(), UserFactory(coordinator=True)
    with acting_as(office):
        services.move(referral=child, name="wait", by=office)

    assert lines(head.get(of_case(child))) == []
    [line] = lines(head.get(of_case(child), EVERYTHING))
    assert line == (office, _("put on the waiting list"), "", child.reference)
    assert head.get(of_case(child), {"visa": "annat"}).status_code == 404


def test_a_case_that_is_erased_keeps_its_log(head):
    child = ReferralFactory(draft=True, identity=NAMED)
    read_by(child.sent_by, child, OpeningReason.CALL)
    with acting_as(child.sent_by):
        services.discard(referral=child, by=child.sent_by)

    assert len(lines(head.get(of_case(child)))) == 2


def test_the_log_leads_from_a_line_to_its_case_and_its_person(head):
    child, office = ReferralFactory(identity=NAMED), UserFactory(coordinator=True)
    read_by(office, child, OpeningReason.CALL)

    page = head.get(reverse("audit:log"))

    assert of_case(child) in page.text
    assert of_person(office) in page.text


def test_where_a_child_goes_stands_in_no_line(head):
    """The child may become protected afterwards, and nothing is ever taken out of the audit."""
    evening = Evening()
    child, office = ReferralFactory(waiting=True), UserFactory(coordinator=True)
    with acting_as(office):
        services.make_offer(
            referral=child, group=evening.group, deadline=evening.session.during.lower.date(),
            by=office,
        )  # fmt: skip
        services.move_as_one(referral=child, name="accept", by=office)

    for page in (head.get(of_case(child), EVERYTHING), head.get(reverse("audit:log"))):
        assert evening.group.slug not in page.text


def test_long_logs_have_pages_and_cost_the_same(head):
    child = ReferralFactory(identity=NAMED)
    read_by(UserFactory(coordinator=True), child, OpeningReason.CALL)
    one = queries_of(lambda: head.get(of_case(child)))
    for _number in range(30):
        read_by(UserFactory(coordinator=True), child, OpeningReason.CALL)

    assert queries_of(lambda: head.get(of_case(child))) == one
    assert len(lines(head.get(of_case(child)))) == 50
    assert len(lines(head.get(of_case(child), {"s": "2"}))) == 12


def test_the_log_of_nobody_does_not_exist(head):
    assert head.get(reverse("referrals:person_log", args=[10**9])).status_code == 404
