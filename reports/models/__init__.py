"""What is known and what is written: facts with their source, grants, reports."""

from reports.models.facts import Grant, Source, StatedFigure, StatedOffer
from reports.models.papers import Report, ReportFile

__all__ = ["Grant", "Report", "ReportFile", "Source", "StatedFigure", "StatedOffer"]
