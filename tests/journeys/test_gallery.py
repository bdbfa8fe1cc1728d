"""The design system in a real browser: reachable, readable, operable by keyboard, at both widths."""

from __future__ import annotations

import pytest

from tests.factories.people import make_user
from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIT = "[...document.querySelectorAll('.is-lit')].map(e => e.tagName + ' ' + e.dataset.item)"
FOCUSED = "document.activeElement.dataset.item ?? document.activeElement.textContent.trim()"
BUTTON = "main button[type=submit]"


@pytest.fixture
def gallery(visit, sign_in):
    """The gallery as somebody who signed in sees it."""

    def open_gallery(width=DESK, *, script=True, place=""):
        page = sign_in(visit(width, script=script), make_user())
        page.goto(f"/gallery/{place}")
        return page

    return open_gallery


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_gallery_has_no_fault_that_axe_finds_and_no_sideways_scroll(gallery, faults_of, width):
    page = gallery(width)
    page.evaluate("document.querySelectorAll('.k-chart details').forEach(d => { d.open = true })")

    assert faults_of(page) == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_open_dialog_and_menu_have_no_fault_that_axe_finds(gallery, faults_of, width):
    page = gallery(width)
    page.click(".k-bar__end summary")
    with_menu = faults_of(page)
    page.click("[data-dialog]")

    assert with_menu + faults_of(page) == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_sign_in_has_no_fault_before_and_after_a_wrong_password(visit, faults_of, width):
    page = visit(width)
    page.goto("/accounts/login/")
    before = faults_of(page)
    page.fill("input[name=login]", "nobody")
    page.fill("input[name=password]", "wrong")
    page.click(BUTTON)
    page.wait_for_selector(".k-errors")

    assert before + faults_of(page) == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_pages_of_the_account_have_no_fault(visit, sign_in, faults_of, width):
    page = sign_in(visit(width), make_user())
    faults = []
    for address in ("/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/2fa/totp/activate/"):
        page.goto(address)
        faults += [f"{address} {fault}" for fault in faults_of(page)]

    assert faults == []


def test_keyboard_reaches_everything_and_shows_where_it_is(gallery):
    page = gallery()
    wanted = page.evaluate(
        """() => {
          const all = document.querySelectorAll(
            'a[href], button:not(:disabled), input:not([type=hidden]), select, textarea, summary, [tabindex="0"]');
          const seen = [...all].filter(e => e.checkVisibility && e.checkVisibility() && e.tabIndex >= 0
            && !(e.type === 'radio' && !e.checked && e.form.elements[e.name].value));
          seen.forEach((e, i) => { e.dataset.stop = i; });
          return new Set(seen.map(e => e.type === 'radio' ? e.name : e.dataset.stop)).size;
        }"""
    )
    reached, unseen = set(), []
    for _ in range(wanted + 40):
        page.keyboard.press("Tab")
        stop, shown, name = page.evaluate(
            """() => {
              const e = document.activeElement, s = getComputedStyle(e);
              const shown = (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none';
              return [e.type === 'radio' ? e.name : e.dataset.stop, shown, e.outerHTML.slice(0, 80)];
            }"""
        )
        if stop is None:
            continue
        if stop in reached and stop == "0":
            break
        reached.add(stop)
        if not shown:
            unseen.append(name)

    assert unseen == []
    assert len(reached) == wanted


def test_skip_link_leads_to_the_content(gallery):
    page = gallery()

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_hovering_a_finding_lights_its_words_and_back(gallery):
    page = gallery()

    page.hover("#g1")
    page.wait_for_selector("mark[data-item~=g1].is-lit")
    from_list = page.evaluate(LIT)
    page.hover("mark[data-item~=u1]")
    page.wait_for_selector("#u1.is-lit")

    assert from_list == ["MARK g1 t1", "LI g1"]
    assert page.evaluate(LIT) == ["MARK u1", "LI u1"]


def test_words_of_a_finding_that_others_share_are_lit_in_every_piece(gallery):
    page = gallery()

    page.focus("#s1")
    page.keyboard.press("ArrowDown")

    assert page.evaluate(FOCUSED) == "t1"
    assert page.evaluate(LIT) == ["MARK t1", "MARK g1 t1", "LI t1"]


def test_findings_are_walked_with_keys_and_enter_leads_to_the_text_and_back(gallery):
    page = gallery()

    page.focus("#s1")
    for key in ("j", "j", "ArrowDown", "k"):
        page.keyboard.press(key)
    in_list = page.evaluate(FOCUSED)
    page.keyboard.press("Enter")
    in_text = page.evaluate("document.activeElement.tagName + ' ' + document.activeElement.id")
    page.keyboard.press("Escape")

    assert (in_list, in_text, page.evaluate(FOCUSED)) == ("g1", "MARK g1-text", "g1")


def test_pressing_a_finding_scrolls_the_text_inside_its_own_column(gallery):
    page = gallery()
    page.evaluate("document.querySelector('.k-reader__text').style.setProperty('max-height', '90px')")
    page.locator("#reader").scroll_into_view_if_needed()

    page.click("#g2 a")

    assert page.locator(".k-reader__text").evaluate("e => e.scrollTop") > 0
    box = page.locator(".k-reader__text").bounding_box()
    words = page.locator("#g2-text").bounding_box()
    assert box["y"] <= words["y"] <= box["y"] + box["height"]


def test_address_with_a_finding_lights_it(gallery):
    page = gallery(place="#u1-text")

    assert page.evaluate(LIT) == ["MARK u1", "LI u1"]


def test_without_script_links_light_their_target_and_menus_open(gallery):
    page = gallery(PHONE, script=False)
    page.click(".k-bar__end summary")
    menu_is_open = page.is_visible("text=退出登录")
    page.click("#g1 a")

    assert menu_is_open
    assert page.url.endswith("#g1-text")
    assert not page.is_visible("[data-print]")
    assert page.locator("#g1-text").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 229, 138)"


def test_dialog_takes_the_focus_and_gives_it_back(gallery):
    page = gallery()
    page.focus("[data-dialog]")

    page.keyboard.press("Enter")
    inside = page.evaluate("document.querySelector('dialog').contains(document.activeElement)")
    page.keyboard.press("Escape")

    assert inside
    assert not page.is_visible("dialog")
    assert page.evaluate("document.activeElement.dataset.dialog") == "sample-dialog"


def test_menu_closes_on_escape_and_on_leaving(gallery):
    page = gallery(PHONE)
    menu = page.locator(".k-bar__end .k-menu")

    menu.locator("summary").click()
    page.keyboard.press("Escape")
    after_escape = menu.get_attribute("open")
    menu.locator("summary").click()
    page.click("#tables-title")

    assert (after_escape, menu.get_attribute("open")) == (None, None)


def test_form_pressed_twice_is_sent_once(visit):
    page = visit()
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.goto("/accounts/login/")
    page.fill("input[name=login]", "nobody")
    page.fill("input[name=password]", "wrong")

    page.evaluate(f"const b = document.querySelector('{BUTTON}'); b.click(); b.click();")
    page.wait_for_selector(".k-errors")

    assert len(sent) == 1
    assert page.is_enabled(BUTTON)


def test_chosen_file_is_named_and_one_that_is_too_large_is_refused_before_it_is_sent(gallery, tmp_path):
    page = gallery()
    small, large, empty = tmp_path / "方案.txt", tmp_path / "大.txt", tmp_path / "空.txt"
    small.write_bytes(b"x" * 2048)
    large.write_bytes(b"x" * (21 * 1024 * 1024))
    empty.write_bytes(b"")
    said = []

    for path in (small, large, empty):
        page.set_input_files("input[type=file]", path)
        said.append(page.inner_text("[data-drop-state]"))

    assert said[0] == "方案.txt · 2 KB"
    assert "21.0 MB" in said[1]
    assert "空" in said[2]
    assert page.evaluate("document.querySelector('input[type=file]').validity.valid") is False


def test_dropped_file_is_taken(gallery):
    page = gallery()

    page.evaluate(
        """() => {
          const transfer = new DataTransfer();
          transfer.items.add(new File(['abc'], '拖来的.txt'));
          document.querySelector('[data-drop]').dispatchEvent(
            new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
        }"""
    )

    assert page.inner_text("[data-drop-state]") == "拖来的.txt · 3 B"


def test_paper_shows_the_content_and_not_the_frame(gallery):
    page = gallery()

    page.emulate_media(media="print")

    assert not page.is_visible(".k-bar")
    assert not page.is_visible(".k-filters")
    assert page.is_visible("#tasks-caption")
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_head_of_a_long_table_stays_in_sight_under_the_bar(gallery):
    page = gallery()
    bottom = "document.querySelector('.k-table--cards tbody tr:last-child').getBoundingClientRect().top"

    page.evaluate(f"scrollBy(0, {bottom} - 150)")

    head = page.locator(".k-table--cards thead th").first.bounding_box()
    assert head["y"] == pytest.approx(page.locator(".k-bar").bounding_box()["height"], abs=1)


def test_table_becomes_cards_on_a_phone_and_others_scroll_in_their_box(gallery):
    page = gallery(PHONE)

    card = page.locator(".k-table--cards tbody tr").nth(1).evaluate("e => getComputedStyle(e).display")
    box = page.locator(".k-table-box--tall").first.evaluate("e => [e.scrollWidth > e.clientWidth, e.clientWidth < 360]")

    assert card == "block"
    assert box == [True, True]
