"""The forms that readers fill in: what they ask for, what stands beside a field that is wrong, and what robots do."""

import time
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.core import signing

SALT = "cms.reader.forms"
# Of the form's names, those of the API's input where they differ.
NAMES = {
    "job_title": "jobTitle",
    "municipality": "municipalityNumber",
    "sender_email": "senderEmail",
    "sender_name": "senderName",
}


class GuardedForm(forms.Form):
    """A form with what tells people from robots, and one sending from two; `sent` is what the API gets."""

    template_name = "reader/form.html"
    # Hidden from people by the stylesheet, not by its type: robots leave hidden fields alone.
    website = forms.CharField(
        required=False, label="La stå tomt", widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})
    )
    began = forms.CharField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(required=False, widget=forms.HiddenInput, max_length=100)

    def __init__(self, data: Any, *, initial: Mapping[str, Any] | None = None) -> None:
        guards = {"began": signing.dumps(time.time(), salt=SALT), "key": uuid4().hex}
        super().__init__(data, initial={**guards, **(initial or {})})
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("aria-describedby", f"feil-{name}")

    @property
    def sent(self) -> dict[str, Any]:
        """The input of the mutation, of a form that is valid."""
        given = {name: value for name, value in self.cleaned_data.items() if value and name not in ("began", "key")}
        named = {NAMES.get(name, name): value for name, value in given.items()}
        return named | {"idempotencyKey": self.cleaned_data["key"] or None, "secondsTaken": self._seconds_taken()}

    def _seconds_taken(self) -> int | None:
        """Since the form was opened; None when nobody can say."""
        try:
            began = signing.loads(self.cleaned_data["began"], salt=SALT)
        except signing.BadSignature:
            return None
        return int(time.time() - began)

    def refuse(self, errors: Iterable[Mapping[str, Any]]) -> None:
        """Put what the API says is wrong beside its fields; above the form what belongs to none of them."""
        names = {sent: name for name, sent in NAMES.items()}
        for error in errors:
            name = names.get(error["field"], error["field"])
            self.add_error(name if name in self.fields and name != "website" else None, error["message"])


class RegistrationForm(GuardedForm):
    name = forms.CharField(label="Navn", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label="E-post",
        help_text="Hit sender vi bekreftelsen.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    organisation = forms.CharField(
        label="Arbeidssted",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    allergies = forms.CharField(
        label="Allergier",
        max_length=300,
        required=False,
        help_text="Bare hvis det serveres mat og kjøkkenet må vite det.",
    )
    note = forms.CharField(
        label="Beskjed til arrangøren", max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class CorrectionForm(GuardedForm):
    correction = forms.CharField(label="Hva skal endres?", max_length=2_000, widget=forms.Textarea(attrs={"rows": 4}))


class NominationForm(GuardedForm):
    municipality = forms.ChoiceField(label="Kommune")
    name = forms.CharField(label="Navnet på kontakten", max_length=200)
    email = forms.EmailField(
        label="E-posten til kontakten", help_text="Vises ikke offentlig uten at kontakten vil det."
    )
    phone = forms.CharField(
        label="Telefonen til kontakten", max_length=20, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    job_title = forms.CharField(label="Stillingstittel", max_length=200, required=False)
    sender_name = forms.CharField(
        label="Navnet ditt", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    sender_email = forms.EmailField(
        label="E-posten din",
        help_text="Hit sender vi en lenke som du bekrefter oppnevningen med.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    note = forms.CharField(label="Beskjed", max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(
        self, data: Any, *, municipalities: Iterable[Mapping[str, str]], initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        listed = [(one["number"], one["name"]) for one in municipalities]
        self.fields["municipality"].choices = [("", "Velg kommune"), *listed]  # type: ignore[attr-defined]
