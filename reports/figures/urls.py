"""Addresses of the figures."""

from django.urls import path, register_converter

from barnstod.web.downloads import TableFormat
from reports.figures import views

register_converter(TableFormat, "figure_file")

urlpatterns = [
    path("kontor/nyckeltal/", views.figure_list, name="figure_list"),
    path("kontor/nyckeltal/publicera/", views.figure_publish, name="figure_publish"),
    path("kontor/nyckeltal/<slug:code>/", views.figure_detail, name="figure"),
    path("kontor/nyckeltal/<slug:code>.<figure_file:kind>", views.figure_file, name="figure_file"),
]
