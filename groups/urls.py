"""Addresses of this app: the public site in each language, the office in Swedish."""

from django.urls import path, register_converter

from barnstod.web.language import in_each_language
from groups import calendar_urls, register_urls
from groups.converters import GroupMove
from groups.views import feeds, flyers, office, planning, proposals, public

register_converter(GroupMove, "group_move")

app_name = "groups"
urlpatterns = [
    in_each_language(
        [
            path("", public.group_list, name="public_list"),
            path("grupper.ics", feeds.public_feed, name="public_feed"),
            path("grupper/<slug:slug>/", public.group_detail, name="public_detail"),
            path("grupper/<slug:slug>/affisch.pdf", flyers.flyer, name="flyer"),
        ]
    ),
    path("kontor/grupper/", office.group_list, name="office_list"),
    path("kontor/grupper/ny/", planning.create, name="create"),
    path("kontor/grupper/<slug:slug>/", office.group_detail, name="office_detail"),
    path("kontor/grupper/<slug:slug>/andra/", planning.edit, name="edit"),
    path("kontor/grupper/<slug:slug>/nasta-termin/", planning.next_term, name="next_term"),
    path("kontor/grupper/<slug:slug>/lamna-in/", proposals.hand_in, name="hand_in"),
    path("kontor/grupper/<slug:slug>/lamna-tillbaka/", proposals.send_back, name="send_back"),
    path("kontor/grupper/<slug:slug>/flytta/<group_move:name>/", office.group_move, name="move"),
    *calendar_urls.urlpatterns,
    *register_urls.urlpatterns,
]
