from django.apps import AppConfig


class SecurityConfig(AppConfig):
    name = "barnstod.security"

    def ready(self):
        from barnstod.security import checks  # noqa: F401  registers them
