"""What can go wrong with an account; the message is for the person who tried."""


class AccountError(Exception):
    """Nothing was changed; ``args[0]`` says why in plain words."""


class AccountExists(AccountError):
    pass


class RoleHeldAlready(AccountError):
    pass


class AlreadyWelcome(AccountError):
    pass


class InvitationSpent(AccountError):
    """The secret address was used, is too old, was replaced, or never existed."""
