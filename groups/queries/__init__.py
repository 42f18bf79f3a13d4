"""What the pages of this app ask the database."""

from groups.queries.agenda import agenda
from groups.queries.asking import unmet_wishes, usual_wait, usual_waits
from groups.queries.calendar import calendar_entries
from groups.queries.office import (
    groups_on,
    office_row,
    office_rows,
    sessions_of,
    shelf_for,
    shelves_for,
)
from groups.queries.outlook import Outlook, outlook, outlook_of_kept_days
from groups.queries.page import GroupPage, group_page
from groups.queries.planning import (
    continued_by,
    editable_by,
    leaders_for,
    made_by,
    organisations_for,
    parents_of,
    plan_as_it_is,
    plan_of_next_term,
    templates,
    without_next_term,
)
from groups.queries.public import (
    area_code,
    areas_today,
    neighbourhoods,
    public_group,
    public_groups,
)
from groups.queries.term import term_sheets

__all__ = [
    "GroupPage",
    "Outlook",
    "agenda",
    "area_code",
    "areas_today",
    "calendar_entries",
    "continued_by",
    "editable_by",
    "group_page",
    "groups_on",
    "leaders_for",
    "made_by",
    "neighbourhoods",
    "office_row",
    "office_rows",
    "organisations_for",
    "outlook",
    "outlook_of_kept_days",
    "parents_of",
    "plan_as_it_is",
    "plan_of_next_term",
    "public_group",
    "public_groups",
    "sessions_of",
    "shelf_for",
    "shelves_for",
    "templates",
    "term_sheets",
    "unmet_wishes",
    "usual_wait",
    "usual_waits",
    "without_next_term",
]
