"""Addresses of this app."""

from django.urls import path

from barnstod.audit import views

app_name = "audit"
urlpatterns = [path("kontor/logg/", views.log, name="log")]
