"""Addresses of this app."""

from django.urls import path, register_converter

from barnstod.web.language import in_each_language
from referrals.converters import MoveName, Reference
from referrals.views import (
    amending,
    ask,
    calls,
    cases,
    early,
    evening,
    families,
    file_text,
    handover,
    importing,
    lists,
    log,
    moves,
    protecting,
    reasons,
    roll_call,
    safety,
    sessions,
    told,
    tonight,
    unit,
    writing,
)

register_converter(Reference, "reference")
register_converter(MoveName, "move")

app_name = "referrals"
urlpatterns = [
    in_each_language(
        [
            path("plats/", ask.ask, name="ask"),
            path("plats/nu/", ask.urgent, name="urgent"),
            path("plats/ta-tillbaka/", ask.take_back, name="take_back"),
        ]
    ),
    path("kontor/att-ringa/", calls.call_list, name="calls"),
    path("kontor/att-ringa/ord/", calls.find, name="call_by_words"),
    path("kontor/att-ringa/nytt/", calls.register, name="call_create"),
    path("kontor/att-ringa/<reference:reference>/", calls.call, name="call"),
    path("kontor/att-ringa/<reference:reference>/radera/", calls.erase, name="call_erase"),
    path("kontor/forfragningar/", cases.case_list, name="list"),
    path("kontor/forfragningar/ny/", writing.create, name="create"),
    path(
        "kontor/forfragningar/ny/pa-en-sida/",
        writing.create_on_one_page,
        name="create_on_one_page",
    ),
    path("kontor/forfragningar/sok/", cases.find, name="find"),
    path("kontor/forfragningar/<reference:reference>/", cases.detail, name="detail"),
    path("kontor/forfragningar/<reference:reference>/andra/", writing.edit, name="edit"),
    path("kontor/forfragningar/<reference:reference>/steg/<slug:code>/", writing.step, name="step"),
    path("kontor/forfragningar/<reference:reference>/granska/", writing.review, name="review"),
    path("kontor/forfragningar/<reference:reference>/trygghet/", safety.safety, name="safety"),
    path(
        "kontor/forfragningar/<reference:reference>/till-akten/",
        file_text.file_text,
        name="file_text",
    ),
    path("kontor/forfragningar/<reference:reference>/rattelse/", amending.amend, name="amend"),
    path(
        "kontor/forfragningar/<reference:reference>/passar/",
        amending.settle_fit,
        name="settle_fit",
    ),
    path("kontor/min-enhet/", unit.unit, name="unit"),
    path(
        "kontor/min-enhet/<slug:code>/ersattare/<int:pk>/avsluta/",
        unit.end_deputy,
        name="deputy_end",
    ),
    path("kontor/forfragningar/<reference:reference>/handlaggare/", unit.officer, name="officer"),
    path("kontor/forfragningar/overlamningar/", handover.handovers, name="handovers"),
    path(
        "kontor/forfragningar/<reference:reference>/overlamning/",
        handover.handover,
        name="handover",
    ),
    path(
        "kontor/forfragningar/<reference:reference>/overlamning/svara/",
        handover.answer,
        name="handover_answer",
    ),
    path(
        "kontor/forfragningar/<reference:reference>/overlamning/ta-tillbaka/",
        handover.take_back,
        name="handover_take_back",
    ),
    path("kontor/forfragningar/<reference:reference>/kasta/", cases.discard, name="discard"),
    path("kontor/forfragningar/<reference:reference>/erbjud/", moves.offer, name="offer"),
    path("kontor/forfragningar/<reference:reference>/familj/", families.family, name="family"),
    path(
        "kontor/forfragningar/<reference:reference>/familj/erbjud/",
        families.offer,
        name="family_offer",
    ),
    path(
        "kontor/forfragningar/<reference:reference>/familj/flytta/",
        families.move,
        name="family_move",
    ),
    path("kontor/forfragningar/<reference:reference>/flytta/<move:name>/", moves.move, name="move"),
    path("kontor/forfragningar/<reference:reference>/ja/", moves.consent, name="consent"),
    path(
        "kontor/forfragningar/<reference:reference>/ja/<int:number>/tillbaka/",
        moves.consent_back,
        name="consent_back",
    ),
    path("kontor/forfragningar/<reference:reference>/namn/", moves.open_names, name="open_names"),
    path(
        "kontor/forfragningar/<reference:reference>/namn/dolj/",
        moves.hide_names,
        name="hide_names",
    ),
    path("kontor/vantelista/importera/", importing.upload, name="import_upload"),
    path("kontor/vantelista/importera/spara/", importing.write, name="import_write"),
    path("kontor/vantelista/importera/<int:pk>/", importing.detail, name="import"),
    path("kontor/vantelista/importera/<int:pk>/angra/", importing.undo, name="import_undo"),
    path("kontor/vantelista/", lists.waiting_list, name="waiting_list"),
    path("kontor/grupper/<slug:slug>/barn/", lists.children, name="children"),
    path("kontor/grupper/<slug:slug>/for-fa/", early.early_warning, name="early_warning"),
    path("kontor/grupper/<slug:slug>/stall-in/", lists.cancel_group, name="cancel_group"),
    path(
        "kontor/grupper/<slug:slug>/traff/<int:number>/stall-in/barnen/",
        sessions.cancel_session,
        name="cancel_session",
    ),
    path(
        "kontor/grupper/<slug:slug>/traff/<int:number>/flytta/barnen/",
        sessions.move_session,
        name="move_session",
    ),
    path("kontor/grupper/<slug:slug>/andra/barnen/", sessions.edit_plan, name="edit_plan"),
    path("kontor/ikvall/", tonight.tonight_list, name="tonight_list"),
    path("kontor/grupper/<slug:slug>/traff/<int:number>/ikvall/", tonight.tonight, name="tonight"),
    path(
        "kontor/grupper/<slug:slug>/traff/<int:number>/narvaro/",
        roll_call.roll_call,
        name="roll_call",
    ),
    path(
        "kontor/grupper/<slug:slug>/traff/<int:number>/narvaro/tryck/",
        roll_call.taps,
        name="taps",
    ),
    path("kontor/grupper/<slug:slug>/samtal/", evening.talks, name="talks"),
    path(
        "kontor/grupper/<slug:slug>/samtal/<slug:child>/",
        told.told_in_group,
        name="told_in_group",
    ),
    path("kontor/forfragningar/<reference:reference>/forsta-samtal/", told.told, name="told"),
    path("kontor/grupper/<slug:slug>/avsluta-barnen/", evening.finish, name="finish"),
    path(
        "kontor/forfragningar/<reference:reference>/infor-traffarna/",
        evening.evening,
        name="evening",
    ),
    path("kontor/forfragningar/<reference:reference>/skydda/", protecting.protect, name="protect"),
    path("kontor/forfragningar/<reference:reference>/franvaro/", evening.absences, name="absences"),
    path("kontor/logg/fall/<reference:reference>/", log.case_log, name="case_log"),
    path("kontor/logg/person/<int:pk>/", log.person_log, name="person_log"),
    path("kontor/skal/", reasons.reasons, name="reasons"),
    path("kontor/lasare/", lists.readers, name="readers"),
]
