"""Registering for an event, nominating a contact, and the links of the letters that follow."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from cms.reader.asking import TooMany, ask
from cms.reader.forms import CorrectionForm, GuardedForm, NominationForm, RegistrationForm
from cms.reader.pages import not_found
from cms.reader.rendering import rendered

FLOOD = "Det er sendt svært mange skjemaer fra dette nettverket. Prøv igjen om en time."


def register(request: HttpRequest) -> Any:
    """The form for the event in the address; what came of it when it is sent."""
    event = ask(request, "registration-form", id=request.GET.get("arrangement", ""))["page"]
    if not event or event.get("registrationKind") != "OWN":
        return not_found(request)
    form = RegistrationForm(request.POST or None)
    payload = _sent(request, form, "register-for-event", "registerForEvent", eventId=event["id"])
    if payload:
        place = f"&nr={payload['waitingPlace']}" if payload["waitingPlace"] else ""
        return HttpResponseRedirect(f"{reverse('registered')}?arrangement={event['id']}{place}")
    return _form(request, "registration-form", form, event=event, kept_days=settings.REGISTRATIONS_KEPT_DAYS)


def registered(request: HttpRequest) -> Any:
    """What whoever has just registered is told."""
    event = ask(request, "registration-form", id=request.GET.get("arrangement", ""))["page"]
    if not event or "registrationKind" not in event:
        return not_found(request)
    number = request.GET.get("nr", "")
    return rendered(request, "registered", event=event, number=number if number.isdecimal() else "")


def registration(request: HttpRequest, token: str) -> Any:
    """One's own registration, from the link in the letter; POST cancels it."""
    if request.method == "POST":
        ask(request, "cancel-registration", input={"token": token})
        return HttpResponseRedirect(request.path)
    mine = ask(request, "registration", token=token)["registration"]
    return rendered(request, "registration", mine=mine, status=200 if mine else 404)


def nominate(request: HttpRequest) -> Any:
    """The form by which a municipality appoints its contact; what came of it when it is sent."""
    answer = ask(request, "nomination-form")
    if not any(one.get("nominationIsOpen") for one in answer["pages"]["nodes"]):
        return not_found(request)
    initial = {"municipality": request.GET.get("kommune", "")}
    form = NominationForm(request.POST or None, municipalities=answer["municipalities"], initial=initial)
    if _sent(request, form, "nominate-contact", "nominateContact"):
        return HttpResponseRedirect(reverse("nominated"))
    return _form(request, "nomination-form", form)


def nominated(request: HttpRequest) -> Any:
    """What whoever has just nominated somebody is told."""
    return rendered(request, "nominated")


def nomination(request: HttpRequest, token: str) -> Any:
    """Asks whether the nomination in the letter is right; POST says yes."""
    if request.method != "POST":
        return rendered(request, "nomination")
    payload = ask(request, "confirm-nomination", input={"token": token})["confirmNomination"]
    return rendered(request, "nomination", payload=payload, status=404 if payload["errors"] else 200)


def confirmation(request: HttpRequest, token: str) -> Any:
    """A contact's own entry, from the link in the yearly letter; POST confirms it, or tells what has changed."""
    # The button that confirms sends nothing; an empty correction is a mistake, and no confirmation.
    form = CorrectionForm(request.POST if "correction" in request.POST else None)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        given = {"token": token, "correction": form.cleaned_data["correction"] if form.is_bound else None}
        payload = ask(request, "confirm-contact", input=given)["confirmContact"]
        if not payload["errors"]:
            return HttpResponseRedirect(request.path)
        if form.is_bound:
            form.refuse(payload["errors"])
    mine = ask(request, "contact-confirmation", token=token)["contactConfirmation"]
    status = 404 if mine is None else 422 if form.errors else 200
    return rendered(request, "confirmation", mine=mine, form=form, status=status)


def _sent(request: HttpRequest, form: GuardedForm, document: str, field: str, **more: Any) -> dict[str, Any] | None:
    """The payload of the mutation when the form was taken; None when it was not sent, or has errors to show."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        payload: dict[str, Any] = ask(request, document, input=form.sent | more)[field]
    except TooMany:
        form.add_error(None, FLOOD)
        return None
    form.refuse(payload["errors"])
    return None if payload["errors"] else payload


def _form(request: HttpRequest, template: str, form: GuardedForm, **context: Any) -> Any:
    # 422: the request was understood, and what is in it has to be corrected.
    return rendered(request, template, form=form, status=422 if form.errors else 200, **context)
