"""How editors log in: with a password, a code for whoever has set one up, and five tries."""

from contextlib import suppress
from datetime import timedelta
from ipaddress import ip_address
from typing import Any

from axes.models import AccessAttempt
from django import forms
from django.conf import settings
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

# Failed tries are kept with addresses of people, so no longer than somebody may ask what happened.
ATTEMPTS_KEPT = timedelta(days=7)


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
