"""Parsers that fail in every way, for processes that the tests start: what a file holds tells how."""

import os
import signal
import time
from pathlib import Path

from corpus.errors import EncryptedFile
from corpus.records import BlockKind
from ingest.parsers.page_builder import DocumentBuilder
from ingest.parsing import ParsedDocument


class FailingParser:
    def parse(self, path: Path, file: str) -> ParsedDocument:
        text = path.read_text("utf-8").strip()
        if text == "hang":
            time.sleep(600)
        if text == "spin":
            sum(range(10**12))  # holds the interpreter: no thread of the process runs any more
        if text == "abort":
            os.abort()
        if text == "exit":
            os._exit(3)
        if text == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if text == "hoard":
            hoard = [bytearray(2**24) for _ in range(2**12)]
            raise AssertionError(len(hoard))
        if text == "encrypted":
            raise EncryptedFile(file=file)
        if text == "trip":
            raise ZeroDivisionError("تقسیم بر صفر")
        if text == "recurse":
            return self.parse(path, file)
        builder = DocumentBuilder()
        builder.add(BlockKind.PARAGRAPH, str(os.getpid()) if text == "who" else text)
        return builder.document(file, {"title": file})


def parser_for(format: str) -> FailingParser:
    return FailingParser()
