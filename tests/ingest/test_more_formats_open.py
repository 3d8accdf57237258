"""OpenDocument texts, sheets and slides: structure, numbers, notes and pages as their programs show them."""

from pathlib import Path

import pytest
from made_files import NAMESPACES, opened, packed, read
from parsing_law import texts

from corpus.errors import DamagedFile, EmptyFile, EncryptedFile, FileTooLarge
from corpus.records import BlockKind
from ingest.parsers import open_package, open_sheet

STYLES = (
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    '<style:style style:name="P2" style:family="paragraph">'
    '<style:paragraph-properties fo:break-before="page"/></style:style>'
    '<style:style style:name="B" style:family="text">'
    '<style:text-properties fo:font-weight="normal" style:font-weight-complex="bold"/></style:style>'
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1"'
    ' style:num-format="۱, ۲, ۳, ..." style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="۱, ۲, ۳, ..."'
    ' style:num-suffix=")" text:display-levels="2"/></text:list-style>'
)


def p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def cells(*given: str) -> str:
    return "".join(f"<table:table-cell>{p(text)}</table:table-cell>" for text in given)


def row(*given: str) -> str:
    return f"<table:table-row>{cells(*given)}</table:table-row>"


def test_a_text_keeps_title_headings_notes_and_pages(tmp_path: Path) -> None:
    note = '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
    body = (
        f"<text:tracked-changes><text:changed-region><text:deletion>{p('حذف‌شده')}</text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        + p("گزارش سال", "P1")
        + '<text:h text:outline-level="2">بخش<text:s text:c="2"/>یکم</text:h>'
        + p(f"متن{note}<text:note-body>{p('پانوشت')}</text:note-body></text:note> ادامه<text:line-break/>دارد.")
        + p("یادداشت<office:annotation>" + p("نظر پنهان") + "</office:annotation> ندارد.")
        + p('<text:span text:style-name="B">عنوان پررنگ</text:span>')
        + p("پیش <text:soft-page-break/>پس از صفحه.")
        + p("صفحهٔ سوم", "P2")
        + p(f"<draw:frame><draw:text-box>{p('در کادر')}</draw:text-box></draw:frame>")
    )
    found, parsed = read(tmp_path, opened("text", body, STYLES), "گزارش.doc")
    assert found == "odt"
    assert [
        (block.page, block.kind, text) for block, text in zip(parsed.blocks, texts(parsed), strict=True)
    ] == [
        (1, BlockKind.TITLE, "گزارش سال"),
        (1, BlockKind.HEADING, "بخش یکم"),
        (1, BlockKind.PARAGRAPH, "متن ادامه دارد."),
        (1, BlockKind.PARAGRAPH, "یادداشت ندارد."),
        (1, BlockKind.HEADING, "عنوان پررنگ"),
        (1, BlockKind.PARAGRAPH, "پیش"),
        (1, BlockKind.NOTE, "پانوشت"),
        (2, BlockKind.PARAGRAPH, "پس از صفحه."),
        (3, BlockKind.PARAGRAPH, "صفحهٔ سوم"),
        (3, BlockKind.PARAGRAPH, "در کادر"),
    ]


def test_items_bear_the_numbers_that_are_shown(tmp_path: Path) -> None:
    def items(*given: str, more: str = "") -> str:
        inner = "".join(f"<text:list-item>{one}</text:list-item>" for one in given)
        return f'<text:list text:style-name="L1"{more}>{inner}</text:list>'

    body = items(p("یک"), p("دو") + items(p("دو یک"), p("دو دو")), p("سه") + p("دنبالهٔ سه"))
    body += p("میان") + items(p("چهار"), more=' text:continue-numbering="true"') + items(p("از نو"))
    parsed = read(tmp_path, opened("text", body, STYLES))[1]
    assert texts(parsed, BlockKind.LIST_ITEM) == [
        "۱. یک",
        "۲. دو",
        "۲.۱) دو یک",
        "۲.۲) دو دو",
        "۳. سه",
        "دنبالهٔ سه",
        "۴. چهار",
        "۱. از نو",
    ]


def test_tables_headers_footers_and_contents_have_their_kinds(tmp_path: Path) -> None:
    page = (
        f"<style:master-page><style:header>{p('سربرگ')}</style:header><style:footer>{p('پابرگ')}</style:footer>"
    )
    styles = f"<office:document-styles {NAMESPACES}>{page}</style:master-page></office:document-styles>"
    meta = f"<office:document-meta {NAMESPACES}><meta:generator>م</meta:generator></office:document-meta>"
    body = (
        f"<text:table-of-content><text:index-body>{p('فهرست')}</text:index-body></text:table-of-content>"
        f"<table:table><table:table-header-rows>{row('نام', 'شرح')}</table:table-header-rows>"
        f"{row('الف', 'متن بلند')}<table:table-row>{cells('ب')}<table:covered-table-cell/></table:table-row>"
        f"</table:table><table:table>{row('تنها')}</table:table>"
    )
    parsed = read(tmp_path, opened("text", body, more={"styles.xml": styles, "meta.xml": meta}))[1]
    assert texts(parsed, BlockKind.RUNNING) == ["سربرگ", "فهرست", "پابرگ"]
    assert texts(parsed, BlockKind.TABLE_HEADER) == ["نام\tشرح"]
    assert texts(parsed, BlockKind.TABLE_ROW) == ["الف\tمتن بلند", "ب"]
    assert texts(parsed, BlockKind.PARAGRAPH) == ["تنها"]
    assert parsed.properties == {"producer": "م"}


def test_sheets_are_pages_with_rows_as_shown(tmp_path: Path) -> None:
    body = (
        f'<table:table table:name="بودجه">{row("واحد", "سال", "مبلغ")}'
        f'<table:table-row><table:table-cell office:value="3">{p("فضای سبز")}<office:annotation>{p("نظر")}'
        f"</office:annotation></table:table-cell>{cells('۱۴۰۲')}<table:table-cell>{p('۱۲٫۵ ریال')}"
        '</table:table-cell><table:table-cell table:number-columns-repeated="16381"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/>'
        f"{cells('تکرار', '۱')}</table:table-row>"
        f'</table:table><table:table table:name="Sheet2">{row("متن")}</table:table>'
    )
    found, parsed = read(tmp_path, opened("spreadsheet", body), "بودجه.xls")
    assert found == "ods"
    assert texts(parsed, BlockKind.HEADING) == ["بودجه"]
    assert texts(parsed, BlockKind.TABLE_HEADER) == ["واحد\tسال\tمبلغ"]
    assert texts(parsed, BlockKind.TABLE_ROW) == [
        "فضای سبز\t۱۴۰۲\t۱۲٫۵ ریال",
        "تکرار\t۱",
        "تکرار\t۱",
    ]
    assert parsed.pages[1].text == "متن"


def test_too_many_rows_or_too_large_a_text_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = f'<table:table-row table:number-rows-repeated="60000">{cells("الف", "ب")}</table:table-row>'
    with pytest.raises(FileTooLarge) as raised:
        read(tmp_path, opened("spreadsheet", f"<table:table>{many}</table:table>"))
    assert raised.value.facts["limit"] == open_sheet.MOST_ROWS
    monkeypatch.setattr(open_package, "LARGEST_TREE", 100)
    with pytest.raises(FileTooLarge):
        read(tmp_path, opened("text", p("متن")))


def test_slides_are_pages_with_title_bullets_table_and_notes(tmp_path: Path) -> None:
    def frame(role: str, inner: str) -> str:
        return f'<draw:frame presentation:class="{role}"><draw:text-box>{inner}</draw:text-box></draw:frame>'

    bullets = "".join(f"<text:list-item>{p(text)}</text:list-item>" for text in ("یک", "دو"))
    bullets = f"<text:list>{bullets}</text:list>"
    rows = row("نام", "تعداد") + row("درخت", "۱۲")
    body = (
        f"<draw:page>{frame('subtitle', p('زیرعنوان'))}{frame('title', p('عنوان'))}</draw:page>"
        f"<draw:page>{frame('title', p('دستاوردها'))}{frame('outline', bullets)}{frame('footer', p('پابرگ'))}"
        f"<draw:g><draw:custom-shape>{p('در شکل')}</draw:custom-shape></draw:g>"
        f"<draw:frame><table:table>{rows}</table:table></draw:frame>"
        f"<presentation:notes>{frame('notes', p('یادداشت سخنران'))}</presentation:notes></draw:page>"
    )
    found, parsed = read(tmp_path, opened("presentation", body))
    assert found == "odp"
    assert [
        (block.page, block.kind, text) for block, text in zip(parsed.blocks, texts(parsed), strict=True)
    ] == [
        (1, BlockKind.TITLE, "عنوان"),
        (1, BlockKind.PARAGRAPH, "زیرعنوان"),
        (2, BlockKind.HEADING, "دستاوردها"),
        (2, BlockKind.LIST_ITEM, "یک"),
        (2, BlockKind.LIST_ITEM, "دو"),
        (2, BlockKind.RUNNING, "پابرگ"),
        (2, BlockKind.PARAGRAPH, "در شکل"),
        (2, BlockKind.TABLE_HEADER, "نام\tتعداد"),
        (2, BlockKind.TABLE_ROW, "درخت\t۱۲"),
        (2, BlockKind.NOTE, "یادداشت سخنران"),
    ]


@pytest.mark.parametrize("kind", ["text", "spreadsheet", "presentation"])
def test_locked_missing_and_wordless_content_is_told(tmp_path: Path, kind: str) -> None:
    locked = {"META-INF/manifest.xml": "<manifest:encryption-data/>"}
    with pytest.raises(EncryptedFile):
        read(tmp_path, opened(kind, "", more=locked))
    with pytest.raises(DamagedFile):
        read(tmp_path, packed({"mimetype": f"application/vnd.oasis.opendocument.{kind}"}))
    with pytest.raises(EmptyFile):
        read(tmp_path, opened(kind, ""))


@pytest.mark.parametrize("kind", ["text", "spreadsheet", "presentation"])
@pytest.mark.parametrize("entity", ['"متن"', 'SYSTEM "file:///etc/passwd"'])
def test_entities_are_damage(tmp_path: Path, kind: str, entity: str) -> None:
    content = (
        f"<!DOCTYPE a [<!ENTITY e {entity}>]><office:document-content {NAMESPACES}><office:body>"
        f"<office:{kind}><table:table>{row('&e;')}</table:table></office:{kind}></office:body></office:document-content>"
    )
    with pytest.raises(DamagedFile):
        read(
            tmp_path, packed({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content})
        )
