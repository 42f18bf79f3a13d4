"""The closed sets of grants: the states of their life, posts of a budget, results of a goal."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GrantState(models.TextChoices):
    DRAFT = "draft", _("being prepared")
    APPLIED = "applied", _("applied for")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("not granted")
    REPORTED = "reported", _("reported back")
    CLOSED = "closed", _("closed")


FROM_GRANTED = (GrantState.GRANTED, GrantState.REPORTED, GrantState.CLOSED)
GRANT_TONES = {
    GrantState.APPLIED: "wait",
    GrantState.GRANTED: "ok",
    GrantState.REFUSED: "stop",
    GrantState.REPORTED: "ok",
}


class Origin(models.TextChoices):
    """Where the row comes from: what a source document states is never changed by hand."""

    STATED = "stated", _("stated in a source")
    KEPT = "kept", _("kept in the portal")


class Post(models.TextChoices):
    """The posts of a budget, as the county administrative board asks for them."""

    SALARY = "salary", _("salaries")
    TRAINING = "training", _("training")
    PREMISES = "premises", _("premises")
    MATERIALS = "materials", _("materials")
    OTHER = "other", _("other costs")
    UNDIVIDED = "undivided", _("several posts together")


class Funding(models.TextChoices):
    """Who is to pay a row of the budget."""

    APPLIED = "applied", _("applied for")
    OWN = "own", _("own contribution")
    INCOME = "income", _("other income")


class LedgerKind(models.TextChoices):
    COST = "cost", _("cost")
    PAYOUT = "payout", _("paid out by the funder")
    OWN = "own", _("own contribution")
    INCOME = "income", _("other income")
    REFUND = "refund", _("paid back to the funder")


class GoalKind(models.TextChoices):
    OUTCOME = "outcome", _("outcome goal")
    PROCESS = "process", _("process goal")


class Result(models.TextChoices):
    NONE = "", _("not assessed yet")
    ATTAINED = "attained", _("attained")
    PARTLY = "partly", _("partly attained")
    NOT = "not", _("not attained")


RESULT_TONES = {Result.ATTAINED: "ok", Result.PARTLY: "wait", Result.NOT: "stop"}


class Progress(models.TextChoices):
    PLANNED = "planned", _("planned")
    DONE = "done", _("done")
    DROPPED = "dropped", _("not carried out")


PROGRESS_TONES = {Progress.DONE: "ok", Progress.DROPPED: "stop"}


class DeadlineKind(models.TextChoices):
    APPLICATION = "application", _("application")
    REQUISITION = "requisition", _("requisition of money")
    INTERIM = "interim", _("interim report")
    FINAL = "final", _("final report")
    REFUND = "refund", _("refund")
    OTHER = "other", _("other")


class DecisionKind(models.TextChoices):
    APPLY = "apply", _("to apply")
    GRANT = "grant", _("on the application")
    REPORT = "report", _("on a report")
    OTHER = "other", _("other")
