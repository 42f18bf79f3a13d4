"""School breaks, one a year in a far future, so that none meets another."""

from datetime import date

import factory

from groups.models import SchoolBreak


class SchoolBreakFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SchoolBreak

    name = "Sportlov"
    first_on = factory.Sequence(lambda n: date(2060 + n % 900, 3, 1))
    last_on = factory.LazyAttribute(lambda one: one.first_on.replace(day=5))
