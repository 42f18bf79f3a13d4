"""The table from which the demonstration's groups are made."""

from dataclasses import dataclass

from groups.choices import Audience, GroupState, Need, Precision

ALCOHOL, MIND, VIOLENCE = Need.SUBSTANCE_USE, Need.MENTAL_ILLNESS, Need.FAMILY_VIOLENCE
PLANNED, RUNNING, COMPLETED = GroupState.PLANNED, GroupState.RUNNING, GroupState.COMPLETED


@dataclass(frozen=True)
class Plan:
    """One group; ``weeks`` from the day of loading to its first session, None for no date."""

    weeks: int | None
    state: GroupState
    districts: tuple[str, ...]
    organisation: str
    needs: tuple[Need, ...]
    ages: tuple[int, int] = (7, 9)
    audience: Audience = Audience.CHILDREN
    with_parents: bool = False
    is_city_wide: bool = False
    precision: Precision = Precision.EXACT
    sessions: int = 12
    languages: tuple[str, ...] = ()
    cancelled_because: str = ""
    is_tonight: bool = False  # meets on the weekday of loading
    in_summer: bool = False  # meets in the summer too, when the others rest


def _of(state, *rows):
    return [
        Plan(weeks, state, districts, *rest, **more) for (weeks, districts, *rest), more in rows
    ]


TEENS, RELATIVES = {"audience": Audience.TEENAGERS}, {"audience": Audience.RELATIVES}
PAIR, CITY = {"with_parents": True}, {"is_city_wide": True}
DISTRICT = {"precision": Precision.DISTRICT}
SOUTH = ("farsta", "skarpnack", "enskede-arsta-vantor")

PLANS = [
    *_of(
        COMPLETED,
        ((-34, ("farsta",), "vandpunkten", (ALCOHOL,)), PAIR),
        ((-34, ("jarva",), "lyktan", (ALCOHOL,), (8, 11)), {}),
        ((-33, ("bromma",), "eken", (MIND,), (10, 12)), {}),
        ((-33, ("sodermalm",), "linden", (MIND,), (13, 16)), TEENS),
        ((-32, ("hasselby-vallingby",), "kompassen", (ALCOHOL,)), {}),
        ((-32, ("skarholmen",), "bryggan", (VIOLENCE,), (8, 12)), {}),
        ((-31, ("kungsholmen",), "sjostjarnan", (MIND,)), DISTRICT),
        ((-30, ("enskede-arsta-vantor",), "vandpunkten", (ALCOHOL,), (13, 16)), TEENS),
    ),
    *_of(
        RUNNING,
        ((-9, ("farsta",), "vandpunkten", (ALCOHOL,)), PAIR | {"is_tonight": True}),
        ((-8, ("jarva",), "lyktan", (ALCOHOL,), (8, 10)), {"languages": ("sv", "so")}),
        ((-8, ("bromma",), "eken", (MIND,), (8, 11)), {}),
        ((-7, ("skarholmen",), "kompassen", (VIOLENCE,), (7, 10)), {}),
        ((-7, ("hasselby-vallingby",), "vandpunkten", (ALCOHOL,), (13, 16)), TEENS),
        ((-6, ("sodermalm",), "linden", (MIND,), (13, 17)), TEENS),
        ((-6, ("enskede-arsta-vantor",), "eken", (ALCOHOL, MIND), (10, 12)), PAIR),
        ((-5, ("kungsholmen",), "sjostjarnan", (MIND,)), DISTRICT),
        ((-5, ("jarva",), "bryggan", (VIOLENCE,), (8, 12)), PAIR),
        ((-4, ("hagersten-alvsjo",), "vandpunkten", (ALCOHOL,), (10, 12)), {}),
        ((-3, ("skarpnack",), "lyktan", (MIND,), (7, 12)), {}),
        ((-3, ("norra-innerstaden",), "linden", (MIND,)), RELATIVES),
        # Its last session was long ago: the coordinator is asked whether it is completed.
        ((-30, ("bromma",), "kompassen", (ALCOHOL,)), {"sessions": 8}),
    ),
    *_of(
        PLANNED,
        # Always near its start, with too few: the coordinator is warned of it.
        ((2, SOUTH, "vandpunkten", (ALCOHOL,), (7, 10)), {"in_summer": True}),
        ((4, ("jarva",), "vandpunkten", (ALCOHOL,)), PAIR),
        ((5, ("farsta",), "lyktan", (ALCOHOL,)), {}),
        ((5, ("hasselby-vallingby",), "eken", (MIND,), (10, 12)), {}),
        ((7, ("hagersten-alvsjo",), "kompassen", (MIND,)), DISTRICT),
        ((8, ("skarholmen",), "kompassen", (ALCOHOL,), (8, 11)), {"languages": ("sv", "ar")}),
        ((8, ("sodermalm",), "linden", (MIND,)), PAIR),
        ((9, ("norra-innerstaden",), "sjostjarnan", (ALCOHOL,), (13, 16)), TEENS),
        ((9, ("kungsholmen",), "bryggan", (VIOLENCE,), (7, 12)), CITY),
        ((10, ("kungsholmen",), "linden", (MIND,), (13, 17)), TEENS),
        ((10, ("farsta", "skarpnack"), "eken", (VIOLENCE,)), {}),
        ((11, ("sodermalm",), "vandpunkten", (ALCOHOL,), (16, 20)), TEENS | CITY),
        ((12, ("enskede-arsta-vantor",), "lyktan", (ALCOHOL, VIOLENCE), (10, 12)), {}),
        ((None, ("norra-innerstaden",), "linden", (MIND,)), RELATIVES | CITY),
        ((None, ("bromma",), "bryggan", (MIND,), (7, 12)), DISTRICT),
    ),
    *_of(
        GroupState.DRAFT,
        ((14, ("skarpnack",), "vandpunkten", (ALCOHOL,)), {}),
        ((15, ("jarva",), "kompassen", (MIND,), (10, 12)), {"languages": ("sv", "fi")}),
    ),
    *_of(
        GroupState.CANCELLED,
        ((3, ("sodermalm",), "sjostjarnan", (ALCOHOL,)), {"cancelled_because": "För få anmälda."}),
        (
            (-10, ("bromma",), "lyktan", (MIND,), (13, 16)),
            TEENS | {"cancelled_because": "Båda gruppledarna blev sjuka; barnen fick nya grupper."},
        ),
    ),
]

# Code, name, need, whether documented without names.
PROGRAMMES = (
    ("barngrupp", "Barngrupp enligt CAP (demo)", ALCOHOL, False),
    ("samtal", "Samtalsgrupp (demo)", MIND, False),
    ("trygg", "Trygg tillsammans (demo)", VIOLENCE, True),
    ("foraldrar", "Föräldragrupp (demo)", "", False),
)

# A house in each district; the streets do not exist.
HOUSES = (
    ("bromma", "Åkeshovs träffpunkt", "Sagostigen 4"),
    ("enskede-arsta-vantor", "Årsta kvarterslokal", "Önskebrunnsgränd 12"),
    ("farsta", "Hökarängens samlingslokal", "Lyktgränd 3"),
    ("hagersten-alvsjo", "Huset vid Västertorp", "Molnstigen 8"),
    ("hasselby-vallingby", "Vällingby träfflokal", "Drakbacken 15"),
    ("jarva", "Tensta familjelokal", "Regnbågsgången 2"),
    ("kungsholmen", "Kristinebergs träffpunkt", "Pilgrimstigen 6"),
    ("norra-innerstaden", "Gärdets kvarterslokal", "Stjärngränd 11"),
    ("skarholmen", "Vårbergs samlingslokal", "Segelstigen 9"),
    ("skarpnack", "Bagarmossens träfflokal", "Trollgränd 5"),
    ("sodermalm", "Huset vid Långholmen", "Fyrgången 7"),
)

THEMES = (
    "Lära känna varandra",
    "Vad är en familj?",
    "Känslor",
    "Det är inte ditt fel",
    "Att säga nej",
    "Hemligheter",
    "Vem kan jag prata med?",
    "Kroppen vet",
    "Försvar",
    "Val och följder",
    "Jag är bra på",
    "Avslutning",
)

FIRST_NAMES = """
Agnes Amir Annika Anton Barbro Björn Camilla Carl Dilan Ebba Emil Erik Fatima Fredrik Gabriella
Gustav Hampus Helena Idun Ingrid Jakob Jenny Johan Karin Kim Lars Linnea Lovisa Magnus Maja
Mehdi Moa Oskar Petra Rasmus Rebecka Samir Sandra Sigrid Stefan Sunniva Tomas Torun Ulf Vera
Viktor Wilma Yvonne Zahra
"""
LAST_NAMES = """
Almgren Bergvall Björkdal Dahlvik Ekholt Eklind Forsmark Frisell Granlöf Grönvall Hagbrink
Hellsing Holmdal Isaksdal Jarlros Kvistberg Lindros Ljungvik Lundmark Malmros Mossberg Nordkvist
Norrvik Oxelros Palmdal Rosvall Rydmark Sandlöf Sjödal Skogvall Stenros Strandvik Söderdal
Tallberg Vikdal Wallros Wester Wikdal Åbrink Ågren Åkerdal Åslund Älgmark Ängdal Öbrink Ödmark
Öhrdal Örnros Östlöf
"""
