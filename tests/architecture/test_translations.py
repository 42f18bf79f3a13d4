"""The Swedish catalogue says everything that the code and the templates say, and nothing else."""

import os
import re
import shutil
import subprocess
import sys

import polib
import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
CATALOGUE = "barnstod/locale/sv/LC_MESSAGES/django.po"
SOURCES = ("barnstod", "districts", "groups", "referrals", "reports", "templates", "manage.py")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
# Words of plain English that a Swedish sentence does not hold: a text that was only copied.
ENGLISH = re.compile(r"\b(the|and|with|your|this|from|not|have|has)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(ROOT / CATALOGUE))


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """Return the catalogue that makemessages makes of the sources as they are."""
    copy = tmp_path_factory.mktemp("sources")
    for source in SOURCES:
        if (ROOT / source).is_dir():
            leave = shutil.ignore_patterns("__pycache__", "*.mo", "*.po")
            shutil.copytree(ROOT / source, copy / source, ignore=leave)
        else:
            shutil.copy(ROOT / source, copy / source)
    assert shutil.which("xgettext"), "xgettext is missing: sudo apt-get install gettext"
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale", "sv", "--verbosity", "0"],
        cwd=copy,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "barnstod.settings"},
        check=True,
    )
    return polib.pofile(str(copy / CATALOGUE))


def keys(catalogue):
    return {
        (entry.msgctxt, entry.msgid, entry.msgid_plural)
        for entry in catalogue
        if not entry.obsolete
    }


def test_catalogue_has_what_the_sources_say_and_nothing_else(catalogue, extracted):
    assert sorted(map(str, keys(extracted) - keys(catalogue))) == [], "missing"
    assert sorted(map(str, keys(catalogue) - keys(extracted))) == [], "no longer said"


def test_nothing_is_untranslated_fuzzy_or_obsolete(catalogue):
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []


def test_translation_keeps_the_placeholders(catalogue):
    for entry in catalogue:
        wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text:
                assert set(PLACEHOLDER.findall(text)) <= wanted, entry.msgid
        said = set(PLACEHOLDER.findall(entry.msgstr + "".join(entry.msgstr_plural.values())))
        assert said == wanted, entry.msgid


def test_translation_is_swedish(catalogue):
    texts = [text for entry in catalogue for text in (entry.msgstr, *entry.msgstr_plural.values())]

    assert [text for text in texts if ENGLISH.search(PLACEHOLDER.sub("", text))] == []
