import django.contrib.postgres.fields
from django.db import migrations, models

import cms.webhooks.kinds


class Migration(migrations.Migration):
    dependencies = [
        ("webhooks", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="endpoint",
            name="kinds",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("content.published", "Publisert"),
                        ("content.changed", "Endret"),
                        ("content.unpublished", "Avpublisert"),
                        ("content.deleted", "Slettet"),
                        ("site.changed", "Nettstedet endret"),
                    ],
                    max_length=30,
                ),
                default=cms.webhooks.kinds.all_chosen,
                help_text="Slik leserne ser det: en side som ikke lenger er åpen for alle, er avpublisert. «Nettstedet endret» gjelder innstillinger, videresendinger og lesernes søk.",
                size=None,
                verbose_name="hendelser",
            ),
        ),
    ]
