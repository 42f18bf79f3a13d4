from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "barnstod.notifications"
