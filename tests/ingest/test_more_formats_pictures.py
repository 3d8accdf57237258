"""Pictures become pages that wait for recognition, and are drawn for it: upright, whole and within bounds."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from made_files import read
from PIL import Image

from corpus.errors import DamagedFile, FileTooLarge
from ingest.parsers import picture
from ingest.parsers.page_drawing import scan_page


def image(width: int = 300, height: int = 200, mode: str = "L") -> Image.Image:
    """White paper with a black corner at the top left."""
    made = Image.new(mode, (width, height), "white")
    made.paste("black", (0, 0, width // 4, height // 4))
    return made


def saved(made: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    made.save(stream, kind, **options)
    return stream.getvalue()


def noisy(width: int = 300, height: int = 200) -> Image.Image:
    return Image.effect_noise((width, height), 90)


def drawn(tmp_path: Path, content: bytes, number: int = 1) -> Image.Image:
    path = tmp_path / "picture"
    path.write_bytes(content)
    return Image.open(io.BytesIO(scan_page(path, number)))


def png_of(width: int, height: int) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP", "BMP"])
def test_every_kind_becomes_a_page_of_its_size_that_needs_recognition(tmp_path: Path, kind: str) -> None:
    options = {} if kind == "WEBP" else {"dpi": (300, 300)}
    found, parsed = read(tmp_path, saved(image(mode="RGB"), kind, **options), "تصویر.pdf")
    assert found == kind.lower()
    (page,) = parsed.pages
    dots = 200 if kind == "WEBP" else 300
    assert (page.needs_ocr, page.text, parsed.blocks) == (True, "", ())
    assert (page.width, page.height) == pytest.approx((300 * 72 / dots, 200 * 72 / dots), rel=0.01)


def test_a_tiff_has_all_its_pages(tmp_path: Path) -> None:
    others = [image(100, 50, "1"), image(40, 80, "RGB")]
    content = saved(image(), "TIFF", save_all=True, append_images=others)
    parsed = read(tmp_path, content)[1]
    assert [page.number for page in parsed.pages] == [1, 2, 3]
    assert [(round(page.width), round(page.height)) for page in parsed.pages] == [(108, 72), (36, 18), (14, 29)]
    assert [drawn(tmp_path, content, number).size for number in (1, 2, 3)] == [(300, 200), (100, 50), (40, 80)]
    with pytest.raises(DamagedFile):
        drawn(tmp_path, content, 4)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_pages_are_drawn_upright(tmp_path: Path, orientation: int, kind: str) -> None:
    """The picture is stored so that the stated orientation brings the black corner to the top left."""
    turn = {
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE],
        6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_270],
    }
    made = image()
    for one in turn.get(orientation, []):
        made = made.transpose(one)
    exif = Image.Exif()
    exif[0x0112] = orientation
    content = saved(made, kind, exif=exif)
    page = drawn(tmp_path, content)
    assert page.size == (300, 200)
    assert (page.getpixel((10, 10)), page.getpixel((290, 10)), page.getpixel((10, 190))) == pytest.approx(
        (0, 255, 255), abs=12
    )
    (parsed,) = read(tmp_path, content)[1].pages
    assert (parsed.width, parsed.height) == (108, 72)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "I;16"])
def test_every_mode_is_drawn_as_dark_on_white(tmp_path: Path, mode: str) -> None:
    made = (
        image().point(lambda shade: shade * 257, "I").convert("I;16") if mode == "I;16" else image(mode="RGB")
    )
    if mode != "I;16":
        made = made.convert(mode)
    page = drawn(tmp_path, saved(made, "TIFF" if mode in ("CMYK", "I;16") else "PNG"))
    assert page.mode == "L"
    assert (page.getpixel((10, 10)), page.getpixel((290, 190))) == (0, 255)


def test_what_is_see_through_is_white_paper(tmp_path: Path) -> None:
    made = Image.new("RGBA", (50, 50), (0, 0, 0, 0))
    assert drawn(tmp_path, saved(made, "PNG")).getextrema() == (255, 255)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_finer_scans_are_drawn_at_200_dots_and_no_page_past_the_bound(tmp_path: Path, kind: str) -> None:
    fine = saved(image(1200, 900), kind, dpi=(600, 600))
    assert drawn(tmp_path, fine).size == (400, 300)
    camera = drawn(tmp_path, saved(image(9000, 4000), kind, dpi=(72, 72)))
    assert camera.width * camera.height <= 25_100_000


@pytest.mark.parametrize(("width", "height"), [(40_000, 40_000), (11_000, 10_000), (20_000, 9_000)])
def test_a_picture_past_the_bound_is_refused_before_it_is_decoded(
    tmp_path: Path, width: int, height: int
) -> None:
    with pytest.raises(FileTooLarge) as raised:
        read(tmp_path, png_of(width, height), "نقشه.png")
    assert raised.value.facts == {
        "file": "نقشه.png",
        "size": width * height,
        "limit": 100_000_000,
        "measure": "pixels",
    }
    with pytest.raises(FileTooLarge):
        drawn(tmp_path, png_of(width, height))


def test_too_many_pages_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "MOST_PAGES", 2)
    with pytest.raises(FileTooLarge) as raised:
        read(tmp_path, saved(image(), "TIFF", save_all=True, append_images=[image(), image()]))
    assert raised.value.facts["measure"] == "pages"


@pytest.mark.filterwarnings("ignore")  # Pillow warns of what it then raises
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP", "BMP"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
def test_a_cut_picture_is_damage(tmp_path: Path, kind: str, share: float) -> None:
    content = saved(noisy(), kind)
    with pytest.raises(DamagedFile):
        read(tmp_path, content[: max(20, int(len(content) * share))])


def test_pages_of_pdf_files_are_still_drawn(tmp_path: Path) -> None:
    page = drawn(tmp_path, saved(image(600, 400), "PDF", resolution=100))
    assert page.size == pytest.approx((1200, 800), abs=2)
