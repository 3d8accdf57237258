"""What a value should have been, said to people in the stead of the validator's English."""

from collections.abc import Mapping
from typing import Any

from api.problems import Language

__all__ = ["expectation"]

# By the validator's kinds of errors: https://docs.pydantic.dev/latest/errors/validation_errors/
_EXPECTED = {
    "int_parsing": "عددی درست مانند 12",
    "int_parsing_size": "عددی درست مانند 12",
    "int_type": "عددی درست مانند 12",
    "int_from_float": "عددی درست مانند 12",
    "float_parsing": "عددی مانند 0.8",
    "float_type": "عددی مانند 0.8",
    "finite_number": "عددی مانند 0.8",
    "bool_parsing": "true یا false",
    "bool_type": "true یا false",
    "uuid_parsing": "شناسه‌ای مانند 6f1c0000-0000-4000-8000-000000000000",
    "uuid_type": "شناسه‌ای مانند 6f1c0000-0000-4000-8000-000000000000",
    "string_type": "متن",
    "string_unicode": "متنی به UTF-8",
    "missing": "پر",
    "extra_forbidden": "نامی شناخته‌شده",
    "value_error": "مقداری پذیرفتنی",
    "json_invalid": "JSON درست",
    "json_type": "JSON درست",
    "list_type": "فهرستی در [ ]",
    "dict_type": "شیء JSON در {{ }}",
    "model_type": "شیء JSON در {{ }}",
    "model_attributes_type": "شیء JSON در {{ }}",
    "greater_than_equal": "≥ {ge}",
    "less_than_equal": "≤ {le}",
    "greater_than": "> {gt}",
    "less_than": "< {lt}",
    "string_too_short": "≥ {min_length}",
    "string_too_long": "≤ {max_length}",
    "too_short": "≥ {min_length}",
    "too_long": "≤ {max_length}",
    "enum": "{expected}",
    "literal_error": "{expected}",
}


def expectation(error: Mapping[str, Any], language: Language) -> str:
    """Say what one of the validator's errors asks for; what has no sentence of its own is «مقداری پذیرفتنی»."""
    if language == "en":
        return str(error["msg"]).removeprefix("Input should be ")
    said = _EXPECTED.get(str(error["type"]), _EXPECTED["value_error"])
    facts = {name: str(value).replace(" or ", ", ") for name, value in (error.get("ctx") or {}).items()}
    return said.format_map(facts)
