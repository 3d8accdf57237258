"""The web application: routes, sessions and problems over the services that the assembly gives it."""

import logging
import secrets
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from api import (
    account_routes,
    admin_pages,
    answer_routes,
    correction_pages,
    correction_routes,
    description_pages,
    description_routes,
    document_routes,
    documentation_routes,
    entry_pages,
    family_routes,
    maintenance_routes,
    page_routes,
    search_routes,
    similar_routes,
    source_routes,
    status_routes,
    suggest_routes,
    synonym_routes,
    upload_routes,
    viewer_pages,
)
from api.expectations import expectation
from api.negotiation import language_of
from api.pages import PasswordDue, SignInFirst, render
from api.problems import problem_body, sentence, status_of
from api.security import HEADERS, SecurityHeaders
from api.services import Progress, Services
from api.sessions import account_of
from api.wording import ui_folder, wording
from corpus.access import Principal
from corpus.errors import InvalidQuery, NotAllowed, NotFound, NotSignedIn, SanadyarError

__all__ = ["Progress", "Services", "create_app"]

LOG = logging.getLogger(__name__)
PROBLEM_TYPE = "application/problem+json"


def create_app(services: Services) -> FastAPI:
    """Put the application together; nothing is read from the environment here."""
    app = FastAPI(
        title="Sanadyar",
        version=services.version,
        description="Search, cited answers and documents. Sign in, or send `Authorization: Bearer <key>`.",
        openapi_url="/api/openapi.json",
        docs_url=None,  # the stock pages load scripts from a CDN; /api/docs is our own
        redoc_url=None,
    )
    app.state.services = services
    for module in (
        search_routes,
        suggest_routes,
        answer_routes,
        upload_routes,
        documentation_routes,
        similar_routes,
        document_routes,
        family_routes,
        source_routes,
        description_routes,
        description_pages,
        correction_routes,
        account_routes,
        status_routes,
        maintenance_routes,
        synonym_routes,
        entry_pages,
        page_routes,
        viewer_pages,
        admin_pages,
        correction_pages,
    ):
        app.include_router(module.router)
    app.include_router(suggest_routes.pages)
    app.mount("/static", StaticFiles(directory=ui_folder() / "static"), name="static")
    app.add_exception_handler(SanadyarError, _known_problem)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_problem)
    app.add_exception_handler(Exception, _unknown_problem)
    app.add_exception_handler(SignInFirst, _to_sign_in)
    app.add_exception_handler(PasswordDue, _to_password)
    app.add_middleware(SecurityHeaders)
    return app


def _is_api(request: Request) -> bool:
    return request.url.path.startswith("/api/")


def _answer(request: Request, error: SanadyarError, error_id: str = "") -> Response:
    if _is_api(request):
        language = language_of(request)
        headers = {"WWW-Authenticate": "Bearer"} if isinstance(error, NotSignedIn) else {}
        return JSONResponse(
            problem_body(error, language, error_id), status_of(error), headers, media_type=PROBLEM_TYPE
        )
    say = wording("fa").say
    headings = {404: "problem.missing", 403: "problem.not_allowed"}
    return render(
        request,
        "problem.html",
        principal=_principal_if_any(request),
        status=status_of(error),
        heading=say(headings.get(status_of(error), "problem.failed")),
        sentence=sentence(error, "fa"),
        error_id=error_id,
    )


def _principal_if_any(request: Request) -> Principal | None:
    """Who looks at the error page; without the catalogue nobody is known, and the page still stands."""
    try:
        account = account_of(request)
    except SanadyarError:
        return None
    return account.principal if account else None


def _known_problem(request: Request, error: Exception) -> Response:
    if not isinstance(error, SanadyarError):
        raise error
    if isinstance(error, NotSignedIn) and not _is_api(request):
        return _to_sign_in(request, error)
    if status_of(error) < 500:
        return _answer(request, error)
    error_id = secrets.token_hex(4)
    LOG.error("problem %s on %s: %s", error_id, request.url.path, error, exc_info=error)
    return _answer(request, error, error_id)


def _unknown_problem(request: Request, error: Exception) -> Response:
    error_id = secrets.token_hex(4)
    LOG.error("unknown problem %s on %s", error_id, request.url.path, exc_info=error)
    response = _answer(request, SanadyarError(), error_id)
    # This answer is made outside of every middleware of the application.
    response.headers.update({**HEADERS, "Cache-Control": "no-store"})
    return response


def _invalid_request(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    first = error.errors()[0]
    place = [str(part) for part in first["loc"]]
    if place[0] == "path":  # a document id that is none names no document
        return _answer(request, NotFound(what="address", id=str(first.get("input"))[:80]))
    value = str(first.get("input", ""))[:80] if "password" not in place else "…"
    expected = expectation(first, language_of(request) if _is_api(request) else "fa")
    field = ".".join(place[1:])
    if first["type"] == "extra_forbidden":  # it is the name that nobody knows, whatever its value
        field, value = "parameter", field
    return _answer(request, InvalidQuery(field=field, value=value, expected=expected))


def _http_problem(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == 404:
        return _answer(request, NotFound(what="address", id=request.url.path))
    if error.status_code == 405:
        response = _answer(request, NotAllowed(action=f"{request.method} {request.url.path}"))
        response.status_code = 405
        response.headers.update(error.headers or {})
        return response
    english = _is_api(request) and language_of(request) == "en"
    expected = str(error.detail) if english else "multipart/form-data یا JSON درست"
    return _answer(request, InvalidQuery(field="request", value="", expected=expected))


def _to_sign_in(request: Request, _error: Exception) -> Response:
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    target = (
        "/sign-in" if wanted == "/" or request.method != "GET" else f"/sign-in?next={quote(wanted, safe='')}"
    )
    return RedirectResponse(target, status_code=303)


def _to_password(_request: Request, _error: Exception) -> Response:
    return RedirectResponse("/password", status_code=303)
