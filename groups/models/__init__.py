"""What is offered: programmes, rooms, support groups, their sessions and leaders."""

from groups.models.means import Leader, Programme, Room, Venue
from groups.models.sessions import Session, SessionLeader
from groups.models.support_groups import SupportGroup

__all__ = ["Leader", "Programme", "Room", "Session", "SessionLeader", "SupportGroup", "Venue"]
