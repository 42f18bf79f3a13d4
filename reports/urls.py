"""Addresses of this app."""

from django.urls import path, register_converter

from reports import views
from reports.board import urls as board_urls
from reports.converters import MoveConverter
from reports.figures import urls as figure_urls
from reports.grants import urls as grant_urls
from reports.versions import urls as version_urls

register_converter(MoveConverter, "report_move")

app_name = "reports"
urlpatterns = [
    path("kontor/rapporter/", views.report_list, name="list"),
    path("kontor/rapporter/ny/", views.report_create, name="create"),
    path("kontor/rapporter/<slug:reference>/", views.report_detail, name="detail"),
    path("kontor/rapporter/<slug:reference>/texter/", views.report_edit, name="edit"),
    path("kontor/rapporter/<slug:reference>/lasa/", views.report_read, name="read"),
    path("kontor/rapporter/<slug:reference>/rapport.pdf", views.report_pdf, name="pdf"),
    path("kontor/rapporter/<slug:reference>/arkiv.zip", views.report_archive, name="archive"),
    path("kontor/rapporter/<slug:reference>/uppgifter.csv", views.report_figures, name="figures"),
    path("kontor/rapporter/<slug:reference>/<report_move:name>/", views.report_move, name="move"),
    *version_urls.urlpatterns,
    *board_urls.urlpatterns,
    *grant_urls.urlpatterns,
    *figure_urls.urlpatterns,
]
