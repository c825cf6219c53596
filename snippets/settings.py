"""What a site says about itself on every page."""

from functools import cache
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.admin.panels import MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField, StreamField

from cms.api.blocks import register_block
from cms.api.fields import GraphQLEnum, GraphQLHtml, GraphQLRelation, GraphQLStreamField, GraphQLString
from cms.api.statements import HasKey, Selection


class SocialService(models.TextChoices):
    """Where the site has a profile."""

    FACEBOOK = "facebook", "Facebook"
    LINKEDIN = "linkedin", "LinkedIn"
    INSTAGRAM = "instagram", "Instagram"
    YOUTUBE = "youtube", "YouTube"
    BLUESKY = "bluesky", "Bluesky"
    MASTODON = "mastodon", "Mastodon"
    X = "x", "X"
    OTHER = "other", "Annet"


@register_block
class SocialLinkBlock(blocks.StructBlock):
    """The site's profile at another service."""

    service = blocks.ChoiceBlock(label="Tjeneste", choices=SocialService.choices)
    url = blocks.URLBlock(label="Adressen til profilen")

    graphql_fields = [
        GraphQLEnum("service", SocialService, "The service.", required=True),
        GraphQLString("url", "The address of the profile there.", required=True),
    ]

    class Meta:
        icon = "link-external"
        label = "Profil"


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """What a site says about itself on every page."""

    name = models.CharField("nettstedets navn", max_length=100, help_text="Vises i toppen og i delinger.")
    organisation = models.ForeignKey(
        "snippets.Organisation",
        verbose_name="ansvarlig organisasjon",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    contact_email = models.EmailField("e-post", blank=True, help_text="Vises offentlig.")
    contact_phone = models.CharField("telefon", max_length=20, blank=True, help_text="Vises offentlig.")
    postal_address = models.TextField("postadresse", blank=True, help_text="Én linje for hver linje på konvolutten.")
    social_links = StreamField([("link", SocialLinkBlock())], verbose_name="sosiale medier", blank=True)
    footer = RichTextField("bunntekst", blank=True, features=["bold", "italic", "link"])
    frontend_url = models.URLField(
        "nettstedets adresse",
        blank=True,
        help_text="Der leserne finner innholdet, for eksempel https://foui.no/.",
    )
    share_image = models.ForeignKey(
        "snippets.Image",
        verbose_name="delingsbilde",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Brukes når en side uten eget bilde deles i sosiale medier. Minst 1200 × 630 piksler.",
    )

    edit_handler = TabbedInterface(
        [
            ObjectList(["name", "organisation", "frontend_url", "share_image"], heading="Nettstedet"),
            ObjectList(
                [
                    MultiFieldPanel(["contact_email", "contact_phone", "postal_address"], heading="Kontakt"),
                    "social_links",
                ],
                heading="Kontakt og sosiale medier",
            ),
            ObjectList(["footer"], heading="Bunntekst"),
        ]
    )

    # For links to pages that editors have typed as addresses (`cms.api.ground`).
    site_is_found_at = "frontend_url"

    graphql_fields = [
        GraphQLString("name", "The site's name.", required=True),
        GraphQLRelation("organisation", "snippets.Organisation", "Who is responsible for the site."),
        GraphQLString("contact_email", "Where to write to."),
        GraphQLString("contact_phone", "Where to call."),
        GraphQLString("postal_address", "Postal address, with line breaks."),
        GraphQLStreamField("social_links", "Profiles elsewhere, each a `SocialLinkBlock`."),
        GraphQLHtml("footer", "Text at the foot of every page."),
        GraphQLString("frontend_url", "Where readers find the site."),
        GraphQLRelation("share_image", "snippets.Image", "For sharing pages that have no image of their own."),
    ]

    class Meta:
        verbose_name = "nettstedets innstillinger"
        verbose_name_plural = "nettstedets innstillinger"


def site_settings(context: Any) -> SiteSettings | None:
    """What the editors have said of the request's site; None when nothing has been."""
    if context.gate.site is None:
        return None
    key = str(context.gate.site.pk)
    return context.once("site settings", lambda: next(iter(_of_site().objects(text=key)), None))


@cache
def _of_site() -> Selection:
    return Selection.of(SiteSettings.objects.filter(HasKey("site")))
