"""What a portal in production must not be started with."""

import base64
import binascii
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, register, run_checks
from django.core.exceptions import ImproperlyConfigured

from barnstod.security.sealing import KEY_BYTES, current_key_id, key_ring

TAG = "barnstod"
SECRET_LETTERS = 50
DEMO_DOMAIN = "@barnstod.example"
FICTION = "08465004"  # numbers that no one answers, set aside by Post- och telestyrelsen


@register(TAG)
def production_is_safe(app_configs=None, **kwargs):
    """Return one error for each setting that would put people at risk; none on a laptop."""
    if not settings.PRODUCTION:
        return []
    return [
        Error(message, hint=hint, id=f"barnstod.E{number:03}")
        for number, (unsafe, message, hint) in enumerate(RULES, start=1)
        if unsafe()
    ]


@register(Tags.database)
def no_demo_people(app_configs=None, databases=None, **kwargs):
    """Refuse a production database in which the demo was once loaded."""
    if not settings.PRODUCTION or not databases:
        return []
    from barnstod.accounts.models import User

    if not User.objects.using(databases[0]).filter(email__endswith=DEMO_DOMAIN).exists():
        return []
    return [
        Error(
            "The database holds the demo's accounts.",
            hint="Start production with an empty database.",
            id="barnstod.E100",
        )
    ]


def refuse_unsafe_settings() -> None:
    """Stop the process that starts unless production_is_safe. For web server and workers."""
    if errors := run_checks(tags=[TAG]):
        raise ImproperlyConfigured(" ".join(f"{error.msg} {error.hint}" for error in errors))


def _secret_is_weak():
    return len(settings.SECRET_KEY) < SECRET_LETTERS or len(set(settings.SECRET_KEY)) < 10


def _address_is_open():
    return urlsplit(settings.BASE_URL).scheme != "https"


def _address_is_not_ours():
    return urlsplit(settings.BASE_URL).hostname not in settings.ALLOWED_HOSTS


def _any_host_will_do():
    return not settings.ALLOWED_HOSTS or any(
        host == "*" or host.startswith(".") for host in settings.ALLOWED_HOSTS
    )


def _sealing_keys_are_missing():
    try:
        current_key_id()
    except (ImproperlyConfigured, binascii.Error, OSError):
        return True
    return False


def _index_key_is_missing():
    try:
        key = base64.b64decode(settings.BLIND_INDEX_KEY, validate=True)
    except binascii.Error:
        return True
    return len(key) != KEY_BYTES or (not _sealing_keys_are_missing() and key in key_ring().values())


def _demo_is_on():
    return bool(settings.DEMO_PASSWORD)


def _second_factor_is_off():
    return not settings.MFA_REQUIRED


def _web_is_owner():
    app, owner = settings.DATABASES["default"], settings.DATABASES["owner"]
    return app["USER"] == owner["USER"] or app["USER"] == "postgres"


def _mail_goes_nowhere():
    return settings.EMAIL_BACKEND != "django.core.mail.backends.smtp.EmailBackend"


def _nobody_answers():
    """Tell whether somebody in need would be given a number that is none, or the example's."""
    needed = (settings.OFFICE_PHONE, settings.CONCERN_PHONE, *settings.CONCERN_PHONES.values())
    optional = [settings.SOCIAL_EMERGENCY_PHONE] if settings.SOCIAL_EMERGENCY_PHONE else []
    digits = ["".join(filter(str.isdigit, number)) for number in (*needed, *optional)]
    return any(not number or _national(number).startswith(FICTION) for number in digits)


def _national(digits: str) -> str:
    return f"0{digits[2:]}" if digits.startswith("46") else digits


def _office_is_nobody():
    return not (settings.OFFICE_HOURS.strip() and settings.OFFICE_NAME.strip())


RULES = (
    (_secret_is_weak, "The secret key is weak.", "BARNSTOD_SECRET_KEY: 50 random characters."),
    (_address_is_open, "The address is not https.", "BARNSTOD_BASE_URL begins with https://."),
    (_address_is_not_ours, "The address is not served.", "BARNSTOD_HOSTS names its host."),
    (_any_host_will_do, "Any host is served.", "BARNSTOD_HOSTS lists whole host names."),
    (
        _sealing_keys_are_missing,
        "There is no key to seal names with.",
        "BARNSTOD_KEYS or BARNSTOD_KEYS_FILE: 'id:base64 of 32 bytes'.",
    ),
    (
        _index_key_is_missing,
        "There is no key for the blind indexes.",
        "BARNSTOD_INDEX_KEY: 32 bytes as base64, none of BARNSTOD_KEYS.",
    ),
    (_demo_is_on, "The demo is on.", "Remove BARNSTOD_DEMO_PASSWORD."),
    (_second_factor_is_off, "The second factor is off.", "Remove BARNSTOD_MFA_REQUIRED."),
    (
        _web_is_owner,
        "The web server would own the tables.",
        "DATABASE_URL logs in as barnstod_app, DATABASE_OWNER_URL as barnstod_owner.",
    ),
    (_mail_goes_nowhere, "Letters are not sent.", "BARNSTOD_EMAIL_URL: smtp://host:port."),
    (
        _nobody_answers,
        "A telephone that people are told to ring is missing or made up.",
        "BARNSTOD_OFFICE_PHONE and BARNSTOD_CONCERN_PHONE: numbers that somebody answers.",
    ),
    (
        _office_is_nobody,
        "It is not said whose site this is.",
        "BARNSTOD_OFFICE_NAME and BARNSTOD_OFFICE_HOURS, such as 9–15.",
    ),
)
