"""Tables point downwards, and the migrations make the tables that the models say."""

import pytest
from django.apps import apps
from django.core.management import call_command

# An app may point at itself and at whatever stands further down.
ORDER = ("reports", "referrals", "groups", "districts", "notifications", "audit", "web", "jobs",
         "security", "accounts")  # fmt: skip
PLATFORM_OF_OTHERS = ("auth", "contenttypes", "sessions", "account", "mfa", "socialaccount")


def relations():
    return [
        (model, field)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ORDER
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
    ]


@pytest.mark.parametrize(("model", "field"), relations(), ids=str)
def test_no_model_points_at_an_app_above_it(model, field):
    below = ORDER[ORDER.index(model._meta.app_label) :] + PLATFORM_OF_OTHERS

    assert field.related_model._meta.app_label in below


def test_every_app_of_ours_has_its_place_in_the_order():
    ours = {
        config.label
        for config in apps.get_app_configs()
        if not config.name.startswith(("django", "allauth", "crispy", "template_partials"))
    }
    assert ours == set(ORDER)


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
