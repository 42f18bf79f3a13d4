"""The flyers follow the group: made anew when it is published or changed, gone when it ends."""

from barnstod.jobs import ring
from groups.choices import CURRENT
from groups.models import Flyer, SupportGroup


def follow(group: SupportGroup) -> None:
    """Let the flyers of a changed group be as the group is; called in the writer's transaction.

    The bell may be lost: a flyer that is missing or says something else is made when asked for.
    """
    if group.state in CURRENT:
        ring("groups.print_flyers", group.pk)
    else:
        Flyer.objects.filter(group=group).delete()
