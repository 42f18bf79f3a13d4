"""Addresses of this app."""

app_name = "groups"
urlpatterns: list = []
