"""The app of the readers' site."""

from django.apps import AppConfig


class ReaderConfig(AppConfig):
    name = "cms.reader"
    label = "reader"
    verbose_name = "nettsted"
