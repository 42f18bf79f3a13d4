"""The figures of the portal, in the order of a page: what each counts, in plain words, and how.

Pages, files and papers all take their figures from here. Names and definitions are printed on
board papers, which exist in Swedish only.
"""

from django.db.models import F, Sum

from groups.choices import GroupState
from referrals.choices import State
from reports.choices import Topic
from reports.figures import axes, measures, populations, projects
from reports.figures.cells import Mark
from reports.figures.counting import Counter, Scope
from reports.figures.figure import DAY, TERM, TODAY, Axis, Figure, Headline, counted
from reports.figures.units import Unit

GROUP_PARTS: dict[str, tuple[Axis, ...]] = {
    "region": (axes.REGION, axes.AUDIENCE),
    "need": (axes.GROUP_NEED,),
    "organisation": (axes.ORGANISATION,),
    "mode": (axes.running_mode,),
}


def groups(code: str, name: str, definition: str, *states: GroupState) -> Figure:
    counter = Counter(populations.groups_in(*states))
    return counted(code, name, definition, Unit.GROUPS, TERM, counter, parts=GROUP_PARTS)


def seats(code: str, name: str, definition: str, expression) -> Figure:
    counter = Counter(populations.groups_in(*populations.OFFERED), Sum(expression))
    parts: dict[str, tuple[Axis, ...]] = {
        "region": (axes.REGION, axes.AUDIENCE),
        "organisation": (axes.ORGANISATION,),
    }
    return counted(code, name, definition, Unit.SEATS, TERM, counter, parts=parts)


def ended(code: str, name: str, definition: str, state: State) -> Figure:
    """Return one outcome alone, as the table of all outcomes has it: counted by itself it could
    tell what that table hides."""

    def headline(scope: Scope) -> Headline:
        sheet = BY_CODE["children_started"].sheets(scope)[0]
        return Headline(sheet.cells.get((sheet.rows[-1].code, state), Mark.HIDDEN))

    return Figure(
        code,
        name,
        definition,
        Unit.CHILDREN,
        TERM,
        headline,
        lambda scope: [],
        is_about_children=True,
    )


def needs_of(code: str, name: str, definition: str, time: str, rows) -> Figure:
    return measures.needs(code, name, definition, time, Counter(rows), axes.CHILD_NEED)


_WAIT_OFFER = measures.waits(
    "wait_offer", "Väntan till första erbjudna plats", populations.waits_for_offer
)
_WAIT_SESSION = measures.waits(
    "wait_session", "Väntan till första träffen", populations.waits_for_session
)

FIGURES = (
    groups(
        "groups_planned",
        "Planerade grupper",
        "Grupper med denna termin som är publicerade och ännu inte har börjat.",
        GroupState.PLANNED,
    ),
    groups(
        "groups_started",
        "Grupper som har börjat",
        "Grupper med denna termin som pågår eller är genomförda.",
        *populations.STARTED,
    ),
    groups(
        "groups_cancelled",
        "Inställda grupper",
        "Grupper med denna termin som ställdes in.",
        GroupState.CANCELLED,
    ),
    Figure(
        "groups_parallel",
        "Barngrupper med föräldragrupp",
        "Hur stor del av terminens grupper för barn och tonåringar som har en föräldragrupp "
        "samma kväll. Inställda räknas inte.",
        Unit.PERCENT,
        TERM,
        measures.parallel,
        lambda scope: [],
    ),
    seats(
        "seats",
        "Platser",
        "Alla platser i terminens grupper. Inställda grupper räknas inte.",
        F("capacity"),
    ),
    seats(
        "seats_taken",
        "Tagna platser",
        "Platser i terminens grupper där någon har tackat ja.",
        F("places_taken"),
    ),
    seats(
        "seats_left",
        "Lediga platser",
        "Platser i terminens grupper som varken är tagna eller erbjudna.",
        F("capacity") - F("places_taken") - F("places_held"),
    ),
    counted(
        "children_asked",
        "Förfrågningar",
        "Barn som någon frågade om plats för under terminen, en gång för varje förfrågan.",
        Unit.CHILDREN,
        TERM,
        Counter(populations.asked),
        place=axes.PLACE,
        columns=axes.SENDER,
        parts={"age": (axes.AGE,)},
    ),
    counted(
        "children_waiting",
        "Barn som väntar på plats",
        "Barn på väntelistan den dag siffran räknades. Vilande räknas inte.",
        Unit.CHILDREN,
        TODAY,
        Counter(populations.waiting),
        place=axes.PLACE,
        columns=axes.AGE,
        parts={},
    ),
    needs_of(
        "needs_waiting",
        "Behov hos barn som väntar",
        "Behoven hos barnen på väntelistan. Ett barn med två behov räknas under båda.",
        TODAY,
        populations.waiting,
    ),
    Figure(
        "wait_offer",
        "Väntan till erbjuden plats",
        "Veckor från första kontakten till den första plats som erbjöds, för barn vars första "
        "erbjudande gjordes under terminen.",
        Unit.WEEKS,
        TERM,
        *_WAIT_OFFER,
        is_about_children=True,
    ),
    Figure(
        "wait_session",
        "Väntan till första träffen",
        "Veckor från första kontakten till den första träff barnet kom till, för barn i "
        "terminens grupper. Grupper utan namn har ingen närvaro per barn och räknas inte.",
        Unit.WEEKS,
        TERM,
        *_WAIT_SESSION,
        is_about_children=True,
    ),
    counted(
        "children_started",
        "Barn som har börjat",
        "Barn som har varit med minst en gång i en grupp med denna termin.",
        Unit.CHILDREN,
        TERM,
        Counter(populations.started),
        place=axes.PLACE,
        columns=axes.OUTCOME,
        parts={
            "age": (axes.AGE,),
            "gender": (axes.GENDER,),
            "heard": (axes.HEARD_THROUGH,),
        },
    ),
    needs_of(
        "needs_started",
        "Behov hos barn som har börjat",
        "Behoven hos barnen som har börjat. Ett barn med två behov räknas under båda.",
        TERM,
        populations.started,
    ),
    ended(
        "children_completed",
        "Barn som genomförde gruppen",
        "Barn som var med i en grupp med denna termin till slutet.",
        State.COMPLETED,
    ),
    ended(
        "children_discontinued",
        "Barn som slutade i förtid",
        "Barn som började i en grupp med denna termin och slutade innan den var slut.",
        State.DISCONTINUED,
    ),
    Figure(
        "attendance",
        "Närvaro",
        "Hur stor del av markeringarna vid terminens träffar som säger att barnet kom, också sent "
        "eller en stund. Grupper utan namn räknas inte.",
        Unit.PERCENT,
        TERM,
        measures.attendance,
        measures.attendance_sheets,
        is_about_children=True,
    ),
    counted(
        "children_refused",
        "Kunde inte erbjudas plats",
        "Förfrågningar som kontoret avslutade under terminen utan att kunna erbjuda en plats.",
        Unit.CHILDREN,
        TERM,
        Counter(populations.refused),
        parts={"reason": (axes.reason,)},
    ),
    counted(
        "unmet",
        "Sökte förgäves",
        "Hur ofta någon sökte en grupp på webbplatsen och ingenting passade. En sökning av fem "
        "räknas, på måfå, som fem.",
        Unit.WISHES,
        TERM,
        Counter(populations.unmet, Sum(F("fives") * populations.STEP)),
        parts={"region": (axes.WISHED_REGION, axes.WISHED_AGES)},
    ),
    Figure(
        "coverage",
        "Utbud per stadsdel",
        "Stadsdelar där minst en grupp för barn eller tonåringar pågår den dagen, från första "
        "träffen till den sista. Grupper om våld räknas bara per del av staden.",
        Unit.DISTRICTS,
        DAY,
        measures.coverage,
        measures.coverage_sheets,
    ),
    Figure(
        "cost_group",
        "Kostnad per grupp",
        "Kostnader under terminen i kassaböckerna för projekten med bidrag, delade på terminens "
        "grupper som har börjat. Vad staden och anordnarna betalar utanför projekten är inte med.",
        Unit.KRONOR,
        TERM,
        projects.cost_per(projects.GROUPS, "grupper", of_children=False),
        projects.cost_sheets("cost_group"),
    ),
    Figure(
        "cost_child",
        "Kostnad per barn",
        "Samma kostnader, delade på barnen som har börjat i terminens grupper.",
        Unit.KRONOR,
        TERM,
        projects.cost_per(projects.CHILDREN, "barn", of_children=True),
        projects.cost_sheets("cost_child"),
        is_about_children=True,
    ),
    Figure(
        "goals",
        "Uppnådda mål",
        "Mål i projekten med bidrag som skulle nås under terminen och som är uppnådda. Ett mål "
        "utan egen dag räknas när projektet slutar.",
        Unit.GOALS,
        TERM,
        projects.attainment,
        projects.goal_sheets,
    ),
)
BY_CODE = {figure.code: figure for figure in FIGURES}
# What sources state of the same matter, to stand beside the figure and never in it.
STATED_BESIDE = {"coverage": Topic.COVERAGE, "children_waiting": Topic.CARE}
