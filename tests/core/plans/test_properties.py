"""What must hold for any text: spans are exact, parents come before, places are in order, nothing crashes."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kepu.core.plans import markdown, parse_plan, to_json
from kepu.core.plans.normalise import squeeze
from tests.core.plans.making import sample_text

SAMPLE = sample_text()
PIECES = [
    "\n",
    "\t",
    "。",
    "，",
    "（",
    "）",
    "一、",
    "（二）",
    "1.",
    "——",
    "12",
    "80%",
    "责任单位：",
    "附件",
    "力争",
    "2030年",
    "“",
    "和",
    "|",
    " ",
]

positions = st.integers(0, len(SAMPLE))
edits = st.lists(
    st.one_of(
        st.tuples(st.just("cut"), positions, st.integers(1, 60)),
        st.tuples(st.just("double"), positions, st.integers(1, 60)),
        st.tuples(st.just("put"), positions, st.sampled_from(PIECES)),
        st.tuples(st.just("join"), positions, st.integers(1, 200)),
    ),
    max_size=8,
)


def edited(changes):
    text = SAMPLE
    for kind, at, what in changes:
        if kind == "put":
            text = text[:at] + what + text[at:]
        elif kind == "cut":
            text = text[:at] + text[at + what :]
        elif kind == "double":
            text = text[: at + what] + text[at:]
        else:
            text = text[:at] + text[at : at + what].replace("\n", "") + text[at + what :]
    return text


def assert_exact(text, span, printed):
    assert 0 <= span[0] < span[1] <= len(text)
    assert squeeze(text[slice(*span)]) == squeeze(printed)


def assert_sound(plan):
    items = [
        *((s.place, s.title, s.confidence) for s in plan.sections),
        *((t.place, t.text, t.confidence) for t in plan.tasks),
        *((t.place, t.quote, t.confidence) for t in plan.targets),
        *((u.place, u.name, u.confidence) for u in plan.units),
        *((m.place, m.quote, m.confidence) for m in plan.milestones),
        *((b.place, b.name, b.confidence) for b in plan.coordination_bodies),
    ]
    for place, printed, confidence in items:
        assert 0 <= confidence <= 1
        if place.span is not None:
            assert_exact(plan.text, place.span, printed)
            assert place.line == plan.text.count("\n", 0, place.span[0]) + 1
        for span in place.spans:
            assert_exact(plan.text, span, printed)
        assert not place.spans or (len(place.spans) > 1 and place.spans[0] == place.span)
    for task in plan.tasks:
        for name, span in [
            *zip(task.lead, task.lead_spans, strict=True),
            *zip(task.support, task.support_spans, strict=True),
        ]:
            if span is not None:
                assert_exact(plan.text, span, name)
    for section in plan.sections:
        assert section.parent is None or plan.sections[section.parent].level <= section.level
    for table in plan.tables:
        covered = [(c.row + r, c.column + k) for c in table.cells for r in range(c.rows) for k in range(c.columns)]
        assert len(covered) == len(set(covered))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edits)
def test_spans_are_exact_under_any_edit_of_the_sample(changes):
    plan = parse_plan(edited(changes))

    assert_sound(plan)
    assert to_json(plan).endswith("}\n")
    assert markdown(plan).startswith("# ")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gives_a_plan(text):
    assert_sound(parse_plan(text))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from([*PIECES, "区科协", "牵头单位", "任务内容", "序号", "类别", "青少年行动", "建成5个"]),
        max_size=120,
    )
)
def test_any_mixture_of_plan_words_gives_a_plan(words):
    assert_sound(parse_plan("".join(words)))
