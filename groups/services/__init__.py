"""Every write to the offer. Each function is one transaction."""

from groups.services.asking import count_unmet, publish_usual_waits
from groups.services.drafting import change_group, create_group
from groups.services.moves import move
from groups.services.opening import close_field, open_field
from groups.services.pairs import split_pair
from groups.services.planning import leader_in, plan_sessions, sessions_of
from groups.services.programmes import load_programmes
from groups.services.proposals import hand_in, send_back
from groups.services.seats import (
    hold_seat,
    lock_groups,
    release_held,
    release_taken,
    take_held,
    take_seat,
)
from groups.services.versions import version_of

__all__ = [
    "change_group",
    "close_field",
    "count_unmet",
    "create_group",
    "hand_in",
    "hold_seat",
    "leader_in",
    "load_programmes",
    "lock_groups",
    "move",
    "open_field",
    "plan_sessions",
    "publish_usual_waits",
    "release_held",
    "release_taken",
    "send_back",
    "sessions_of",
    "split_pair",
    "take_held",
    "take_seat",
    "version_of",
]
