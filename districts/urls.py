"""Addresses of this app."""

from django.urls import path

from districts import views

app_name = "districts"
urlpatterns = [
    path("kontor/stadsdelar/", views.district_list, name="list"),
    path("kontor/organisationer/", views.organisation_list, name="organisations"),
]
