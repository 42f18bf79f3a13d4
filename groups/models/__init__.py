"""What is offered: programmes, rooms, support groups, their sessions and leaders."""

from groups.models.asking import UnmetWish, UsualWait
from groups.models.barriers import Barrier
from groups.models.closures import SchoolBreak
from groups.models.feeds import FeedToken
from groups.models.flyers import Flyer
from groups.models.imports import GroupImport, ImportedGroup
from groups.models.leaders import Absence, Training
from groups.models.library import Manual, ManualVersion, ProgrammeDecision
from groups.models.means import Leader, Programme, Room, Venue
from groups.models.proposals import Proposal, ProposalComment
from groups.models.quality import QualityAnswer
from groups.models.sessions import Session, SessionLeader
from groups.models.support_groups import SupportGroup
from groups.models.themes import ProgrammeTheme

__all__ = [
    "Absence",
    "Barrier",
    "FeedToken",
    "Flyer",
    "GroupImport",
    "ImportedGroup",
    "Leader",
    "Manual",
    "ManualVersion",
    "Programme",
    "ProgrammeDecision",
    "ProgrammeTheme",
    "Proposal",
    "ProposalComment",
    "QualityAnswer",
    "Room",
    "SchoolBreak",
    "Session",
    "SessionLeader",
    "SupportGroup",
    "Training",
    "UnmetWish",
    "UsualWait",
    "Venue",
]
