"""keras_cv_attention_models on Keras 3."""


def test_it_fails_for_the_reason_given(snippet):
    assert "input_shape" in snippet("tools_keras/kecam.py").out
