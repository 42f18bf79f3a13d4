"""What the views of this app share: finding the case, and saying what was refused."""

from functools import wraps
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from barnstod.accounts.choices import Role
from groups.choices import FOR_CHILDREN
from groups.exceptions import GroupRefusal, NoSeatLeft
from groups.models import SupportGroup
from referrals.exceptions import Refusal
from referrals.models import Referral

REFUSALS = (Refusal, GroupRefusal, ValidationError)


def posted(request):
    """Return what was sent, also if it is nothing; None where the form is only shown."""
    return request.POST if request.method == "POST" else None


def key_of(request) -> UUID:
    """Return the form's own key, by which one that comes twice is known; else a new one."""
    try:
        return UUID(request.POST["key"])
    except (KeyError, ValueError):
        return uuid4()


def case_or_404(request, reference) -> Referral:
    """Return the case; one of another unit and one that never was cannot be told apart."""
    rows = Referral.objects.cases_of(request.user).with_names()
    return get_object_or_404(rows, reference=reference)


def group_or_404(user, slug) -> SupportGroup:
    """Return the group for children; a leader finds only the own ones."""
    rows = SupportGroup.objects.filter(audience__in=FOR_CHILDREN).with_names()
    if not user.has_role(Role.COORDINATOR):
        rows = rows.led_by(user)
    return get_object_or_404(rows, slug=slug)


def says_what_was_refused(view):
    """Answer a refusal of the services with its words, on the page of the case."""

    @wraps(view)
    def guarded(request, reference, *args, **kwargs):
        try:
            return view(request, reference, *args, **kwargs)
        except ObjectDoesNotExist as error:
            raise Http404 from error
        except REFUSALS as error:
            messages.error(request, words_of(error))
            return redirect("referrals:detail", reference)

    return guarded


def words_of(error) -> str:
    if isinstance(error, NoSeatLeft):
        return _("The place was taken just before you. Nothing was saved. Choose another group.")
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
