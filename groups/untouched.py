"""Whether groups are still as their import wrote them, and if not, what happened. Words."""

from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from groups.choices import GroupState
from groups.models import ImportedGroup, QualityAnswer, Session, SupportGroup


def changes_since_import(rows: Iterable[ImportedGroup]) -> Mapping[int, str]:
    """Return, by group, what happened to those that are not as they came; two queries.

    Of a pair both stay: half of a plan is none.
    """
    versions = {row.group_id: row.version for row in rows if row.group_id}
    changed: dict[int, str] = {}
    groups = list(_with_traces(versions))
    for group in groups:
        if words := _what_happened(group, versions[group.pk]):
            changed[group.pk] = words
    for group in groups:
        pair = {group.pk, group.parallel_group_id} - {None}
        if pair & changed.keys():
            for pk in pair - changed.keys():
                changed[pk] = _("Meets together with a group that was changed.")
    return changed


def _with_traces(ids: Iterable[int]):
    """Return the groups with what does not show in their version."""
    touched = Session.objects.filter(group=OuterRef("pk"), sequence__gt=0)
    answers = QualityAnswer.objects.filter(group=OuterRef("pk"))
    later = SupportGroup.objects.filter(planned_from=OuterRef("pk"))
    return SupportGroup.objects.filter(pk__in=list(ids)).annotate(
        has_touched_session=Exists(touched), has_answers=Exists(answers), has_later=Exists(later)
    )


def _what_happened(group, version) -> str:
    if group.state != GroupState.DRAFT:
        return _("Is no draft any more: %(state)s.") % {"state": group.get_state_display()}
    if group.updated_at != version:
        day = date_format(timezone.localtime(group.updated_at), "j F Y")
        return _("Was changed on %(day)s.") % {"day": day}
    if group.has_touched_session:
        return _("A session was moved or cancelled.")
    if group.has_answers:
        return _("The checklist of quality was answered.")
    if group.has_later:
        return _("The next term was planned from it.")
    return ""
