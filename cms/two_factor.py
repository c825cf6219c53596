"""Two-factor sign-in: a code from an app beside the password, for whoever has set it up, or for all when asked for.

The code is given in the form for the password, so nobody is ever half logged in. django-otp checks codes, and makes
whoever guesses wait longer each time.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.generic import FormView
from django_otp import login as mark_verified
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from segno import make_qr
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.audit import note_own

RECOVERY_CODES = 10
# What somebody may open who has yet to set it up.
OPEN = {"two_factor", "wagtailadmin_logout", "wagtailadmin_javascript_catalog", "wagtailadmin_sprite"}


def has_two_factor(user: Any) -> bool:
    """Whether the user has set up an app."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def forget(user: Any) -> None:
    """The password alone is enough from now on."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


class TwoFactorMiddleware:
    """Lets nobody into the admin or to private documents without what is asked of them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin = reverse("wagtailadmin_home")
        self.guarded = (self.admin, "/documents/")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response, or the way to where the second factor is set up or given."""
        user: Any = request.user
        # The path first: to look at the user makes an answer differ by cookie.
        if not request.path_info.startswith(self.guarded) or user.is_anonymous or user.is_verified():
            return self.get_response(request)
        if has_two_factor(user):
            # Logged in with the password alone, in another browser, before it was set up.
            logout(request)
        elif settings.REQUIRE_TWO_FACTOR and resolve(request.path_info).url_name not in OPEN:
            return redirect("two_factor")
        return self.get_response(request)


class CodeForm(forms.Form):
    """A code from the app that has just been set up."""

    code = forms.RegexField(
        r"^\s*\d{3}\s?\d{3}\s*$",
        label="Kode fra appen",
        error_messages={"invalid": "Koden har seks siffer."},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, device: TOTPDevice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.device = device

    def clean_code(self) -> str:
        code = "".join(str(self.cleaned_data["code"]).split())
        may_try, _ = self.device.verify_is_allowed()
        if not may_try or not self.device.verify_token(code):
            raise forms.ValidationError("Koden stemmer ikke. Vent til appen viser en ny, og prøv den.")
        return code


class PasswordForm(forms.Form):
    """The user's password, before something is taken away that protects the account."""

    password = forms.CharField(label="Passordet ditt", widget=forms.PasswordInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if not self.user.check_password(password):
            raise forms.ValidationError("Passordet stemmer ikke.")
        return password


class TwoFactorView(WagtailAdminTemplateMixin, FormView):
    """Where a user sets up the second factor, and takes it away again."""

    template_name = "cms/two_factor.html"
    page_title = "Innlogging i to trinn"
    header_icon = "lock"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        account = {"url": reverse("wagtailadmin_account"), "label": "Konto"}
        return [*super().get_breadcrumbs_items(), account, {"url": "", "label": self.page_title}]

    def get_form_class(self) -> type[forms.Form]:
        return PasswordForm if has_two_factor(self.request.user) else CodeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        about: dict[str, Any] = {"user": self.request.user}
        if self.get_form_class() is CodeForm:
            about = {"device": self._device()}
        return super().get_form_kwargs() | about

    def form_valid(self, form: forms.Form) -> HttpResponse:
        user: Any = self.request.user
        if isinstance(form, CodeForm):
            form.device.confirmed = True
            form.device.save()
            mark_verified(self.request, form.device)
            note_own(user, "cms.two_factor.on")
            return self.render_to_response(self.get_context_data(form=None, codes=_new_codes(user)))
        if settings.REQUIRE_TWO_FACTOR:
            messages.error(self.request, "Alle skal ha innlogging i to trinn her. En administrator kan nullstille den.")
        else:
            forget(user)
            note_own(user, "cms.two_factor.off")
            messages.success(self.request, "Innlogging i to trinn er slått av.")
        return redirect("two_factor")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form") or (None if "codes" in kwargs else self.get_form())
        context = super().get_context_data(**kwargs | {"form": form})
        if isinstance(form, CodeForm):
            context |= {"qr_code": _qr_code(form.device.config_url), "secret": _in_fours(form.device)}
        return context | {"is_on": isinstance(form, PasswordForm), "is_required": settings.REQUIRE_TWO_FACTOR}

    def _device(self) -> TOTPDevice:
        """The app that is being set up; its secret stays while its code is wrong."""
        device, _ = TOTPDevice.objects.get_or_create(user=self.request.user, confirmed=False, defaults={"name": "App"})
        return device


def _new_codes(user: Any) -> list[str]:
    """Codes for the day the phone is gone, each good for once, in place of earlier ones."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="Gjenopprettingskoder")
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def _qr_code(address: str) -> SafeString:
    svg = make_qr(address, error="m").svg_inline(scale=5, border=2, title="QR-kode for appen", light="#fff")
    return mark_safe(svg)


def _in_fours(device: TOTPDevice) -> str:
    """The secret as people type it who cannot scan."""
    from base64 import b32encode

    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))
