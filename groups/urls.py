"""Addresses of this app: the public site in each language, the office in Swedish."""

from django.urls import path, register_converter

from barnstod.web.language import in_each_language
from groups import api_urls, calendar_urls, file_urls, register_urls
from groups.converters import GroupMove
from groups.views import (
    accessibility,
    asking,
    feeds,
    flyers,
    office,
    opening,
    pages,
    pairs,
    planning,
    proposals,
    public,
    sitemap,
)

register_converter(GroupMove, "group_move")

app_name = "groups"
urlpatterns = [
    in_each_language(
        [
            path("", public.group_list, name="public_list"),
            path("fraga/", asking.ask_first, name="ask_first"),
            path("grupper.ics", feeds.public_feed, name="public_feed"),
            path("affisch.pdf", flyers.flyer_of_all_groups, name="flyer_of_all_groups"),
            path("grupper/<slug:slug>/", public.group_detail, name="public_detail"),
            path("grupper/<slug:slug>/affisch.pdf", flyers.flyer, name="flyer"),
            *(path(route, pages.page, {"name": name}, name) for name, route in pages.PAGES.items()),
            path("tillganglighet/", accessibility.statement, name="accessibility"),
        ]
    ),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("kontor/hinder/", accessibility.barrier_list, name="barriers"),
    path("kontor/hinder/<uuid:key>/", accessibility.barrier_answer, name="barrier_answer"),
    path("kontor/saknas/", asking.unmet, name="unmet"),
    path("kontor/grupper/", office.group_list, name="office_list"),
    path("kontor/grupper/ny/", planning.create, name="create"),
    *file_urls.urlpatterns,
    path("kontor/grupper/<slug:slug>/", office.group_detail, name="office_detail"),
    path("kontor/grupper/<slug:slug>/andra/", planning.edit, name="edit"),
    path("kontor/grupper/<slug:slug>/nasta-termin/", planning.next_term, name="next_term"),
    path("kontor/grupper/<slug:slug>/dela/", pairs.split, name="split"),
    path("kontor/grupper/<slug:slug>/oppna/", opening.open_field, name="open_field"),
    path("kontor/grupper/<slug:slug>/oppna/stang/", opening.close_field, name="close_field"),
    path("kontor/grupper/<slug:slug>/lamna-in/", proposals.hand_in, name="hand_in"),
    path("kontor/grupper/<slug:slug>/lamna-tillbaka/", proposals.send_back, name="send_back"),
    path("kontor/grupper/<slug:slug>/flytta/<group_move:name>/", office.group_move, name="move"),
    *api_urls.urlpatterns,
    *calendar_urls.urlpatterns,
    *register_urls.urlpatterns,
]
