"""What the pages of this app ask the database."""


def agenda(user):
    return []
