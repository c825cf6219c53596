"""What the log of who did what says of things that Wagtail does not know of, in words for «Rapporter»."""

from wagtail.log_actions import LogActionRegistry


def own_actions(actions: LogActionRegistry) -> None:
    """Names them for Wagtail's hook `register_log_actions`."""
    actions.register_action("cms.token.import", "Les inn kontakter", "Kontakter lest inn")
    actions.register_action("cms.token.revoke", "Trekk tilbake", "Trukket tilbake")
