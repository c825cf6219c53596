"""The demo is for a laptop: elsewhere it has to be asked for."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management import CommandError


def add_flag(parser: ArgumentParser) -> None:
    """Let the command be told that it is meant, where DEBUG is off."""
    parser.add_argument("--in-production", action="store_true", help="do it also where DEBUG is off")


def refuse_elsewhere(*, in_production: bool) -> None:
    """CommandError where readers would take for true what is made up, unless that is meant."""
    if not (settings.DEBUG or in_production):
        raise CommandError(
            "Nothing is loaded: DEBUG is off, and readers would take for true what is made up. "
            "Say --in-production if that is meant."
        )
