"""What the form says of the picture for sharing; the database notices nothing."""

import django.db.models.deletion
from django.db import migrations, models

PAGE_TYPES = [
    "articleindexpage",
    "articlepage",
    "contactdirectorypage",
    "eventindexpage",
    "eventpage",
    "homepage",
    "mandatepage",
    "partnershippage",
    "projectindexpage",
    "projectpage",
    "standardpage",
    "strategypage",
]


class Migration(migrations.Migration):
    dependencies = [("pages", "0010_known_faults"), ("snippets", "0005_words")]

    operations = [
        migrations.AlterField(
            model_name=name,
            name="share_image",
            field=models.ForeignKey(
                blank=True,
                help_text="Vises når siden deles i sosiale medier. Uten eget bilde brukes nettstedets delingsbilde.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="snippets.image",
                verbose_name="delingsbilde",
            ),
        )
        for name in PAGE_TYPES
    ]
