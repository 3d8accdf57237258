"""Which parser reads which format."""

from importlib import import_module

from ingest.parsing import Parser, Unpacker

PARSERS = {
    "pdf": ("pdf.document", "PdfParser"),
    "docx": ("word_document", "WordDocumentParser"),
    "pptx": ("presentation", "PresentationParser"),
    "xlsx": ("workbook", "WorkbookParser"),
    "odt": ("open_text", "OpenTextParser"),
    "ods": ("open_sheet", "OpenSheetParser"),
    "odp": ("open_slides", "OpenSlidesParser"),
    "epub": ("book", "BookParser"),
    "html": ("web_page", "WebPageParser"),
    "eml": ("mail", "MailParser"),
    "msg": ("outlook_message", "OutlookMessageParser"),
    "rtf": ("rich_text", "RichTextParser"),
    "md": ("markup_text", "MarkupTextParser"),
    "csv": ("separated_values", "SeparatedValuesParser"),
    "json": ("json_text", "JsonParser"),
    "xml": ("xml_text", "XmlParser"),
    "zip": ("archive", "ArchiveParser"),
    "txt": ("plain_text", "PlainTextParser"),
    **dict.fromkeys(("png", "jpeg", "tiff", "webp", "bmp"), ("picture", "PictureParser")),
}
# Formats whose insides become documents of their own; their parsers unpack, too.
CONTAINERS = ("eml", "msg", "zip")
# Old formats and the new ones that they are turned into.
CONVERTED = {"doc": "docx", "xls": "xlsx", "ppt": "pptx"}


def parser_for(format: str) -> Parser:
    """Return the parser of a format that `ingest.formats.recognize` names; raises `KeyError` for others.

    Imports wait until a format is asked for: unstructured, PDFium and the office libraries take up to a
    second each, and a reading process seldom meets every format.
    """
    if format in CONVERTED:
        from ingest.parsers.legacy_office import LegacyOfficeParser

        return LegacyOfficeParser(CONVERTED[format], parser_for(CONVERTED[format]))
    module, name = PARSERS[format]
    parser: Parser = getattr(import_module(f"ingest.parsers.{module}"), name)()
    return parser


def unpacker_for(format: str) -> Unpacker | None:
    """Return what takes a format apart, None for formats that hold no files of their own."""
    if format not in CONTAINERS:
        return None
    module, name = PARSERS[format]
    unpacker: Unpacker = getattr(import_module(f"ingest.parsers.{module}"), name)()
    return unpacker
