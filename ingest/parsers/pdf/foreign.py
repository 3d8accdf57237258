"""PDFium's functions bound to plain addresses: several times cheaper per call than typed pointers."""

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium

ADDRESS, INT, SIZE, DOUBLE = ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t, ctypes.c_double


def bound(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Return `function` with the given result and argument types."""
    address = ctypes.cast(function, ADDRESS).value
    assert address is not None
    return ctypes.CFUNCTYPE(result, *arguments)(address)


def address_of(handle: Any) -> int:
    """Return the address that a typed handle points to."""
    return ctypes.cast(handle, ADDRESS).value or 0


char_unicode = bound(pdfium.FPDFText_GetUnicode, ctypes.c_uint, ADDRESS, INT)
char_is_generated = bound(pdfium.FPDFText_IsGenerated, INT, ADDRESS, INT)
char_is_unmapped = bound(pdfium.FPDFText_HasUnicodeMapError, INT, ADDRESS, INT)
char_origin = bound(pdfium.FPDFText_GetCharOrigin, INT, ADDRESS, INT, ADDRESS, ADDRESS)
char_box = bound(pdfium.FPDFText_GetLooseCharBox, INT, ADDRESS, INT, ADDRESS)
char_matrix = bound(pdfium.FPDFText_GetMatrix, INT, ADDRESS, INT, ADDRESS)
char_font_size = bound(pdfium.FPDFText_GetFontSize, DOUBLE, ADDRESS, INT)
char_object = bound(pdfium.FPDFText_GetTextObject, ADDRESS, ADDRESS, INT)

page_object_count = bound(pdfium.FPDFPage_CountObjects, INT, ADDRESS)
page_object = bound(pdfium.FPDFPage_GetObject, ADDRESS, ADDRESS, INT)
form_object_count = bound(pdfium.FPDFFormObj_CountObjects, INT, ADDRESS)
form_object = bound(pdfium.FPDFFormObj_GetObject, ADDRESS, ADDRESS, ctypes.c_ulong)
object_kind = bound(pdfium.FPDFPageObj_GetType, INT, ADDRESS)
object_bounds = bound(pdfium.FPDFPageObj_GetBounds, INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS)
object_matrix = bound(pdfium.FPDFPageObj_GetMatrix, INT, ADDRESS, ADDRESS)
object_mark_count = bound(pdfium.FPDFPageObj_CountMarks, INT, ADDRESS)
object_mark = bound(pdfium.FPDFPageObj_GetMark, ADDRESS, ADDRESS, ctypes.c_ulong)
mark_bytes = bound(
    pdfium.FPDFPageObjMark_GetParamBlobValue, INT, ADDRESS, ctypes.c_char_p, ADDRESS, ctypes.c_ulong, ADDRESS
)
path_segment_count = bound(pdfium.FPDFPath_CountSegments, INT, ADDRESS)
path_draw_mode = bound(pdfium.FPDFPath_GetDrawMode, INT, ADDRESS, ADDRESS, ADDRESS)

object_fill = bound(pdfium.FPDFPageObj_GetFillColor, INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS)
object_clip = bound(pdfium.FPDFPageObj_GetClipPath, ADDRESS, ADDRESS)
clip_path_count = bound(pdfium.FPDFClipPath_CountPaths, INT, ADDRESS)
clip_segment_count = bound(pdfium.FPDFClipPath_CountPathSegments, INT, ADDRESS, INT)
clip_segment = bound(pdfium.FPDFClipPath_GetPathSegment, ADDRESS, ADDRESS, INT, INT)
segment_point = bound(pdfium.FPDFPathSegment_GetPoint, INT, ADDRESS, ADDRESS, ADDRESS)

text_render_mode = bound(pdfium.FPDFTextObj_GetTextRenderMode, INT, ADDRESS)
text_font = bound(pdfium.FPDFTextObj_GetFont, ADDRESS, ADDRESS)
font_name = bound(pdfium.FPDFFont_GetBaseFontName, SIZE, ADDRESS, ADDRESS, SIZE)
font_weight = bound(pdfium.FPDFFont_GetWeight, INT, ADDRESS)
