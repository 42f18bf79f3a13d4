"""Load the fictional present-day demo: accounts, groups, requests for a place, a report."""

import random

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

import districts.demo
import groups.demo
import groups.demo_registers
import referrals.demo
import referrals.demo_attendance
import referrals.demo_families
import referrals.demo_organisations
import referrals.demo_units
import reports.demo
from barnstod.security.actor import acting_as
from reports.loading import load_facts

DEMOS = (
    districts.demo,
    groups.demo,
    groups.demo_registers,
    referrals.demo,
    referrals.demo_attendance,
    referrals.demo_families,
    referrals.demo_units,
    referrals.demo_organisations,
    reports.demo,
)


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        if settings.PRODUCTION:
            raise CommandError("Demo data is never loaded in production.")
        today = timezone.localdate()
        with acting_as("system:demo"):
            load_facts()
            for demo in DEMOS:
                # Each app rolls its own dice, so that a change in one moves nothing in another.
                demo.load(today, random.Random(demo.__name__))  # noqa: S311
        self.stdout.write("The demo is loaded.")
