"""Make the first administrator of an installation; later ones are invited in the portal."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from barnstod.accounts import services
from barnstod.accounts.choices import Role
from barnstod.accounts.exceptions import AccountError
from barnstod.accounts.models import Invitation
from barnstod.security.actor import acting_as


class Command(BaseCommand):
    help = "Invite a colleague and print the address at which they choose a password."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--role", choices=Role.values, default=Role.ADMIN.value)

    def handle(self, *, email, name, role, **options):
        try:
            with acting_as("system:invite"):
                user = services.invite(name=name, email=email, role=role, by="system:invite")
                path = services.send_invitation(user=user, by="system:invite")
        except AccountError as error:
            raise CommandError(str(error)) from error
        until = Invitation.objects.get(user=user, used_at=None).expires_at
        self.stdout.write(f"{settings.BASE_URL}{path}")
        self.stderr.write(f"The address works once, until {until:%Y-%m-%d %H:%M %Z}.")
