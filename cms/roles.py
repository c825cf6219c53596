"""The editors' roles: what each group may do, and the approval that their work goes through."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from snippets.models import Contact

EDITORS = "Redaktører"
MODERATORS = "Moderatorer"
APPROVAL = "Godkjenning"

PAGE_PERMISSIONS = {
    EDITORS: ["add_page", "change_page"],
    MODERATORS: ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"],
}
MEDIA_PERMISSIONS = ["add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document"]
# Shared content without drafts takes effect at once, so only moderators may delete it.
SNIPPETS = ["organisation", "venue", "theme", "audience", "fundingscheme", "notice", "navigation"]
# What people have sent in: personal data, which is seen and erased; only the list of those who come is written in.
REGISTRATIONS = [f"{action}_registration" for action in ("add", "change", "delete", "view")]
NOMINATIONS = ["view_nomination", "delete_nomination"]
CONFIRMATIONS = ["view_contactconfirmation", "delete_contactconfirmation"]
# What readers' searches find is everyday work of those who write.
SEARCH = ["promotion", "synonym"]


def set_up_roles(fronts: Iterable[Page]) -> None:
    """Groups, their permissions and the approval workflow below the front pages; running it again changes nothing."""
    fronts = list(fronts)
    for group in Group.objects.filter(name__in=["Editors", "Moderators"]):
        # Wagtail makes these two in English; ours take their place.
        group.delete()
    Workflow.objects.filter(name="Moderators approval").delete()
    GroupApprovalTask.objects.filter(name="Moderators approval").delete()
    for name, codenames in PAGE_PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(_admin_permissions(name))
        for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames):
            for front in fronts:
                GroupPagePermission.objects.get_or_create(group=group, page=front, permission=permission)
        # Wagtail asks for the rights on its own media models, whatever models a site uses.
        media = Permission.objects.filter(content_type__app_label__in=["wagtailimages", "wagtaildocs"])
        for permission in media.filter(codename__in=MEDIA_PERMISSIONS):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=Collection.get_first_root_node(), permission=permission
            )
    _set_up_approval(fronts)


def _admin_permissions(group: str) -> list[Permission]:
    codenames = ["access_admin", "submit_translation", "add_contact", "change_contact", "view_contact"]
    codenames += [f"{action}_{model}" for action in ("add", "change", "view") for model in SNIPPETS]
    codenames += ["view_municipality", "view_unansweredquery", *REGISTRATIONS, *CONFIRMATIONS]
    codenames += [f"{action}_{model}" for action in ("add", "change", "delete", "view") for model in SEARCH]
    if group == MODERATORS:
        codenames += [f"{action}_contact" for action in ("publish", "lock", "unlock", "delete")]
        codenames += [f"delete_{model}" for model in SNIPPETS]
        codenames += [*NOMINATIONS, "change_sitesettings", "add_redirect", "change_redirect", "delete_redirect"]
    return list(Permission.objects.filter(codename__in=codenames))


def _set_up_approval(fronts: list[Page]) -> None:
    task, made = GroupApprovalTask.objects.get_or_create(name=APPROVAL)
    if made:
        task.groups.set([Group.objects.get(name=MODERATORS)])
    workflow, _ = Workflow.objects.get_or_create(name=APPROVAL)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    for front in fronts:
        WorkflowPage.objects.update_or_create(page=front, defaults={"workflow": workflow})
    WorkflowContentType.objects.update_or_create(
        content_type=ContentType.objects.get_for_model(Contact), defaults={"workflow": workflow}
    )
