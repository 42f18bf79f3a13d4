"""Which version of a paper a report is, and whether a person has begun it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.choices import FROM_AGENDA, State


class Version(models.Model):
    """A first report has no words of what changed; a correction says what, once it is ordered.

    That a correction is the next version of an approved report of its type says a trigger.
    """

    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    corrects = models.OneToOneField(
        "reports.Report",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name=_("corrects"),
        editable=False,
    )
    what_changed = models.TextField(_("what changed"), blank=True)
    # The term that the portal drafted it for; NULL of a report that a person began.
    drafted_for = models.CharField(  # noqa: DJ001
        _("drafted for the term"), max_length=12, null=True, unique=True, editable=False
    )

    class Meta:
        abstract = True

    @property
    def is_correction(self) -> bool:
        return self.version > 1

    @property
    def newer_for_board(self):
        """Return the version that corrects this one, once the board may read it; else None."""
        newer = getattr(self, "corrected_by", None)
        return newer if newer and newer.state in FROM_AGENDA else None


VERSION_CONSTRAINTS = [
    models.CheckConstraint(
        name="report_later_version_corrects_one",
        condition=Q(version=1, corrects__isnull=True, what_changed="")
        | Q(version__gt=1, corrects__isnull=False),
    ),
    models.CheckConstraint(
        name="report_correction_says_what_changed",
        condition=Q(version=1) | Q(state=State.DRAFT) | ~Q(what_changed=""),
        violation_error_message=_("Say what has changed since the report that is corrected."),
    ),
    models.CheckConstraint(
        name="report_has_a_writer_once_it_is_no_draft",
        condition=Q(state=State.DRAFT) | Q(writer__isnull=False),
    ),
    models.CheckConstraint(
        name="report_without_writer_drafted_itself",
        condition=Q(writer__isnull=False) | Q(drafted_for__isnull=False),
    ),
]
