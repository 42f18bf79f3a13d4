"""The first day of an office: from an empty portal to a child with a place, by the screens alone.

The one command is the one that operations.md names: it invites the first administrator.
"""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from barnstod.accounts.models import User
from barnstod.notifications.models import Notice
from barnstod.notifications.services import send
from districts.models import District, Organisation
from groups.models import Leader, Programme, Room, SupportGroup, Venue
from groups.terms import Term
from referrals.choices import State
from referrals.models import Referral

pytestmark = pytest.mark.django_db

PASSWORD = "regnmoln-stege-47-kastanj"


class Browser(Client):
    """Somebody in front of the screens: sends forms whole, and stops where one is refused."""

    def fill(self, address: str, /, **fields):
        """Send the form at ``address`` with what it holds already."""
        form = self.get(address).context["form"]
        held = {name: form[name].value() for name in form.fields}
        data = {name: value for name, value in held.items() if value not in (None, "", False)}
        self.send(address, **(data | fields))

    def send(self, address: str, /, **fields) -> None:
        answer = self.post(address, fields)
        refused = "" if answer.status_code == 302 else answer.context["form"].errors
        assert not refused, refused

    def start(self) -> list[str]:
        """Return the addresses under *Att göra*."""
        return [item.url for item in self.get("/kontor/").context["items"]]


def begin(email: str, path: str = "") -> Browser:
    """Choose a password at the address of the letter, and sign in."""
    browser = Browser()
    chosen = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert browser.post(path or path_in(letter_to(email)), chosen).status_code == 200
    assert browser.post("/konto/login/", {"login": email, "password": PASSWORD}).url == "/kontor/"
    return browser


def letter_to(email: str) -> str:
    send(notice_id=Notice.objects.get(recipient__email=email).pk)
    return mail.outbox[-1].body


def path_in(text: str) -> str:
    return re.search(r"/lank/\S+", text).group()


def test_first_day_from_an_empty_portal_to_a_child_with_a_place(client):
    call_command("load_districts")
    told = StringIO()
    call_command("invite", "ada@stad.example", "Ada Storm", stdout=told, stderr=StringIO())
    admin = begin("ada@stad.example", path_in(told.getvalue()))

    def invited(role: str) -> Browser:
        email = f"{role}@stad.example"
        admin.fill("/kontor/personer/ny/", name=role.title(), email=email, role=role)
        return begin(email)

    office, sender, leads = map(invited, ("coordinator", "social_worker", "leader"))
    office.fill("/kontor/organisationer/ny/", name="Stödföreningen", kind="voluntary")
    works_at(admin, "social_worker", District.objects.get(code="farsta"))
    works_at(admin, "leader", Organisation.objects.get())
    assert admin.start() == []

    group = the_office_publishes_a_group(office)
    assert group.get_absolute_url() in leads.get("/kontor/grupper/").text
    page = client.get(f"/grupper/{group.slug}/").text
    assert "Mångatan 4" in page

    case = the_unit_sends_a_request(sender)
    address = f"/kontor/forfragningar/{case.reference}/"
    assert address in office.start()
    office.send(f"{address}flytta/wait/")
    waiting = office.get(f"/kontor/vantelista/?grupp={group.slug}")
    assert [row.referral for row in waiting.context["rows"]] == [case]
    office.fill(f"{address}erbjud/", group=group.slug)
    assert sender.start() == [address]
    sender.send(f"{address}flytta/accept/")

    case.refresh_from_db()
    group.refresh_from_db()
    assert (case.state, case.group, group.places_taken) == (State.ACCEPTED, group, 1)
    assert address in office.get(f"/kontor/grupper/{group.slug}/barn/").text


def works_at(admin: Browser, role: str, place) -> None:
    """Follow the line under *Att göra* and choose the place."""
    person = User.objects.get(email=f"{role}@stad.example")
    address = f"/kontor/personer/{person.pk}/arbetsplatser/"
    assert address in admin.start()
    admin.send(address, place=f"{place._meta.model_name}-{place.pk}")


def the_office_publishes_a_group(office: Browser) -> SupportGroup:
    """Write all that a group is made of, in the order in which *Att göra* asks for it."""
    new = {kind: f"/kontor/{kind}/ny/" for kind in ("lokaler", "ledare", "grupper", "program")}
    assert office.start() == ["/kontor/lokaler/", new["ledare"], new["grupper"], new["ledare"]]
    farsta, organisation = District.objects.get(code="farsta"), Organisation.objects.get()
    house = {"name": "Månhuset", "address": "Mångatan 4", "district": farsta.pk}
    office.fill(new["lokaler"], **house)
    office.fill(f"/kontor/lokaler/{Venue.objects.get().pk}/rum/ny/", name="Stora")
    account = User.objects.get(email="leader@stad.example")
    card = {"name": "Lina Lund", "organisation": organisation.pk, "user": account.pk}
    office.fill(new["ledare"], **card)
    assert office.start() == [new["grupper"]]

    office.fill(new["program"], name="Månprogrammet", needs=["substance_use"])
    first = timezone.localdate() + timedelta(days=60)
    office.fill(
        f"{new['grupper']}?program={Programme.objects.get().code}",
        organisation=organisation.code,
        age_from=7,
        age_to=9,
        term=Term.on(first).code,
        first_on=first.isoformat(),
        weekday=first.weekday(),
        starts_at="16:00",
        ends_at="17:30",
        hosting_districts=["farsta"],
        room=Room.objects.get().pk,
        leader_1=Leader.objects.get().pk,
        save="1",
    )
    group = SupportGroup.objects.get()
    assert office.start() == [group.get_absolute_url()]
    office.send(f"{group.get_absolute_url()}flytta/publish/")
    return group


def the_unit_sends_a_request(sender: Browser) -> Referral:
    sender.fill(
        "/kontor/forfragningar/ny/pa-en-sida/",
        protection="none",
        first_name="Alva",
        last_name="Provlund",
        child_birth_year=timezone.localdate().year - 8,
        child_district="farsta",
        needs=["substance_use"],
        safe_at_home="yes",
        services_know="yes",
        safe_way="yes",
        contact_restricted="no",
        guardians="Mor Provlund",
        phone="070-1740605",
        contact_ways=["ring"],
        disclosure_ground="consent_guardians",
        feedback_level="place_or_not",
        send="1",
    )
    return Referral.objects.get()
