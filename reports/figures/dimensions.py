"""The closed sets that figures are divided by, in the words of board papers."""

from collections.abc import Mapping

from districts.choices import AgreementKind, OrganisationKind
from groups.choices import AgeBand, Audience, Need
from referrals.choices import SenderKind, State
from referrals.evening import Presence
from referrals.told import Gender, HeardThrough
from reports.figures.cells import Label
from reports.grants import printed
from reports.grants.choices import Result


def _labels(words: Mapping[str, str]) -> tuple[Label, ...]:
    return tuple(Label(code, said) for code, said in words.items())


def _headed(said: str) -> str:
    return said[:1].upper() + said[1:]


UNKNOWN_AGE = Label("okand-alder", "Ålder anges inte")

NEEDS = _labels(
    {
        Need.SUBSTANCE_USE: "Missbruk",
        Need.MENTAL_ILLNESS: "Psykisk ohälsa",
        Need.FAMILY_VIOLENCE: "Våld",
    }
)
BANDS = _labels(
    {
        AgeBand.SMALL: "0–6 år",
        AgeBand.YOUNG: "7–9 år",
        AgeBand.MIDDLE: "10–12 år",
        AgeBand.TEENS: "13–15 år",
        AgeBand.YOUTH: "16–18 år",
        AgeBand.GROWN_UP: "19 år och äldre",
    }
)
AGES = (*BANDS, UNKNOWN_AGE)
SENDERS = _labels(
    {
        SenderKind.SOCIAL_SERVICES: "Socialtjänsten",
        SenderKind.SCHOOL: "Skola och förskola",
        SenderKind.HEALTH_CARE: "Vården",
        SenderKind.ORGANISATION: "Organisationer",
        SenderKind.FAMILY: "Familjen själv",
        SenderKind.YOUNG_PERSON: "Den unga själv",
        SenderKind.OTHER: "Någon annan",
    }
)
OUTCOMES = _labels(
    {
        State.STARTED: "Är med",
        State.COMPLETED: "Genomförde gruppen",
        State.DISCONTINUED: "Slutade i förtid",
    }
)
AUDIENCES = _labels(
    {
        Audience.CHILDREN: "Barn",
        Audience.TEENAGERS: "Tonåringar",
        Audience.PARENTS: "Föräldrar",
        Audience.RELATIVES: "Anhöriga",
    }
)
PRESENCES = _labels(
    {
        Presence.PRESENT: "Kom",
        Presence.LATE: "Kom sent",
        Presence.LEFT_EARLY: "Gick tidigare",
        Presence.ABSENT: "Kom inte",
    }
)
GIRLS, BOYS = Label(Gender.GIRL, "Flickor"), Label(Gender.BOY, "Pojkar")
# Few by nature, and kept together: a row of their own would tell of one child.
OTHER_GENDER = Label("annat", "Annat eller anges inte")
GENDERS = (GIRLS, BOYS, OTHER_GENDER)
NOT_TOLD = Label("anges-inte", "Anges inte")
HEARD = (
    *_labels(
        {
            HeardThrough.SOCIAL_SERVICES: "Socialtjänsten för barn",
            HeardThrough.ADULT_CARE: "Den vuxnas vård eller behandling",
            HeardThrough.SCHOOL: "Skola eller förskola",
            HeardThrough.HEALTH_CARE: "Barnens hälsovård",
            HeardThrough.ORGANISATION: "En organisation",
            HeardThrough.ACQUAINTANCE: "Någon de känner",
            HeardThrough.WEB: "Webben",
            HeardThrough.LEAFLET: "Affisch eller broschyr",
            HeardThrough.OTHER: "På annat sätt",
        }
    ),
    NOT_TOLD,
)
POSTS = _labels({code: _headed(said) for code, said in printed.POSTS.items()})
GOAL_KINDS = _labels({code: _headed(said) for code, said in printed.GOALS.items()})
NOT_ASSESSED = Label("inte-bedomt", _headed(printed.RESULTS[Result.NONE]))
RESULTS = (
    *_labels({code: _headed(said) for code, said in printed.RESULTS.items() if code}),
    NOT_ASSESSED,
)
OWN = Label("egen", "Egen regi")
VOLUNTARY = Label("frivillig", "Frivillig")
TOGETHER = Label("samverkan", "Samverkan")
BOUGHT = Label("kopt", "Köpt")
OTHER_MODE = Label("annan", "Annan")
MODES = (OWN, VOLUNTARY, TOGETHER, BOUGHT, OTHER_MODE)


def band_of(age: int | None) -> str:
    """Return the code of the band that a child of ``age`` whole years is counted in."""
    if age is None:
        return UNKNOWN_AGE.code
    return AgeBand.of(max(age, 0))  # a year of birth still to come counts as 0


def mode_of(kind: str, agreements: set[str]) -> Label:
    """Return how the city gets the groups of an organisation of ``kind`` (domain a.3).

    What is agreed in writing goes before what the organisation is.
    """
    if AgreementKind.PROCURED in agreements:
        return BOUGHT
    if kind == OrganisationKind.MUNICIPAL:
        return OWN
    if agreements & {AgreementKind.COOPERATION, AgreementKind.PARTNERSHIP}:
        return TOGETHER
    voluntary = (OrganisationKind.VOLUNTARY, OrganisationKind.CHURCH)
    return VOLUNTARY if kind in voluntary else OTHER_MODE
