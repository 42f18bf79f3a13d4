"""What is offered: programmes, rooms, support groups, their sessions and leaders."""

from groups.models.leaders import Absence, Training
from groups.models.library import Manual, ManualVersion, ProgrammeDecision
from groups.models.means import Leader, Programme, Room, Venue
from groups.models.quality import QualityAnswer
from groups.models.sessions import Session, SessionLeader
from groups.models.support_groups import SupportGroup

__all__ = [
    "Absence",
    "Leader",
    "Manual",
    "ManualVersion",
    "Programme",
    "ProgrammeDecision",
    "QualityAnswer",
    "Room",
    "Session",
    "SessionLeader",
    "SupportGroup",
    "Training",
    "Venue",
]
