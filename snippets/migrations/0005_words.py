import taggit.managers
from django.db import migrations, models

import snippets.constraints


class Migration(migrations.Migration):
    dependencies = [
        ("snippets", "0004_confirmations"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.AlterField(
            model_name="audience",
            name="slug",
            field=models.SlugField(
                help_text="Brukes i adresser og filtre. Endrer du den, slutter gamle lenker å virke.",
                max_length=100,
                verbose_name="permalenke",
            ),
        ),
        migrations.AlterField(
            model_name="document",
            name="tags",
            field=taggit.managers.TaggableManager(
                blank=True, help_text=None, through="taggit.TaggedItem", to="taggit.Tag", verbose_name="merkelapper"
            ),
        ),
        migrations.AlterField(
            model_name="image",
            name="tags",
            field=taggit.managers.TaggableManager(
                blank=True, help_text=None, through="taggit.TaggedItem", to="taggit.Tag", verbose_name="merkelapper"
            ),
        ),
        migrations.AlterField(
            model_name="theme",
            name="slug",
            field=models.SlugField(
                help_text="Står i adressen til temaet. Endrer du den, slutter gamle lenker å virke.",
                max_length=100,
                verbose_name="permalenke",
            ),
        ),
        migrations.AlterConstraint(
            model_name="audience",
            name="audience_slug_unique",
            constraint=snippets.constraints.FieldUnique(
                field="slug",
                fields=("slug", "locale"),
                name="audience_slug_unique",
                violation_error_message="En annen målgruppe på dette språket har denne permalenken. Bruk den målgruppen, eller velg en annen.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="theme",
            name="theme_slug_unique",
            constraint=snippets.constraints.FieldUnique(
                field="slug",
                fields=("slug", "locale"),
                name="theme_slug_unique",
                violation_error_message="Et annet tema på dette språket har denne permalenken. Bruk det temaet, eller velg en annen.",
            ),
        ),
    ]
