"""An import of groups, and the rows of it."""

import factory
from django.utils import timezone

from groups.models import GroupImport, ImportedGroup
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory


class GroupImportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GroupImport

    class Params:
        undone = factory.Trait(
            undone_at=factory.LazyFunction(timezone.now),
            undone_by=factory.SubFactory(UserFactory, coordinator=True),
        )

    imported_by = factory.SubFactory(UserFactory, coordinator=True)


class ImportedGroupFactory(factory.django.DjangoModelFactory):
    """A row whose group is as the import wrote it."""

    class Meta:
        model = ImportedGroup

    group_import = factory.SubFactory(GroupImportFactory)
    row = factory.Sequence(lambda n: n + 2)
    group = factory.SubFactory(GroupFactory)
    fingerprint = factory.Sequence(lambda n: f"{n:064x}")
    version = factory.LazyAttribute(lambda row: row.group.updated_at)
