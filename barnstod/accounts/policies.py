"""Who may manage accounts and rights. Pure predicates: (user, …) -> bool, no writes."""

from barnstod.accounts.choices import Role


def can_manage_accounts(user):
    """Only the administrator, who in return sees no child's data (design: who may do what)."""
    return user.has_role(Role.ADMIN)


def can_change_rights_of(user, person):
    """Nobody gives rights to, or takes them from, oneself: a second administrator does."""
    return can_manage_accounts(user) and user.pk != person.pk
