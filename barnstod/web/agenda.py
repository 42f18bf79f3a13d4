"""One line of the start page *Att göra*; each app says what needs a person today."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class AgendaItem:
    """Something that waits for the reader. ``urgency`` is "now", "soon" or "info"."""

    title: str
    url: str
    detail: str = ""
    due_on: date | None = None
    urgency: str = "soon"
