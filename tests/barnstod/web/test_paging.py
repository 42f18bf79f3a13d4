"""The one pager."""

import pytest
from django.test import RequestFactory

from barnstod.web.paging import page_of


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", [1, 2]),
        ("?s=2", [3, 4]),
        ("?s=3", [5]),
        ("?s=99", [5]),
        ("?s=0", [5]),
        ("?s=-1", [5]),
        ("?s=x", [1, 2]),
        ("?s=%00", [1, 2]),
        ("?s=²", [1, 2]),
        ("?s=", [1, 2]),
    ],
)
def test_page_is_the_one_asked_for_or_a_near_one(query, shown):
    request = RequestFactory().get(f"/{query}")

    assert list(page_of(request, [1, 2, 3, 4, 5], per_page=2)) == shown


def test_empty_list_has_one_page():
    page = page_of(RequestFactory().get("/"), [])

    assert (list(page), page.has_other_pages()) == ([], False)
