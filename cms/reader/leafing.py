"""Leads a reader who asks for a page beyond the last of a list to the last one."""

from django.http import HttpRequest, HttpResponseRedirect

from cms.reader.lists import Listed, last_page
from cms.reader.templatetags.reader import changed


def back_to_last(request: HttpRequest, chosen: Listed, total: int) -> HttpResponseRedirect | None:
    """Leads to the last page of so many with the same choices; None when the page that is asked for exists."""
    last = last_page(total, chosen.size)
    if chosen.number <= last:
        return None
    preview = request.GET.get("preview", "")
    return HttpResponseRedirect(changed(chosen.given, preview=preview, side=last if last > 1 else ""))
