"""Addresses of the open data; one language, because every answer holds both."""

from django.urls import path

from groups.views import api

urlpatterns = [
    path("api/v1/", api.root, name="api_root"),
    path("api/v1/groups", api.group_list, name="api_groups"),
    path("api/v1/groups/<slug:slug>", api.group_detail, name="api_group"),
    path("api/v1/openapi.json", api.description, name="api_description"),
    path("api/<path:rest>", api.unknown, name="api_unknown"),
]
