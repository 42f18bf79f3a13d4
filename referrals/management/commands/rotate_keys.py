"""``manage.py rotate_keys``: seal every name with the current key, so that an old one can go."""

from django.core.management.base import BaseCommand

from barnstod.security.actor import acting_as
from barnstod.security.sealing import current_key_id
from referrals import services
from referrals.models import Identity


class Command(BaseCommand):
    help = "Re-encrypts what an older key sealed. Safe to stop, to repeat, and while people work."

    def handle(self, *args, **options):
        done = services.rotate_keys()
        with acting_as("system:rotate_keys"):
            left = Identity.objects.exclude(key_id=current_key_id()).count()
        self.stdout.write(f"{done} re-encrypted with key {current_key_id()}, {left} left.")
