"""Every template can be read, says what it needs, and prints nothing that nobody gave it."""

import re

import pytest
from django.conf import settings
from django.template import Context, Template, engines
from django.template.loader import get_template, render_to_string

TEMPLATES = settings.BASE_DIR / "templates"
NAMES = sorted(
    str(path.relative_to(TEMPLATES))
    for path in TEMPLATES.rglob("*")
    if path.suffix in (".html", ".txt", ".svg")
)
PARTS = [name for name in NAMES if name.rpartition("/")[2].startswith("_")]


@pytest.mark.parametrize("name", NAMES)
def test_template_can_be_read(name):
    get_template(name)


@pytest.mark.parametrize("name", PARTS)
def test_part_begins_with_what_it_needs(name):
    assert re.match(r"(\{% comment %\}|\{#).*\bNeeds\b", (TEMPLATES / name).read_text(), re.DOTALL)


@pytest.mark.parametrize(
    "source",
    ["{{ missing }}", "{{ missing.name }}", "{{ here.missing }}", "{{ missing|default:'x' }}"],
)
def test_undefined_variable_is_an_error_that_names_it(source):
    with pytest.raises(LookupError, match="missing"):
        Template(source).render(Context({"here": object()}))


@pytest.mark.parametrize(
    "source",
    ["{% if missing %}{% endif %}", "{% for x in missing %}{% endfor %}", "{{ here.name }}"],
)
def test_what_may_be_missing_may_be_asked_for(source):
    assert Template(source).render(Context({"here": {"name": ""}})) == ""


def test_error_names_the_template_that_prints_what_is_missing():
    with pytest.raises(LookupError, match=r"components/_state_badge.html prints {{ tone }}"):
        render_to_string("components/_state_badge.html", {"label": "x"})


def test_templates_of_the_tests_are_those_of_production():
    [production] = settings.TEMPLATES
    assert production["OPTIONS"]["context_processors"] == [
        "django.template.context_processors.request",
        "barnstod.navigation.office_page",
    ]
    assert engines["django"].engine.autoescape
