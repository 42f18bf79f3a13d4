"""The request in steps: what each asks, and what is still missing before it can be sent."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referrals.forms import request_fields as asked
from referrals.forms.request import RequestForm, initial_of


@dataclass(frozen=True)
class Step:
    """One page of the form; ``code`` stands in its address."""

    code: str
    title: str | Promise
    asks: tuple[str, ...]


STEPS = {
    step.code: step
    for step in (
        Step("barnet", _("The child"), (*asked.WHO, *asked.PROTECTED, *asked.CHILD)),
        Step("hemma", _("At home"), asked.HOME),
        Step("gruppen", _("The group"), asked.PLACE),
        Step("kontakt", _("To reach the family"), asked.CONTACT),
        Step("uppgifter", _("What you tell"), asked.GROUND),
    )
}
FIRST = next(iter(STEPS.values()))


def step_after(step: Step) -> Step | None:
    """Return the step that follows; None after the last one, where all of it is looked through."""
    codes = list(STEPS)
    place = codes.index(step.code) + 1
    return STEPS[codes[place]] if place < len(codes) else None


@dataclass(frozen=True)
class Gap:
    """A question that must be answered before the request can be sent, and where it is asked."""

    step: Step
    question: str
    trouble: str


def gaps_in(referral, names: dict[str, str], units, office_reader) -> list[Gap]:
    """Return what keeps ``referral`` from being sent, by the rules of the form on one page."""
    form = RequestForm(_data_of(referral, names, office_reader), units=units)
    return [
        Gap(step, str(form.fields[name].label), " ".join(map(str, form.errors[name])))
        for step in STEPS.values()
        for name in step.asks
        if name in form.errors
    ]


def _data_of(referral, names, office_reader) -> dict:
    """Return what stands in ``referral`` as a browser would send it."""
    initial = initial_of(referral, names) | {"office_reader": office_reader and office_reader.pk}
    values = {name: getattr(value, "code", value) for name, value in initial.items()}
    return {name: value for name, value in values.items() if value not in (None, False, "")}
