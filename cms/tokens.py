"""«Tilgangsnøkler»: where administrators give machines access tokens, see them, and take them back."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from cms.api.access import AccessToken, Scope

LIVES = {30: "30 dager", 90: "90 dager", 365: "ett år"}


class AccessTokenForm(WagtailAdminModelForm):
    """What a new token is for, what it gives leave to, and for how long."""

    scopes = forms.TypedMultipleChoiceField(
        label="Gir lov til",
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Velg minst én ting som nøkkelen gir lov til."},
    )
    days = forms.TypedChoiceField(
        label="Gjelder i",
        choices=list(LIVES.items()),
        coerce=int,
        initial=90,
        help_text="Lag en ny før denne går ut, og trekk den gamle tilbake når den nye er tatt i bruk.",
    )

    class Meta:
        model = AccessToken
        fields = ["name", "scopes"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "days" in cleaned:
            self.instance.expires_at = timezone.now() + timedelta(days=cleaned["days"])
        return cleaned


class AccessTokenIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[AccessToken]:
        return super().get_base_queryset().select_related("created_by", "revoked_by")

    def get_list_more_buttons(self, instance: AccessToken) -> list[Any]:
        buttons: list[Any] = super().get_list_more_buttons(instance)
        for button in buttons:
            if button.url == self.get_delete_url(instance):
                button.label = "Trekk tilbake"
        return [one for one in buttons if instance.revoked_at is None or one.url != self.get_delete_url(instance)]


class AccessTokenEditView(EditView):
    delete_item_label = "Trekk tilbake"


class AccessTokenCreateView(CreateView):
    """Shows the token itself once, in the answer to the form: no address leads there again."""

    def form_valid(self, form: Any) -> HttpResponse:
        token = form.instance.make_secret()
        form.instance.created_by = self.request.user
        self.form = form
        self.object = self.save_instance()
        context = {"object": self.object, "token": token, "index_url": self.get_success_url()}
        # The admin lets nothing be stored by any cache.
        return TemplateResponse(self.request, "cms/token_created.html", self.get_context_data(**context))


class AccessTokenRevokeView(DeleteView):
    """Takes a token back. It stays in the list, so that one sees that it was there."""

    page_title = "Trekk tilbake"
    template_name = "cms/token_revoke.html"
    confirmation_message = "Nøkkelen slutter å virke med det samme, og kan ikke tas i bruk igjen."

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if self.object.revoked_at is None:
            self.object.revoke(request.user)
            log(self.object, "cms.token.revoke", user=request.user)
        messages.success(request, f"«{self.object.name}» er trukket tilbake og åpner ikke lenger noe.")
        return redirect(self.get_success_url())


def leave_of(token: AccessToken) -> str:
    """What the token gives leave to, in words."""
    return ", ".join(Scope(one).label for one in token.scopes)


def last_day_of(token: AccessToken) -> str:
    """The day on which the token expires."""
    return date_format(timezone.localtime(token.expires_at), "DATE_FORMAT")


def is_valid(token: AccessToken) -> bool:
    """Whether the token opens anything now."""
    return token.revoked_at is None and token.expires_at > timezone.now()


def state_of(token: AccessToken) -> str:
    """The same in words."""
    if token.revoked_at is not None:
        return f"Trukket tilbake{f' av {token.revoked_by}' if token.revoked_by else ''}"
    return "Gjelder" if is_valid(token) else "Gått ut"


class AccessTokenViewSet(ModelViewSet):
    model = AccessToken
    name = "access_tokens"
    url_prefix = "access-tokens"
    icon = "key"
    menu_label = "Tilgangsnøkler"
    menu_order = 603
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = AccessTokenIndexView
    add_view_class = AccessTokenCreateView
    edit_view_class = AccessTokenEditView
    delete_view_class = AccessTokenRevokeView
    list_display = [
        "name",
        Column("beginning", label="Begynner med"),
        Column("scopes", accessor=leave_of, label="Gir lov til"),
        StatusTagColumn("state", accessor=state_of, label="Tilstand", primary=is_valid),
        Column("created_by", label="Laget av"),
        # Wagtail's own column says how long ago a moment was, which this one is not yet.
        Column("expires_at", accessor=last_day_of, label="Gjelder til", sort_key="expires_at"),
        DateColumn("last_used_at", label="Sist brukt", sort_key="last_used_at"),
    ]
    search_fields = ["name", "beginning"]
    search_backend_name = None
    form_fields = ["name"]

    def get_form_class(self, for_update: bool = False) -> Any:
        # What a token gives leave to stays what whoever made it has meant.
        return super().get_form_class(for_update=True) if for_update else AccessTokenForm
