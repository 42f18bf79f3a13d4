"""When nothing fits: what comes nearest is said, and how it differs; never another need."""

import pytest

from groups.choices import Audience, Need
from groups.listing import Choice
from groups.nearest import MOST, nearest
from groups.terms import Term
from tests.groups.test_publishing import AREAS, view_of

ELSEWHERE = view_of(slug="a", region="vasterort", districts=(("jarva", "Järva"),))
OLDER = view_of(slug="b", age_from=10, age_to=12)
SPRING, AUTUMN = Term(2027, 0), Term(2027, 1)


@pytest.mark.parametrize(
    ("groups", "choice", "slugs", "how"),
    [
        ([ELSEWHERE], {"area": "farsta", "age": 8}, ["a"], "på annat håll i staden"),
        (
            [OLDER],
            {"area": "farsta", "age": 8},
            ["b"],
            "för den som är ett eller två år äldre eller yngre",
        ),
        ([ELSEWHERE, OLDER], {"area": "farsta", "age": 9}, ["a"], "på annat håll i staden"),
        ([view_of()], {"term": AUTUMN}, ["barngrupp-soderort-vt27-aaaa"], "en annan termin"),
        ([view_of()], {"language": "fi"}, ["barngrupp-soderort-vt27-aaaa"], "på ett annat språk"),
        (
            [ELSEWHERE],
            {"area": "farsta", "term": AUTUMN, "age": 8},
            ["a"],
            "en annan termin och på annat håll i staden",
        ),
        (
            [ELSEWHERE],
            {"area": "farsta", "term": AUTUMN, "age": 10, "language": "fi"},
            ["a"],
            "på ett annat språk, en annan termin, på annat håll i staden "
            "och för den som är ett eller två år äldre eller yngre",
        ),
    ],
)
def test_nearest_gives_up_as_little_as_it_can_and_says_what(groups, choice, slugs, how):
    found = nearest(groups, Choice(**choice), AREAS)

    assert ([group.slug for group in found.groups], found.how) == (slugs, how)


def test_group_for_the_whole_city_is_near_everywhere():
    whole = view_of(slug="c", is_city_wide=True, region="vasterort", age_from=10, age_to=12)

    assert nearest([whole], Choice(age=9, area="farsta"), AREAS).groups == (whole,)


def test_group_about_something_else_at_home_is_no_alternative():
    assert nearest([view_of()], Choice(need=Need.MENTAL_ILLNESS, age=8), AREAS) is None


def test_group_for_somebody_much_older_is_no_alternative():
    assert nearest([view_of(age_from=13, age_to=15)], Choice(age=8), AREAS) is None


def test_child_too_young_for_every_group_is_shown_what_there_is_for_its_parents():
    parents = {"audience": Audience.PARENTS, "age_from": None, "age_to": None}
    near, far = view_of(slug="a", **parents), view_of(slug="b", region="vasterort", **parents)
    other = view_of(slug="c", **parents | {"needs": (Need.MENTAL_ILLNESS,)})
    small = {"need": Need.SUBSTANCE_USE, "age": 3}

    found = nearest([view_of(), far, near, other], Choice(**small, area="farsta"), AREAS)
    assert (found.groups, found.how) == (
        (near,),
        "för föräldrar, så länge ett barn är för litet för en egen grupp",
    )
    assert nearest([view_of(), far], Choice(**small, area="farsta"), AREAS).groups == (far,)
    assert nearest([view_of(), other], Choice(**small), AREAS) is None


def test_child_too_old_for_every_group_is_not_shown_those_for_parents():
    parents = view_of(slug="a", audience=Audience.PARENTS, age_from=None, age_to=None)

    assert nearest([view_of(), parents], Choice(age=14), AREAS) is None


def test_unknown_place_is_not_what_hinders():
    assert nearest([OLDER], Choice(age=8, area="okand"), AREAS).how.startswith("för den som är")


def test_no_more_than_a_handful_is_shown():
    many = [view_of(slug=str(number), region="vasterort") for number in range(9)]

    assert len(nearest(many, Choice(age=8, area="farsta"), AREAS).groups) == MOST


def test_nothing_is_nearest_where_there_are_no_groups():
    assert nearest([], Choice(), AREAS) is None
