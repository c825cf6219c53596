"""The people who use the admin in the browser tests."""

import pytest
from django.contrib.auth.models import Group

from cms.roles import EDITORS, MODERATORS, set_up_roles
from pages.models import HomePage
from tests.browser.windows import PASSWORD


@pytest.fixture
def people(home: HomePage, django_user_model) -> None:
    """Somebody who writes, and somebody who approves."""
    set_up_roles([home])
    for name, group in {"redaktor": EDITORS, "moderator": MODERATORS}.items():
        django_user_model.objects.create_user(name, password=PASSWORD).groups.add(Group.objects.get(name=group))
