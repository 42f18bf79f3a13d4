"""What a group was like against the criteria that are the same for every group (F44)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.choices import Answer, Criterion
from groups.models.support_groups import SupportGroup


class QualityAnswer(models.Model):
    """One answer about one group, which is one term. No free text: it is about no child."""

    group = models.ForeignKey(
        SupportGroup, on_delete=models.PROTECT, related_name="quality_answers"
    )
    criterion = models.CharField(_("criterion"), max_length=12, choices=Criterion)
    answer = models.CharField(_("answer"), max_length=12, choices=Answer)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answered_on = models.DateField(_("answered"), default=timezone.localdate)

    class Meta:
        verbose_name = _("answer about quality")
        verbose_name_plural = _("answers about quality")
        constraints = [
            models.UniqueConstraint(name="quality_answered_once", fields=["group", "criterion"]),
            models.CheckConstraint(
                name="quality_criterion_is_known", condition=Q(criterion__in=Criterion.values)
            ),
            models.CheckConstraint(
                name="quality_answer_is_known", condition=Q(answer__in=Answer.values)
            ),
        ]

    def __str__(self):
        return f"{self.group} {self.criterion}: {self.answer}"
