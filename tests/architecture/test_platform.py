"""The platform knows no domain word, and each duty has one home."""

import ast
import re

import pytest
from django.conf import settings

PLATFORM = ("accounts", "audit", "notifications", "jobs", "security", "web", "pdf")
DOMAIN = re.compile(
    r"referral|district|programme|venue|waiting_list|neighbourhood|guardian|grupp|barn(?!stod)|plats",
    re.IGNORECASE,
)
FILES = [
    path
    for package in PLATFORM
    for path in sorted((settings.BASE_DIR / "barnstod" / package).rglob("*.py"))
    if "migrations" not in path.parts
]
JUNK_DRAWERS = ("utils", "common", "core", "helpers", "misc")


def names(tree):
    """Return the identifiers and imported modules of a module; comments may explain."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.ImportFrom(module=module) if module:
                yield module
            case ast.Import(names=imported):
                yield from (alias.name for alias in imported)


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_platform_knows_no_domain_word(path):
    assert [name for name in names(ast.parse(path.read_text())) if DOMAIN.search(name)] == []


@pytest.mark.parametrize("app", ["barnstod", "districts", "groups", "referrals", "reports"])
def test_there_are_no_junk_drawers(app):
    modules = {path.stem for path in (settings.BASE_DIR / app).rglob("*.py")}

    assert not modules & set(JUNK_DRAWERS)
