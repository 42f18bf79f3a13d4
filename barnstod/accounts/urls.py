"""Addresses of this app; those of signing in stand in barnstod/accounts/signin.py."""

from django.urls import path

from barnstod.accounts import views

app_name = "accounts"
urlpatterns = [
    path("kontor/personer/", views.people, name="people"),
    path("kontor/personer/ny/", views.invite, name="invite"),
    path("kontor/personer/<int:pk>/", views.person, name="person"),
    path("kontor/personer/<int:pk>/roller/", views.grant_role, name="grant_role"),
    path(
        "kontor/personer/<int:pk>/roller/<int:grant_pk>/avsluta/", views.end_role, name="end_role"
    ),
    path("kontor/personer/<int:pk>/inbjudan/", views.send_invitation, name="send_invitation"),
    path(
        "kontor/personer/<int:pk>/andra-steget/",
        views.remove_second_factor,
        name="remove_second_factor",
    ),
    path("kontor/personer/<int:pk>/avsluta/", views.close_account, name="close_account"),
    path("lank/<str:token>/valkommen/", views.welcome, name="welcome"),
]
