"""Who may delete an image or a document for good: what others use is not an editor's to take away."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from wagtail.models import Page, ReferenceIndex
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

MOST_NAMED = 3


class MediaPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's, in which whoever may change a file may delete it, but for files of others and files in use.

    Such a file is gone from public pages at once, so those may delete it who may publish.
    """

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        asked = set(actions)
        if "delete" in asked and not _may_delete(user, instance):
            asked.remove("delete")
        return bool(asked) and super().user_has_any_permission_for_instance(user, asked, instance)


def _may_delete(user: Any, file: Any) -> bool:
    if user.is_superuser or PagePermissionPolicy().user_has_permission(user, "publish"):
        return True
    return bool(file.uploaded_by_user_id == user.pk and not ReferenceIndex.get_references_to(file).exists())


def why_kept(user: Any, file: Any) -> str:
    """Why the user may not delete the file, and what to do about it."""
    is_own = file.uploaded_by_user_id == user.pk
    usage = file.get_usage()
    if not len(usage):
        return f"«{file.title}» er lastet opp av noen andre. Be en moderator om å slette filen."
    named = [_name(user, thing) for thing, _ in islice(usage, MOST_NAMED)]
    others = f" og {len(usage) - MOST_NAMED} til" if len(usage) > MOST_NAMED else ""
    advice = "Bytt den ut der først, eller be en moderator om å slette den." if is_own else "Be en moderator om det."
    return f"«{file.title}» brukes av {', '.join(named)}{others}. Bare moderatorer kan slette filer i bruk. {advice}"


def _name(user: Any, thing: Any) -> str:
    if isinstance(thing, Page):
        may_see = thing.permissions_for_user(user).can_edit()
        return f"«{thing.get_admin_display_title()}»" if may_see else "en side du ikke har tilgang til"
    return f"«{thing}»"
