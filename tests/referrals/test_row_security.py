"""The second wall: what the database shows to whoever acts, whatever the code asks for."""

import random
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from barnstod.accounts.choices import Role
from barnstod.security.actor import acting_as
from referrals.choices import Names, State
from referrals.models import Consent, Identity, IdentityWord, NamedReader, Offer, Referral
from referrals.queries import protected_aliases_in, protected_cases
from tests.factories.accounts import RoleGrantFactory, UserFactory
from tests.factories.districts import AffiliationFactory, DistrictFactory, OrganisationFactory
from tests.factories.groups import GroupFactory, LeaderFactory
from tests.factories.referrals import ConsentFactory, ReferralFactory

pytestmark = pytest.mark.django_db
TABLES = (Referral, Identity, IdentityWord, Offer, Consent, NamedReader)
NAMED = {"first_name": "Kanarie"}


def everything():
    """Make one row in each table, of an ordinary child and of a protected one."""
    ordinary = ReferralFactory(offered=True, identity=NAMED)
    ConsentFactory(referral=ordinary)
    ReferralFactory(protected=True, named=[UserFactory(coordinator=True)])
    return ordinary


def seen():
    """Return how many rows of each table the one who acts can read, past ``visible_to``."""
    return {model.__name__: model._base_manager.count() for model in TABLES}


NOTHING = dict.fromkeys((model.__name__ for model in TABLES), 0)


def test_every_table_of_the_app_has_policies():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname LIKE 'referrals\\_%' AND relkind = 'r'"
            " AND NOT relrowsecurity"
        )
        assert cursor.fetchall() == []


def test_nobody_sees_writes_or_changes_anything_without_an_actor():
    ordinary = everything()

    with acting_as(""):
        assert seen() == NOTHING
        for model in TABLES:
            assert model._base_manager.all().delete()[0] == 0
        assert Referral.objects.update(state=State.WAITING) == 0
        for write in (
            lambda: Referral(sender_kind="family").save(force_insert=True),
            lambda: Identity(referral_id=ordinary.pk).save(force_insert=True),
            lambda: Consent(referral_id=ordinary.pk, by="only_guardian").save(),
            lambda: NamedReader(referral_id=ordinary.pk).save(),
        ):
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                write()


@pytest.mark.parametrize("role", [Role.HEAD, Role.BOARD, Role.ADMIN, Role.LEADER, Role.REFERRER])
def test_a_role_without_children_of_its_own_sees_none(role):
    everything()

    with acting_as(UserFactory(**{role: True})):
        counts = seen()

    assert counts | {"NamedReader": 0} == NOTHING
    assert counts["NamedReader"] == (1 if role == Role.HEAD else 0)


def test_a_unit_sees_what_it_sent_and_no_other_unit_does():
    ordinary = everything()

    with acting_as(ordinary.sent_by):
        assert seen() == NOTHING | {
            "Referral": 1, "Identity": 1, "IdentityWord": 1, "Offer": 1, "Consent": 1
        }  # fmt: skip
    with acting_as(AffiliationFactory(district=ordinary.child_district).user):
        assert seen() == NOTHING


def test_a_merged_district_is_followed_forward_and_never_backward():
    now = DistrictFactory()
    before = DistrictFactory(ended=True, successor=now)
    sent_then = ReferralFactory(workplace=AffiliationFactory(district=before))
    sent_now = ReferralFactory(workplace=AffiliationFactory(district=now))

    with acting_as(sent_now.sent_by):
        assert set(Referral.objects.all()) == {sent_then, sent_now}
    with acting_as(sent_then.sent_by):
        assert set(Referral.objects.all()) == {sent_then}


def test_the_office_sees_no_draft_of_a_unit_and_no_protected_child():
    draft, own = ReferralFactory(draft=True), ReferralFactory(draft=True, telephone=True)
    sent, protected = ReferralFactory(), ReferralFactory(protected=True)

    with acting_as(UserFactory(coordinator=True)):
        assert set(Referral.objects.all()) == {own, sent}
    with acting_as("system:report"):
        assert set(Referral.objects.all()) == {draft, own, sent, protected}


def test_a_protected_child_is_seen_by_those_named_and_nobody_else():
    reader = UserFactory(coordinator=True)
    referral = ReferralFactory(protected=True, named=[reader])

    with acting_as(reader):
        assert list(Referral.objects.all()) == [referral]
    for other in (referral.sent_by, UserFactory(coordinator=True), UserFactory(head=True)):
        with acting_as(other):
            assert not Referral.objects.exists()


def test_a_reader_who_has_left_the_unit_opens_its_protected_cases_no_more():
    unit = AffiliationFactory()
    case = ReferralFactory(protected=True, workplace=unit, named=[unit.user])
    AffiliationFactory(user=unit.user)  # works in another unit too, and goes on doing so
    by_telephone = ReferralFactory(protected=True, telephone=True, named=[unit.user])

    def seen_by(user):
        by_rule = set(Referral.objects.visible_to(user))
        with acting_as(user):
            return by_rule, set(Referral._base_manager.all())

    assert seen_by(unit.user) == ({case}, {case})

    unit.valid_to = timezone.localdate() - timedelta(days=1)
    unit.save()
    assert seen_by(unit.user) == (set(), set())

    RoleGrantFactory(user=unit.user, role=Role.COORDINATOR)
    office = type(unit.user).objects.get(pk=unit.user.pk)
    assert seen_by(office) == ({case, by_telephone}, {case, by_telephone})


def test_a_role_that_has_ended_and_an_account_that_is_closed_see_nothing():
    everything()
    former, closed = UserFactory(), UserFactory(coordinator=True, closed=True)
    yesterday = timezone.localdate() - timedelta(days=1)
    RoleGrantFactory(user=former, role=Role.COORDINATOR, valid_to=yesterday)

    for user in (former, closed):
        with acting_as(user):
            assert seen() == NOTHING


def test_a_leader_sees_the_children_of_the_own_group_and_changes_none():
    leader = LeaderFactory(with_account=True)
    group = GroupFactory(planned=True, leaders=[leader])
    own = ReferralFactory(accepted=True, group=group, identity=NAMED)
    ReferralFactory(offered=True, group=group)
    hidden = ReferralFactory(accepted=True, group=group, protected=True)

    with acting_as(leader.user):
        assert list(Referral.objects.all()) == [own]
        assert Referral.objects.update(must_have_new_place=True) == 0
        assert Identity.objects.count() == 1
        assert Identity.objects.update(sealed_phone="") == 0
        assert protected_aliases_in(group) == [hidden.spoken]
    with acting_as(LeaderFactory(with_account=True).user):
        assert protected_aliases_in(group) == []


def test_a_family_writes_without_reading_back():
    with acting_as("intake"):
        interest = Referral(state=State.INTEREST, sender_kind="family", names=Names.CONTACT)
        interest.save(force_insert=True)
        Identity(referral_id=interest.pk, names=Names.CONTACT).save(force_insert=True)
        assert seen() == NOTHING
        for write in (
            lambda: Identity(referral_id=interest.pk, names=Names.CONTACT).save(force_insert=True),
            lambda: Referral(state=State.INTEREST, sender_kind="family").save(force_insert=True),
            lambda: Referral(sender_kind="family", names=Names.NONE).save(force_insert=True),
        ):
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                write()

    assert Referral.objects.get() == interest


def test_a_social_worker_cannot_send_for_another_unit_or_name_themselves():
    case = ReferralFactory(protected=True, named=[UserFactory(coordinator=True)])
    worker, elsewhere = AffiliationFactory().user, DistrictFactory()

    with acting_as(worker):
        foreign = Referral(
            sender_kind="social_services",
            sent_by=worker,
            sender_district=elsewhere,
            owner_authority=elsewhere,
        )
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            foreign.save(force_insert=True)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            NamedReader(referral_id=case.pk, user=worker, named_by=worker).save()


def test_the_head_learns_the_aliases_of_protected_cases_and_nothing_else():
    reader, gone = UserFactory(coordinator=True), UserFactory(coordinator=True, closed=True)
    case = ReferralFactory(protected=True, named=[reader, gone])
    ReferralFactory(protected=True, withdrawn=True)

    with acting_as(UserFactory(head=True)):
        [found] = protected_cases()
        assert (found.referral.spoken, found.readers) == (case.spoken, [reader, gone])
        assert len(found.at_office) == 1  # an account that is closed reads nothing
    for other in (reader, UserFactory(board=True), UserFactory(admin=True)):
        with acting_as(other):
            assert protected_cases() == []


# --- visible_to is a subset of it --------------------------------------------------------------


def random_world(rng):
    """Return people and rows of every kind, thrown together."""
    today = timezone.localdate()
    districts = [DistrictFactory(), DistrictFactory()]
    districts.append(DistrictFactory(ended=True, successor=districts[0]))
    organisations = [OrganisationFactory(), OrganisationFactory()]
    leaders = [LeaderFactory(with_account=True) for _ in range(2)]
    groups = [GroupFactory(planned=True, capacity=30, leaders=[leader]) for leader in leaders]
    people = [leader.user for leader in leaders]
    for _ in range(12):
        user = UserFactory(is_active=rng.random() < 0.9)
        for role in rng.sample(list(Role), rng.randint(0, 3)):
            ends = rng.choice([None, None, today, today - timedelta(days=1)])
            RoleGrantFactory(user=user, role=role, valid_to=ends)
        for district in rng.sample(districts, rng.randint(0, 2)):
            ends = rng.choice([None, None, today - timedelta(days=1)])
            AffiliationFactory(user=user, district=district, valid_to=ends)
        for organisation in rng.sample(organisations, rng.randint(0, 1)):
            ends = rng.choice([None, None, today - timedelta(days=1)])
            AffiliationFactory(user=user, district=None, organisation=organisation, valid_to=ends)
        people.append(user)
    states = ["draft", "returned", "waiting", "offered", "accepted", "started", "completed"]
    for _ in range(40):
        traits = {rng.choice(states): True}
        if traits.keys() & {"offered", "accepted", "started", "completed"}:
            traits["group"] = rng.choice(groups)
        if rng.random() < 0.3:
            traits |= {"protected": True, "named": rng.sample(people, rng.randint(0, 3))}
        if rng.random() < 0.3:
            traits["telephone"] = True
        if rng.random() < 0.3:
            work = AffiliationFactory(sends=True, organisation=rng.choice(organisations))
        else:
            work = AffiliationFactory(district=rng.choice(districts))
        referral = ReferralFactory(workplace=work, **traits)
        people.append(referral.sent_by)
    return people


@pytest.mark.parametrize("seed", range(4))
def test_what_the_code_shows_the_database_shows_too(seed):
    people = random_world(random.Random(seed))
    shown = 0

    for user in people:
        by_rule = set(Referral.objects.visible_to(user).values_list("spoken", flat=True))
        with acting_as(user):
            by_wall = set(Referral._base_manager.values_list("spoken", flat=True))
        shown += len(by_rule)
        assert by_rule <= by_wall

    assert shown > len(people)  # else the property would hold of an empty page
