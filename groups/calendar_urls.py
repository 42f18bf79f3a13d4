"""The addresses of the calendar: its pages, single sessions, school breaks, subscriptions."""

from django.urls import path

from groups.views import breaks, calendar, feeds, sessions, term

SESSION = "kontor/grupper/<slug:slug>/traff/<int:number>"

urlpatterns = [
    path("kontor/kalender/", calendar.show, name="calendar"),
    path("kontor/kalender/handelser/", calendar.events, name="calendar_events"),
    path("kontor/kalender/prenumerera/", feeds.subscribe, name="subscribe"),
    path("kontor/kalender/termin/", term.term_plan, name="term_plan"),
    path("kontor/kalender/termin/termin.pdf", term.term_pdf, name="term_pdf"),
    path("kontor/lov/", breaks.break_list, name="breaks"),
    path("kontor/lov/fyll/", breaks.breaks_fill, name="breaks_fill"),
    path("kontor/lov/<int:pk>/", breaks.break_change, name="break_change"),
    path("kontor/lov/<int:pk>/ta-bort/", breaks.break_remove, name="break_remove"),
    path(f"{SESSION}/flytta/", sessions.session_move, name="session_move"),
    path(f"{SESSION}/stall-in/", sessions.session_cancel, name="session_cancel"),
    path(f"{SESSION}/ledare/", sessions.session_leaders, name="session_leaders"),
    path("lank/<str:token>/kalender.ics", feeds.personal_feed, name="personal_feed"),
]
