"""The entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "barnstod.settings")
application = get_wsgi_application()

from barnstod.security.checks import refuse_unsafe_settings  # noqa: E402  needs the apps

refuse_unsafe_settings()
