"""Every address of a child's case: another unit's, a protected and a missing one look the same.

The addresses come from the resolver, so that a new one is asked for here by itself.
"""

import re

import pytest
from django.test import Client
from django.urls import reverse

from barnstod.accounts.choices import Role
from referrals.words import new_reference
from referrals.workflow import MOVES
from tests.architecture.addresses import addresses_of
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory
from tests.factories.referrals import ReferralFactory
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
LOGS = {"referrals:case_log"}  # the head's: it shows no case, and answers for any reference
OF_A_CASE = [
    address
    for address in addresses_of("office")
    if address.name.startswith("referrals:")
    and "<reference:reference>" in address.route
    and address.name not in LOGS
]
STATES = ("draft", "returned", "waiting", "offered", "accepted")
# What differs in two answers to the same question, whoever asks and whatever is there.
OF_ITS_OWN = re.compile(
    r'(csrfmiddlewaretoken" value=|name="(?:csrf-token|key|submission_key)" [^>]*=)"[^"]*"'
    r"|X-CSRFToken[^}]*|<code>[0-9a-f]{8}</code>|\b[0-9a-f]{8}\b"
)


def urls_of(address, reference) -> list[str]:
    """Return the addresses of one page for the case with this reference.

    One move for each right to move: test_matrix.py sends all of them.
    """
    names = set(re.findall(r"<\w+:(\w+)>", address.route)) - {"reference"}
    others = {"number": [1], "code": ["barnet", "x"]}
    rights = {move.allowed: name for name, move in MOVES.items() if move.by_hand}
    others["name"] = list(rights.values())
    assert len(names) <= 1, address.route
    if not names:
        return [reverse(address.name, args=[reference])]
    [name] = names
    return [reverse(address.name, args=[reference, value]) for value in others[name]]


def answers(client, method, urls, reference) -> list:
    """Return all that can be told from the answers, but for the reference that was asked."""
    found = []
    for url in urls:
        kept = {}
        number = queries_of(lambda url=url, kept=kept: kept.update(r=getattr(client, method)(url)))
        response = kept["r"]
        headers = {
            name: value for name, value in response.headers.items() if name != "Content-Length"
        }
        texts = [str(sorted(headers.items())), OF_ITS_OWN.sub("", response.text)]
        told = [text.replace(reference, "REFERENCE") for text in texts]
        found.append((response.status_code, *told, number))
    return found


def people():
    """Return one for each way of standing to the cases; the last holds every role without any."""
    return {
        Role.COORDINATOR: UserFactory(coordinator=True),
        Role.SOCIAL_WORKER: AffiliationFactory().user,
        "without cases": UserFactory(leader=True, head=True, board=True, admin=True),
    }


def browser(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", OF_A_CASE, ids=lambda address: address.name)
def test_another_a_protected_and_a_missing_case_cannot_be_told_apart(address, method):
    reader = UserFactory(coordinator=True)
    hidden = {
        "another unit's": ReferralFactory(waiting=True),
        "a draft of another unit": ReferralFactory(draft=True),
        "protected": ReferralFactory(accepted=True, protected=True, named=[reader]),
    }
    missing = new_reference()

    for role, user in people().items():
        client = browser(user)
        # What a first request of somebody costs is no sign of what was asked.
        answers(client, method, urls_of(address, missing)[:1], missing)
        nothing = answers(client, method, urls_of(address, missing), missing)
        assert {status for status, *_ in nothing} <= {403, 404, 405}, role
        for kind, case in hidden.items():
            if role == Role.COORDINATOR and kind == "another unit's":
                continue  # the office sees what has been sent
            found = answers(client, method, urls_of(address, case.reference), case.reference)
            assert found == nothing, (role, kind)


@pytest.mark.parametrize("state", STATES)
def test_the_own_unit_opens_its_own(state):
    """Else all of the above would hold of a page that answers nobody."""
    case = ReferralFactory(**{state: True})

    assert browser(case.sent_by).get(case.get_absolute_url()).status_code == 200
