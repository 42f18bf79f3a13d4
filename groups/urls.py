"""Addresses of this app: the public site in each language, the office in Swedish."""

from django.urls import path

from barnstod.web.language import in_each_language
from groups.views import public

app_name = "groups"
urlpatterns = [
    in_each_language(
        [
            path("", public.group_list, name="public_list"),
            path("grupper/<slug:slug>/", public.group_detail, name="public_detail"),
        ]
    ),
]
