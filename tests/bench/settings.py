"""The product's settings; only the ceilings' addresses come in addition."""

from cms.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
