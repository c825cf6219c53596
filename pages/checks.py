"""A start-up check: every type of page has a place in the tree."""

from typing import Any

from django.core.checks import CheckMessage, Error
from wagtail.models import get_page_models


def check_places(app_configs: Any = None, **options: Any) -> list[CheckMessage]:
    """The page types that editors can create nowhere: two lists have to agree, and Wagtail does not look."""
    return [
        Error(
            f"{model.__name__} can be created below no page.",
            hint="Name it in the `subpage_types` of each type in its `parent_page_types`.",
            obj=model,
            id="pages.E001",
        )
        for model in get_page_models()
        if model.is_creatable and not model.allowed_parent_page_models()
    ]
