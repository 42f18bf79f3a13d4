"""What is known and what is written: facts with their source, grants, reports, letters."""

from reports.models.archives import ReportArchive
from reports.models.decisions import Decision, Letter
from reports.models.facts import Source, StatedFigure, StatedOffer
from reports.models.grant_groups import GrantGroup
from reports.models.grants import Grant
from reports.models.papers import Report, ReportFile
from reports.models.parts import Activity, BudgetLine, Deadline, Goal, LedgerLine
from reports.models.published import PublishedCell, PublishedTable

__all__ = [
    "Activity",
    "BudgetLine",
    "Deadline",
    "Decision",
    "Goal",
    "Grant",
    "GrantGroup",
    "LedgerLine",
    "Letter",
    "PublishedCell",
    "PublishedTable",
    "Report",
    "ReportArchive",
    "ReportFile",
    "Source",
    "StatedFigure",
    "StatedOffer",
]
