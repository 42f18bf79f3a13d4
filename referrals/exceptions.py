"""What the services refuse, in words that a page can show. Nothing has been saved then."""

from django.utils.translation import gettext as _

from groups.exceptions import GroupRefusal


class Refusal(Exception):
    """The request cannot be carried out as things stand; the text is for whoever asked."""


class MoveNotPossible(Refusal):
    """The referral is no longer in a state from which this move can be made."""


class TooManyAtOnce(Refusal):
    """Others hold the same rows and have not finished in time."""

    def __init__(self):
        super().__init__(_("Many are working with this right now. Nothing was saved. Try again."))


class NoConsent(Refusal):
    """Nobody who may has said yes to the child taking part."""

    def __init__(self):
        super().__init__(
            _("Nobody has said yes to the child taking part. Write that down first, then go on.")
        )


class EveningDoesNotWork(GroupRefusal):
    """A session would bring two together who must not meet; who and why is not said."""

    def __init__(self):
        super().__init__(
            _("For a child who comes this evening or this place does not work. Choose another.")
        )


class SafetyNotAsked(Refusal):
    """There is violence in the family, and not every safety question is answered."""

    def __init__(self):
        super().__init__(
            _(
                "There is violence in the family. Answer the safety questions first, or ask the "
                "sender to complete them. Then the child can be put on the waiting list."
            )
        )


class LastReason(Refusal):
    """Nobody could be told why any more."""

    def __init__(self):
        super().__init__(_("One reason must stay in use."))


class AlreadyAnswered(Refusal):
    """The form was sent before, in the name of somebody else."""

    def __init__(self):
        super().__init__(_("This form has been sent already. Open a new one."))


class TooManyTries(Refusal):
    """So many words that lead nowhere have been tried that it looks like guessing."""

    def __init__(self):
        super().__init__(_("Many wrong words have been tried. Ring us, and we help you."))


class MarkedBefore(Refusal):
    """Somebody else marked the same while this was on its way; theirs stands."""


class NotTonight(Refusal):
    """The session is cancelled, or its day has not come."""

    def __init__(self):
        super().__init__(_("The session is cancelled or has not been yet. Nothing was saved."))


class NobodyCleared(Refusal):
    """Nobody in that unit is named on the case of the protected child."""

    def __init__(self):
        super().__init__(
            _(
                "The child has protected personal data, and nobody in that unit is named on the "
                "case. Ask the head to name somebody there first."
            )
        )
