"""How a file is deleted in the admin: whoever may not is told why."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.documents.views.bulk_actions.delete import DeleteBulkAction as DeleteDocumentsAction
from wagtail.documents.views.documents import DeleteView as DeleteDocumentView
from wagtail.images.views.bulk_actions.delete import DeleteBulkAction as DeleteImagesAction
from wagtail.images.views.images import DeleteView as DeleteImageView

from snippets.media_policy import why_kept


class _SaysWhy:
    """Goes back to the file, with the reason, where Wagtail would only go to the first page of the admin."""

    edit_url_name: str
    object: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        view: Any = self
        if view.user_has_permission("change") and not view.user_has_permission("delete"):
            messages.error(request, why_kept(request.user, self.object))
            return redirect(self.edit_url_name, self.object.pk)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # of the view
        return response


class ExplainingDeleteImageView(_SaysWhy, DeleteImageView):
    edit_url_name = "wagtailimages:edit"


class ExplainingDeleteDocumentView(_SaysWhy, DeleteDocumentView):
    edit_url_name = "wagtaildocs:edit"


class _SaysWhyOfEach:
    """Wagtail lists those that stay, without a reason."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        action: Any = self
        for file in action.get_actionable_objects()[1]["items_with_no_access"]:
            messages.error(request, why_kept(request.user, file))
        response: HttpResponse = super().get(request, *args, **kwargs)  # type: ignore[misc]  # of the action
        return response


class ExplainingDeleteImagesAction(_SaysWhyOfEach, DeleteImagesAction):
    pass


class ExplainingDeleteDocumentsAction(_SaysWhyOfEach, DeleteDocumentsAction):
    pass
