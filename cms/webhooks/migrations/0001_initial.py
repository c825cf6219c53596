import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import cms.webhooks.addresses
import cms.webhooks.deliveries
import cms.webhooks.kinds
import cms.webhooks.signing
import snippets.constraints


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Endpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="For eksempel «Nettstedet på Next.js».", max_length=100, verbose_name="navn"
                    ),
                ),
                (
                    "url",
                    models.CharField(
                        help_text="Dit varslene sendes, for eksempel https://www.example.no/webhooks/.",
                        max_length=500,
                        validators=[cms.webhooks.addresses.validate_address],
                        verbose_name="adresse",
                    ),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
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
                        help_text="Slik leserne ser det: en side som ikke lenger er åpen for alle, er avpublisert. «Nettstedet endret» gjelder innstillinger, viderekoblinger og lesernes søk.",
                        size=None,
                        verbose_name="hendelser",
                    ),
                ),
                (
                    "types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(choices=cms.webhooks.kinds.types, max_length=100),
                        blank=True,
                        default=list,
                        help_text="Uten kryss gjelder det alle typer.",
                        size=None,
                        verbose_name="typer innhold",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Uten kryss sendes ingenting, og det som skjer imens, varsles ikke senere.",
                        verbose_name="aktiv",
                    ),
                ),
                ("salt", models.CharField(default=cms.webhooks.signing.new_salt, editable=False, max_length=50)),
                ("former_salt", models.CharField(blank=True, editable=False, max_length=50)),
                ("former_until", models.DateTimeField(editable=False, null=True)),
                ("is_secret_shown", models.BooleanField(default=False, editable=False)),
            ],
            options={
                "verbose_name": "webhook",
                "verbose_name_plural": "webhooks",
                "ordering": ["name", "pk"],
                "constraints": [
                    snippets.constraints.FieldUnique(
                        field="name",
                        fields=("name",),
                        name="webhook_name_unique",
                        violation_error_message="Det finnes allerede en webhook med dette navnet.",
                    ),
                    snippets.constraints.FieldCheck(
                        condition=models.Q(
                            (
                                "kinds__contained_by",
                                [
                                    "content.published",
                                    "content.changed",
                                    "content.unpublished",
                                    "content.deleted",
                                    "site.changed",
                                ],
                            ),
                            ("kinds__len__gt", 0),
                        ),
                        field="kinds",
                        name="webhook_kinds_known",
                        violation_error_message="Velg minst én hendelse fra listen.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "message_id",
                    models.CharField(
                        default=cms.webhooks.deliveries.new_message_id, max_length=40, unique=True, verbose_name="id"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("content.published", "Publisert"),
                            ("content.changed", "Endret"),
                            ("content.unpublished", "Avpublisert"),
                            ("content.deleted", "Slettet"),
                            ("site.changed", "Nettstedet endret"),
                            ("everything.changed", "Alt kan være endret"),
                            ("webhooks.test", "Prøve"),
                        ],
                        max_length=30,
                        verbose_name="hendelse",
                    ),
                ),
                ("type", models.CharField(blank=True, max_length=100, verbose_name="type")),
                ("path", models.TextField(blank=True, verbose_name="sti")),
                ("body", models.TextField(verbose_name="innhold")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="tid")),
            ],
            options={
                "verbose_name": "hendelse",
                "verbose_name_plural": "hendelser",
                "indexes": [models.Index(fields=["at"], name="webhook_event_at")],
                "constraints": [
                    snippets.constraints.FieldCheck(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "content.published",
                                    "content.changed",
                                    "content.unpublished",
                                    "content.deleted",
                                    "site.changed",
                                    "everything.changed",
                                    "webhooks.test",
                                ],
                            )
                        ),
                        field="kind",
                        name="webhook_event_kind_known",
                        violation_error_message="Velg en av verdiene i listen.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[("waiting", "Venter"), ("delivered", "Levert"), ("given_up", "Oppgitt")],
                        default="waiting",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="forsøk")),
                ("next_try_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="neste forsøk")),
                (
                    "endpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="webhooks.endpoint",
                        verbose_name="webhook",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="webhooks.event",
                        verbose_name="hendelse",
                    ),
                ),
            ],
            options={
                "verbose_name": "levering",
                "verbose_name_plural": "leveringer",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="tid")),
                ("status", models.PositiveSmallIntegerField(null=True, verbose_name="svar")),
                ("problem", models.CharField(blank=True, max_length=500, verbose_name="problem")),
                ("answer", models.TextField(blank=True, verbose_name="mottakerens svar")),
                ("milliseconds", models.PositiveIntegerField(verbose_name="millisekunder")),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="webhooks.delivery",
                        verbose_name="levering",
                    ),
                ),
            ],
            options={
                "verbose_name": "forsøk",
                "verbose_name_plural": "forsøk",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Known",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.TextField()),
                ("key", models.BigIntegerField()),
                ("type", models.TextField()),
                ("path", models.TextField(blank=True)),
                ("tags", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
            options={
                "verbose_name": "kjent innhold",
                "constraints": [models.UniqueConstraint(fields=("model", "key"), name="webhook_known_once")],
            },
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("status", "waiting")),
                fields=["endpoint", "next_try_at"],
                name="webhook_delivery_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=snippets.constraints.FieldCheck(
                condition=models.Q(("status__in", ["waiting", "delivered", "given_up"])),
                field="status",
                name="webhook_delivery_status_known",
                violation_error_message="Velg en av verdiene i listen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("event", "endpoint"), name="webhook_delivery_once"),
        ),
    ]
