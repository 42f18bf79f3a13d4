"""Facts, grants and reports; a report is a draft, the traits are its later states."""

import hashlib
import uuid
from datetime import date

import factory
from django.utils import timezone

from reports.archiving import keep_copy
from reports.choices import FROM_APPROVAL, WITH_FILE, Channel, Fault, ReportType, State, Topic, Unit
from reports.documents import document_of
from reports.models import Report, ReportFile, Source, StatedFigure, StatedOffer
from tests.factories.accounts import UserFactory
from tests.factories.districts import OrganisationFactory
from tests.factories.grants import GrantFactory

PDF = b"%PDF-1.7 a report"
SUM = hashlib.sha256(PDF).hexdigest()


class SourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Source

    code = factory.Sequence(lambda n: f"kalla-{n}")
    title = factory.Sequence(lambda n: f"Källa {n}")
    short = factory.Sequence(lambda n: f"Källa {n}")


class StatedFigureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StatedFigure

    code = factory.Sequence(lambda n: f"uppgift-{n}")
    topic = Topic.TRAINING
    name = factory.Sequence(lambda n: f"Uppgift {n}")
    value = 10
    unit = Unit.PARTICIPANTS
    source = factory.SubFactory(SourceFactory)


class StatedOfferFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StatedOffer

    organisation = factory.SubFactory(OrganisationFactory)
    need = "substance_use"
    audience = "children"
    period = "våren 2007"
    source = factory.SubFactory(SourceFactory)


class ReportFactory(factory.django.DjangoModelFactory):
    """A draft whose sections all say something; from built on it has a file."""

    class Meta:
        model = Report

    class Params:
        empty = factory.Trait(texts={"summary": ""})
        queued = factory.Trait(state=State.QUEUED, rung_at=factory.LazyFunction(timezone.now))
        building = factory.Trait(
            state=State.BUILDING,
            build=factory.LazyFunction(uuid.uuid4),
            rung_at=factory.LazyFunction(timezone.now),
            steps_total=5,
            attempts=1,
        )
        failed = factory.Trait(state=State.FAILED, fault=Fault.PAGE)
        built = factory.Trait(state=State.BUILT)
        approved = factory.Trait(
            state=State.APPROVED,
            approved_by=factory.SubFactory(UserFactory, head=True),
            approved_at=factory.LazyFunction(timezone.now),
        )
        on_agenda = factory.Trait(approved=True, state=State.ON_AGENDA, agenda_on=date(2027, 3, 1))
        decided = factory.Trait(
            on_agenda=True, state=State.DECIDED, decided_on=date(2027, 3, 1), paragraph="§ 12"
        )
        sent = factory.Trait(
            decided=True, state=State.SENT, sent_on=date(2027, 3, 8), channel=Channel.E_SERVICE
        )

    type = ReportType.INTERIM_REPORT
    title = factory.Sequence(lambda n: f"Rapport {n}")
    grant = factory.SubFactory(GrantFactory)
    period_from = date(2006, 9, 18)
    period_to = date(2007, 6, 30)
    writer = factory.SubFactory(UserFactory, coordinator=True)
    writers = factory.LazyAttribute(lambda report: [report.writer.pk])
    texts = factory.LazyAttribute(
        lambda report: {
            section.code: f"{section.heading}: text."
            for section in document_of(Report(type=report.type)).sections
        }
    )

    @classmethod
    def _create(cls, model_class, **fields):
        """Insert the draft, then its file, then the state that points at the file."""
        later = {
            name: fields.pop(name)
            for name in ("state", "approved_by", "approved_at", "agenda_on", "decided_on",
                         "paragraph", "sent_on", "channel", "build", "fault")
            if name in fields
        }  # fmt: skip
        report = super()._create(model_class, **fields)
        if later.get("state") in WITH_FILE:
            ReportFileFactory(report=report)
            later["sha256"] = SUM
        if later:
            Report.objects.filter(pk=report.pk).update(**later)
        report = Report.objects.get(pk=report.pk)
        if report.state in FROM_APPROVAL:
            keep_copy(report)
        return report


class ReportFileFactory(factory.django.DjangoModelFactory):
    """A file that is no PDF, with one table; what builds a real one is tested in test_building."""

    class Meta:
        model = ReportFile

    report = factory.SubFactory(ReportFactory)
    pdf = PDF
    sha256 = SUM
    figures = factory.LazyFunction(
        lambda: [
            {
                "place": "computed",
                "kind": "computed",
                "caption": "Nyckeltal",
                "columns": [
                    {"heading": "Nyckeltal", "style": ""},
                    {"heading": "Värde", "style": "num"},
                ],
                "rows": [
                    {
                        "code": "groups_running",
                        "heading": "Pågående grupper",
                        "detail": "Grupper som pågår.",
                        "cells": [{"text": "3", "style": "num"}],
                        "value": 3,
                        "source": "",
                    }
                ],
                "total": None,
                "notes": [],
                "sources": [],
            }
        ]
    )
    template_version = "delrapport 12345678"
