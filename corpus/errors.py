"""One class per reason, under one base; facts are attributes.

`code` names the reason for programs and for `api.problems`, which holds the sentences that people
read (Persian and English). Constructor keywords are the facts; they must survive JSON.
"""

from typing import ClassVar


class SanadyarError(Exception):
    """Base of all errors of this program that a person can act on."""

    code: ClassVar[str] = "error"

    def __init__(self, **facts: str | int | float) -> None:
        super().__init__(", ".join(f"{name}={value!r}" for name, value in facts.items()))
        self.facts = facts

    def __reduce__(self) -> tuple[object, tuple[type["SanadyarError"], dict[str, str | int | float]]]:
        return (_remake, (type(self), self.facts))  # errors cross process borders with their facts


def _remake(kind: type[SanadyarError], facts: dict[str, str | int | float]) -> SanadyarError:
    return kind(**facts)


class UnreadableDocument(SanadyarError):
    """A file cannot become a document; every subclass has the fact `file`."""

    code = "unreadable"


class UnknownFormat(UnreadableDocument):
    """Facts: file, detected."""

    code = "unknown_format"


class EmptyFile(UnreadableDocument):
    """Facts: file. No bytes, or no text and no picture of a text."""

    code = "empty_file"


class EncryptedFile(UnreadableDocument):
    """Facts: file."""

    code = "encrypted_file"


class WrongFilePassword(UnreadableDocument):
    """Facts: file. The password that was given does not open the file."""

    code = "wrong_file_password"


class NoPasswordNeeded(UnreadableDocument):
    """Facts: file. A password was given for a file that none opens: it has none, or one that is not taken."""

    code = "no_password_needed"


class DamagedFile(UnreadableDocument):
    """Facts: file, detail."""

    code = "damaged_file"


class FileTooLarge(UnreadableDocument):
    """Facts: file, size, limit (bytes, pages or pixels as `measure` says), measure."""

    code = "file_too_large"


class ReadingTimedOut(UnreadableDocument):
    """Facts: file, seconds."""

    code = "reading_timed_out"


class ReadingProcessDied(UnreadableDocument):
    """Facts: file, detail. The process that read the file ended without an answer."""

    code = "reading_process_died"


class ReaderMissing(UnreadableDocument):
    """Facts: file, program, package. The program that reads such files is not installed on this machine."""

    code = "reader_missing"


class InaccessiblePath(SanadyarError):
    """Facts: path, detail. A file or folder that the program may not read."""

    code = "inaccessible_path"


class StorageFull(SanadyarError):
    """Facts: path."""

    code = "storage_full"


class DataFolderInUse(SanadyarError):
    """Facts: path. A second process on the same data folder."""

    code = "data_folder_in_use"


class PortInUse(SanadyarError):
    """Facts: host, port."""

    code = "port_in_use"


class UnknownSetting(SanadyarError):
    """Facts: key, source, known."""

    code = "unknown_setting"


class InvalidSetting(SanadyarError):
    """Facts: key, value, source, expected."""

    code = "invalid_setting"


class ModelUnavailable(SanadyarError):
    """Facts: folder, detail. An embedding model that is missing or damaged."""

    code = "model_unavailable"


class IndexOutdated(SanadyarError):
    """Facts: path. The index was made by another analysis, splitter or embedder."""

    code = "index_outdated"


class IndexDamaged(SanadyarError):
    """Facts: path, detail."""

    code = "index_damaged"


class IndexUnreachable(SanadyarError):
    """Facts: url, detail. The Qdrant server does not answer."""

    code = "index_unreachable"


class NotFound(SanadyarError):
    """Facts: what, id. Also said of what the asker may not read, so that nothing leaks."""

    code = "not_found"


class NotSignedIn(SanadyarError):
    code = "not_signed_in"


class NotAllowed(SanadyarError):
    """Facts: action."""

    code = "not_allowed"


class InvalidQuery(SanadyarError):
    """Facts: field, value, expected."""

    code = "invalid_query"


class InvalidSynonyms(SanadyarError):
    """Facts: line (from 1), value (what stands there), longest (code points of a member)."""

    code = "invalid_synonyms"


class ServerUnreachable(SanadyarError):
    """Facts: url, detail. The command line found no answering server."""

    code = "server_unreachable"


class WrongPassword(SanadyarError):
    """No facts: an unknown name and a wrong password are told apart to nobody."""

    code = "wrong_password"


class TooManyAttempts(SanadyarError):
    """Facts: seconds, until the next attempt to sign in under this name is heard."""

    code = "too_many_attempts"


class CatalogueUnavailable(SanadyarError):
    """Facts: url (without its password), detail. Damaged, locked, unreachable, or made by a newer version."""

    code = "catalogue_unavailable"


class OcrUnavailable(SanadyarError):
    """Facts: detail. The engine is not installed, or gave no answer for a page."""

    code = "ocr_unavailable"


class PageChanged(SanadyarError):
    """Facts: file, page. Somebody else changed the page since it was looked at."""

    code = "page_changed"
