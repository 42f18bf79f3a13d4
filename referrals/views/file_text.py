"""A paragraph for the city's case system: everything that a file must say, or a receipt."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from barnstod.audit.services import record
from barnstod.security.access import allow, authorize
from referrals import policies, services
from referrals.file_text import keeps_receipt, receipt_text, text_for_file
from referrals.views.answers import case_or_404


@require_safe
@allow(policies.can_list)
def file_text(request, reference):
    """Show the text; that it was read is logged, and the child's name only where it is open."""
    referral, user = case_or_404(request, reference), request.user
    authorize(policies.can_read_file_text, user, referral)
    is_receipt = keeps_receipt(user, referral)
    why = "" if is_receipt else services.opened_for(user, referral)
    names = services.read_names(referral=referral, by=user, why=why) if why else {}
    record("referral.file_text", by=user, on=referral, with_name=bool(names))
    text = receipt_text(user, referral) if is_receipt else text_for_file(user, referral, names)
    context = {
        "referral": referral,
        "text": text,
        "rows": text.count("\n") + 4,
        "is_receipt": is_receipt,
    }
    return render(request, "referrals/case_file_text.html", context)
