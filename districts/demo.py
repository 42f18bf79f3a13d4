"""The people and organisations of the demonstration. Everybody and everything is made up."""

from datetime import date, timedelta
from random import Random

from django.conf import settings
from django.contrib.auth.hashers import make_password

from barnstod.accounts.choices import Role
from barnstod.accounts.models import RoleGrant, User
from districts.choices import OrganisationKind
from districts.models import Affiliation, District, Organisation

DOMAIN = "barnstod.example"
SOURCE = "demo"

# The name after the place says that nothing of it is real.
ORGANISATIONS = {
    "vandpunkten": ("Ersta Vändpunkten (demo)", OrganisationKind.VOLUNTARY),
    "lyktan": ("Föreningen Lyktan (demo)", OrganisationKind.VOLUNTARY),
    "bryggan": ("Stiftelsen Bryggan (demo)", OrganisationKind.VOLUNTARY),
    "eken": ("Familjehuset Eken (demo)", OrganisationKind.MUNICIPAL),
    "kompassen": ("Kompassen (demo)", OrganisationKind.MUNICIPAL),
    "sjostjarnan": ("Sjöstjärnan (demo)", OrganisationKind.CHURCH),
    "linden": ("Mottagningen Linden (demo)", OrganisationKind.REGION),
}
# The part before @, the name, the role, and the organisation or district (or neither).
ACCOUNTS = (
    ("samordnare", "Astrid Norén", Role.COORDINATOR, ""),
    ("enhetschef", "Bengt Ahlström", Role.HEAD, ""),
    ("handlaggare.farsta", "Cecilia Fahlén", Role.SOCIAL_WORKER, "farsta"),
    ("handlaggare.jarva", "Daniel Jernberg", Role.SOCIAL_WORKER, "jarva"),
    ("gruppledare.vandpunkten", "Elin Vallgren", Role.LEADER, "demo-vandpunkten"),
    ("namnd", "Folke Nyström", Role.BOARD, ""),
    ("admin", "Gunilla Adler", Role.ADMIN, ""),
    ("handlaggare.bromma", "Hanna Brodin", Role.SOCIAL_WORKER, "bromma"),
    ("handlaggare.enskede", "Isak Edvall", Role.SOCIAL_WORKER, "enskede-arsta-vantor"),
    ("handlaggare.hagersten", "Jonna Hallin", Role.SOCIAL_WORKER, "hagersten-alvsjo"),
    ("handlaggare.hasselby", "Kerstin Hedin", Role.SOCIAL_WORKER, "hasselby-vallingby"),
    ("handlaggare.kungsholmen", "Leif Kjellin", Role.SOCIAL_WORKER, "kungsholmen"),
    ("handlaggare.norra", "Mona Norling", Role.SOCIAL_WORKER, "norra-innerstaden"),
    ("handlaggare.skarholmen", "Nils Sköld", Role.SOCIAL_WORKER, "skarholmen"),
    ("handlaggare.skarpnack", "Olga Sandin", Role.SOCIAL_WORKER, "skarpnack"),
    ("handlaggare.sodermalm", "Per Sörman", Role.SOCIAL_WORKER, "sodermalm"),
    ("forening", "Rut Sandell", Role.REFERRER, "demo-lyktan"),
)


def is_loaded() -> bool:
    return User.objects.filter(email=f"{ACCOUNTS[0][0]}@{DOMAIN}").exists()


def load(today: date, rng: Random) -> None:
    """Write the demonstration's organisations, accounts, roles and workplaces.

    The password is ``settings.DEMO_PASSWORD``; without one nobody can sign in. Does nothing the
    second time.
    """
    if is_loaded():
        return
    organisations = Organisation.objects.bulk_create(
        Organisation(code=f"demo-{code}", name=name, kind=kind, source=SOURCE)
        for code, (name, kind) in ORGANISATIONS.items()
    )
    password = make_password(settings.DEMO_PASSWORD or None)  # hashed once: it takes its time
    users = User.objects.bulk_create(
        User(email=f"{account}@{DOMAIN}", name=name, password=password)
        for account, name, _role, _place in ACCOUNTS
    )
    since = today - timedelta(days=400)
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role=role, valid_from=since)
        for user, (_account, _name, role, _place) in zip(users, ACCOUNTS, strict=True)
    )
    districts = list(District.objects.on(today))
    for number, district in enumerate(districts):
        district.concern_phone = f"08-465 004 {20 + number}"  # kept free for fiction by PTS
        district.concern_address = "Vardagar 8–16.30. Påhittat nummer."
    District.objects.bulk_update(districts, ["concern_phone", "concern_address"])
    places = {one.code: {"organisation": one} for one in organisations} | {
        one.code: {"district": one} for one in District.objects.on(today)
    }
    Affiliation.objects.bulk_create(
        Affiliation(user=user, valid_from=since, **places[place])
        for user, (_account, _name, _role, place) in zip(users, ACCOUNTS, strict=True)
        if place
    )
