"""Load the facts of the source documents, with the districts and organisations they name."""

from django.core.management.base import BaseCommand, CommandError

from barnstod.security.actor import acting_as
from reports.exceptions import FactsDisagree
from reports.loading import load_facts
from reports.models import Grant, StatedFigure, StatedOffer


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        try:
            with acting_as("system:facts"):
                load_facts()
        except FactsDisagree as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{StatedFigure.objects.count()} stated figures, {StatedOffer.objects.count()} stated "
            f"offers and {Grant.objects.count()} grants, each with its source."
        )
