"""The plan of a group: one form for a new group, the next term of one, and a change."""

import uuid
from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from barnstod.accounts.choices import Role
from districts.choices import Region
from districts.models import District
from groups.choices import Audience, MorePlaces, Need, Precision, RegisterCheck, Weekday
from groups.forms import fields
from groups.models import Room
from groups.queries import leaders_for, organisations_for, templates
from groups.terms import Term
from groups.words import LANGUAGES

LEADERS = ("leader_1", "leader_2", "leader_3")
PARENTS_LEADERS = ("parents_leader_1", "parents_leader_2")
PARENTS = ("parents_programme", "parents_room", *PARENTS_LEADERS, "parents_capacity")
WHEN = ("first_on", "weekday", "starts_at", "ends_at", "planned_sessions")
# What stays as it is once families have read about the group, and once children have a place.
FIXED_WHEN_PUBLISHED = ("programme", "audience", "term")
FIXED_WITH_CHILDREN = ("needs", "organisation")
SHARED_WITH_CHILDREN = (
    *WHEN,
    "needs",
    "organisation",
    "hosting_districts",
    "is_city_wide",
    "region",
    "term",
    "precision",
    "audience",
    "age_from",
    "age_to",
)


class PlanForm(forms.Form):
    """All that a group is planned with. ``fixed`` are the fields that stay as they are."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    programme = fields.row(_("Programme"), to_field_name="code")
    audience = fields.one_of(_("Who is it for?"), Audience.choices)
    needs = fields.several(_("About what at home"), Need.choices, required=True)
    age_from = fields.number(_("Youngest"), 0, 25, required=False)
    age_to = fields.number(_("Oldest"), 0, 25, required=False)
    capacity = fields.number(_("Places"), 1, 30)
    more_places = fields.chosen(
        _("Why are there more places?"),
        MorePlaces.choices,
        required=False,
        help_text=_("Only where you raise the number of a published group."),
    )
    minimum = fields.number(_("Starts with at least"), 1, 30)
    organisation = fields.row(_("Run by"), to_field_name="code")
    hosting_districts = fields.rows(_("Districts"), to_field_name="code")
    is_city_wide = forms.BooleanField(label=_("For the whole city"), required=False)
    region = fields.chosen(
        _("Part of the city"),
        Region.choices,
        required=False,
        help_text=_("Only needed where no district is chosen."),
    )
    term = fields.chosen(_("Term"), [])
    weekday = fields.chosen(
        _("Weekday"), Weekday.choices, coerce=int, empty_value=None, required=False
    )
    first_on = fields.day(_("First session"), required=False)
    starts_at = fields.hour(_("From"), required=False)
    ends_at = fields.hour(_("To"), required=False)
    planned_sessions = fields.number(_("Number of sessions"), 8, 20, initial=12)
    room = fields.row(
        _("Room"),
        required=False,
        empty_label=_("not decided"),
        help_text=_("A room that is missing here is written by the coordinator, under Venues."),
    )
    leader_1 = fields.leader(_("Leader"))
    leader_2 = fields.leader(_("Second leader"))
    leader_3 = fields.leader(_("Third leader"))
    languages = fields.several(_("Languages in the group"), list(LANGUAGES.items()))
    what_happens_first = forms.CharField(
        label=_("What happens first"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Families read this: how a first talk is arranged."),
    )
    precision = fields.one_of(
        _("The public may read"),
        Precision.choices,
        initial=Precision.EXACT,
        help_text=_("A group about violence is always published with the part of the city only."),
    )
    with_parents = forms.BooleanField(
        label=_("With a parents' group the same evening, in a room of its own"), required=False
    )
    parents_programme = fields.row(
        _("Programme for the parents"), to_field_name="code", required=False, empty_label=_("same")
    )
    parents_room = fields.row(_("The parents' room"), required=False, empty_label=_("not decided"))
    parents_leader_1 = fields.leader(_("The parents' leader"))
    parents_leader_2 = fields.leader(_("The parents' second leader"))
    parents_capacity = fields.number(_("Places for parents"), 1, 30, required=False)

    def __init__(self, *args, user, fixed=(), needs_dates=False, seats=0, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.needs_dates, self.seats = user, needs_dates, seats
        self.is_office = user.has_role(Role.COORDINATOR)
        self._fill()
        unasked = () if needs_dates else ("more_places",)  # a draft has promised nobody anything
        for name in (*fixed, *unasked, *(() if self.is_office else ("precision",))):
            self.fields.pop(name, None)
        self.initial.setdefault("submission_key", uuid.uuid4())
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the template writes it: parts of the page are re-drawn
        self.helper.layout = self._layout()

    def _fill(self):
        asked: dict[str, Any] = self.fields
        today, leaders = timezone.localdate(), list(leaders_for(self.user))
        leaders += [one for one in self.initial.get("leaders", ()) if one not in leaders]
        options = [
            (None, "–"),
            *fields.by_organisation((one, _leader(one, today)) for one in leaders),
        ]
        for name in (*LEADERS, "parents_leader_1", "parents_leader_2"):
            asked[name].choices = options
            asked[name].coerce = {str(one.pk): one for one in leaders}.get
        for name in ("programme", "parents_programme"):
            asked[name].queryset = templates()
        asked["organisation"].queryset = organisations_for(self.user)
        if not self.is_office:
            asked["organisation"].empty_label = None
        asked["hosting_districts"].queryset = District.objects.on(today)
        for name in ("room", "parents_room"):
            kept = self.initial.get(name) if "seen" in self.initial else None
            asked[name].queryset = Room.objects.to_choose([kept.pk] if kept else ())
        terms = terms_to_plan()
        shown = Term.from_code(self.initial.get("term", ""))
        if shown and shown not in terms:
            terms.insert(0, shown)
        asked["term"].choices = [(term.code, term) for term in terms]
        self.initial.setdefault("term", Term.on(today).after(1).code)

    def _layout(self):
        parents: list = []
        if "with_parents" in self.fields:
            parents = [
                Fieldset(
                    _("Parents"),
                    "with_parents",
                    self._row("parents_programme", "parents_room"),
                    self._row("parents_leader_1", "parents_leader_2", "parents_capacity"),
                )
            ]
        return Layout(
            "submission_key",
            "seen",
            *self._part(
                _("The group"),
                "audience",
                self._row("programme", "organisation"),
                "needs",
                self._row("age_from", "age_to", "capacity", "minimum"),
                "more_places",
            ),
            *self._part(
                _("When"),
                self._row("term", "first_on", "weekday"),
                self._row("starts_at", "ends_at", "planned_sessions"),
            ),
            *self._part(
                _("Where and who"),
                "hosting_districts",
                "is_city_wide",
                self._row("region", "room"),
                self._row("leader_1", "leader_2", "leader_3"),
            ),
            *parents,
            *self._part(_("For families"), "languages", "what_happens_first", "precision"),
        )

    def _row(self, *names):
        return Div(*(name for name in names if name in self.fields), css_class="field-row")

    def _part(self, legend, *parts):
        """Return the fieldset with the fields that are still asked, or nothing."""
        kept = [
            part
            for part in parts
            if (part.fields if isinstance(part, Div) else part in self.fields)
        ]
        return [Fieldset(legend, *kept)] if kept else []

    # --- what is answered, checked ---------------------------------------------------------------

    def clean_submission_key(self):
        return self.cleaned_data["submission_key"] or uuid.uuid4()

    def clean(self):
        super().clean()
        answers = self.cleaned_data
        self._check_ages(answers)
        self._check_places(answers)
        self._check_days(answers)
        self._check_people(answers)
        if answers.get("with_parents"):
            self._check_parents(answers)
        if "region" in self.fields and "region" not in self.errors:
            hosts = list(answers.get("hosting_districts") or ())
            if hosts:
                answers["region"] = hosts[0].region
            elif not answers.get("region"):
                self.add_error("region", _("Choose a district, or the part of the city."))
        return answers

    def _check_ages(self, answers):
        youngest, oldest = answers.get("age_from"), answers.get("age_to")
        if (youngest is None) != (oldest is None) and not {"age_from", "age_to"} & set(self.errors):
            missing = "age_from" if youngest is None else "age_to"
            self.add_error(missing, _("Write both ages, or neither."))
        elif youngest is not None and oldest is not None and youngest > oldest:
            self.add_error("age_to", _("The oldest age is below the youngest."))

    def _check_places(self, answers):
        capacity, minimum = answers.get("capacity"), answers.get("minimum")
        if capacity and minimum and minimum > capacity:
            self.add_error("minimum", _("The smallest number is larger than the group."))
        before = self.initial.get("capacity")
        is_more = capacity and before and capacity > int(before)
        if is_more and "more_places" in self.fields and not answers.get("more_places"):
            self.add_error("more_places", _("Say why there are more places than before."))
        if capacity is not None and capacity < self.seats:
            self.add_error(
                "capacity",
                _("%(seats)s have a place or have been offered one: so many places must there be.")
                % {"seats": self.seats},
            )

    def _check_days(self, answers):
        first_on, weekday = answers.get("first_on"), answers.get("weekday")
        if first_on and weekday is None:
            answers["weekday"] = first_on.weekday()
        elif first_on and weekday != first_on.weekday() and self._is_new(first_on, weekday):
            self.add_error(
                "first_on",
                _("%(day)s is not one of the %(weekday)s. Change the day or the weekday.")
                % {
                    "day": capfirst(date_format(first_on, "l j F Y")),
                    "weekday": Weekday(weekday).label,
                },
            )
        begins, ends = answers.get("starts_at"), answers.get("ends_at")
        if (begins is None) != (ends is None) and not {"starts_at", "ends_at"} & set(self.errors):
            self.add_error("ends_at" if ends is None else "starts_at", _("Write both hours."))
        elif begins is not None and ends is not None and begins >= ends:
            self.add_error("ends_at", _("The session ends before it begins."))
        if self.needs_dates and "first_on" in self.fields:
            for name in ("first_on", "starts_at", "ends_at"):
                if answers.get(name) is None and name not in self.errors:
                    self.add_error(name, _("A published group has its day and hours."))

    def _is_new(self, first_on, weekday) -> bool:
        """Tell whether the days are asked for, and not how the sessions lie that were moved."""
        before = (self.initial.get("first_on"), self.initial.get("weekday"))
        return (str(first_on), str(weekday)) != tuple(map(str, before))

    def _check_people(self, answers):
        chosen: list = []
        for name in (*LEADERS, *PARENTS_LEADERS):
            leader = answers.get(name)
            if leader and leader in chosen:
                self.add_error(
                    name, _("%(leader)s is chosen twice this evening.") % {"leader": leader.name}
                )
            chosen.append(leader)

    def _check_parents(self, answers):
        if answers.get("audience") not in (None, Audience.CHILDREN, Audience.TEENAGERS):
            self.add_error(
                "with_parents", _("Only a group for children or teenagers has a parents' group.")
            )
        if answers.get("room") and answers["room"] == answers.get("parents_room"):
            self.add_error("parents_room", _("The parents have a room of their own."))

    # --- what the services take ------------------------------------------------------------------

    def plan(self) -> dict[str, Any]:
        """Return the columns, leaders and districts that were asked for."""
        skipped = {"submission_key", "seen", "term", "with_parents", "more_places"}
        skipped |= {*LEADERS, *PARENTS}
        answers = self.cleaned_data
        plan = {name: value for name, value in answers.items() if name not in skipped}
        unasked = list(self.initial.get("leaders", ()))[len(LEADERS) :]
        plan["leaders"] = [answers[name] for name in LEADERS if answers[name]] + unasked
        if "hosting_districts" in plan:
            plan["hosting_districts"] = list(plan["hosting_districts"])
        if term := Term.from_code(answers.get("term", "")):
            plan |= {"year": term.year, "season": term.season}
        if Need.FAMILY_VIOLENCE in plan.get("needs", ()):
            plan["precision"] = Precision.REGION
        return plan

    def parents(self) -> dict[str, Any] | None:
        """Return what the parents' group has of its own, or None if there is to be none."""
        answers = self.cleaned_data
        if not answers.get("with_parents"):
            return None
        places = answers["parents_capacity"] or answers["capacity"]
        return {
            "programme": answers["parents_programme"] or answers["programme"],
            "room": answers["parents_room"],
            "capacity": places,
            "minimum": min(answers["minimum"], places),
            "leaders": [answers[name] for name in PARENTS_LEADERS if answers[name]],
        }


def terms_to_plan() -> list[Term]:
    """Return the terms of which a group can be: the last one, this one, and three to come."""
    this = Term.on(timezone.localdate())
    return [this.after(step) for step in range(-1, 4)]


def initial_of(plan: Mapping[str, Any], parents: Mapping[str, Any] | None = None) -> dict:
    """Return a plan, and what a parents' group has of its own, as the form begins with it."""
    codes = ("programme", "organisation")
    initial = dict(plan) | {name: plan[name].code for name in codes if name in plan}
    initial["hosting_districts"] = [one.code for one in plan.get("hosting_districts", ())]
    if "year" in plan:
        initial["term"] = Term.of(plan["year"], plan["season"]).code
    for name, leader in zip(LEADERS, plan.get("leaders", ()), strict=False):
        initial[name] = leader.pk
    if parents:
        initial |= {
            "with_parents": True,
            "parents_programme": parents["programme"].code,
            "parents_room": parents["room"],
            "parents_capacity": parents["capacity"],
        }
        for name, leader in zip(PARENTS_LEADERS, parents["leaders"], strict=False):
            initial[name] = leader.pk
    return initial


def wish_of(query: Mapping[str, str]) -> dict[str, Any]:
    """Return what the link of an early warning asks the form to begin with."""
    wish: dict[str, Any] = {}
    for name, key in (("first_on", "forsta"), ("age_from", "yngst"), ("age_to", "aldst")):
        if query.get(key):
            wish[name] = query[key]
    if region := query.get("omrade"):
        hosts = District.objects.today().filter(region=region)
        wish["hosting_districts"] = [one.code for one in hosts]
    return wish


def _leader(leader, today) -> str:
    check = leader.register_check(today)
    return leader.name if check == RegisterCheck.SHOWN else f"{leader.name} ({check.label})"
