"""How the questions of a request stand on a page: those of them that the form asks."""

from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django.utils.translation import gettext_lazy as _


def _note(name):
    """Return a piece of text beside the fields: what we save, and what this form is not."""
    return HTML(f"{{% include 'referrals/_note_{name}.html' %}}")


# Heading, and below it lines of fields; a note stands where a field of its own line is asked.
PARTS = (
    (
        _("Protected personal data"),
        (("protection",), ("office_reader",), _note("protection")),
    ),
    (
        _("The child"),
        (
            ("first_name", "last_name"),
            ("child_birth_year", "child_birth_month", "number"),
            ("preserve_sample",),
            ("child_district", "school"),
            ("languages",),
            ("needs_interpreter",),
            ("room_needs",),
        ),
    ),
    (_("Why a group"), (("needs",), _note("concern"))),
    (
        _("Is it safe?"),
        (
            _note("safety"),
            ("safe_at_home",),
            ("services_know",),
            ("safe_way",),
            ("contact_restricted",),
            ("may_know",),
        ),
    ),
    (_("The place"), (("programme", "wished_group"), ("weekdays",))),
    (
        _("To reach the family safely"),
        (("guardians",), ("phone", "address"), ("contact_ways",), ("contact_note",)),
    ),
    (
        _("What you tell, and what you want to know"),
        (
            ("disclosure_ground",),
            ("feedback_level",),
            ("family_agrees_to_feedback",),
            ("sender_reference",),
        ),
    ),
)


# In the order of the page, so that what is wrong is told in the same.
ORDER = [
    name for _heading, lines in PARTS for line in lines if isinstance(line, tuple) for name in line
]


def layout_of(asked) -> Layout:
    """Return the layout of the fields in ``asked``, with the headings and notes that they need."""
    parts = []
    for heading, lines in PARTS:
        placed = [
            _line([name for name in line if name in asked]) for line in lines if _is_fields(line)
        ]
        if any(placed):
            parts.append(Fieldset(heading, *_kept(lines, asked)))
    above = [name for name in ("submission_key", "unit", "sender_kind") if name in asked]
    return Layout(*above, *parts)


def _kept(lines, asked):
    for line in lines:
        if not _is_fields(line):
            yield line
        elif placed := _line([name for name in line if name in asked]):
            yield placed


def _line(names):
    if not names:
        return None
    return Div(*names, css_class="field-row") if len(names) > 1 else names[0]


def _is_fields(line) -> bool:
    return isinstance(line, tuple)
