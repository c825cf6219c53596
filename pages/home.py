"""The front page."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import ObjectList, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.search import index

from cms.api.fields import GraphQLHtml, GraphQLRelation, GraphQLRelations, GraphQLString
from pages.content import ContentPage
from pages.richtext import PARAGRAPHS
from pages.rows import Row, RowsPanel
from snippets.constraints import FieldUnique


class HomePage(ContentPage):
    """The front page of a site in one language."""

    vision = RichTextField(
        "visjon",
        blank=True,
        features=PARAGRAPHS,
        help_text="Hva FoUI Trøndelag vil oppnå, i et par korte avsnitt.",
    )

    page_description = "Forsiden i ett språk. Nyeste artikler og neste arrangementer vises av seg selv."
    parent_page_types = ["wagtailcore.Page"]
    # One for each language of each site; more than this is a mistake.
    max_count = 20
    subpage_types = [
        "pages.PartnershipPage",
        "pages.StrategyPage",
        "pages.MandatePage",
        "pages.ArticleIndexPage",
        "pages.EventIndexPage",
        "pages.ProjectIndexPage",
        "pages.ContactDirectoryPage",
        "pages.StandardPage",
    ]

    content_panels = [
        *ContentPage.content_panels,
        "vision",
        RowsPanel(
            "highlights",
            heading="Fremhevet innhold",
            label="fremhevet side",
            max_num=6,
            help_text="Inntil seks sider som skal stå øverst på forsiden. Upubliserte sider vises ikke.",
        ),
    ]
    edit_handler = TabbedInterface([ObjectList(content_panels, heading="Innhold"), *ContentPage.shared_tabs])

    search_fields = [*ContentPage.search_fields, index.SearchField("vision")]
    graphql_fields = [
        *ContentPage.graphql_fields,
        GraphQLHtml("vision", "What the partnership wants to achieve."),
        GraphQLRelations("highlights", "pages.HomeHighlight", "What editors have put first, in their order."),
    ]

    class Meta:
        verbose_name = "Forside"
        verbose_name_plural = "Forsider"


class HomeHighlight(Row):
    """A page that editors have put first on the front page."""

    home = ParentalKey(HomePage, related_name="highlights")
    page = models.ForeignKey("wagtailcore.Page", verbose_name="side", on_delete=models.CASCADE, related_name="+")
    text = models.CharField(
        "tekst",
        max_length=200,
        blank=True,
        help_text="Hvorfor siden er verdt å lese, i én setning. Kan stå tom.",
    )

    panels = ["page", "text"]

    graphql_fields = [
        GraphQLRelation("page", "wagtailcore.Page", "The page; null when the reader may not see it."),
        GraphQLString("text", "Why the page is worth reading, in the editors' words."),
    ]

    class Meta(Row.Meta):
        verbose_name = "fremhevet side"
        verbose_name_plural = "fremhevede sider"
        constraints = [
            FieldUnique(
                fields=["home", "page"],
                name="home_highlight_once",
                field="page",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Samme side er fremhevet to ganger.",
            )
        ]

    def __str__(self) -> str:
        return self.text or str(self.page)
