"""Fonts for the making: static cuts of Vazirmatn and the Persian fonts of the machine."""

from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from corpus.samples.maker.sources import SAMPLES

VAZIRMATN = SAMPLES.parents[1] / "ui" / "static" / "fonts" / "vazirmatn.woff2"
# Names of fonts that Debian's fonts-hosny-amiri and fonts-farsiweb install.
DEBIAN = {
    "Amiri": Path("/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Regular.ttf"),
    "Nazli": Path("/usr/share/fonts/truetype/farsiweb/nazli.ttf"),
}
FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{folder}</dir>
  <cachedir>{folder}/cache</cachedir>
</fontconfig>
"""


@dataclass(frozen=True, slots=True)
class Fonts:
    """Files of the made fonts and the families that may be named in a document."""

    regular: Path
    bold: Path
    configuration: Path
    families: tuple[str, ...]

    def family(self, choice: int) -> str:
        return self.families[choice % len(self.families)]


def prepare_fonts(folder: Path) -> Fonts:
    """Cut Vazirmatn in two weights into `folder` and write a fontconfig file that knows them."""
    cuts = {}
    for style, weight in (("Regular", 400), ("Bold", 700)):
        font = instantiateVariableFont(TTFont(VAZIRMATN), {"wght": weight})
        font.flavor = None
        _rename(font, style)
        cuts[style] = folder / f"Vazirmatn-{style}.ttf"
        font.save(cuts[style])
    configuration = folder / "fonts.conf"
    configuration.write_text(FONTCONFIG.format(folder=folder), encoding="utf-8")
    installed = [name for name, path in DEBIAN.items() if path.exists()]
    return Fonts(cuts["Regular"], cuts["Bold"], configuration, ("Vazirmatn", *installed))


def _rename(font: TTFont, style: str) -> None:
    names = {1: "Vazirmatn", 2: style, 4: f"Vazirmatn {style}", 6: f"Vazirmatn-{style}"}
    for identifier in (16, 17, 25):
        font["name"].removeNames(nameID=identifier)
    for identifier, name in names.items():
        font["name"].setName(name, identifier, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 700 if style == "Bold" else 400
    font["OS/2"].fsSelection = 0x20 if style == "Bold" else 0x40
    font["head"].macStyle = 1 if style == "Bold" else 0
