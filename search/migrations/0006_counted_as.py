"""Adds the hash of what facets count an entry by, with which they take a tenth of the time; the table is written anew."""

from django.db import migrations, models
from django.db.models.functions import Cast, Coalesce, ExtractYear


def hashed(column: str | models.Func, seed: int, function: str = "hash_array_extended") -> models.Func:
    return models.Func(column, seed, function=function)


class Migration(migrations.Migration):
    dependencies = [("search", "0005_storage")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="counted_as",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    hashed("kind", 1, "hashtextextended"),
                    hashed("themes", 2),
                    hashed("municipalities", 3),
                    hashed("organisations", 4),
                    hashed(Coalesce(Cast(ExtractYear("day"), models.BigIntegerField()), 0), 5, "hashint8extended"),
                    template="%(expressions)s",
                    arg_joiner=" # ",
                ),
                output_field=models.BigIntegerField(),
            ),
        )
    ]
