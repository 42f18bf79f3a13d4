"""The addresses of the registers: an example of each, and the roles that may use it."""

from barnstod.accounts.choices import Role
from tests.factories.districts import AffiliationFactory
from tests.factories.groups import RoomFactory
from tests.factories.registers import (
    AbsenceFactory,
    AgreementFactory,
    DecisionFactory,
    TrainingFactory,
    VersionFactory,
)

VENUE = ("venue", "venue_edit", "venue_remove", "room_create")
ROOM = ("room_edit", "room_remove")
ENTRY = ("entry_create", "entry_edit", "entry_remove")
LEADER = ("leader", "leader_edit", "leader_check", "training_create", "absence_create")
PROGRAMME = (
    "programme", "programme_edit", "programme_themes", "decision_create", "manual_create",
)  # fmt: skip
VERSION = ("version_file", "version_edit", "version_remove")
COORDINATOR = {Role.COORDINATOR}
EVERYBODY = set(Role)
OFFICE_AND_LEADERS = {Role.COORDINATOR, Role.HEAD, Role.LEADER}
OFFICE_ALONE = {Role.COORDINATOR, Role.HEAD}
LIBRARY = OFFICE_AND_LEADERS | {Role.SOCIAL_WORKER, Role.REFERRER}


def _new_entry(world):
    return {"kind": "organisationer", "code": world.organisation.code, "register": "avtal"}


def _entry(world):
    agreement = AgreementFactory(organisation=world.organisation)
    return _new_entry(world) | {"pk": agreement.pk}


def _workplace(world):
    return {"pk": world.colleague.pk, "workplace": AffiliationFactory(user=world.colleague).pk}


def _on_card(factory):
    return lambda world: {"pk": world.leader.pk, "entry": factory(leader=world.leader).pk}


def _programme(world):
    return {"code": world.group.programme.code}


def _decision(world):
    decision = DecisionFactory(programme=world.group.programme)
    return _programme(world) | {"pk": decision.pk}


def _room(world):
    room = RoomFactory()
    return {"pk": room.venue.pk, "room": room.pk}


def _venue(world):
    return {"pk": RoomFactory().venue.pk}


def _version(world):
    version = VersionFactory(manual__programme=world.group.programme, file=True)
    return {"pk": version.manual.pk, "number": version.number}


EXAMPLES = {
    "districts:entry_create": _new_entry,
    "districts:entry_edit": _entry,
    "districts:entry_remove": _entry,
    "districts:organisation_edit": lambda world: {"code": world.organisation.code},
    "districts:workplaces": lambda world: {"pk": world.colleague.pk},
    "districts:workplace_end": _workplace,
    "groups:organisation": lambda world: {"code": world.organisation.code},
    "groups:district": lambda world: {"code": world.district.code},
    **{f"groups:{name}": lambda world: {"pk": world.leader.pk} for name in LEADER},
    "groups:training_remove": _on_card(TrainingFactory),
    "groups:absence_remove": _on_card(AbsenceFactory),
    **{f"groups:{name}": _programme for name in PROGRAMME},
    "groups:decision_edit": _decision,
    "groups:version_create": lambda world: {"pk": _version(world)["pk"]},
    **{f"groups:{name}": _version for name in VERSION},
    **{f"groups:{name}": _venue for name in VENUE},
    **{f"groups:{name}": _room for name in ROOM},
    "groups:quality": lambda world: {"slug": world.group.slug},
}

OFFICE = {
    **{f"districts:{name}": COORDINATOR for name in ENTRY},
    "districts:organisation_create": COORDINATOR,
    "districts:organisation_edit": COORDINATOR,
    "districts:workplaces": {Role.ADMIN},
    "districts:workplace_end": {Role.ADMIN},
    "groups:organisation": EVERYBODY,
    "groups:district": EVERYBODY,
    "groups:leaders": OFFICE_AND_LEADERS,
    "groups:leader_create": COORDINATOR,
    **{f"groups:{name}": COORDINATOR for name in LEADER},
    "groups:leader": OFFICE_AND_LEADERS,
    "groups:training_remove": COORDINATOR,
    "groups:absence_remove": COORDINATOR,
    "groups:programmes": LIBRARY,
    "groups:programme_create": COORDINATOR,
    **{f"groups:{name}": COORDINATOR for name in PROGRAMME},
    "groups:programme": LIBRARY,
    "groups:decision_edit": COORDINATOR,
    "groups:version_create": COORDINATOR,
    **{f"groups:{name}": COORDINATOR for name in VERSION},
    "groups:version_file": LIBRARY,
    **{f"groups:{name}": COORDINATOR for name in ("venue_create", *VENUE, *ROOM)},
    "groups:venue": OFFICE_ALONE,
    "groups:venues": OFFICE_ALONE,
    "groups:quality": OFFICE_AND_LEADERS,
}
