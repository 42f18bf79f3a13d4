"""The addresses of files that come in and go out: an example of each, and who may use it."""

from barnstod.accounts.choices import Role
from tests.factories.imports import GroupImportFactory

COORDINATOR = {Role.COORDINATOR}


def _import(world):
    return {"pk": GroupImportFactory().pk}


EXAMPLES = {
    "groups:export": lambda world: {"kind": "csv"},
    "groups:import": _import,
    "groups:import_template": lambda world: {"kind": "xlsx"},
    "groups:import_undo": _import,
    "groups:leaders_export": lambda world: {"kind": "xlsx"},
    "groups:venues_export": lambda world: {"kind": "csv"},
    "districts:organisations_export": lambda world: {"kind": "csv"},
}
OFFICE = {
    "groups:export": set(Role),
    "groups:import": COORDINATOR,
    "groups:import_template": COORDINATOR,
    "groups:import_undo": COORDINATOR,
    "groups:import_upload": COORDINATOR,
    "groups:import_write": COORDINATOR,
    "groups:leaders_export": {Role.COORDINATOR, Role.HEAD},
    "groups:venues_export": {Role.COORDINATOR, Role.HEAD},
    "districts:organisations_export": set(Role),
}
