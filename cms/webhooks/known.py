"""What receivers know to be public, kept so that they can be told when it no longer is."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Known(models.Model):
    """A thing that was public when changes were last looked at: exactly what receivers could have been told of it."""

    # The tag of its model (`cms.api.tags`), and its primary key.
    model = models.TextField()
    key = models.BigIntegerField()
    type = models.TextField()
    path = models.TextField(blank=True)
    tags = ArrayField(models.TextField())

    class Meta:
        verbose_name = "kjent innhold"
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="webhook_known_once")]

    def __str__(self) -> str:
        return f"{self.model}-{self.key}"
