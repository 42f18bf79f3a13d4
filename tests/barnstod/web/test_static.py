"""Style sheets and pictures: kept for ever under an address of their content, else for an hour."""

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import Client


@pytest.fixture
def collected(settings, tmp_path):
    """Collect two files as an installation collects all."""
    source, settings.STATIC_ROOT = tmp_path / "source", tmp_path / "root"
    for name in ("mark.svg", "leave.js"):
        (source / "barnstod").mkdir(parents=True, exist_ok=True)
        (source / "barnstod" / name).write_bytes(
            (settings.BASE_DIR / "static/barnstod" / name).read_bytes()
        )
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)


def test_file_under_the_address_of_its_content_is_kept_for_ever(collected):
    url = staticfiles_storage.url("barnstod/mark.svg")
    assert url != "/static/barnstod/mark.svg"

    response = Client().get(url)

    assert response.status_code == 200
    assert response["Cache-Control"] == "max-age=315360000, public, immutable"
    assert response["Content-Type"] == "image/svg+xml"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def test_file_under_its_name_is_kept_for_an_hour(collected):
    response = Client().get("/static/barnstod/mark.svg")

    assert (response.status_code, response["Cache-Control"]) == (200, "max-age=3600, public")


def test_file_is_compressed_beforehand(collected):
    url = staticfiles_storage.url("barnstod/leave.js")

    response = Client().get(url, headers={"Accept-Encoding": "gzip"})

    assert (response["Content-Encoding"], response["Vary"]) == ("gzip", "Accept-Encoding")


def test_missing_file_is_a_plain_page_if_even_the_page_lacks_its_files(collected):
    """Half an installation: the error page's own style sheet was never collected."""
    response = Client().get("/static/barnstod/missing.svg")

    assert (response.status_code, response["Cache-Control"]) == (404, "no-store")
    assert f"säg: {response.wsgi_request.reference}" in response.text
