"""Reports about accessibility."""

import factory
from django.utils import timezone

from groups.models import Barrier


class BarrierFactory(factory.django.DjangoModelFactory):
    """Somebody could not use the list, and wants no answer."""

    class Meta:
        model = Barrier

    class Params:
        answered = factory.Trait(answered_on=factory.LazyFunction(timezone.localdate))

    page = "/"
    text = "Listan går inte att läsa med min skärmläsare."
