"""/api/docs: every route of the schema on one plain page; the stock pages load scripts from elsewhere."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.pages import render

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.get("/api/docs")
def documentation(request: Request) -> Response:
    schema: dict[str, Any] = request.app.openapi()
    routes = [
        {
            "method": method.upper(),
            "path": path,
            "summary": operation.get("description") or operation.get("summary", ""),
            "parameters": [
                {
                    "name": parameter["name"],
                    "place": parameter["in"],
                    "required": parameter.get("required", False),
                    "description": parameter.get("description", ""),
                }
                for parameter in operation.get("parameters", ())
            ],
        }
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
    ]
    return render(request, "documentation.html", routes=routes, about=schema["info"]["description"])
