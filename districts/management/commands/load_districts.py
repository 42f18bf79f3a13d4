"""Load the districts through time and today's neighbourhoods; safe to run at every start."""

from django.core.management.base import BaseCommand

from barnstod.security.actor import acting_as
from districts.services import load_districts


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        with acting_as("system:load_districts"):
            load_districts()
