"""Languages of content: the enum, and what is served when there is no translation."""

from typing import Any

import graphene
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Locale as WagtailLocale

from cms.api.visibility import Gate

Locale: Any = graphene.Enum(
    "Locale",
    [(code.upper(), code) for code, _ in settings.LANGUAGES],
    description=lambda member: dict(settings.LANGUAGES)[member.value] if member else "A language of the content.",
)


def arguments() -> dict[str, graphene.Argument]:
    """`locale` and `strictLocale`, as every field takes them that serves translated content."""
    return {
        "locale": graphene.Argument(
            Locale,
            description="The language wanted; bokmål when not given. What has no translation is served in bokmål.",
        ),
        "strict_locale": graphene.Argument(
            graphene.Boolean,
            default_value=False,
            description="Leave out what is not translated, instead of falling back.",
        ),
    }


def fallbacks(locale: Any, *, strict: bool) -> list[str]:
    """Language codes in the order they are tried."""
    code = getattr(locale, "value", locale) or settings.LANGUAGE_CODE
    return [code] if strict or code == settings.LANGUAGE_CODE else [code, settings.LANGUAGE_CODE]


def in_locale(queryset: QuerySet, locale: Any, gate: Gate, *, strict: bool) -> QuerySet:
    """The queryset with each thing once: in the wanted language where its translation is public, else in bokmål."""
    wanted, *others = fallbacks(locale, strict=strict)
    ids = {code: pk for pk, code in gate.locales.items()}
    found: Any = Q(locale_id=ids.get(wanted))
    for code in others:
        translated = gate.public(queryset.model._default_manager.all()).filter(
            translation_key=OuterRef("translation_key"), locale_id=ids.get(wanted)
        )
        found |= Q(locale_id=ids.get(code)) & ~Exists(translated)
    return queryset.filter(found)


def locale_of(gate: Gate, thing: Any) -> str:
    """The language code of the page or snippet."""
    return gate.locales[thing.locale_id]


def known_locales() -> QuerySet:
    """The languages set up for this installation, the default first."""
    return WagtailLocale.objects.filter(language_code__in=[code for code, _ in settings.LANGUAGES]).order_by("pk")
