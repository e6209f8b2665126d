"""The admin: editors need no further mark to come in, and find first what they write."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest

#: What an editor has a right to, and nobody else but a superuser.
EDITS = "mappings.change_note"
#: Why somebody can't sign in; it doesn't tell whether the account exists.
REFUSED = "No account that may edit has this name and password. Upper and lower case matter."
#: Applications in the order in which they stand on the first page.
FIRST = ("plan", "mappings")
#: What editors write stands before what they only read.
WRITTEN = ("Decision", "Note")


def may_enter(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Return whether somebody may sign in to the admin: staff, and members of the editors."""
    return bool(user.is_active and (getattr(user, "is_staff", False) or _edits(user)))


def _edits(user: Any) -> bool:
    return bool(user.has_perm(EDITS))


class SignInForm(AdminAuthenticationForm):
    """Takes editors as it takes staff."""

    def confirm_login_allowed(self, user: AbstractBaseUser) -> None:
        """Refuse who may not enter, in the words for a wrong password."""
        if not may_enter(user):
            raise self.get_invalid_login_error()

    def get_invalid_login_error(self) -> ValidationError:
        """Return one error for both: a wrong name or password, and an account without rights."""
        return ValidationError(REFUSED, code="invalid_login")


class EvmapAdminSite(admin.AdminSite):
    """Django's admin for staff and editors."""

    login_form = SignInForm

    def has_permission(self, request: HttpRequest) -> bool:
        """Return whether somebody may see the admin's first page."""
        return may_enter(request.user)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the applications, those with what editors write first."""
        found = super().get_app_list(request, app_label)
        for one in found:
            one["models"].sort(key=lambda model: model["object_name"] not in WRITTEN)
        return sorted(found, key=lambda one: _place(one["app_label"]))


def _place(label: str) -> int:
    return FIRST.index(label) if label in FIRST else len(FIRST)
