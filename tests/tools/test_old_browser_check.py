"""The check for old browsers: what it refuses, what it lets pass."""

from __future__ import annotations

import pytest

from tools.old_browser_check import main, script_faults, sheet_faults


@pytest.mark.parametrize(
    ("sheet", "what"),
    [
        ("a{color:color-mix(in srgb,red,blue)}", "color-mix()"),
        ("a{color:light-dark(#000,#fff)}", "light-dark()"),
        ("a{color:oklch(40% .2 20)}", "oklch() and its family"),
        ("a{background:lab(40% 20 20)}", "oklch() and its family"),
        ("a{color:rgb(from red r g b)}", "relative colour"),
        ("a{min-height:100dvh}", "small, large and dynamic viewport"),
        ("a{grid-template-rows:subgrid}", "subgrid"),
        ("a{width:50cqw}", "container units"),
        ("a{text-wrap:balance}", "text-wrap"),
        ("a{translate:1px}", "translate"),
        ("a:has(b){color:red}", ":has()"),
        ("a{&:hover{color:red}}", "nesting (&)"),
        ("a{color:red;& b{color:blue}}", "nesting (&)"),
        ("input:user-invalid{color:red}", ":user-valid"),
        ("@container (width>1px){a{color:red}}", "@container"),
        ("@media print{a{color:oklch(40% .2 20)}}", "oklch() and its family"),
        (":root{--x:red;--x:oklch(40% .2 20)}", "oklch() and its family"),
    ],
)
def test_sheet_with_something_new_is_refused(sheet, what):
    assert [fault.what for fault in sheet_faults(sheet)] == [what]


@pytest.mark.parametrize(
    "sheet",
    [
        "a{color:red;color:color-mix(in srgb,red,blue)}",
        "a{min-height:100vh;min-height:100dvh}",
        "a{color:rgba(0,0,0,.5);inset:0;aspect-ratio:1}",
        "@layer base{a{color:red}}",
        "@media (min-width:1px){a:is(b,c):focus-visible{gap:1px}}",
        'a::before{content:":has( color-mix( &"}',
        "/* color-mix( */a{color:red}",
        'a{background:url("x&y:has(.svg")}',
        "a{transform:translate(1px) rotate(1deg) scale(2)}",
        ".tan-1,.color-1{color:tan}",
        "a{--bs-scale:1}",
    ],
)
def test_sheet_that_old_browsers_read_passes(sheet):
    assert sheet_faults(sheet) == []


def test_sheet_with_the_fallback_in_another_rule_is_refused():
    faults = sheet_faults("a{color:red}b{color:light-dark(#000,#fff)}")

    assert [fault.what for fault in faults] == ["light-dark()"]


@pytest.mark.parametrize(
    ("script", "what"),
    [
        ("a.toSorted()", "array.toSorted() and its family"),
        ("Object.groupBy(a,b)", "Object.groupBy()"),
        ("Promise.withResolvers()", "Promise.withResolvers()"),
        ("a.isSubsetOf(b)", "set methods"),
        ('import x from"./a.json"with{type:"json"}', "import attributes"),
        ('new RegExp(a,"v")', "expression flag v"),
        ("document.startViewTransition(f)", "view transitions"),
        ("x.showPopover()", "popover"),
    ],
)
def test_script_with_something_new_is_refused(script, what):
    assert [fault.what for fault in script_faults(script)] == [what]


@pytest.mark.parametrize(
    "script",
    [
        "a.at(-1);a.findLast(f);structuredClone(b);x??=1",
        "if(document.startViewTransition&&!m){document.startViewTransition(f)}",
        "a.sort();new RegExp(a,'giu')",
        "el.union(b)",
    ],
)
def test_script_that_old_browsers_read_passes(script):
    assert script_faults(script) == []


def test_main_names_the_file_and_the_fault(tmp_path, capsys):
    (tmp_path / "good.js").write_text("a.at(-1)", encoding="utf-8")
    (tmp_path / "bad.css").write_text("a:has(b){color:red}", encoding="utf-8")

    assert main(tmp_path) == 1
    assert "bad.css: :has() needs Chromium 105" in capsys.readouterr().err


def test_main_refuses_a_folder_without_assets(tmp_path):
    assert main(tmp_path) == 1


def test_main_passes_what_is_fine(tmp_path):
    (tmp_path / "app.css").write_text("a{color:red}", encoding="utf-8")

    assert main(tmp_path) == 0
