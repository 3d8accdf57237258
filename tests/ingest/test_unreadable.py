"""Files that cannot be read are refused with a reason, and odd ones that can be read are."""

import io
from pathlib import Path

import pikepdf
import pytest
from docx import Document
from made_files import packed, read
from parsing_law import texts

from corpus.errors import DamagedFile, EmptyFile, EncryptedFile, UnknownFormat, UnreadableDocument

WORD_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
JUNK = bytes(range(256)) * 4
LETTER = "به آگاهی می‌رساند که بودجهٔ نگهداری فضای سبز در شورا به تصویب رسید."


def word_file() -> bytes:
    document = Document()
    document.add_paragraph(LETTER)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pdf_file(**how: pikepdf.Encryption) -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    stream = io.BytesIO()
    document.save(stream, **how)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", EmptyFile),
        (pdf_file(), EmptyFile),  # a blank paper
        (pdf_file(encryption=pikepdf.Encryption(owner="مالک", user="رمز")), EncryptedFile),
        (b"%PDF-1.7\n", DamagedFile),
        (b"%PDF-1.7\n" + JUNK, DamagedFile),
        (packed({"[Content_Types].xml": WORD_TYPES, "word/document.xml": JUNK}), DamagedFile),
        (packed({"[Content_Types].xml": WORD_TYPES}), DamagedFile),
        (packed({"[Content_Types].xml": JUNK, "word/document.xml": "<w/>"}), UnknownFormat),
        (word_file()[:-400], DamagedFile),
        (b"PK\x03\x04" + JUNK, DamagedFile),
        ("متن\0".encode() * 3 + bytes(500), UnknownFormat),
    ],
)
@pytest.mark.parametrize("name", ["نامه.pdf", "نامه.docx", "نامه"])
def test_what_cannot_be_read_is_refused_with_its_reason(
    tmp_path: Path, content: bytes, reason: type, name: str
):
    with pytest.raises(reason) as refusal:
        read(tmp_path, content, name)
    assert refusal.value.facts["file"] == name


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
@pytest.mark.parametrize("whole", [word_file(), pdf_file()], ids=["docx", "pdf"])
def test_a_file_cut_anywhere_is_refused_as_unreadable(tmp_path: Path, whole: bytes, share: float):
    with pytest.raises(UnreadableDocument):
        read(tmp_path, whole[: int(share * len(whole))])


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (word_file(), "نامه.pdf", "docx"),
        (word_file(), "نامه.txt", "docx"),
        (LETTER.encode(), "نامه.pdf", "txt"),
    ],
)
def test_a_wrong_extension_does_not_matter(tmp_path: Path, content: bytes, name: str, kind: str):
    found, parsed = read(tmp_path, content, name)
    assert (found, texts(parsed)) == (kind, [LETTER])


def test_nul_and_half_of_a_surrogate_pair_are_left_out_of_a_text(tmp_path: Path):
    content = (LETTER + "\0" + LETTER + "\ud83d" + LETTER).encode("utf-8", "surrogatepass")
    found, parsed = read(tmp_path, content, "نامه.txt")
    assert found == "txt"
    assert "\0" not in parsed.pages[0].text
    assert parsed.pages[0].text.count("بودجهٔ") == 3


def test_ten_thousand_signs_that_stand_for_four_words_are_read(tmp_path: Path):
    _, parsed = read(tmp_path, ("ﷺ" * 10_000).encode(), "نامه.txt")
    assert parsed.pages[0].text.count("صلى") == 10_000
