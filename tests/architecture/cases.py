"""The pages around one request: writing it in steps, whether it is safe, the text for the file."""

from barnstod.accounts.choices import Role

CASES = {Role.SOCIAL_WORKER, Role.COORDINATOR}


def _case(world):
    return {"reference": world.referral.reference}


EXAMPLES = {
    "districts:concern": lambda world: {"code": world.district.code},
    "referrals:file_text": _case,
    "referrals:review": _case,
    "referrals:safety": _case,
    "referrals:step": lambda world: _case(world) | {"code": "barnet"},
}

OFFICE = {
    "districts:concern": {Role.COORDINATOR},
    "referrals:create_on_one_page": CASES,
    "referrals:file_text": CASES,
    "referrals:review": CASES,
    "referrals:safety": CASES,
    "referrals:step": CASES,
}
