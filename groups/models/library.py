"""The library: what a board has decided of a programme, and its manuals in their versions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from barnstod.accounts.models import ValidQuerySet
from groups.choices import FileKind, VersionStatus
from groups.models.means import Programme

LARGEST_FILE = 10 * 1024 * 1024  # bytes


class Octets(Func):
    """The bytes of a value, which PostgreSQL knows without reading it."""

    function = "octet_length"
    output_field = models.IntegerField()


class ProgrammeDecision(models.Model):
    """A board's decision about a programme, while it is in force.

    A measure without individual assessment must have been decided by the board (SoL 11:5), and so
    must doing without whatever could tell who somebody is in the documentation.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="decisions")
    board = models.CharField(_("board"), max_length=80)
    decided_on = models.DateField(_("decided"))
    paragraph = models.CharField(_("paragraph (§)"), max_length=20)
    registry_number = models.CharField(_("registry number"), max_length=40)
    lets_unassessed = models.BooleanField(_("may be given without individual assessment"))
    lets_de_identified = models.BooleanField(_("may be documented without names"))
    conditions = models.TextField(_("conditions"), blank=True)
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force until"), null=True, blank=True)

    objects = ValidQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on", "-pk"]
        verbose_name = _("board's decision")
        verbose_name_plural = _("board's decisions")
        constraints = [
            models.CheckConstraint(
                name="decision_says_who_and_where",
                condition=~Q(board="") & ~Q(paragraph="") & ~Q(registry_number=""),
            ),
            models.CheckConstraint(
                name="decision_lets_something",
                condition=Q(lets_unassessed=True) | Q(lets_de_identified=True),
                violation_error_message=_("Say what the board decided: at least one of the two."),
            ),
            models.CheckConstraint(
                name="decision_in_force_once_it_is_made",
                condition=Q(valid_from__gte=F("decided_on")),
                violation_error_message=_("A decision is not in force before it is made."),
            ),
            models.CheckConstraint(
                name="decision_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("The last day is before the first."),
            ),
            models.UniqueConstraint(
                name="decision_written_once",
                fields=["programme", "board", "decided_on", "paragraph"],
                violation_error_message=_("This decision is already written."),
            ),
        ]

    def __str__(self):
        return f"{self.board} {self.decided_on} {self.paragraph}"

    def is_in_force_on(self, day) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Manual(models.Model):
    """A manual, template or routine of a programme; the text itself is in its versions."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="manuals")
    title = models.CharField(_("title"), max_length=120)

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("manual")
        verbose_name_plural = _("manuals")
        constraints = [
            models.UniqueConstraint(
                name="manual_title_once_in_a_programme",
                fields=["programme", "title"],
                violation_error_message=_("The programme has a manual with that title."),
            ),
            models.CheckConstraint(name="manual_has_a_title", condition=~Q(title="")),
        ]

    def __str__(self):
        return self.title


class VersionManager(models.Manager):
    def get_queryset(self):
        """Leave the file where it is until somebody downloads it, and say how large it is."""
        return super().get_queryset().defer("content").annotate(size=Octets("content"))


class ManualVersion(models.Model):
    """One version: a file kept here, or a link to where it is. The text never changes."""

    manual = models.ForeignKey(Manual, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    status = models.CharField(
        _("status"), max_length=10, choices=VersionStatus, default=VersionStatus.DRAFT
    )
    content = models.BinaryField(_("file"), null=True)
    file_kind = models.CharField(_("kind of file"), max_length=4, choices=FileKind, blank=True)
    link = models.URLField(_("link"), max_length=300, blank=True)
    note = models.CharField(_("what is new"), max_length=200, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    objects = VersionManager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(name="version_number_once", fields=["manual", "number"]),
            models.CheckConstraint(
                name="version_status_is_known", condition=Q(status__in=VersionStatus.values)
            ),
            models.CheckConstraint(
                name="version_is_a_file_or_a_link",
                condition=Q(content__isnull=False, file_kind__in=FileKind.values, link="")
                | (Q(content__isnull=True, file_kind="") & ~Q(link="")),
                violation_error_message=_("Choose a file or write a link, not both."),
            ),
            models.CheckConstraint(
                name="version_link_is_encrypted",
                condition=Q(link="") | Q(link__regex=r"^https://[^/[:space:]]+"),
                violation_error_message=_("The link must begin with https://."),
            ),
            models.CheckConstraint(
                name="version_file_is_of_reasonable_size",
                condition=Q(content__isnull=True)
                | Q(GreaterThanOrEqual(Octets("content"), 1))
                & Q(LessThanOrEqual(Octets("content"), LARGEST_FILE)),
                violation_error_message=_("A file is at most 10 MB, and not empty."),
            ),
        ]

    def __str__(self):
        return f"{self.manual} {self.number}"
