"""Similar documents over HTTP, rights included."""

from typing import Any


def test_the_viewer_fetches_a_list_and_links_to_a_page(town: Any, sign_in: Any) -> None:
    client = sign_in("رضا")
    path = f"/doc/{town.id('minutes')}"
    assert f"{path}/similar?part=1" in client.get(path).text
    part = client.get(f"{path}/similar", params={"part": "1"}).text
    assert "<html" not in part
    assert "کنترل پروژه" in part
    assert "محرمانهٔ مترو" not in part
    assert "&lt;b onclick" in part
    assert "<html" in client.get(f"{path}/similar").text


def test_programs_get_the_same(town: Any, sign_in: Any) -> None:
    client = sign_in("رضا")
    found = client.get(f"/api/documents/{town.id('minutes')}/similar", params={"limit": 2}).json()
    assert len(found["documents"]) == 2
    for path in (f"/api/documents/{town.id('secret')}/similar", f"/doc/{town.id('secret')}/similar"):
        assert client.get(path).status_code == 404
    assert client.get(f"/api/documents/{town.id('minutes')}/similar?limit=99").status_code == 400
