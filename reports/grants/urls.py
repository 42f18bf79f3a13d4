"""The addresses of grants, decisions and letters."""

from django.urls import path, register_converter

from reports.grants.parts import PARTS
from reports.grants.views import grants, parts, project_groups, registers
from reports.grants.workflow import MOVES


class WordConverter:
    """A part of an address that is one of a few words."""

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class PartConverter(WordConverter):
    regex = "|".join(PARTS)


class MoveConverter(WordConverter):
    regex = "|".join(MOVES)


register_converter(PartConverter, "grant_part")
register_converter(MoveConverter, "grant_move")

GRANT = "kontor/bidrag/<slug:code>/"
PART = f"{GRANT}<grant_part:part>/"

urlpatterns = [
    path("kontor/bidrag/", grants.grant_list, name="grants"),
    path("kontor/bidrag/ny/", grants.grant_create, name="grant_create"),
    path("kontor/beslut/", registers.decisions, name="decisions"),
    path("kontor/beslut/beslut.<table_format:kind>", registers.decision_file, name="decision_file"),
    path("kontor/skrivelser/", registers.letter_list, name="letters"),
    path("kontor/skrivelser/ny/", registers.letter_create, name="letter_create"),
    path("kontor/skrivelser/<int:pk>/", registers.letter_edit, name="letter"),
    path(GRANT, grants.grant_detail, name="grant"),
    path(f"{GRANT}andra/", grants.grant_edit, name="grant_edit"),
    path(f"{GRANT}nasta-ar/", grants.grant_next_year, name="grant_next_year"),
    path(f"{GRANT}grupper/", project_groups.grant_groups, name="grant_groups"),
    path(f"{GRANT}import/", grants.costs_import, name="grant_import"),
    path(f"{GRANT}redovisning.<table_format:kind>", grants.grant_account, name="grant_account"),
    path(f"{GRANT}steg/<grant_move:name>/", grants.grant_move, name="grant_move"),
    path(f"{PART}ny/", parts.part_create, name="grant_part_create"),
    path(f"{PART}<int:pk>/", parts.part_edit, name="grant_part"),
    path(f"{PART}<int:pk>/ta-bort/", parts.part_remove, name="grant_part_remove"),
]
