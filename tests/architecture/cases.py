"""The pages around one request: writing it in steps, whether it is safe, the text for the file."""

from barnstod.accounts.choices import Role
from referrals.models import CaseImport

CASES = {Role.SOCIAL_WORKER, Role.COORDINATOR}


def _case(world):
    return {"reference": world.referral.reference}


def _import(world):
    return {"pk": CaseImport.objects.create(imported_by=world.colleague).pk}


EXAMPLES = {
    "districts:concern": lambda world: {"code": world.district.code},
    "referrals:file_text": _case,
    "referrals:import": _import,
    "referrals:import_undo": _import,
    "referrals:review": _case,
    "referrals:safety": _case,
    "referrals:step": lambda world: _case(world) | {"code": "barnet"},
}

OFFICE = {
    "districts:concern": {Role.COORDINATOR},
    "referrals:create_on_one_page": CASES,
    "referrals:file_text": CASES,
    "referrals:import": {Role.COORDINATOR},
    "referrals:import_undo": {Role.COORDINATOR},
    "referrals:import_upload": {Role.COORDINATOR},
    "referrals:import_write": {Role.COORDINATOR},
    "referrals:review": CASES,
    "referrals:safety": CASES,
    "referrals:step": CASES,
}
