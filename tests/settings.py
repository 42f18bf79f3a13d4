"""The settings of the tests: the real ones, faster where nothing is asked of them."""

import os
import re

# Each of several test processes has queues and a cache of its own.
_number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
os.environ["REDIS_URL"] = re.sub(
    r"(db=|/)0$", rf"\g<1>{_number}", os.environ.get("REDIS_URL", "redis://localhost:6379/0")
)

from barnstod.settings import *
from tests.templates import UndefinedVariable

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
MIDDLEWARE = ["tests.middleware.nobody_acts", *MIDDLEWARE]
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable("%s")
PUBLIC_VERSION_SECONDS = 0
WHITENOISE_AUTOREFRESH = True  # else each test client begins by reading every static file
