"""Root fields for shared content: contacts, organisations, municipalities, media, and what the site says of itself."""

from typing import Any

import graphene
from django.db.models import Q
from wagtail.models import Locale as WagtailLocale
from wagtail.models import Page

from cms.api.ahead import arrived, with_related
from cms.api.connections import Connection, Window, connection_arguments, connection_type
from cms.api.enums import enum_type
from cms.api.fields import node_type
from cms.api.filters import Condition, listed, rows, where_type
from cms.api.ids import keys_of
from cms.api.loading import introduce
from cms.api.locales import Locale, fallbacks
from cms.api.locales import arguments as locale_arguments
from cms.api.reading import exactly
from cms.api.root_lists import root_list
from cms.api.selection import plan_of
from cms.api.statements import Selection
from cms.api.tags import tag_of_translations
from snippets import queries
from snippets.contact_roles import ContactRole
from snippets.documents import Document
from snippets.images import Image
from snippets.navigation import Navigation
from snippets.organisations import Organisation, OrganisationKind
from snippets.settings import site_settings


def any_role(roles: list[Any], context: Any) -> Q:
    return Q(roles__overlap=[getattr(role, "value", role) for role in roles])


CONTACT_CONDITIONS = {
    "roles": Condition(listed(enum_type(ContactRole)), "With at least one of these roles.", any_role),
    "municipalities": Condition(
        listed(graphene.String),
        "For one of these municipalities, by their four-digit number.",
        lambda numbers, context: Q(municipality__number__in=numbers),
    ),
    "organisations": Condition(
        listed(graphene.ID),
        "Working for one of these organisations.",
        lambda ids, context: Q(organisation__in=keys_of(ids, Organisation)),
    ),
}
ContactWhere = where_type("ContactWhere", "Which contacts.", CONTACT_CONDITIONS)

ORGANISATION_CONDITIONS = {
    "kind": Condition(
        listed(enum_type(OrganisationKind)),
        "Of one of these kinds.",
        lambda kinds, context: Q(kind__in=[getattr(kind, "value", kind) for kind in kinds]),
    ),
    "municipalities": Condition(
        listed(graphene.String),
        "In one of these municipalities, by their four-digit number.",
        lambda numbers, context: Q(municipality__number__in=numbers),
    ),
}
OrganisationWhere = where_type("OrganisationWhere", "Which organisations.", ORGANISATION_CONDITIONS)

MUNICIPALITY_CONDITIONS = {
    "number": Condition(
        listed(graphene.String),
        "With one of these four-digit numbers.",
        lambda numbers, context: Q(number__in=numbers),
    ),
    "is_sami_area": Condition(
        graphene.Boolean,
        "In the administrative area for Sámi languages, or not.",
        lambda inside, context: Q(is_sami_area=inside),
    ),
    "has_contact": Condition(
        graphene.Boolean,
        "With at least one public contact, or with none.",
        lambda wanted, context: _with_contact(context) if wanted else ~_with_contact(context),
    ),
}
MunicipalityWhere = where_type("MunicipalityWhere", "Which municipalities.", MUNICIPALITY_CONDITIONS)


def _with_contact(context: Any) -> Q:
    with_contact = context.gate.public(queries.contacts()).filter(municipality__isnull=False)
    return Q(pk__in=with_contact.order_by().values("municipality"))


class Coverage(graphene.ObjectType):
    """How many municipalities have appointed a contact."""

    total = graphene.Int(required=True, description="How many municipalities there are.")
    with_contact = graphene.Int(required=True, description="How many of them have at least one public contact.")
    missing = graphene.List(
        graphene.NonNull(node_type("snippets.Municipality")),
        required=True,
        description="Those without, in Norwegian alphabetical order.",
    )


class SiteInfo(graphene.ObjectType):
    """What the site says about itself on every page."""

    name = graphene.String(required=True, description="The site's name.")
    settings = graphene.Field(
        node_type("snippets.SiteSettings"),
        description="Contact address, social links, footer; null until filled in.",
    )
    menus = graphene.List(
        graphene.NonNull(node_type("snippets.Navigation")),
        required=True,
        locale=graphene.Argument(Locale, description="The language wanted; bokmål when not given or not translated."),
        description="The site's menus.",
    )
    notices = graphene.List(
        graphene.NonNull(node_type("snippets.Notice")),
        required=True,
        description="Notices to be shown at this moment, the newest first.",
    )
    locales = graphene.List(
        graphene.NonNull(Locale),
        required=True,
        description="The languages that the site has a front page in.",
    )
    home = graphene.Field(
        node_type("wagtailcore.Page"),
        **locale_arguments(),
        description="The front page; null when it is not public.",
    )

    @staticmethod
    def resolve_menus(site: Any, info: graphene.ResolveInfo, *, locale: Any = None) -> list[Navigation]:
        by_locale = {code: pk for pk, code in info.context.gate.locales.items()}
        chosen: dict[str, Navigation] = {}
        for code in fallbacks(locale, strict=False):
            for menu in Navigation.objects.filter(locale=by_locale.get(code)).order_by("kind", "pk"):
                chosen.setdefault(menu.kind, menu)
        return introduce(chosen.values())

    @staticmethod
    def resolve_notices(site: Any, info: graphene.ResolveInfo) -> list[Any]:
        return introduce(queries.active_notices(info.context.gate))

    @staticmethod
    def resolve_locales(site: Any, info: graphene.ResolveInfo) -> list[str]:
        return [root.language_code for root in info.context.gate.roots]

    @staticmethod
    def resolve_home(site: Any, info: graphene.ResolveInfo, *, strict_locale: bool, locale: Any = None) -> Any:
        gate = info.context.gate
        homes = {gate.locales[home.locale_id]: home for home in public_roots(info)}
        return next((homes[code] for code in fallbacks(locale, strict=strict_locale) if code in homes), None)


def public_roots(info: graphene.ResolveInfo) -> list[Any]:
    """The site's public front pages in all languages, with what the field takes of them."""
    context, plan = info.context, plan_of(info)

    def prepared() -> Selection:
        roots: Any = Page.objects.filter(path__in=[root.path for root in context.gate.roots])
        return Selection.of(with_related(roots.specific(defer=True), plan))

    key = (*(id(node) for node in info.field_nodes), context.gate.ground.key)
    with exactly(tag_of_translations(context.gate.ground.root_key)):
        return arrived(context.gate.visible(context.statements.once(key, prepared).objects()), plan)


def list_field(label: str, description: str, **arguments: graphene.Argument) -> graphene.Field:
    """A root field with one page of a list."""
    node = node_type(label)
    return graphene.Field(
        lambda: graphene.NonNull(connection_type(node())),
        **connection_arguments(),
        **arguments,
        description=description,
    )


ONLY = "Only those for which all of this holds."


class SnippetsQuery(graphene.ObjectType):
    """Root fields for shared content."""

    contacts = list_field(
        "snippets.Contact",
        "Public contacts, by name in Norwegian alphabetical order.",
        where=graphene.Argument(ContactWhere, description=ONLY),
    )
    organisations = list_field(
        "snippets.Organisation",
        "Organisations, by name in Norwegian alphabetical order.",
        where=graphene.Argument(OrganisationWhere, description=ONLY),
    )
    municipalities = graphene.List(
        graphene.NonNull(node_type("snippets.Municipality")),
        required=True,
        where=graphene.Argument(MunicipalityWhere, description=ONLY),
        description="The municipalities of Trøndelag, in Norwegian alphabetical order.",
    )
    themes = graphene.List(
        graphene.NonNull(node_type("snippets.Theme")),
        required=True,
        locale=graphene.Argument(Locale, description="The language of the labels; bokmål when not given."),
        description="All themes, by label.",
    )
    audiences = graphene.List(
        graphene.NonNull(node_type("snippets.Audience")),
        required=True,
        locale=graphene.Argument(Locale, description="The language of the labels; bokmål when not given."),
        description="All audiences, by label.",
    )
    images = list_field("snippets.Image", "Public images, the newest first.")
    documents = list_field("snippets.Document", "Public documents, the newest first.")
    site = graphene.Field(SiteInfo, required=True, description="What the site says about itself on every page.")
    coverage = graphene.Field(Coverage, required=True, description="How many municipalities have appointed a contact.")

    @staticmethod
    def resolve_contacts(root: None, info: graphene.ResolveInfo, *, where: Any = None, **window: Any) -> Connection:
        return root_list(
            info,
            lambda context: context.gate.public(queries.contacts()).filter(rows(CONTACT_CONDITIONS, where, context)),
            ("sort_key", "pk"),
            Window(**window),
        )

    @staticmethod
    def resolve_organisations(
        root: None, info: graphene.ResolveInfo, *, where: Any = None, **window: Any
    ) -> Connection:
        return root_list(
            info,
            lambda context: queries.organisations().filter(rows(ORGANISATION_CONDITIONS, where, context)),
            ("sort_key", "pk"),
            Window(**window),
        )

    @staticmethod
    def resolve_municipalities(root: None, info: graphene.ResolveInfo, *, where: Any = None) -> list[Any]:
        return introduce(queries.municipalities().filter(rows(MUNICIPALITY_CONDITIONS, where, info.context)))

    @staticmethod
    def resolve_themes(root: None, info: graphene.ResolveInfo, *, locale: Any = None) -> list[Any]:
        return introduce(queries.themes(language(locale)))

    @staticmethod
    def resolve_audiences(root: None, info: graphene.ResolveInfo, *, locale: Any = None) -> list[Any]:
        return introduce(queries.audiences(language(locale)))

    @staticmethod
    def resolve_images(root: None, info: graphene.ResolveInfo, **window: Any) -> Connection:
        return root_list(
            info, lambda context: context.gate.public(Image.objects.all()), ("-created_at", "-pk"), Window(**window)
        )

    @staticmethod
    def resolve_documents(root: None, info: graphene.ResolveInfo, **window: Any) -> Connection:
        return root_list(
            info, lambda context: context.gate.public(Document.objects.all()), ("-created_at", "-pk"), Window(**window)
        )

    @staticmethod
    def resolve_site(root: None, info: graphene.ResolveInfo) -> SiteInfo:
        site = info.context.gate.site
        settings = site_settings(info.context)
        return SiteInfo(name=settings.name if settings else (site.site_name if site else ""), settings=settings)

    @staticmethod
    def resolve_coverage(root: None, info: graphene.ResolveInfo) -> Coverage:
        everyone = queries.municipalities()
        missing = introduce(everyone.exclude(_with_contact(info.context)))
        total = everyone.count()
        return Coverage(total=total, with_contact=total - len(missing), missing=missing)


def language(locale: Any) -> WagtailLocale | None:
    """The language's row; None when it is not set up here."""
    return WagtailLocale.objects.filter(language_code=fallbacks(locale, strict=True)[0]).first()
