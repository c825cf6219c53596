"""The directory of the municipalities' contacts."""

from django.db import models
from wagtail.admin.panels import ObjectList, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.search import index

from cms.api.fields import GraphQLBoolean, GraphQLHtml
from pages.content import ContentPage
from pages.richtext import PARAGRAPHS


class ContactDirectoryPage(ContentPage):
    """Who to talk to in each municipality, and how a municipality appoints someone."""

    introduction = RichTextField("innledning", blank=True, features=PARAGRAPHS)
    invitation = RichTextField(
        "invitasjon",
        blank=True,
        features=PARAGRAPHS,
        help_text="Den stående invitasjonen til kommunene om å oppnevne en FoUI-kontakt.",
    )
    nomination_is_open = models.BooleanField(
        "åpent for oppnevning",
        default=False,
        help_text="Når dette er på, kan kommunene melde inn kontaktpersoner gjennom skjemaet på nettstedet.",
    )

    page_description = "Oversikten over FoUI-kontakter. Selve kontaktene ligger i menyen «Utdrag»."
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    content_panels = [*ContentPage.content_panels, "introduction", "invitation", "nomination_is_open"]
    edit_handler = TabbedInterface([ObjectList(content_panels, heading="Innhold"), *ContentPage.shared_tabs])

    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("invitation"),
    ]
    graphql_fields = [
        *ContentPage.graphql_fields,
        GraphQLHtml("introduction", "What the contacts are for."),
        GraphQLHtml("invitation", "The standing invitation to appoint a contact."),
        GraphQLBoolean("nomination_is_open", "Whether `nominateContact` accepts nominations now.", required=True),
    ]

    class Meta:
        verbose_name = "FoUI-kontakter"
        verbose_name_plural = "FoUI-kontakter"
