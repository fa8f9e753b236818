"""What grams weigh together is the same whoever adds it up, in one text and among many."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaoxin.zhtext import grams, kinds, sentiment, sums
from chaoxin.zhtext.compiled import passes as compiled
from chaoxin.zhtext.linear import LinearModel

COOL = 2.3
MODELS = [sentiment.shipped().model, kinds.shipped().model]
TEXTS = st.lists(
    st.one_of(
        st.text("不没未必非常别人无奈好差服务，。！ \n!3３Ａ級😀𠮷\u3000\x85\u2028\ud83d", max_size=40),
        st.text(st.characters(codec=None), max_size=40),
    ),
    min_size=1,
    max_size=5,
)


def plainly(model: LinearModel) -> sums.PlainSums:
    return sums.PlainSums(model.bits, model.weights, model.scales, model.biases)


ADDERS = [adder for model in MODELS for adder in (model.sums, plainly(model))]


@pytest.mark.skipif(compiled is None, reason="nothing is compiled: no compiler here")
@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=200)
@given(texts=TEXTS)
def test_what_is_compiled_adds_up_what_numpy_does(model: LinearModel, texts: list[str]) -> None:
    assert isinstance(model.sums, sums.CompiledSums)
    whole, voices = model.sums.heard(texts, COOL)
    other_whole, other_voices = plainly(model).heard(texts, COOL)
    np.testing.assert_allclose(whole, other_whole, atol=1e-9)
    np.testing.assert_allclose(voices, other_voices, atol=1e-9)


@pytest.mark.parametrize("adder", ADDERS)
@given(texts=TEXTS)
def test_a_text_alone_is_heard_as_among_others(adder: sums.Sums, texts: list[str]) -> None:
    whole, voices = adder.heard(texts, COOL)
    np.testing.assert_allclose(adder.scores(texts), whole, atol=1e-9)
    for number, text in enumerate(texts):
        alone, parts = adder.heard_of(text, COOL)
        np.testing.assert_allclose(alone, whole[number], atol=1e-9)
        np.testing.assert_allclose(parts, voices[number], atol=1e-9)


@pytest.mark.parametrize("adder", ADDERS)
@pytest.mark.parametrize(
    "text", ["", "。", "很好" * 1_000, "很好" * 1_000 + "!", "不" * 5_000, "好，" * 3_000]
)
def test_texts_of_any_length_add_up(adder: sums.Sums, text: str) -> None:
    clauses = 1 + max(0, min(len(text), grams.LONGEST) // 2 - 1) * (text[:2] == "好，")
    _, (voices,) = adder.heard([text], COOL)
    assert voices.sum() == pytest.approx(clauses**0.5)


@pytest.mark.parametrize("adder", ADDERS)
def test_a_clause_is_counted_alike_wherever_it_stands(adder: sums.Sums) -> None:
    _, (thrice, twice, other) = adder.heard(
        ["物流很快，服务很差！物流很快", "物流很快。物流很快", "服务很差"], COOL
    )
    first = adder.heard(["物流很快，物流很快，物流很快"], COOL)[1][0] * 3**0.5 / 3
    assert not np.allclose(first, other)
    assert thrice.argmax() == twice.argmax() == first.argmax()


def test_a_model_of_more_labels_than_are_compiled_for_is_added_up_by_numpy() -> None:
    many = sums.MOST_LABELS + 1
    weights = np.random.default_rng(1).integers(-127, 128, (1 << 8, many)).astype(np.int8)
    adder = sums.of(8, weights, np.ones(many), np.zeros(many))
    assert isinstance(adder, sums.PlainSums)
    assert adder.scores(["好"]).shape == (1, many)


@pytest.mark.skipif(compiled is None, reason="nothing is compiled: no compiler here")
@pytest.mark.parametrize(("bits", "count"), [(8, 255), (9, 256), (0, 1), (32, 256), (8, 0)])
def test_weights_that_fit_no_model_are_refused(bits: int, count: int) -> None:
    with pytest.raises(ValueError, match="no such model"):
        sums.CompiledSums(bits, np.zeros((count, 3), dtype=np.int8), np.ones(3), np.zeros(3))


@pytest.mark.skipif(compiled is None, reason="nothing is compiled: no compiler here")
@pytest.mark.parametrize("texts", [None, "好", ["好", 1], ("好",)])
def test_what_are_no_texts_is_refused(texts: object) -> None:
    adder = MODELS[0].sums
    with pytest.raises(TypeError, match="texts"):
        adder.scores(texts)  # type: ignore[arg-type]
