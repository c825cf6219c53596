"""Objects made of rows that were read past Django's querysets."""

from collections.abc import Iterable
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model
from django.db.models.base import ModelState
from wagtail.models import Page


def object_of(model: type[Model], names: Iterable[str], values: Iterable[Any]) -> Any:
    """The object with these values of its columns, all of them such as `from_db_value` gives; others are deferred.

    What `Model.from_db` gives. That calls the constructor, which is for new objects: for a page it looks for children
    and a content type among its arguments, and sets each field on its own (25 µs, this takes 2).
    """
    made: Any = model.__new__(model)
    made._state = ModelState()
    made._state.db, made._state.adding = DEFAULT_DB_ALIAS, False
    made.__dict__.update(zip(names, values, strict=False))
    return made


def specific_page(page: Page) -> Page:
    """The page as what it is, an article or an event, with the columns that it has read; the others are deferred.

    What `specific_deferred` gives, which calls the constructor and reads deferred columns one by one.
    """
    model = page.specific_class
    if model is None or isinstance(page, model):
        return page
    made: Page = model.__new__(model)
    made.__dict__.update(page.__dict__)
    for link in model._meta.parents.values():
        made.__dict__[link.attname] = page.pk
    return made
