"""Who may change the plan, and where a form leads back to."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

Rest = ParamSpec("Rest")
CHANGE = "plan.change_decision"


def may_decide(request: HttpRequest) -> bool:
    """Return whether the one who asks may change the plan."""
    return request.user.has_perm(CHANGE)


def for_editors(
    view: Callable[Concatenate[HttpRequest, Rest], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Rest], HttpResponse]:
    """Let editors in; who has not signed in is asked to, others are refused."""

    @wraps(view)
    def inner(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), "/admin/login/")
        if not may_decide(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return inner


def way_back(request: HttpRequest, usual: str) -> str:
    """Return where a form leads: to the page of this site that it names, or the usual one."""
    wanted = request.POST.get("next", "")
    is_here = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_here and wanted.startswith("/") else usual
