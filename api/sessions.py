"""Who is asking: a session cookie of the pages, or a key of a program.

A cookie comes along with every request that a foreign page can make a browser send; so whatever
changes something through a cookie also needs the session's CSRF token. A key needs none.
"""

import hashlib
import hmac
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from api.services import Services
from corpus.access import Principal, administrator
from corpus.accounts import Account
from corpus.errors import NotAllowed, NotSignedIn

__all__ = [
    "COOKIE",
    "Administrator",
    "Asker",
    "account_of",
    "administrator_of",
    "check_csrf",
    "csrf_token",
    "media_type_of",
    "require_csrf",
    "require_same_origin",
    "services_of",
    "session_account",
    "session_token",
]

COOKIE = "sanadyar_session"
CSRF_HEADER = "x-csrf-token"
CSRF_FIELD = "csrf"


def services_of(request: Request) -> Services:
    services = request.app.state.services
    if not isinstance(services, Services):
        raise TypeError("the application was made without services")
    return services


def session_token(request: Request) -> str | None:
    return request.cookies.get(COOKIE)


def csrf_token(session: str) -> str:
    """A token that only a page of this session can know; the session itself cannot be told from it."""
    return hmac.new(session.encode(), b"sanadyar csrf", hashlib.sha256).hexdigest()


def _key(request: Request) -> str | None:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return key.strip() or None if scheme.lower() == "bearer" else None


def principal_of(request: Request) -> Principal:
    """The principal of a key if one was sent, otherwise of the session. Raises `NotSignedIn`."""
    services = services_of(request)
    key = _key(request)
    if key is not None:
        if services.local_key and hmac.compare_digest(key.encode(), services.local_key.encode()):
            return administrator("local")
        return _known(services.accounts.principal_of_key(key))
    account = account_of(request)
    if account is None:
        raise NotSignedIn
    if account.must_change_password:
        raise NotAllowed(action="before the one-time password is changed")
    return account.principal


def _known(principal: Principal | None) -> Principal:
    if principal is None:
        raise NotSignedIn
    return principal


def account_of(request: Request) -> Account | None:
    """The account of the session, None without one or when it has ended."""
    session = session_token(request)
    return services_of(request).accounts.account_of_session(session) if session else None


def session_account(request: Request) -> Account:
    """The account of the session, also while its one-time password waits to be changed."""
    account = account_of(request)
    if account is None:
        raise NotSignedIn
    return account


def administrator_of(principal: Annotated[Principal, Depends(principal_of)]) -> Principal:
    if not principal.is_administrator:
        raise NotAllowed(action="administration")
    return principal


Asker = Annotated[Principal, Depends(principal_of)]
Administrator = Annotated[Principal, Depends(administrator_of)]


def require_same_origin(request: Request) -> None:
    """Refuse what a browser says was sent by another site; programs send neither header."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise NotAllowed(action="request from another site")
    origin = request.headers.get("origin")
    if origin and origin.partition("://")[2] != request.headers.get("host"):
        raise NotAllowed(action="request from another site")


async def require_csrf(request: Request) -> None:
    """Refuse a change through a cookie without the token, in the header or as a field of a form."""
    if _key(request) is not None:
        return
    require_same_origin(request)
    session = session_token(request)
    if session is None:
        raise NotSignedIn
    given = request.headers.get(CSRF_HEADER)
    if given is None and media_type_of(request) == "application/x-www-form-urlencoded":
        field = (await request.form()).get(CSRF_FIELD)
        given = None if isinstance(field, UploadFile) else field
    check_csrf(session, given)


def check_csrf(session: str, given: str | None) -> None:
    if given is None or not hmac.compare_digest(given.encode(), csrf_token(session).encode()):
        raise NotAllowed(action="form without its token")


def media_type_of(request: Request) -> str:
    """The media type of the body, in lower case and without parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()
