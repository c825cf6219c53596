"""The WSGI application that servers load as `cms.wsgi:application`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

# A server's threads share connections; a command needs one, and wants to hear at once if there is none.
settings.DATABASES["default"]["OPTIONS"]["pool"] = settings.DATABASE_POOL

application = get_wsgi_application()
