"""Blocks that lead on: links, documents, events, contacts and projects."""

from typing import Any

from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.api.blocks import GraphQLStruct, GraphQLStructs, register_block
from cms.api.fields import GraphQLHtml, GraphQLRelation, GraphQLRelations, GraphQLString
from pages.body_block import LINKS, BodyBlock, broken, examples
from pages.richtext import INLINE


@register_block
class LinkBlock(blocks.StructBlock):
    """A link to a page of the site, or to an address elsewhere."""

    text = blocks.CharBlock(
        label="Lenketekst", max_length=120, help_text="Si hvor lenken fører, ikke «les mer» eller «her»."
    )
    page = blocks.PageChooserBlock(label="Side", required=False)
    url = blocks.URLBlock(label="Nettadresse", required=False, help_text="Når lenken går ut av nettstedet.")

    graphql_fields = [
        GraphQLString("text", "What readers press.", required=True),
        GraphQLRelation("page", "wagtailcore.Page", "The page; null when it is elsewhere or not to be seen."),
        GraphQLString("url", "The address, when it is elsewhere."),
    ]

    class Meta:
        label = "Lenke"
        icon = "link"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["page"] and cleaned["url"]:
            raise broken("url", "Lenken kan bare gå ett sted. Velg en side eller skriv en nettadresse.")
        if not self.is_deferred_validation and not cleaned["page"] and not cleaned["url"]:
            raise broken("page", "Lenken går ingen steder. Velg en side eller skriv en nettadresse.")
        return cleaned


@register_block
class CallToActionBlock(BodyBlock):
    """The one thing that readers are asked to do."""

    heading = blocks.CharBlock(label="Overskrift", max_length=120)
    text = blocks.RichTextBlock(label="Tekst", features=INLINE, required=False)
    link = LinkBlock(label="Knapp")

    graphql_fields = [
        GraphQLString("heading", "What it is about.", required=True),
        GraphQLHtml("text", "Why to do it."),
        GraphQLStruct("link", LinkBlock, "Where to do it.", required=True),
    ]

    class Meta:
        label = "Oppfordring"
        icon = "pick"
        group = LINKS
        template = "pages/blocks/call_to_action.html"
        description = "Én tydelig oppfordring med knapp, for eksempel til påmelding."
        preview_value = {
            "heading": "Bli FoUI-kontakt",
            "text": "<p>Alle kommuner i Trøndelag er velkommen til å oppnevne FoUI-kontakter.</p>",
            "link": {"text": "Meld inn en kontakt", "page": None, "url": "https://example.org/"},
        }


@register_block
class LinkListBlock(BodyBlock):
    """A list of links."""

    heading = blocks.CharBlock(label="Overskrift", max_length=120, required=False)
    links = blocks.ListBlock(LinkBlock(), label="Lenker")

    graphql_fields = [
        GraphQLString("heading", "What the links have in common."),
        GraphQLStructs("links", LinkBlock, "The links, in the editors' order."),
    ]

    class Meta:
        label = "Lenkeliste"
        icon = "link"
        group = LINKS
        template = "pages/blocks/link_list.html"
        description = "Flere lenker under samme overskrift."
        preview_value = {
            "heading": "Les mer",
            "links": [{"text": "Forskningsrådet", "page": None, "url": "https://example.org/"}],
        }


@register_block
class DocumentListBlock(BodyBlock):
    """A list of files to download."""

    heading = blocks.CharBlock(label="Overskrift", max_length=120, required=False)
    documents = blocks.ListBlock(DocumentChooserBlock(label="Dokument"), label="Dokumenter")

    graphql_fields = [
        GraphQLString("heading", "What the files have in common."),
        GraphQLRelations("documents", "snippets.Document", "The files, in the editors' order."),
    ]

    class Meta:
        label = "Dokumentliste"
        icon = "doc-full"
        group = LINKS
        template = "pages/blocks/document_list.html"
        description = "Dokumenter å laste ned."

        @staticmethod
        def preview_value() -> dict[str, Any]:
            documents = get_document_model().objects.order_by("-pk")[:3]
            return {"heading": "Dokumenter", "documents": list(documents)}


@register_block
class EventListBlock(BodyBlock):
    """Events that editors have picked."""

    heading = blocks.CharBlock(label="Overskrift", max_length=120, required=False)
    events = blocks.ListBlock(
        blocks.PageChooserBlock(label="Arrangement", page_type="pages.EventPage"), label="Arrangementer"
    )

    graphql_fields = [
        GraphQLString("heading", "What the events have in common."),
        GraphQLRelations("events", "pages.EventPage", "The events, in the editors' order."),
    ]

    class Meta:
        label = "Arrangementsliste"
        icon = "calendar-alt"
        group = LINKS
        template = "pages/blocks/page_list.html"
        description = "Arrangementer du velger selv."

        @staticmethod
        def preview_value() -> dict[str, Any]:
            return {"heading": "Arrangementer", "events": examples("pages.EventPage")}


@register_block
class ProjectListBlock(BodyBlock):
    """Projects that editors have picked."""

    heading = blocks.CharBlock(label="Overskrift", max_length=120, required=False)
    projects = blocks.ListBlock(
        blocks.PageChooserBlock(label="Prosjekt", page_type="pages.ProjectPage"), label="Prosjekter"
    )

    graphql_fields = [
        GraphQLString("heading", "What the projects have in common."),
        GraphQLRelations("projects", "pages.ProjectPage", "The projects, in the editors' order."),
    ]

    class Meta:
        label = "Prosjektliste"
        icon = "folder-open-inverse"
        group = LINKS
        template = "pages/blocks/page_list.html"
        description = "Prosjekter du velger selv."

        @staticmethod
        def preview_value() -> dict[str, Any]:
            return {"heading": "Prosjekter", "projects": examples("pages.ProjectPage")}


@register_block
class ContactListBlock(BodyBlock):
    """Contacts that editors have picked."""

    heading = blocks.CharBlock(label="Overskrift", max_length=120, required=False)
    contacts = blocks.ListBlock(SnippetChooserBlock("snippets.Contact", label="Kontaktperson"), label="Kontaktpersoner")

    graphql_fields = [
        GraphQLString("heading", "What the contacts have in common."),
        GraphQLRelations("contacts", "snippets.Contact", "The contacts, in the editors' order."),
    ]

    class Meta:
        label = "Kontaktliste"
        icon = "group"
        group = LINKS
        template = "pages/blocks/contact_list.html"
        description = "Kontaktpersoner du velger selv. Bare det som er åpent for alle, vises."

        @staticmethod
        def preview_value() -> dict[str, Any]:
            return {"heading": "Kontaktpersoner", "contacts": examples("snippets.Contact")}
