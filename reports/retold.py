"""The matters of the source documents as reports of the portal, begun with their texts retold."""

from barnstod.accounts.models import User
from reports import services
from reports.documents import matters
from reports.models import Grant, Letter, Report


def begin(name: str, *, by: User) -> Report:
    """Begin the report of one matter in the name of ``by`` and return it, a draft.

    Needs the facts of the source documents, as reports.loading loads them.
    """
    about = dict(matters()[name]["about"])
    grant, letter = about.pop("grant", ""), about.pop("letter", "")
    return services.create(
        by=by,
        grant=Grant.objects.get(code=grant) if grant else None,
        letter=Letter.objects.get(source__code=letter) if letter else None,
        **about,
    )
