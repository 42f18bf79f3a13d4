"""The closed sets of reports: document types, states of their life, steps and faults of a build."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportType(models.TextChoices):
    INTERIM_REPORT = "interim_report", _("interim report")
    FINAL_GRANT_REPORT = "final_grant_report", _("final grant report")
    GRANT_APPLICATION = "grant_application", _("grant application")
    CONTINUED_APPLICATION = "continued_application", _("application for a further year")
    SUBURB_APPLICATION = "suburb_application", _("suburb project application")
    OFFICIAL_STATEMENT = "official_statement", _("official statement")
    LETTER_ANSWER = "letter_answer", _("answer to a political letter")
    TERM_REPORT = "term_report", _("term report")
    ANNUAL_REPORT = "annual_report", _("annual report")


# What each type is about: a grant, a letter, or what the portal has counted in the period.
OF_A_GRANT = (
    ReportType.INTERIM_REPORT,
    ReportType.FINAL_GRANT_REPORT,
    ReportType.GRANT_APPLICATION,
    ReportType.CONTINUED_APPLICATION,
    ReportType.SUBURB_APPLICATION,
)


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    QUEUED = "queued", _("ordered")
    BUILDING = "building", _("being built")
    FAILED = "failed", _("could not be built")
    BUILT = "built", _("waits for approval")
    APPROVED = "approved", _("approved")
    ON_AGENDA = "on_agenda", _("on the agenda")
    DECIDED = "decided", _("decided by the board")
    SENT = "sent", _("sent")


IN_WORK = (State.QUEUED, State.BUILDING)
FROM_AGENDA = (State.ON_AGENDA, State.DECIDED, State.SENT)
FROM_APPROVAL = (State.APPROVED, *FROM_AGENDA)
WITH_FILE = (State.BUILT, *FROM_APPROVAL)
# Of the badge: somebody must act, it has ended badly, it is well; the rest is plain.
TONES = {
    State.QUEUED: "wait",
    State.BUILDING: "wait",
    State.FAILED: "stop",
    State.BUILT: "wait",
    State.APPROVED: "ok",
    State.ON_AGENDA: "ok",
    State.DECIDED: "ok",
    State.SENT: "ok",
}


class Step(models.TextChoices):
    """What a build does now, in this order; ``done`` of ``total`` is the place in the list."""

    WAITING = "waiting", _("The order waits for its turn.")
    FACTS = "facts", _("Collects what the sources state.")
    FIGURES = "figures", _("Counts the figures of today.")
    PAGE = "page", _("Puts texts and tables together.")
    PDF = "pdf", _("Sets the pages and writes the PDF file.")
    SAVING = "saving", _("Checks and saves the file.")
    READY = "ready", _("The report is ready.")


class Fault(models.TextChoices):
    """Why a report could not be built, in words for whoever ordered it."""

    NONE = "", ""
    FACTS = "facts", _("The facts of the sources could not be read. Load them and order again.")
    FIGURES = "figures", _("The figures could not be counted. Tell those who run the portal.")
    PAGE = "page", _("There is a fault in the report's template. Tell those who run the portal.")
    PDF = "pdf", _("The PDF file could not be written. Tell those who run the portal.")
    PDF_TOOL_MISSING = (
        "pdf_tool_missing",
        _("The server lacks Pango, which sets the pages. Tell those who run the portal."),
    )
    SAVING = "saving", _("The file could not be saved. Order the report again.")
    NO_ROOM = (
        "no_room",
        _("The server's disk is full. Tell those who run the portal, and order again afterwards."),
    )
    GAVE_UP = (
        "gave_up",
        _("The building was interrupted many times. Tell those who run the portal."),
    )


class Channel(models.TextChoices):
    """How a decided report reaches its recipient."""

    NONE = "", ""
    E_SERVICE = "e_service", _("e-service")
    E_MAIL = "e_mail", _("e-mail")
    LETTER = "letter", _("letter")


class FactKind(models.TextChoices):
    """Where a printed figure comes from; the two are never mixed."""

    STATED = "stated", _("stated in a source")
    COMPUTED = "computed", _("computed by the portal")


class Unit(models.TextChoices):
    DISTRICTS = "districts", _("districts")
    PARTICIPANTS = "participants", _("course participants")
    CHILDREN = "children", _("children")
    GROUPS = "groups", _("groups")
    SEATS = "seats", _("places")
    POSTS = "posts", _("full-time posts")
    PERCENT = "percent", _("percent")


class Topic(models.TextChoices):
    """Which table of a report a stated figure stands in."""

    COVERAGE = "coverage", _("groups in the districts")
    TRAINING = "training", _("training")
    FOLLOW_UP = "follow_up", _("what participants said")
    CARE = "care", _("treatment by the region")
