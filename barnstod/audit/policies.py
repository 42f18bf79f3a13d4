"""Who may read the log. Pure predicates: (user) -> bool."""

from barnstod.accounts.choices import Role


def can_review_log(user):
    """The head of unit reviews who read what; nobody else (design: who may do what)."""
    return user.has_role(Role.HEAD)
