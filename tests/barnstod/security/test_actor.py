"""Who acts in a transaction: nested, rolled back, and never left behind on the connection."""

import pytest
from django.db import connection, transaction

from barnstod.security.actor import acting_as, actor_of, current_actor
from tests.factories.accounts import UserFactory


class Stop(Exception):
    pass


def stops(*nested):
    """Act as each of ``nested``, one inside the other, and raise in the innermost."""
    if not nested:
        raise Stop
    with acting_as(nested[0]):
        stops(*nested[1:])


@pytest.mark.django_db
def test_user_acts_under_the_own_id_and_a_job_under_its_name():
    user = UserFactory()

    assert actor_of(user) == f"user:{user.pk}"
    assert actor_of("system:sweep") == "system:sweep"


@pytest.mark.django_db(transaction=True)
def test_nobody_acts_before_and_after():
    assert current_actor() == ""
    with acting_as("intake") as actor:
        assert (actor, current_actor()) == ("intake", "intake")
    assert current_actor() == ""


@pytest.mark.django_db(transaction=True)
def test_former_actor_stands_again_after_a_nested_one():
    with acting_as("intake"):
        with acting_as("system:sweep"):
            assert current_actor() == "system:sweep"
        assert current_actor() == "intake"
    assert current_actor() == ""


@pytest.mark.django_db(transaction=True)
def test_former_actor_stands_again_after_an_exception():
    with acting_as("intake"):
        with pytest.raises(Stop):
            stops("system:sweep", "system:lapse")
        assert current_actor() == "intake"
    with pytest.raises(Stop):
        stops("intake")
    assert current_actor() == ""


@pytest.mark.django_db(transaction=True)
def test_former_actor_stands_again_after_a_block_that_chose_to_roll_back():
    with acting_as("intake"):
        with acting_as("system:sweep"):
            transaction.set_rollback(True)
        assert current_actor() == "intake"


@pytest.mark.django_db(transaction=True)
def test_actor_does_not_outlive_the_transaction_on_its_connection():
    with acting_as("intake"):
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT barnstod_actor(), barnstod_actor_user()")
        assert cursor.fetchone() == (None, None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("actor", "user"),
    [("user:17", 17), ("user:17x", None), ("intake", None), ("system:17", None), ("", None)],
)
def test_database_reads_the_user_from_an_exact_name_only(actor, user):
    with acting_as(actor), connection.cursor() as cursor:
        cursor.execute("SELECT barnstod_actor_user()")
        assert cursor.fetchone() == (user,)
