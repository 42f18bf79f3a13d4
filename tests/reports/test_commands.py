"""The demo: loaded once however often asked, and never in production."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from barnstod.accounts.models import User
from groups.models import Session, SupportGroup
from referrals.models import KeptApart, ParentPlace, Referral
from reports import demo_papers
from reports.board.queries import papers as board_papers
from reports.board.trends import trends
from reports.choices import ReportType, State
from reports.demo import PROJECT
from reports.figures.reading import published_terms
from reports.models import Grant, Report

pytestmark = pytest.mark.django_db

MODELS = (User, SupportGroup, Session, Referral, ParentPlace, KeptApart, Report)


def test_demo_is_loaded_once_however_often_asked_and_is_worth_showing(capsys):
    """Loaded once and asked everything: it takes its time."""
    call_command("load_demo")
    before = [list(model.objects.order_by("pk").values("pk")) for model in MODELS]

    call_command("load_demo")

    assert [list(model.objects.order_by("pk").values("pk")) for model in MODELS] == before
    assert all(before)
    assert capsys.readouterr().out == "The demo is loaded.\n" * 2

    report = Report.objects.get(type=ReportType.INTERIM_REPORT)
    assert (report.state, report.writer.email, report.registry_number) == (
        State.DRAFT,
        "samordnare@barnstod.example",
        "119-0019/2007",
    )

    # The board has three terms to compare, and the worker takes two papers on their way, once.
    grant = Grant.objects.get(project=PROJECT)
    demo_papers.load(grant.pk)
    demo_papers.load(grant.pk)
    papers = board_papers()
    assert len(published_terms()) == 3
    assert all(trend.plot for trend in trends())
    assert [report.grant for report in papers.on_agenda] == [grant]
    assert [report.type for report in papers.sent] == [ReportType.TERM_REPORT]


def test_load_demo_is_refused_in_production(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="never loaded in production"):
        call_command("load_demo")

    assert not User.objects.exists()
    with pytest.raises(ImproperlyConfigured, match="never made in production"):
        demo_papers.load(1)
