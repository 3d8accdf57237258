"""/api/sign-in, /api/sign-out, /api/password and /api/keys."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from api.account_schemas import CreatedKey, Credentials, KeyBody, KeyRequest, PasswordChange, Session
from api.services import Services
from api.sessions import (
    COOKIE,
    csrf_token,
    require_csrf,
    require_same_origin,
    services_of,
    session_account,
    session_token,
)
from corpus.accounts import Account
from corpus.errors import NotSignedIn

__all__ = ["forget_session", "remember_session", "router"]

router = APIRouter(prefix="/api", tags=["accounts"])
Needed = Annotated[Services, Depends(services_of)]
SignedIn = Annotated[Account, Depends(session_account)]


def remember_session(response: Response, services: Services, token: str) -> None:
    response.set_cookie(
        COOKIE, token, httponly=True, samesite="strict", secure=services.secure_cookies, path="/"
    )


def forget_session(response: Response, services: Services) -> None:
    response.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=services.secure_cookies, path="/")


@router.post("/sign-in", dependencies=[Depends(require_same_origin)])
def sign_in(credentials: Credentials, response: Response, services: Needed) -> Session:
    """Sets the session cookie; `csrf` goes into the header X-CSRF-Token of every change."""
    token = services.accounts.sign_in(credentials.name, credentials.password)
    account = services.accounts.account_of_session(token)
    if account is None:
        raise NotSignedIn
    remember_session(response, services, token)
    return Session(
        name=account.name,
        administrator=account.administrator,
        must_change_password=account.must_change_password,
        csrf=csrf_token(token),
    )


@router.post("/sign-out", status_code=204, dependencies=[Depends(require_csrf)])
def sign_out(request: Request, response: Response, services: Needed) -> None:
    token = session_token(request)
    if token is not None:
        services.accounts.sign_out(token)
    forget_session(response, services)


@router.post("/password", status_code=204, dependencies=[Depends(require_csrf)])
def change_password(change: PasswordChange, account: SignedIn, services: Needed) -> None:
    """Ends every session of the account, this one too."""
    services.accounts.change_password(account.name, change.old, change.new)


@router.get("/keys")
def list_keys(account: SignedIn, services: Needed) -> list[KeyBody]:
    return [
        KeyBody(id=key.id, label=key.label, created=key.created, last_used=key.last_used)
        for key in services.accounts.api_keys(account.name)
    ]


@router.post("/keys", status_code=201, dependencies=[Depends(require_csrf)])
def create_key(wanted: KeyRequest, account: SignedIn, services: Needed) -> CreatedKey:
    """A key acts as the account that made it; it is made through a session, never through another key."""
    return CreatedKey(label=wanted.label, key=services.accounts.add_api_key(account.name, wanted.label))


@router.delete("/keys/{key_id}", status_code=204, dependencies=[Depends(require_csrf)])
def remove_key(key_id: UUID, account: SignedIn, services: Needed) -> None:
    services.accounts.remove_api_key(account.name, key_id)
