"""A group that an organisation proposes: whose turn it is, and what the office answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.choices import GroupState
from groups.models.support_groups import SupportGroup


class ProposalQuerySet(models.QuerySet):
    def handed_in(self):
        """Return those that wait for the office: still drafts, and not sent back."""
        return self.filter(handed_in_at__isnull=False, group__state=GroupState.DRAFT)


class Proposal(models.Model):
    """Who proposed the group. With ``handed_in_at`` it lies with the office, without with them."""

    group = models.OneToOneField(
        SupportGroup, on_delete=models.CASCADE, primary_key=True, related_name="proposal"
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True, editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")

    def __str__(self):
        return str(self.group)


class ProposalComment(models.Model):
    """Why the office sent a proposal back. It is about the plan, never about a child."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="comments")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    text = models.CharField(_("comment"), max_length=500)
    written_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["-written_at", "-pk"]
        verbose_name = _("comment on a proposal")
        verbose_name_plural = _("comments on proposals")
        constraints = [
            models.CheckConstraint(
                name="proposal_comment_says_something",
                condition=~Q(text__regex=r"^\s*$"),
                violation_error_message=_("Say what should be different."),
            ),
        ]

    def __str__(self):
        return self.text
