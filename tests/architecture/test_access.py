"""Who may open what: each address says which kind it is, and one table says for which roles."""

import pytest
from django.db import transaction
from django.test import Client

from barnstod.accounts.choices import Role
from tests.architecture import asking, cases, files, grants, papers, registers, timetable
from tests.architecture.addresses import World, addresses_of, every_address
from tests.architecture.asked import asks_nobody_but_us
from tests.queries import ask_of_children, questions_of

KINDS = {"public", "public_form", "token", "office", "signin"}
OF_CASES = ("referrals:", "start")  # pages that may read a child's case; see test_inference.py
OF_SUMS = ("reports:figure",)  # and those that count children, the protected in the city alone
EVERYBODY = set(Role)
ANSWERED = (200, 302, 303)

CASES = cases.CASES  # those who work with children's cases

READERS = {Role.COORDINATOR, Role.HEAD, Role.BOARD, Role.SOCIAL_WORKER}  # of sent reports

# Page or action of the office -> the roles that may use it. For all others it answers 403.
OFFICE = (
    files.OFFICE
    | registers.OFFICE
    | asking.OFFICE
    | cases.OFFICE
    | timetable.OFFICE
    | grants.OFFICE
    | papers.OFFICE
    | {
        "accounts:close_account": {Role.ADMIN},
        "accounts:end_role": {Role.ADMIN},
        "accounts:grant_role": {Role.ADMIN},
        "accounts:invite": {Role.ADMIN},
        "accounts:people": {Role.ADMIN},
        "accounts:person": {Role.ADMIN},
        "accounts:remove_second_factor": {Role.ADMIN},
        "accounts:send_invitation": {Role.ADMIN},
        "audit:log": {Role.HEAD},
        "districts:list": EVERYBODY,
        "districts:organisations": EVERYBODY,
        "groups:barrier_answer": {Role.COORDINATOR},
        "groups:barriers": {Role.COORDINATOR},
        "groups:create": {Role.COORDINATOR, Role.LEADER},
        "groups:edit": {Role.COORDINATOR, Role.LEADER},
        "groups:hand_in": {Role.COORDINATOR, Role.LEADER},
        "groups:next_term": {Role.COORDINATOR, Role.LEADER},
        "groups:send_back": {Role.COORDINATOR},
        "groups:move": {Role.COORDINATOR},
        "groups:office_detail": EVERYBODY,
        "groups:office_list": EVERYBODY,
        "groups:unmet": {Role.COORDINATOR, Role.HEAD},
        "referrals:absences": {Role.COORDINATOR},
        "referrals:cancel_group": {Role.COORDINATOR},
        "referrals:cancel_session": {Role.COORDINATOR},
        "groups:close_field": {Role.COORDINATOR},
        "groups:open_field": {Role.COORDINATOR},
        "groups:split": {Role.COORDINATOR},
        "referrals:early_warning": {Role.COORDINATOR},
        "referrals:move_session": {Role.COORDINATOR},
        "referrals:case_log": {Role.HEAD},
        "referrals:person_log": {Role.HEAD},
        "referrals:children": {Role.COORDINATOR, Role.LEADER},
        "referrals:consent": CASES,
        "referrals:consent_back": CASES,
        "referrals:create": CASES,
        "referrals:detail": CASES,
        "referrals:discard": CASES,
        "referrals:edit": CASES,
        "referrals:evening": CASES,
        "referrals:family": {Role.COORDINATOR},
        "referrals:family_move": {Role.COORDINATOR},
        "referrals:family_offer": {Role.COORDINATOR},
        "referrals:edit_plan": {Role.COORDINATOR},
        "referrals:find": CASES,
        "referrals:finish": {Role.COORDINATOR},
        "referrals:hide_names": CASES,
        "referrals:list": CASES,
        "referrals:move": CASES,
        "referrals:offer": {Role.COORDINATOR},
        "referrals:open_names": CASES,
        "referrals:protect": CASES,
        "referrals:readers": {Role.HEAD},
        "referrals:reasons": {Role.COORDINATOR},
        **{
            f"referrals:{name}": {Role.COORDINATOR, Role.LEADER}
            for name in ("roll_call", "talks", "taps", "tonight", "tonight_list")
        },
        "referrals:told": {Role.COORDINATOR},
        "referrals:told_in_group": {Role.LEADER},
        "referrals:waiting_list": {Role.COORDINATOR},
        "reports:create": {Role.COORDINATOR},
        "reports:detail": READERS,
        "reports:edit": {Role.COORDINATOR},
        "reports:figure": READERS,
        "reports:figure_file": READERS,
        "reports:figure_list": READERS,
        "reports:figure_publish": {Role.COORDINATOR},
        "reports:figures": READERS,
        "reports:list": READERS,
        "reports:move": READERS,
        "reports:pdf": READERS,
        "reports:read": READERS,
        "start": EVERYBODY,
    }
)
# Page -> roles that may use it, but for which the example's row does not exist (404).
HIDDEN: dict[str, set[Role]] = {
    "referrals:consent_back": CASES,  # no yes is written down
    "referrals:told_in_group": {Role.LEADER},  # nobody there has this key
    "groups:edit": {Role.LEADER},  # it is published
    "groups:hand_in": {Role.LEADER},
    "groups:send_back": {Role.COORDINATOR},
    "reports:figure": {Role.BOARD},  # no term is published
    "reports:figure_file": {Role.BOARD},
    "referrals:deputy_end": {Role.REFERRER},  # of the district's unit
}


def hidden_from(address) -> set[str]:
    """Return who may use the page but finds no row: a case of the unit is no organisation's."""
    is_case = "<reference:reference>" in address.route
    of_a_unit = {Role.REFERRER} & OFFICE[address.name] if is_case else set()
    return HIDDEN.get(address.name, set()) | of_a_unit


@pytest.mark.parametrize("address", every_address(), ids=lambda address: address.name)
def test_address_declares_its_kind(address):
    assert address.access is not None, f"{address.route} has no @allow, @public, @token …"
    assert address.access.kind in KINDS
    assert address.access.policy or address.access.reason


def test_table_has_every_page_of_the_office_and_no_other():
    assert {address.name for address in addresses_of("office")} == set(OFFICE)
    assert set(HIDDEN) <= set(OFFICE)


@pytest.mark.django_db
@pytest.mark.parametrize("address", addresses_of("office"), ids=lambda address: address.name)
def test_page_answers_each_role_as_the_table_says(address):
    world = World()
    url = address.url(world)

    answers: dict[str, int] = {}
    questions = questions_of(
        lambda: answers.update({role: answer(url, world.person(role)) for role in Role})
    )

    # What a page of the offer shows of children is the seats, and those are columns of its own.
    assert not ask_of_children(questions) or address.name.startswith(OF_CASES + OF_SUMS)
    may, hidden = OFFICE[address.name], hidden_from(address)
    assert {role for role, status in answers.items() if status == 403} == EVERYBODY - may, answers
    assert {role for role, status in answers.items() if status == 404} == hidden, answers
    assert all(answers[role] in ANSWERED for role in may - hidden), answers


@pytest.mark.django_db
@pytest.mark.parametrize("address", addresses_of("office"), ids=lambda address: address.name)
def test_page_of_the_office_is_closed_without_an_open_account_with_a_role(address):
    world = World()
    url = address.url(world)
    former = world.person(Role.ADMIN)
    former.role_grants.update(valid_to=former.role_grants.get().valid_from)
    closed = world.person(Role.COORDINATOR)
    closed.is_active = False
    closed.save()

    assert (answer(url, former), answer(url, closed)) == (403, 302)
    for ask in (Client().get, Client().post):
        response = ask(url)
        assert (response.status_code, response.url) == (302, f"/konto/login/?next={url}")


def answer(url: str, user) -> int:
    """Return the status that ``user`` gets, on a page that asks nobody but us.

    What the request wrote is undone.
    """
    client = Client()
    client.force_login(user)
    with transaction.atomic():
        response = client.get(url)
        if response.status_code == 405:  # an action: only a POST reaches its policy
            response = client.post(url)
        transaction.set_rollback(True)
    asks_nobody_but_us(response)
    return response.status_code
