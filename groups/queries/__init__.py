"""What the pages of this app ask the database."""

from groups.queries.agenda import agenda
from groups.queries.calendar import calendar_entries
from groups.queries.office import groups_on, office_row, office_rows, sessions_of, shelves_for
from groups.queries.public import areas_today, public_group, public_groups

__all__ = [
    "agenda",
    "areas_today",
    "calendar_entries",
    "groups_on",
    "office_row",
    "office_rows",
    "public_group",
    "public_groups",
    "sessions_of",
    "shelves_for",
]
