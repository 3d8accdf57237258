"""Turn a printed PDF into a scan: pictures of slightly turned, noisy pages and no text."""

import time
from pathlib import Path

import numpy
import pypdfium2
from PIL import Image

RESOLUTION = 150
SKEW = 0.5
NOISE = 7.0


def make_scan(printed: Path, target: Path, *, seed: int) -> None:
    generator = numpy.random.default_rng(seed)
    document = pypdfium2.PdfDocument(printed)
    try:
        pages = [_scanned(page, generator) for page in document]
    finally:
        document.close()
    moment = time.gmtime(1735689600)
    pages[0].save(
        target,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=RESOLUTION,
        quality=55,
        creationDate=moment,
        modDate=moment,
    )


def _scanned(page: pypdfium2.PdfPage, generator: numpy.random.Generator) -> Image.Image:
    picture = page.render(scale=RESOLUTION / 72, grayscale=True).to_pil()
    turn = SKEW * (1 if generator.random() < 0.5 else -1)
    picture = picture.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor=250)
    grey = numpy.asarray(picture, dtype=numpy.float32) * 0.94 + 8
    noisy = grey + generator.normal(0, NOISE, grey.shape)
    return Image.fromarray(noisy.clip(0, 255).astype(numpy.uint8))
