"""What the log of who did what says of things that Wagtail does not know of, in words for «Rapporter»."""

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out
from wagtail.log_actions import LogActionRegistry, log
from wagtail.models import Site


def own_actions(actions: LogActionRegistry) -> None:
    """Names them for Wagtail's hook `register_log_actions`."""
    actions.register_action("cms.login", "Logg inn", "Logget inn")
    actions.register_action("cms.login.locked", "Steng innlogging", "Innlogging stengt etter for mange forsøk")
    actions.register_action("cms.logout", "Logg ut", "Logget ut")
    actions.register_action("cms.person.erase", "Slett persondata", "Persondata slettet")
    actions.register_action("cms.person.export", "Eksporter persondata", "Persondata eksportert")
    actions.register_action("cms.two_factor.off", "Slå av to trinn", "Innlogging i to trinn slått av")
    actions.register_action("cms.two_factor.on", "Slå på to trinn", "Innlogging i to trinn slått på")
    actions.register_action("cms.token.import", "Les inn kontakter", "Kontakter lest inn")
    actions.register_action("cms.token.revoke", "Trekk tilbake", "Trukket tilbake")


def note_log_ins() -> None:
    """From now on the log says who logged in and out, and which account was closed for a while."""
    user_logged_in.connect(_logged_in, dispatch_uid="audit_logged_in")
    user_logged_out.connect(_logged_out, dispatch_uid="audit_logged_out")
    user_locked_out.connect(_locked_out, dispatch_uid="audit_locked_out")


def note_person(action: str, objects: int) -> None:
    """Note that somebody's data was handed out or erased, how much it was, and nothing of whose."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is not None:
        log(site, action, data={"objects": objects})


def note_own(user: Any, action: str) -> None:
    """Note what the user did with the own account."""
    # Not the request's user itself, which stands for one and has another class: the log does not know it.
    account = get_user_model().objects.get(pk=user.pk)
    log(account, action, user=account)


def _logged_in(user: Any, **kwargs: Any) -> None:
    note_own(user, "cms.login")


def _logged_out(user: Any, **kwargs: Any) -> None:
    if user is not None:
        note_own(user, "cms.logout")


def _locked_out(username: str | None, **kwargs: Any) -> None:
    """Of an account that exists; who tries all sorts of names does not fill the log."""
    account = get_user_model().objects.filter(username=username).first()
    if account is not None:
        log(account, "cms.login.locked")
