"""The pages around one request: writing it in steps, whether it is safe, the text for the file."""

from barnstod.accounts.choices import Role
from referrals.models import CaseImport
from tests.factories.districts import AffiliationFactory, DeputyFactory
from tests.factories.handovers import HandoverFactory
from tests.factories.referrals import ReferralFactory

SENDERS = {Role.SOCIAL_WORKER, Role.REFERRER}
CASES = SENDERS | {Role.COORDINATOR}


def _case(world):
    return {"reference": world.referral.reference}


def _handover(world):
    case = world.referral
    return {"reference": (case.handovers.first() or HandoverFactory(referral=case)).reference}


def _given(world):
    return {"reference": HandoverFactory(to_unit=world.district).reference}


def _import(world):
    return {"pk": CaseImport.objects.create(imported_by=world.colleague).pk}


def _deputy(world):
    user, deputy = (AffiliationFactory(district=world.district).user for _ in range(2))
    return {"code": world.district.code, "pk": DeputyFactory(user=user, deputy=deputy).pk}


def _sent(world):
    work = AffiliationFactory(district=world.district)
    return {"reference": ReferralFactory(workplace=work).reference}


EXAMPLES = {
    "districts:concern": lambda world: {"code": world.district.code},
    "referrals:amend": _sent,
    "referrals:deputy_end": _deputy,
    "referrals:file_text": _case,
    "referrals:handover": _case,
    "referrals:handover_answer": _given,
    "referrals:handover_take_back": _handover,
    "referrals:import": _import,
    "referrals:import_undo": _import,
    "referrals:officer": _case,
    "referrals:review": _case,
    "referrals:safety": _case,
    "referrals:settle_fit": _sent,
    "referrals:step": lambda world: _case(world) | {"code": "barnet"},
}

OFFICE = {
    "districts:concern": {Role.COORDINATOR},
    "referrals:amend": CASES,
    "referrals:create_on_one_page": CASES,
    "referrals:deputy_end": SENDERS,
    "referrals:file_text": CASES,
    "referrals:handover": SENDERS,
    "referrals:handover_answer": {Role.SOCIAL_WORKER},
    "referrals:handover_take_back": SENDERS,
    "referrals:handovers": {Role.SOCIAL_WORKER},
    "referrals:import": {Role.COORDINATOR},
    "referrals:import_undo": {Role.COORDINATOR},
    "referrals:import_upload": {Role.COORDINATOR},
    "referrals:import_write": {Role.COORDINATOR},
    "referrals:officer": SENDERS,
    "referrals:review": CASES,
    "referrals:safety": CASES,
    "referrals:settle_fit": {Role.COORDINATOR},
    "referrals:step": CASES,
    "referrals:unit": SENDERS,
}
