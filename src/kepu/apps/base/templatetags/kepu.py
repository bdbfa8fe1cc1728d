"""What templates of every app use."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from django import forms, template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from kepu.apps.base.icons import ICONS, TONES
from kepu.apps.base.marked import Span
from kepu.apps.base.marked import marked as mark_spans
from kepu.apps.base.periods import period_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.core.paginator import Page
    from django.forms import BoundField
    from django.template import RequestContext
    from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
@functools.lru_cache(maxsize=512)
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """Draw an icon; without a label it is decoration. A page shows dozens, so that each is written once."""
    hidden = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="k-icon k-icon--{}{}" viewBox="0 0 24 24" focusable="false" {}><path d="{}"/></svg>',
        name,
        f" {css}" if css else "",
        hidden,
        ICONS[name],
    )


@register.simple_tag
def status(tone: str, text: str) -> SafeString:
    """Say how something stands: word, shape and colour."""
    shape = icon(TONES.get(tone, "unknown"))
    return format_html('<span class="k-badge k-status k-badge--{}">{}{}</span>', tone, shape, text)


@register.simple_tag
def badge(text: str, tone: str = "") -> SafeString:
    """A small label."""
    return format_html('<span class="k-badge{}">{}</span>', f" k-badge--{tone}" if tone else "", text)


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """Label, help, control and errors of one field."""
    return bound.as_hidden() if bound.is_hidden else bound.as_field_group()


@register.inclusion_tag("kepu/components/_form_errors.html")
def form_errors(form: forms.BaseForm, title: str = "") -> dict[str, Any]:
    """What is wrong with a form, above it, with a link to each field."""
    return {"form": form, "title": title}


@register.filter
def control(bound: BoundField) -> SafeString:
    """The widget of a field, dressed by its kind."""
    widget = bound.field.widget
    given = str(widget.attrs.get("class", ""))
    wanted = {"check": "form-check-input", "select": "form-select", "choices": ""}.get(
        control_kind(bound), "form-control"
    )
    classes = [*given.split(), *([wanted] if wanted and wanted not in given.split() else [])]
    if bound.errors and wanted:
        classes.append("is-invalid")
    attrs: dict[str, Any] = {"class": " ".join(classes)} if classes else {}
    if widget.attrs.get("placeholder") == bound.label:
        attrs["placeholder"] = False  # the label says it already
    if isinstance(widget, forms.ClearableFileInput):
        # Django's own markup for "currently: … clear" is replaced by a plain field: files are added, not edited.
        widget.template_name = "django/forms/widgets/file.html"
    return bound.as_widget(attrs=attrs)


@register.filter
def control_kind(bound: BoundField) -> str:
    """How a field is laid out: hidden, check, choices, select, file or text."""
    widget = bound.field.widget
    kinds: tuple[tuple[Any, str], ...] = (
        (forms.CheckboxSelectMultiple | forms.RadioSelect, "choices"),
        (forms.CheckboxInput, "check"),
        (forms.Select, "select"),
        (forms.FileInput, "file"),
    )
    return next((kind for types, kind in kinds if isinstance(widget, types)), "hidden" if widget.is_hidden else "text")


@register.simple_tag(takes_context=True)
def sort_link(context: RequestContext, name: str, label: str) -> SafeString:
    """The head of a column as a link that sorts by it; the filters stay."""
    now = _sorted_by(context)
    asked = f"-{name}" if now == name else name
    query = context["request"].GET.copy()
    query.pop("page", None)
    query["sort"] = asked
    shape = {name: "arrow-up", f"-{name}": "arrow-down"}.get(now, "sort")
    mark = mark_safe(" data-sorted") if now.lstrip("-") == name else ""
    return format_html('<a class="k-sort" href="?{}"{}>{}{}</a>', query.urlencode(), mark, label, icon(shape))


@register.simple_tag(takes_context=True)
def aria_sort(context: RequestContext, name: str) -> SafeString:
    """The attribute of the head cell that says how the column is sorted."""
    word = {name: "ascending", f"-{name}": "descending"}.get(_sorted_by(context))
    return format_html('aria-sort="{}"', word) if word else mark_safe("")


def _sorted_by(context: RequestContext) -> str:
    return str(context["request"].GET.get("sort", ""))


@register.simple_tag
def options(choices: Iterable[tuple[str, str]], value: str) -> SafeString:
    """The choices of a list, that of the value chosen."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((key, mark_safe(" selected") if key == value else "", label) for key, label in choices),
    )


@register.filter
def elided(page: Page[Any]) -> Iterator[int | str]:
    """The numbers of the pages around this one, with gaps."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def share(value: float | None, total: float | None) -> int | str:
    """The whole percentage, rounded down so that 100 means all; empty where there is nothing to share."""
    if value is None or not total:
        return ""
    return max(0, min(100, int(value * 100 / total)))


@register.filter
def period(code: str) -> str:
    """A period by its code, as people say it: 2026年三季度."""
    return period_label(code)


@register.filter
def marked(text: str, spans: Iterable[Span]) -> SafeString:
    """The text with its spans lit: see base.marked."""
    return mark_spans(text, spans)


class _Capture(template.Node):
    """Keeps what is written inside, so that a block can be used twice or left out when it is empty."""

    def __init__(self, name: str, inside: template.NodeList) -> None:
        self.name = name
        self.inside = inside

    def render(self, context: template.Context) -> SafeString:
        """Write nothing; remember the text."""
        context[self.name] = mark_safe(self.inside.render(context).strip())  # noqa: S308  # rendered, thus escaped
        return mark_safe("")


@register.tag
def capture(parser: template.base.Parser, token: template.base.Token) -> _Capture:
    """`{% capture as name %}…{% endcapture %}`."""
    words = token.split_contents()
    if len(words) != 3 or words[1] != "as":  # noqa: PLR2004  # the tag, "as", the name
        raise template.TemplateSyntaxError(f"{words[0]} is written: capture as name")
    inside = parser.parse(("endcapture",))
    parser.delete_first_token()
    return _Capture(words[2], inside)
