"""The demo's report: the interim report of 2007 as a draft, for the coordinator to order."""

import random
from datetime import date

from barnstod.accounts.models import User
from districts.demo import DOMAIN
from reports import services
from reports.models import Grant, Report

COORDINATOR = f"samordnare@{DOMAIN}"
GRANT = "central-samordning-ar-1"


def load(today: date, rng: random.Random) -> None:
    """Begin the report, unless there is one; nothing in it depends on the day or on chance."""
    if Report.objects.filter(grant__code=GRANT).exists():
        return
    services.create(
        by=User.objects.get(email=COORDINATOR),
        grant=Grant.objects.get(code=GRANT),
        title="Central samordningsfunktion för gruppstöd",
        period_from=date(2006, 9, 18),
        period_to=date(2007, 6, 30),
        registry_number="119-0019/2007",
    )
