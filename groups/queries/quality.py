"""What is known of a group's quality: the answers given, and beside them what the registers say.

The two are never mixed: a person answers, the register only reminds.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.choices import Answer, Criterion, RegisterCheck
from groups.models import QualityAnswer, SupportGroup

TONES = {Answer.YES: "ok", Answer.NO: "stop", Answer.NOT_RELEVANT: "plain"}


@dataclass(frozen=True)
class Row:
    """One criterion of one group. ``hint`` is computed, the answer is a person's."""

    criterion: Criterion
    hint: str
    answer: QualityAnswer | None

    @property
    def tone(self) -> str:
        return TONES[Answer(self.answer.answer)] if self.answer else "plain"

    @property
    def given(self) -> str:
        """Return who answered and when; empty where nobody has."""
        if self.answer is None:
            return ""
        return _("Answered by %(name)s on %(day)s.") % {
            "name": self.answer.answered_by.name,
            "day": date_format(self.answer.answered_on, "j F Y"),
        }


def rows(group: SupportGroup, today: date) -> list[Row]:
    """Return the checklist of ``group`` as it stands ``today``; three queries."""
    given = {one.criterion: one for one in group.quality_answers.select_related("answered_by")}
    said = hints(group, today)
    return [Row(one, said.get(one, ""), given.get(one.value)) for one in Criterion]


def hints(group: SupportGroup, today: date) -> dict[Criterion, str]:
    """Return what the registers and the plan say that a person should know before answering."""
    leaders = list(group.leaders.prefetch_related("trainings"))
    return {
        Criterion.LEADERS: _leaders(leaders),
        Criterion.SUPERVISION: _supervision(leaders),
        Criterion.REGISTER: _register(leaders, today),
        Criterion.ROOM: _room(group.room),
        Criterion.PARENTS: _("The plan: a parallel parents' group.")
        if group.parallel_group_id
        else _("The plan: no parallel parents' group."),
    }


def _leaders(leaders) -> str:
    trained = sum(1 for leader in leaders if leader.trainings.all())
    words = ngettext(
        "The register: %(number)s leader, %(trained)s with training.",
        "The register: %(number)s leaders, %(trained)s with training.",
        len(leaders),
    )
    return words % {"number": len(leaders), "trained": trained}


def _supervision(leaders) -> str:
    days = [leader.supervised_on for leader in leaders if leader.supervised_on]
    if not days:
        return _("The register: no supervision is written.")
    return _("The register: %(with)s of %(number)s have supervision, the latest on %(day)s.") % {
        "with": len(days),
        "number": len(leaders),
        "day": date_format(max(days), "j F Y"),
    }


def _register(leaders, today) -> str:
    shown = [one for one in leaders if one.register_check(today) == RegisterCheck.SHOWN]
    return _("The register: shown by %(shown)s of %(number)s within a year.") % {
        "shown": len(shown),
        "number": len(leaders),
    }


def _room(room) -> str:
    if room is None:
        return _("The plan: no room is chosen.")
    words = (
        _("The plan: %(room)s, step-free.")
        if room.is_step_free
        else _("The plan: %(room)s, not known to be step-free.")
    )
    return words % {"room": room}
