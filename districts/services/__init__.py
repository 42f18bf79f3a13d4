"""Every write to places, workplaces and registers. Each function is one transaction."""

from districts.services.places import (
    affiliate,
    end_affiliation,
    keep,
    load_districts,
    load_organisations,
    write_concern,
)
from districts.services.registers import (
    fill,
    free_code,
    remove_entry,
    write_entry,
    write_organisation,
)
from districts.services.units import end_deputy, name_deputy, write_mailbox

__all__ = [
    "affiliate",
    "end_affiliation",
    "end_deputy",
    "fill",
    "free_code",
    "keep",
    "load_districts",
    "load_organisations",
    "name_deputy",
    "remove_entry",
    "write_concern",
    "write_entry",
    "write_mailbox",
    "write_organisation",
]
