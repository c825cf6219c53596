"""Ordinary pages."""

from django.db import models
from wagtail.admin.panels import ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.search import index

from cms.api.fields import GraphQLStreamField, GraphQLString
from pages.blocks import BodyStreamBlock
from pages.content import ContentPage


class StandardPage(ContentPage):
    """A page of text that is nothing more particular."""

    lead = models.TextField("ingress", max_length=400, blank=True)
    body = StreamField(BodyStreamBlock(), blank=True, verbose_name="brødtekst")

    page_description = "En vanlig side, for eksempel «Om oss» eller personvernerklæringen."
    parent_page_types = ["pages.HomePage", "pages.PartnershipPage", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage"]

    content_panels = [*ContentPage.content_panels, "lead", "body"]
    edit_handler = TabbedInterface([ObjectList(content_panels, heading="Innhold"), *ContentPage.shared_tabs])

    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("lead", boost=1.5),
        index.SearchField("body"),
    ]
    graphql_fields = [
        *ContentPage.graphql_fields,
        GraphQLString("lead", "What the page is about, in one to three sentences."),
        GraphQLStreamField("body", "The text."),
    ]

    class Meta:
        verbose_name = "Innholdsside"
        verbose_name_plural = "Innholdssider"
