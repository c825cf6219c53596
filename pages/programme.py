"""The programme of an event, item by item."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from cms.api.fields import GraphQLEnum, GraphQLRelation, GraphQLString, GraphQLTime
from pages.choices import known_choice
from pages.rows import Row


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
