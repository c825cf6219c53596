"""The programme of an event, item by item."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import time_format
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from cms.api.fields import GraphQLEnum, GraphQLRelation, GraphQLString, GraphQLTime
from pages.choices import known_choice
from pages.problems import Incomplete
from pages.rows import Row

# What the programme prints before a name, so that it is not there twice.
PRINTED_BEFORE = re.compile(r"\s*(?:v\s*/|ved(?:\s*:|\s))\s*", re.IGNORECASE)


class TitleLanguage(models.TextChoices):
    """The language of a title that is not in the page's own."""

    NB = "nb", "Bokmål"
    NN = "nn", "Nynorsk"
    EN = "en", "Engelsk"
    SMA = "sma", "Sørsamisk"


class ProgrammeItem(Row):
    """One item of an event's programme."""

    event = ParentalKey("pages.EventPage", related_name="programme")
    starts_at = models.TimeField("klokkeslett", null=True, blank=True)
    title = models.CharField("tittel", max_length=255)
    title_language = models.CharField(
        "tittelens språk",
        max_length=5,
        choices=TitleLanguage,
        blank=True,
        help_text="Bare når tittelen er på et annet språk enn siden, slik at skjermlesere uttaler den riktig.",
    )
    presenter = models.CharField(
        "presenteres av", max_length=200, blank=True, help_text="Navnet som står etter «v/» i programmet."
    )
    presenter_contact = models.ForeignKey(
        "snippets.Contact",
        verbose_name="presenteres av (kontaktperson)",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    organisation = models.ForeignKey(
        "snippets.Organisation",
        verbose_name="organisasjon",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="presentations",
        help_text="Kommunen, instituttet eller virksomheten som presenterer.",
    )
    project = models.ForeignKey(
        "pages.ProjectPage",
        verbose_name="prosjekt",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="presentations",
        help_text="Prosjektet som presenteres.",
    )
    description = models.TextField("beskrivelse", max_length=1000, blank=True)

    panels = [
        FieldRowPanel(["starts_at", "title_language"]),
        "title",
        MultiFieldPanel(
            [
                "presenter",
                FieldPanel(
                    "presenter_contact",
                    help_text="I tillegg, når den som presenterer, er registrert som kontaktperson.",
                ),
                "organisation",
            ],
            heading="Hvem",
        ),
        "project",
        "description",
    ]

    graphql_fields = [
        GraphQLTime("starts_at", "The time of day it starts, in Norway."),
        GraphQLString("title", "What it is called.", required=True),
        GraphQLEnum("title_language", TitleLanguage, "The title's language; null when it is the page's own."),
        GraphQLString("presenter", "Who presents it, as printed in the programme."),
        GraphQLRelation("presenter_contact", "snippets.Contact", "Who presents it, when registered as a contact."),
        GraphQLRelation("organisation", "snippets.Organisation", "The organisation that presents it."),
        GraphQLRelation("project", "pages.ProjectPage", "The project that is presented."),
        GraphQLString("description", "What it is about."),
    ]

    class Meta(Row.Meta):
        verbose_name = "programpost"
        verbose_name_plural = "programposter"
        constraints = [known_choice("programme_title_language_known", "title_language", TitleLanguage, blank=True)]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        while printed := PRINTED_BEFORE.match(self.presenter):
            self.presenter = self.presenter[printed.end() :]
        super().clean()

    def problems(self) -> dict[str, ValidationError]:
        problems = super().problems()
        if outside := self._outside_of_event():
            # May wait: whoever moves an event saves its new time before they have moved its programme.
            problems["starts_at"] = Incomplete(
                f"Arrangementet {outside}. Rett klokkeslettet her, eller tiden under «Tid og sted»."
            )
        return problems

    def _outside_of_event(self) -> str:
        """When the event is, for an item that is not in that time; over several days nobody knows of which it is."""
        event = getattr(self, "event", None)
        if event is None or self.starts_at is None or not event.starts_at or event.is_all_day:
            return ""
        starts, ends = (moment and timezone.localtime(moment) for moment in (event.starts_at, event.ends_at))
        if ends and ends.date() != starts.date():
            return ""
        if ends and not starts.time() <= self.starts_at <= ends.time():
            return f"varer fra {time_format(starts.time(), 'H.i')} til {time_format(ends.time(), 'H.i')}"
        return "" if ends or starts.time() <= self.starts_at else f"starter {time_format(starts.time(), 'H.i')}"
