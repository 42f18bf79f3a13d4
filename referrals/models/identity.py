"""Who the child is: sealed, found again only by whole words, and absent where it must be."""

from collections.abc import Mapping

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from barnstod.security.sealing import current_key_id, open_sealed, seal
from referrals.choices import Names
from referrals.models.referral import Referral

NAME_FIELDS = ("first_name", "last_name", "guardians", "address", "school")
CONTACT_FIELDS = ("phone", "contact_note")
SEALED_FIELDS = NAME_FIELDS + CONTACT_FIELDS  # what the request asks for
# What is written once the child is on its way to a group, or has been talked with.
LATER_FIELDS = ("evening_note", "child_words")
EVERY_FIELD = SEALED_FIELDS + LATER_FIELDS


def sealed(label):
    """Return a column of sealed text; ``""`` is nothing, never sealed emptiness."""
    return models.TextField(label, blank=True, default="", editable=False)


class Identity(models.Model):
    """The child and the family behind one referral. Read it only through services, which log it.

    ``names`` is the referral's own, held equal by a composite foreign key: a protected referral
    allows none, so no row of it can be here.
    """

    referral = models.OneToOneField(
        Referral, on_delete=models.CASCADE, primary_key=True, related_name="identity"
    )
    names = models.CharField(max_length=8, choices=Names, default=Names.FULL, editable=False)
    sealed_first_name = sealed(_("first name"))
    sealed_last_name = sealed(_("family name"))
    sealed_guardians = sealed(_("guardians"))
    sealed_phone = sealed(_("telephone"))
    sealed_address = sealed(_("address"))
    sealed_school = sealed(_("school"))
    sealed_contact_note = sealed(_("safe contact"))
    sealed_evening_note = sealed(_("for the leaders"))
    sealed_child_words = sealed(_("what the child wants"))
    # Blind indexes. The number itself is stored nowhere.
    full_name_index = models.BinaryField(max_length=32, null=True)
    number_index = models.BinaryField(max_length=32, null=True)
    key_id = models.CharField(max_length=32, default=current_key_id, editable=False)

    class Meta:
        verbose_name = _("identity")
        verbose_name_plural = _("identities")
        constraints = [
            models.CheckConstraint(
                name="identity_only_where_something_may_be_kept",
                condition=Q(names__in=[Names.FULL, Names.CONTACT]),
            ),
            models.CheckConstraint(
                name="identity_without_names_has_none",
                condition=Q(names=Names.FULL)
                | Q(
                    **{f"sealed_{field}": "" for field in (*NAME_FIELDS, *LATER_FIELDS)},
                    full_name_index__isnull=True,
                    number_index__isnull=True,
                ),
            ),
            *(
                models.CheckConstraint(
                    name=f"identity_{field}_is_sealed",
                    condition=Q(**{f"sealed_{field}": ""})
                    | Q(**{f"sealed_{field}__regex": "^[^: ]+:[A-Za-z0-9+/]{38,}=*$"}),
                )
                for field in EVERY_FIELD
            ),
            models.UniqueConstraint(name="identity_and_names", fields=["referral", "names"]),
        ]
        indexes = [
            models.Index(name="identity_by_number", fields=["number_index"]),
            models.Index(name="identity_by_full_name", fields=["full_name_index"]),
            models.Index(name="identity_by_key", fields=["key_id"]),
        ]

    def __str__(self):
        return str(self.pk)

    def seal_in(self, values: Mapping[str, str], reference: str) -> None:
        """Seal ``values`` (field -> text) into the columns, with the current key."""
        for field, text in values.items():
            token = seal(text, _context(field, reference)) if text else ""
            setattr(self, f"sealed_{field}", token)
        self.key_id = current_key_id()

    def opened(self, reference: str, fields=EVERY_FIELD) -> dict[str, str]:
        """Return the plain text of ``fields``; the caller writes the audit. Raises SealBroken."""
        return {
            field: open_sealed(token, _context(field, reference)) if token else ""
            for field in fields
            for token in [getattr(self, f"sealed_{field}")]
        }


class IdentityWord(models.Model):
    """The blind index of one word of a name: whole words are found, parts of words are not."""

    identity = models.ForeignKey(Identity, on_delete=models.CASCADE, related_name="words")
    names = models.CharField(max_length=8, default=Names.FULL, editable=False)
    word = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("word of a name")
        verbose_name_plural = _("words of names")
        constraints = [
            models.UniqueConstraint(name="identity_word_once", fields=["word", "identity"]),
            models.CheckConstraint(
                name="identity_word_only_of_names", condition=Q(names=Names.FULL)
            ),
        ]

    def __str__(self):
        return str(self.pk)


def _context(field: str, reference: str) -> str:
    return f"referrals.identity.{field}:{reference}"
