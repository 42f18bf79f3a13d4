"""The addresses of files: groups that come in, lists that go out."""

from django.urls import path

from groups.views import exporting, importing

IMPORT = "kontor/grupper/import/"

urlpatterns = [
    path(IMPORT, importing.upload, name="import_upload"),
    path(f"{IMPORT}skriv/", importing.write, name="import_write"),
    path(f"{IMPORT}mall.<table_format:kind>", importing.template, name="import_template"),
    path(f"{IMPORT}<int:pk>/", importing.detail, name="import"),
    path(f"{IMPORT}<int:pk>/angra/", importing.undo, name="import_undo"),
    path("kontor/grupper/grupper.<table_format:kind>", exporting.groups, name="export"),
    path("kontor/ledare/ledare.<table_format:kind>", exporting.leaders, name="leaders_export"),
    path("kontor/lokaler/lokaler.<table_format:kind>", exporting.venues, name="venues_export"),
]
