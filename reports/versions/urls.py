"""The addresses of versions."""

from django.urls import path

from reports.versions import views

urlpatterns = [
    path("kontor/rapporter/<slug:reference>/skillnad/", views.difference, name="difference"),
    path("kontor/rapporter/<slug:reference>/ratta/", views.report_correct, name="correct"),
]
