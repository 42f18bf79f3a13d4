"""The version of everything that is public: one row, raised whenever something public changes."""

from django.db import models


class PublicVersion(models.Model):
    """Raised by a trigger on each public table, in the transaction of the writer."""

    number = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="public_version_is_one_row", condition=models.Q(pk=1))
        ]

    def __str__(self):
        return str(self.number)
