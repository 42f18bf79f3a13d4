"""The child's name: sealed on its way in, logged on its way out, gone where none may be kept."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from barnstod.audit.services import record, record_all
from barnstod.security.access import authorize
from barnstod.security.actor import acting_as
from barnstod.security.sealing import blind_index, current_key_id
from groups.choices import DocumentationMode
from referrals import policies
from referrals.choices import Names, OpeningReason, Protection
from referrals.history import events_of
from referrals.models import Amendment, Identity, IdentityWord
from referrals.models.identity import (
    CONTACT_FIELDS,
    EVERY_FIELD,
    LATER_FIELDS,
    NAME_FIELDS,
    SEALED_FIELDS,
)
from referrals.naming import Number, full_name, words_of

OPEN_FOR = timedelta(minutes=30)  # from saying why, for one person and one case
TOLD = ("child_words",)  # for those who hold the talks, not for the unit that sent the child
WROTE_IT = "own_unit"  # the reason of those who wrote the names themselves


def names_to_keep(*, protection, programme, has_sender: bool) -> Names:
    """Return what may be kept of a child: nothing, only a way to reach the family, or the name.

    Without names, the one who sent it knows who the child is; where nobody sent it the family must
    still be reached for the first talk.
    """
    if protection != Protection.NONE:
        return Names.NONE
    if programme is not None and programme.documentation_mode == DocumentationMode.DE_IDENTIFIED:
        return Names.NONE if has_sender else Names.CONTACT
    return Names.FULL


def keep_identity(*, referral, values: dict[str, str], number: Number | None = None) -> None:
    """Seal ``values`` (field -> text) for ``referral``, as far as its ``names`` allow.

    What ``values`` does not name stays as it is. Without a ``number`` an index that is there
    stays: the number is never shown, so a form that comes back has none.
    """
    if referral.names == Names.NONE:
        Identity.objects.filter(referral=referral).delete()
        return
    identity = Identity.objects.filter(referral=referral).first() or Identity(referral=referral)
    identity.names = referral.names
    fields = SEALED_FIELDS if referral.names == Names.FULL else CONTACT_FIELDS
    kept = identity.opened(referral.reference, (*fields, *LATER_FIELDS))
    values = kept | {field: values[field] for field in fields if field in values}
    identity.seal_in(values, referral.reference)
    if referral.names == Names.FULL:
        first, last = values["first_name"], values["last_name"]
        full = full_name(first, last, referral.child_birth_year, referral.child_birth_month)
        identity.full_name_index = blind_index("full_name", full) if first or last else None
        if number is not None:
            identity.number_index = blind_index("number", number.digits)
    identity.save()
    if referral.names == Names.FULL:
        _index_words(identity, words_of(first, last))


def seal_note(referral, field: str, text: str) -> bool:
    """Seal ``text`` as one of the fields that are written later; tell whether it is another now.

    The caller holds the lock of ``referral``, where names may be kept.
    """
    identity = Identity.objects.filter(referral=referral).first()
    identity = identity or Identity(referral=referral, names=Names.FULL)
    opened = identity.opened(referral.reference)
    if opened[field] == text:
        return False
    identity.seal_in(opened | {field: text}, referral.reference)
    identity.save()
    return True


def forget_names(*, referral, group, has_begun: bool, by) -> None:
    """Erase what a de-identified programme does not keep, once the child has a place in it.

    Whoever sent the referral still knows the child. Where nobody did, the way to reach the family
    stays until the child has begun. Sets ``referral.names``; the caller saves it.
    """
    if group.programme.documentation_mode != DocumentationMode.DE_IDENTIFIED:
        return
    left = Names.CONTACT
    if has_begun or referral.has_unit:
        left = Names.NONE
    if referral.names not in (left, Names.NONE):
        shrink_identity(referral=referral, left=left)
        record("identity.erase", by=by, on=referral, left=left)


def shrink_identity(*, referral, left: Names) -> None:
    """Take away what ``left`` does not allow, before ``referral.names`` may become it."""
    kept_no_more = [field for field in SEALED_FIELDS if not may_keep(field, left)]
    Amendment.objects.filter(referral=referral, field__in=kept_no_more).delete()
    identity = Identity.objects.filter(referral=referral).first()
    if identity is not None and left == Names.NONE:
        identity.delete()
    elif identity is not None:
        IdentityWord.objects.filter(identity=identity).delete()
        contact = identity.opened(referral.reference, CONTACT_FIELDS)
        identity.seal_in(dict.fromkeys(EVERY_FIELD, "") | contact, referral.reference)
        identity.full_name_index = identity.number_index = None
        identity.save()
    referral.names = left


def may_keep(field: str, names: Names) -> bool:
    """Tell whether ``field`` may be kept where so much is kept of who the child is."""
    if field in NAME_FIELDS:
        return names == Names.FULL
    return field not in CONTACT_FIELDS or names != Names.NONE


def opened_for(user, referral) -> str:
    """Return why ``user`` has the names of ``referral`` open now, or "" if they are closed.

    The office says why and has them open for half an hour; the unit that wrote them sees them.
    """
    if not policies.can_open_names(user, referral):
        return ""
    if not policies.must_say_why(user, referral):
        return WROTE_IT
    last = (
        events_of(referral)
        .filter(
            actor=f"user:{user.pk}",
            action__in=("identity.open", "identity.hide"),
            at__gt=timezone.now() - OPEN_FOR,
        )
        .first()
    )
    return last.detail["why"] if last and last.action == "identity.open" else ""


@transaction.atomic
def open_names(*, referral, by, why: OpeningReason) -> None:
    """Write down why ``by`` opens the names; they are open to this person for half an hour."""
    authorize(policies.can_open_names, by, referral)
    record("identity.open", by=by, on=referral, why=OpeningReason(why).value)


@transaction.atomic
def hide_names(*, referral, by) -> None:
    """Close the names again before the half hour is over."""
    authorize(policies.can_open_names, by, referral)
    record("identity.hide", by=by, on=referral)


def read_names(*, referral, by, why: str) -> dict[str, str]:
    """Return the names in plain text, and write down that ``by`` read them."""
    authorize(policies.can_open_names, by, referral)
    identity = Identity.objects.filter(referral=referral).first()
    if identity is None:
        return {}
    record("identity.read", by=by, on=referral, why=why)
    hidden = () if policies.sees_told(by, referral) else TOLD
    return identity.opened(referral.reference, [one for one in EVERY_FIELD if one not in hidden])


def read_first_names(*, referrals, by) -> dict[str, str]:
    """Return reference -> first name of the children in a leader's own group; each is logged."""
    references = [referral.reference for referral in referrals]
    opened = read_in_group(references=references, fields=("first_name",), by=by)
    return {reference: names["first_name"] for reference, names in opened.items()}


def read_in_group(*, references, fields, by) -> dict[str, dict[str, str]]:
    """Return reference -> these fields of the children in a leader's own group; each is logged."""
    rows = Identity.objects.filter(referral__reference__in=references, names=Names.FULL)
    named = {row.referral.reference: row for row in rows.select_related("referral")}
    record_all("identity.read", by=by, on=[row.referral for row in named.values()], why="own_group")
    return {reference: row.opened(reference, fields) for reference, row in named.items()}


def rotate_keys(*, batch: int = 500) -> int:
    """Seal everything that an older key sealed with the current one; return how many rows.

    Safe to stop and start again, and while people write: each batch is its own transaction, and a
    row that somebody holds is left for the next round.
    """
    done = 0
    while True:
        with acting_as("system:rotate_keys"):
            rows = _rotate_batch(batch)
        if not rows:
            return done
        done += rows


def _rotate_batch(batch: int) -> int:
    rows = (
        Identity.objects.exclude(key_id=current_key_id())
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("referral")[:batch]
    )
    for identity in rows:
        reference = identity.referral.reference
        identity.seal_in(identity.opened(reference), reference)
        identity.save()
    return len(rows)


def _index_words(identity, words) -> None:
    IdentityWord.objects.filter(identity=identity).delete()
    IdentityWord.objects.bulk_create(
        IdentityWord(identity=identity, word=blind_index("name", word)) for word in words
    )
