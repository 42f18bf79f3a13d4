"""The sums of a grant in words: what differs, and the tables that leave as files."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reports.grants.sums import Difference, Sums

HEADINGS = ("År", "Post", "Sökt", "Budget", "Förbrukat", "Kvar")


def difference_in_words(found: Difference) -> str:
    """Return the sentence that says which two sums differ, and by what."""
    sums = {"one": kronor(found.one), "other": kronor(found.other)}
    return {
        "rows_and_application": _(
            "The rows of the budget come to %(one)s kronor, but the application says %(other)s."
        ),
        "application_and_clause": _(
            "The application is for %(one)s kronor, but the decision to apply says %(other)s."
        ),
        "granted_and_decision": _(
            "The grant is entered as %(one)s kronor, but the decision says %(other)s."
        ),
        "granted_and_budget": _(
            "%(one)s kronor were granted, but the budget after the decision comes to %(other)s."
        ),
    }[found.what] % sums


def kronor(amount: int) -> str:
    """Return the amount as it is written in Swedish, in groups that a line never divides."""
    return f"{amount:,}".replace(",", "\N{NO-BREAK SPACE}")


def lines(sums: Sums) -> Iterator[tuple]:
    """Yield the account of a grant for a file, under HEADINGS: each post, year and the whole."""
    for year in sums.years:
        for post, use in year.posts:
            yield year.year, str(post.label), use.applied, use.budget, use.spent, use.left
    total = sums.total
    yield "Summa", "", total.applied, total.budget, total.spent, total.left
