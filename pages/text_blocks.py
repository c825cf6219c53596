"""Blocks that are read: headings, running text, quotes, facts and steps."""

from wagtail import blocks

from cms.api.blocks import GraphQLStructs, register_block
from cms.api.fields import GraphQLHtml, GraphQLInt, GraphQLString
from pages.body_block import TEXT, BodyBlock
from pages.richtext import PARAGRAPHS


@register_block
class HeadingBlock(BodyBlock):
    """A heading within a body."""

    text = blocks.CharBlock(label="Overskrift", max_length=120)
    level = blocks.ChoiceBlock(
        label="Nivå",
        choices=[("2", "Overskrift 2"), ("3", "Overskrift 3"), ("4", "Overskrift 4")],
        default="2",
        help_text="Sidens tittel er nivå 1. Hopp ikke over nivåer.",
    )

    graphql_fields = [
        GraphQLString("text", "The heading.", required=True),
        GraphQLInt("level", "From 2 to 4; the page's title is level 1.", required=True),
    ]

    class Meta:
        label = "Overskrift"
        label_format = "{text}"
        icon = "title"
        group = TEXT
        template = "pages/blocks/heading.html"
        description = "Deler teksten opp, så den er lett å finne fram i."
        preview_value = {"text": "Erfaringsdeling", "level": "2"}


@register_block
class RichTextBlock(BodyBlock):
    """Running text."""

    text = blocks.RichTextBlock(label="Tekst", features=PARAGRAPHS)

    graphql_fields = [GraphQLHtml("text", "The text.", required=True)]

    class Meta:
        label = "Tekst"
        icon = "pilcrow"
        group = TEXT
        template = "pages/blocks/rich_text.html"
        description = "Avsnitt, lister og lenker."
        preview_value = {"text": "<p>Partnerskapet legger til rette for møteplasser og arenaer i Trøndelag.</p>"}


@register_block
class QuoteBlock(BodyBlock):
    """A quotation, with the one who said it."""

    text = blocks.TextBlock(label="Sitat", max_length=600, help_text="Uten anførselstegn; de kommer av seg selv.")
    attributed_to = blocks.CharBlock(label="Hvem sa det", max_length=120)
    role = blocks.CharBlock(
        label="Rolle", max_length=160, required=False, help_text="For eksempel «rådgiver, Grong kommune»."
    )

    graphql_fields = [
        GraphQLString("text", "What was said, without quotation marks.", required=True),
        GraphQLString("attributed_to", "Who said it.", required=True),
        GraphQLString("role", "What that person does, and where."),
    ]

    class Meta:
        label = "Sitat"
        icon = "openquote"
        group = TEXT
        template = "pages/blocks/quote.html"
        description = "Noe en navngitt person har sagt."
        preview_value = {
            "text": "Vi lærte mer av naboen enn av rapporten.",
            "attributed_to": "Kari Nordmann",
            "role": "rådgiver, Eksempel kommune",
        }


@register_block
class FactBoxBlock(BodyBlock):
    """Facts set apart from the running text."""

    heading = blocks.CharBlock(label="Overskrift", max_length=120)
    text = blocks.RichTextBlock(label="Fakta", features=PARAGRAPHS)

    graphql_fields = [
        GraphQLString("heading", "What the facts are about.", required=True),
        GraphQLHtml("text", "The facts.", required=True),
    ]

    class Meta:
        label = "Faktaboks"
        icon = "info-circle"
        group = TEXT
        template = "pages/blocks/fact_box.html"
        description = "Korte fakta ved siden av teksten."
        preview_value = {"heading": "Om RFF", "text": "<p>Regionale forskningsfond gir støtte til forskning.</p>"}


@register_block
class AccordionItemBlock(blocks.StructBlock):
    """One heading that opens, with the text under it."""

    heading = blocks.CharBlock(label="Overskrift", max_length=160)
    text = blocks.RichTextBlock(label="Tekst", features=PARAGRAPHS)

    graphql_fields = [
        GraphQLString("heading", "What readers press to open it.", required=True),
        GraphQLHtml("text", "What it opens on.", required=True),
    ]

    class Meta:
        label = "Punkt"
        icon = "plus"


@register_block
class AccordionBlock(BodyBlock):
    """Headings that open, for questions and answers."""

    items = blocks.ListBlock(AccordionItemBlock(), label="Punkter")

    graphql_fields = [GraphQLStructs("items", AccordionItemBlock, "The headings with their texts.")]

    class Meta:
        label = "Trekkspill"
        icon = "collapse-down"
        group = TEXT
        template = "pages/blocks/accordion.html"
        description = "Overskrifter som åpner seg, for eksempel spørsmål og svar."
        preview_value = {"items": [{"heading": "Hvem kan delta?", "text": "<p>Alle kommuner i Trøndelag.</p>"}]}


@register_block
class StepBlock(blocks.StructBlock):
    """One step of several."""

    heading = blocks.CharBlock(label="Steg", max_length=120)
    text = blocks.RichTextBlock(label="Forklaring", features=PARAGRAPHS, required=False)

    graphql_fields = [
        GraphQLString("heading", "What to do.", required=True),
        GraphQLHtml("text", "How to do it."),
    ]

    class Meta:
        label = "Steg"
        icon = "arrow-right"


@register_block
class StepsBlock(BodyBlock):
    """Things to do one after the other."""

    heading = blocks.CharBlock(label="Overskrift", max_length=120, required=False)
    steps = blocks.ListBlock(StepBlock(), label="Steg")

    graphql_fields = [
        GraphQLString("heading", "What the steps lead to."),
        GraphQLStructs("steps", StepBlock, "The steps, in their order."),
    ]

    class Meta:
        label = "Steg for steg"
        icon = "list-ol"
        group = TEXT
        template = "pages/blocks/steps.html"
        description = "En framgangsmåte der rekkefølgen betyr noe."
        preview_value = {
            "heading": "Slik oppnevner kommunen en FoUI-kontakt",
            "steps": [{"heading": "Velg en person", "text": ""}, {"heading": "Meld fra til oss", "text": ""}],
        }
