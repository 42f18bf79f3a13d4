"""``manage.py rotate_keys``: seal everything with the current key, so that an old one can go."""

from django.core.management.base import BaseCommand

from barnstod.accounts.rotation import rotate_second_factors
from barnstod.notifications.services import rotate_paths
from barnstod.security.actor import acting_as
from barnstod.security.sealing import current_key_id
from groups.services.barriers import rotate_contacts
from referrals import services
from referrals.models import Identity

OF_OTHERS = (
    rotate_second_factors,
    rotate_paths,
    rotate_contacts,
    services.rotate_amendments,
)  # few rows: one transaction each


class Command(BaseCommand):
    help = "Re-encrypts what an older key sealed. Safe to stop, to repeat, and while people work."

    def handle(self, *args, **options):
        done = services.rotate_keys()
        with acting_as("system:rotate_keys"):
            left = Identity.objects.exclude(key_id=current_key_id()).count()
        for rotate in OF_OTHERS:
            with acting_as("system:rotate_keys"):
                done_there, left_there = rotate()
            done, left = done + done_there, left + left_there
        self.stdout.write(f"{done} re-encrypted with key {current_key_id()}, {left} left.")
