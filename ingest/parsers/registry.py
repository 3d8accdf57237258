"""Which parser reads which format."""

from ingest.parsing import Parser


def parser_for(format: str) -> Parser:  # noqa: A002 - the word that records and catalogue use
    """Return the parser of a format that `ingest.formats.recognize` names; raises `KeyError` for others.

    Imports wait until a format is asked for: unstructured, PDFium and the office libraries take up to a
    second each, and a reading process seldom meets every format.
    """
    if format == "pdf":
        from ingest.parsers.pdf.document import PdfParser

        return PdfParser()
    if format == "docx":
        from ingest.parsers.word_document import WordDocumentParser

        return WordDocumentParser()
    if format == "pptx":
        from ingest.parsers.presentation import PresentationParser

        return PresentationParser()
    if format == "xlsx":
        from ingest.parsers.workbook import WorkbookParser

        return WorkbookParser()
    if format == "html":
        from ingest.parsers.web_page import WebPageParser

        return WebPageParser()
    if format == "md":
        from ingest.parsers.markup_text import MarkupTextParser

        return MarkupTextParser()
    if format == "txt":
        from ingest.parsers.plain_text import PlainTextParser

        return PlainTextParser()
    raise KeyError(format)
