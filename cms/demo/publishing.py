"""How the demo publishes a page: through Wagtail's own path."""

from typing import TypeVar

from wagtail.models import Locale, Page

AnyPage = TypeVar("AnyPage", bound=Page)


def publish(parent: Page, page: AnyPage) -> AnyPage:
    """The page, below the parent and published, with a revision."""
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def translate(page: AnyPage, language: str, *, title: str, slug: str, **changes: object) -> AnyPage:
    """The page in the language, published below the parent's translation; the changes take the place of its fields."""
    locale = Locale.objects.get(language_code=language)
    parent = page.get_parent()
    # Not `copy_for_translation`: it makes the address of the original first, and then a redirect from there.
    translated = page.copy(
        to=parent if parent.is_root() else parent.get_translation(locale),
        update_attrs={"locale": locale, "title": title, "slug": slug},
        copy_revisions=False,
        keep_live=False,
        reset_translation_key=False,
    )
    for name, value in changes.items():
        setattr(translated, name, value)
    translated.save_revision().publish()
    return translated
