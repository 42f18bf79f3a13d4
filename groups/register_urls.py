"""Addresses of the registers: leaders, programmes and manuals, venues, places, quality."""

from django.urls import path

from groups.views import leaders, library, places, quality, venues

LEADER = "kontor/ledare/<int:pk>/"
PROGRAMME = "kontor/program/<slug:code>/"
VENUE = "kontor/lokaler/<int:pk>/"
VERSION = "kontor/manualer/<int:pk>/<int:number>/"

urlpatterns = [
    path("kontor/ledare/", leaders.leader_list, name="leaders"),
    path("kontor/ledare/ny/", leaders.leader_create, name="leader_create"),
    path(LEADER, leaders.leader_detail, name="leader"),
    path(f"{LEADER}andra/", leaders.leader_edit, name="leader_edit"),
    path(f"{LEADER}utdrag/", leaders.leader_check, name="leader_check"),
    path(f"{LEADER}utbildning/ny/", leaders.training_create, name="training_create"),
    path(
        f"{LEADER}utbildning/<int:entry>/ta-bort/",
        leaders.training_remove,
        name="training_remove",
    ),
    path(f"{LEADER}borta/ny/", leaders.absence_create, name="absence_create"),
    path(f"{LEADER}borta/<int:entry>/ta-bort/", leaders.absence_remove, name="absence_remove"),
    path("kontor/program/", library.programme_list, name="programmes"),
    path("kontor/program/ny/", library.programme_create, name="programme_create"),
    path(PROGRAMME, library.programme_detail, name="programme"),
    path(f"{PROGRAMME}andra/", library.programme_edit, name="programme_edit"),
    path(f"{PROGRAMME}teman/", library.programme_themes, name="programme_themes"),
    path(f"{PROGRAMME}beslut/ny/", library.decision_create, name="decision_create"),
    path(f"{PROGRAMME}beslut/<int:pk>/", library.decision_edit, name="decision_edit"),
    path(f"{PROGRAMME}manualer/ny/", library.manual_create, name="manual_create"),
    path("kontor/manualer/<int:pk>/ny/", library.version_create, name="version_create"),
    path(VERSION, library.version_file, name="version_file"),
    path(f"{VERSION}andra/", library.version_edit, name="version_edit"),
    path(f"{VERSION}ta-bort/", library.version_remove, name="version_remove"),
    path("kontor/lokaler/", venues.venue_list, name="venues"),
    path("kontor/lokaler/ny/", venues.venue_create, name="venue_create"),
    path(VENUE, venues.venue_detail, name="venue"),
    path(f"{VENUE}andra/", venues.venue_edit, name="venue_edit"),
    path(f"{VENUE}ta-bort/", venues.venue_remove, name="venue_remove"),
    path(f"{VENUE}rum/ny/", venues.room_create, name="room_create"),
    path(f"{VENUE}rum/<int:room>/", venues.room_edit, name="room_edit"),
    path(f"{VENUE}rum/<int:room>/ta-bort/", venues.room_remove, name="room_remove"),
    path("kontor/organisationer/<slug:code>/", places.organisation_detail, name="organisation"),
    path("kontor/stadsdelar/<slug:code>/", places.district_detail, name="district"),
    path("kontor/grupper/<slug:slug>/kvalitet/", quality.checklist, name="quality"),
]
