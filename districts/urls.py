"""Addresses of this app."""

from django.urls import path, register_converter

from districts import converters
from districts.views import places, registers, workplaces

register_converter(converters.Place, "place")
register_converter(converters.Register, "register")

app_name = "districts"
urlpatterns = [
    path("kontor/stadsdelar/", places.district_list, name="list"),
    path("kontor/organisationer/", places.organisation_list, name="organisations"),
    path(
        "kontor/organisationer/organisationer.<table_format:kind>",
        places.organisation_file,
        name="organisations_export",
    ),
    path("kontor/organisationer/ny/", registers.organisation_create, name="organisation_create"),
    path(
        "kontor/organisationer/<slug:code>/andra/",
        registers.organisation_edit,
        name="organisation_edit",
    ),
    path("kontor/stadsdelar/<slug:code>/orosanmalan/", registers.concern, name="concern"),
    path(
        "kontor/<place:kind>/<slug:code>/<register:register>/ny/",
        registers.entry_create,
        name="entry_create",
    ),
    path(
        "kontor/<place:kind>/<slug:code>/<register:register>/<int:pk>/",
        registers.entry_edit,
        name="entry_edit",
    ),
    path(
        "kontor/<place:kind>/<slug:code>/<register:register>/<int:pk>/ta-bort/",
        registers.entry_remove,
        name="entry_remove",
    ),
    path("kontor/personer/<int:pk>/arbetsplatser/", workplaces.workplaces, name="workplaces"),
    path(
        "kontor/personer/<int:pk>/arbetsplatser/<int:workplace>/avsluta/",
        workplaces.workplace_end,
        name="workplace_end",
    ),
]
