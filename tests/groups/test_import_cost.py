"""What a file of groups costs: looking at it the same for any number of rows, writing little."""

import pytest

from tests.factories.accounts import UserFactory
from tests.factories.groups import LeaderFactory, RoomFactory, VenueFactory
from tests.groups.files import chosen, confirmed, csv_file, plan_row, troubles_in, world
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

MOST_A_ROW = 35  # queries; a group, its sessions, who leads them, what it came from


@pytest.fixture
def rows(client):
    """Return a function that gives rows at the same hour, each in a room and with a leader of
    its own.
    """
    world()
    school = VenueFactory(name="Skolan")
    client.force_login(UserFactory(coordinator=True))

    def rows(numbers, **cells):
        for number in numbers:
            RoomFactory(venue=school, name=f"Rum {number}")
            LeaderFactory(name=f"Ledare {number}")
        places = ({"room": f"Rum {number}", "leaders": f"Ledare {number}"} for number in numbers)
        return [plan_row(**place, **cells) for place in places]

    return rows


def test_looking_at_rows_in_whose_way_others_are_costs_the_same_for_one_and_for_many(client, rows):
    many = rows(range(24))
    confirmed(client, chosen(client, csv_file(*many)))
    later = [row | {"starts_at": "17:00", "ends_at": "18:00"} for row in many]
    assert len(troubles_in(chosen(client, csv_file(*later)))) == 2 * len(later)

    for_one = queries_of(lambda: chosen(client, csv_file(later[0])))

    assert queries_of(lambda: chosen(client, csv_file(*later))) == for_one


def test_writing_costs_as_much_for_each_row(client, rows):
    def cost(numbers):
        looked_at = chosen(client, csv_file(*rows(numbers)))
        return queries_of(lambda: confirmed(client, looked_at))

    cost([0])  # from now on there are groups that look the same
    for_one, for_two, for_four = cost([1]), cost([2, 3]), cost([4, 5, 6, 7])

    assert for_four - for_two == 2 * (for_two - for_one)
    assert for_two - for_one <= MOST_A_ROW
