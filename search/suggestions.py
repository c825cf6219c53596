"""Suggestions while a reader types: titles and names with a word that begins like that."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, Case, CharField, F, Func, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Concat
from wagtail.models import Page

from cms.api.locales import in_locale
from cms.api.sorting import BASE_LETTERS, NorwegianSortKey
from cms.api.visibility import Gate
from search.engine import Question
from search.kinds import OTHER_KINDS, Key, load
from snippets.documents import Document

# Part of the SQL and not parameters, hence without quotes of PostgreSQL's own.
PUNCTUATION = "«»\"()[]/-–—.,:;!?"
NORWEGIAN = "æøå"
# What a foreign keyboard offers for a Norwegian letter. Only one way: who types «å» does not mean «a».
PLAIN_LETTERS = BASE_LETTERS | {"a": BASE_LETTERS["a"] + "æåä", "o": BASE_LETTERS["o"] + "øö"}
