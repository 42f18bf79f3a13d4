"""``manage.py draw_states``: draw docs/referral-states.md from the table of moves."""

from django.conf import settings
from django.core.management.base import BaseCommand

from referrals.workflow import draw

PAGE = settings.BASE_DIR / "docs/referral-states.md"


class Command(BaseCommand):
    help = "Draws docs/referral-states.md from referrals/workflow.py."

    def handle(self, *args, **options):
        PAGE.write_text(draw(), encoding="utf-8")
        self.stdout.write(f"Drew {PAGE.relative_to(settings.BASE_DIR)}.")
