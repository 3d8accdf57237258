"""The direction and the skew of lines are found by the ink, and boxes come back to the page as it is shown."""

import io

import pytest
from PIL import Image, ImageDraw

from corpus.records import Box
from ingest.ocr import RecognizedWord
from ingest.ocr_turning import TurningRecognizer
from ingest.ocr_upright import Turn, turns

WHITE, BLACK = 255, 0


def page_of_lines() -> Image.Image:
    """Twenty lines of bars, as words are, on a page that is taller than wide."""
    page = Image.new("L", (850, 1200), WHITE)
    pen = ImageDraw.Draw(page)
    for line in range(20):
        right = 780
        for word in range(9):
            width = 30 + (line * 7 + word * 13) % 40
            pen.rectangle((right - width, 100 + 45 * line, right, 118 + 45 * line), fill=BLACK)
            right -= width + 14
    return page


def png(picture: Image.Image) -> bytes:
    encoded = io.BytesIO()
    picture.save(encoded, "PNG")
    return encoded.getvalue()


@pytest.mark.parametrize("lies", [0, 90, 180, 270])
@pytest.mark.parametrize("skew", [0, 4, -7])
def test_lines_tell_how_a_page_lies(lies: int, skew: int) -> None:
    picture = page_of_lines().rotate(lies + skew, Image.Resampling.BICUBIC, expand=True, fillcolor=WHITE)
    first, second, *_ = turns(picture)
    assert {first.quarter, second.quarter} == ({0, 180} if lies in (0, 180) else {90, 270})
    assert first.skew == pytest.approx(-skew, abs=0.5)


def test_a_page_that_is_hardly_askew_is_left_alone() -> None:
    picture = page_of_lines().rotate(1, Image.Resampling.BICUBIC, fillcolor=WHITE)
    assert turns(picture)[0] == Turn(0, 0.0)


@pytest.mark.parametrize("picture", [Image.new("L", (200, 300), WHITE), Image.new("L", (1, 1), BLACK)])
def test_a_page_without_ink_need_not_be_turned(picture: Image.Image) -> None:
    assert turns(picture)[0] == Turn(0, 0.0)


@pytest.mark.parametrize("quarter", [0, 90, 180, 270])
@pytest.mark.parametrize("skew", [0.0, 5.0, -8.0])
def test_a_box_comes_back_to_where_its_ink_is(quarter: int, skew: float) -> None:
    page = Image.new("L", (600, 900), WHITE)
    ImageDraw.Draw(page).rectangle((120, 200, 180, 220), fill=BLACK)
    turn = Turn(quarter, skew)
    turned = turn.apply(page)
    ink = Image.eval(turned, lambda shade: WHITE - shade).getbbox()
    assert ink is not None
    box = Box(
        ink[0] / turned.width,
        ink[1] / turned.height,
        (ink[2] - ink[0]) / turned.width,
        (ink[3] - ink[1]) / turned.height,
    )
    back = turn.back(box, page.size, turned.size)
    centre = (back.x + back.width / 2) * 600, (back.y + back.height / 2) * 900
    assert centre == pytest.approx((150, 210), abs=3)
    assert back.width * 600 >= 58
    assert back.height * 900 >= 18


class Reader:
    """Makes sense of a page only the way it stands right; counts how often it was asked."""

    def __init__(self, stands_right: bytes | None, words: int = 20) -> None:
        self.stands_right = stands_right
        self.words = words
        self.asked = 0

    def unavailable(self) -> str:
        return ""

    def recognize(self, picture: bytes) -> list[RecognizedWord]:
        self.asked += 1
        with Image.open(io.BytesIO(picture)) as page:
            right = page.convert("L").tobytes() == self.stands_right
        return [RecognizedWord("واژه", Box(0.1, 0.2, 0.3, 0.05), 0.8 if right else 0.3, (1, 1), 1)] * self.words


@pytest.mark.parametrize("lies", [0, 90, 180, 270])
def test_a_page_is_turned_until_its_words_make_sense(lies: int) -> None:
    page = page_of_lines()
    shown = page.rotate(lies, expand=True)
    reader = Reader(page.tobytes())
    words = TurningRecognizer(reader).recognize(png(shown))
    assert {word.confidence for word in words} == {0.8}
    assert reader.asked <= 2
    box = words[0].box
    middle = box.x + box.width / 2, box.y + box.height / 2
    # Where .25, .225 of the upright page stands on the page as it is shown.
    expected = {0: (0.25, 0.225), 90: (0.225, 0.75), 180: (0.75, 0.775), 270: (0.775, 0.25)}[lies]
    assert middle == pytest.approx(expected)


@pytest.mark.parametrize("lies", [90, 180, 270])
def test_lines_are_read_in_the_order_of_the_upright_page(lies: int) -> None:
    upright = page_of_lines()

    class TwoLines(Reader):
        def recognize(self, picture: bytes) -> list[RecognizedWord]:
            (word,) = super().recognize(picture)
            boxes = {"نخست": Box(0.1, 0.2, 0.8, 0.02), "دوم": Box(0.1, 0.6, 0.8, 0.02)}
            return [
                RecognizedWord(text, box, word.confidence, (1, 1), number)
                for number, (text, box) in enumerate(boxes.items())
                for _ in range(10)
            ]

    words = TurningRecognizer(TwoLines(upright.tobytes(), words=1)).recognize(
        png(upright.rotate(lies, expand=True))
    )
    assert [word.text for word in words] == ["نخست"] * 10 + ["دوم"] * 10


def test_a_page_that_makes_no_sense_anyhow_is_given_up_with_the_best_of_it() -> None:
    reader = Reader(None)
    assert len(TurningRecognizer(reader).recognize(png(page_of_lines()))) == 20
    assert reader.asked == 4


def test_a_picture_with_hardly_a_word_is_not_turned_about() -> None:
    reader = Reader(None, words=2)
    TurningRecognizer(reader).recognize(png(page_of_lines()))
    assert reader.asked == 1
