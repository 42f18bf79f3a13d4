"""The address of the board's page."""

from django.urls import path

from reports.board import views

urlpatterns = [path("kontor/namnden/", views.board, name="board")]
