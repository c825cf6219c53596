"""Tables: a caption, headed columns and rows of texts."""

from typing import Any

import graphene
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock

from cms.api.blocks import register_block
from cms.api.fields import GraphQLBoolean, GraphQLObject
from pages.body_block import TEXT, BodyBlock, broken


class TableRow(graphene.ObjectType):
    """One row of a table."""

    cells = graphene.List(
        graphene.NonNull(graphene.String), required=True, description="The texts, one for each column."
    )


class Table(graphene.ObjectType):
    """A table of texts."""

    caption = graphene.String(required=True, description="What the table shows.")
    columns = graphene.List(
        graphene.NonNull(graphene.String), required=True, description="The headings of the columns."
    )
    rows = graphene.List(graphene.NonNull(TableRow), required=True, description="The rows below the headings.")

    @staticmethod
    def resolve_columns(table: TypedTable, info: graphene.ResolveInfo) -> list[str]:
        return [column["heading"] for column in table.columns]

    @staticmethod
    def resolve_rows(table: TypedTable, info: graphene.ResolveInfo) -> list[TableRow]:
        return [TableRow(cells=[cell or "" for cell in row["values"]]) for row in table.row_data]


@register_block
class TableBlock(BodyBlock):
    """A table with a caption."""

    table = TypedTableBlock(
        [("text", blocks.CharBlock(label="Tekst", required=False))],
        label="Tabell",
        help_text="Gi hver kolonne en overskrift, og skriv en tabelltittel som sier hva tabellen viser.",
    )
    first_column_is_heading = blocks.BooleanBlock(
        label="Første kolonne er overskrifter",
        required=False,
        help_text="Da leser skjermlesere den første cellen som navnet på raden.",
    )

    graphql_fields = [
        GraphQLObject("table", Table, "The table itself.", required=True),
        GraphQLBoolean("first_column_is_heading", "Whether each row's first cell names the row.", required=True),
    ]

    class Meta:
        label = "Tabell"
        # Else it is folded to the answer on the first column; a table has no words that the browser would show there.
        label_format = "{table}"
        icon = "table"
        group = TEXT
        template = "pages/blocks/table.html"
        description = "Tall eller opplysninger i rader og kolonner."
        preview_value = {
            "table": {
                "caption": "Tildelinger",
                "columns": [{"type": "text", "heading": "År"}, {"type": "text", "heading": "Prosjekter"}],
                "rows": [{"values": ["2022", "12"]}, {"values": ["2023", "15"]}],
            },
            "first_column_is_heading": True,
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        table = cleaned["table"]
        if not self.is_deferred_validation:
            if not table.columns:
                raise broken("table", "Tabellen er tom. Legg til minst én kolonne.")
            if not table.caption.strip():
                raise broken("table", "Skriv en tabelltittel som sier hva tabellen viser.")
            if not all(column["heading"].strip() for column in table.columns):
                raise broken("table", "Alle kolonnene må ha en overskrift.")
        return cleaned
