"""How editors log in: with a password, a code for whoever has set one up, and five tries."""

from contextlib import suppress
from datetime import timedelta
from ipaddress import ip_address
from typing import Any

from axes.models import AccessAttempt
from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django_otp.forms import OTPAuthenticationFormMixin
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm

from cms.api.senders import address_of
from cms.demo import logins as demo

# Failed tries are kept with addresses of people, so no longer than somebody may ask what happened.
ATTEMPTS_KEPT = timedelta(days=7)


class DemoPasswordBackend:
    """Lets nobody in with the demo's password in production, whoever's account has it and wherever it came from.

    It knows no users, which all stay those of the backend after it.
    """

    def authenticate(self, request: HttpRequest | None, *, password: str | None = None, **credentials: Any) -> None:
        if demo.opens_nothing(password):
            # The backends after it are not asked.
            raise PermissionDenied


class DemoPasswordValidator:
    """Refuses the demo's password, which is published."""

    def validate(self, password: str, user: Any = None) -> None:
        if password == demo.PASSWORD:
            raise ValidationError("Dette er passordet fra demoen, som alle kan lese. Velg et annet.")

    def get_help_text(self) -> str:
        return "Passordet kan ikke være det fra demoen."


class LoginForm(OTPAuthenticationFormMixin, WagtailLoginForm):
    """Wagtail's, whose fields say in every language what they are for, with one for the code."""

    otp_token = forms.CharField(
        label="Engangskode",
        required=False,
        help_text="Bare for deg som har slått på innlogging i to trinn: fra appen, eller en gjenopprettingskode.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )
    otp_error_messages = OTPAuthenticationFormMixin.otp_error_messages | {
        "token_required": "Skriv også engangskoden fra appen.",
        "invalid_token": "Engangskoden stemmer ikke. Vent til appen viser en ny, og prøv den.",
        "device_required": "Engangskoden stemmer ikke. Vent til appen viser en ny, og prøv den.",
        "n_failed_attempts": "Det er prøvd %(failure_count)d feil engangskoder. Vent litt før du prøver igjen.",
        "verification_not_allowed": "Det er prøvd feil engangskoder. Vent litt før du prøver igjen.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Without a label Django makes one of the field's name, in English.
        self.fields["password"].label = gettext_lazy("Password")

    def get_invalid_login_error(self) -> ValidationError:
        if demo.opens_nothing(self.cleaned_data.get("password")):
            return ValidationError(
                "Passordet fra demoen kan alle lese, så her åpner det ingenting. Lag et nytt med «Glemt passord?», "
                "eller be den som drifter nettstedet om et («manage.py changepassword»).",
                code="demo_password",
            )
        return super().get_invalid_login_error()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        user: Any = self.get_user()
        if user is not None and TOTPDevice.objects.filter(user=user, confirmed=True).exists():
            self.clean_otp(user)
        return cleaned

    def _chosen_device(self, user: Any) -> Any:
        """The app for six digits, the recovery codes for anything else: the form asks nobody for which."""
        code = self.cleaned_data["otp_token"] = "".join(self.cleaned_data.get("otp_token", "").split())
        kind = TOTPDevice if code.isascii() and code.isdigit() else StaticDevice
        return kind.objects.filter(user=user, confirmed=True).select_for_update().first()


def address_of_login(request: HttpRequest) -> str | None:
    """The network address that somebody logs in from, where it is one; what a header says may be anything."""
    for heard in (address_of(request), request.META.get("REMOTE_ADDR", "")):
        with suppress(ValueError):
            # A zone, as in fe80::1%eth0, is no part of the address.
            return str(ip_address(heard.partition("%")[0]))
    return None


def locked_out(request: HttpRequest, response: Any, credentials: Any) -> HttpResponse:
    """The page that says when somebody may try again, who has tried too often."""
    username = (credentials or {}).get("username") or ""
    tried = AccessAttempt.objects.filter(
        Q(username=username) | Q(ip_address=request.axes_ip_address),  # type: ignore[attr-defined]
        failures_since_start__gte=1,
    ).aggregate(last=Max("attempt_time"))["last"]
    until = (tried or timezone.now()) + settings.AXES_COOLOFF_TIME
    seconds = max(1, int((until - timezone.now()).total_seconds()))
    page = render(request, "cms/locked_out.html", {"until": until}, status=429)
    page["Retry-After"] = str(seconds)
    return page


def forget_attempts() -> None:
    """Forget failed tries to log in that nobody asks about any more."""
    AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - ATTEMPTS_KEPT).delete()
