"""What is no fault of a snippet is passed over; a line that could be one is not."""

import pytest

from runner.noise import noise

RETRACED = "WARNING:tensorflow:5 out of the last 5 calls to <function {} at 0x7f3> triggered ..."


def test_what_keras_compiles_for_itself_is_no_fault_of_a_snippet():
    assert noise(RETRACED.format("conv.<locals>._conv_xla")) == ""


def test_what_a_snippet_has_traced_again_and_again_is():
    line = RETRACED.format("scan")
    assert noise(f"To enable the following instructions: AVX2\n{line}\n") == line


def test_what_is_left_is_as_it_was():
    assert noise("\nfirst\nMatplotlib is building the font cache\n\nsecond\n") == "first\n\nsecond"


NOISE = (
    "I0000 00:00:1795797617.446547 11393 port.cc:153] oneDNN custom operations are on.",
    "2026-11-27 16:40:17.446: I tensorflow/core/util/port.cc:153] oneDNN custom operations are on",
    "WARNING: All log messages before absl::InitializeLog() is called are written to STDERR",
    "To enable the following instructions: AVX2 FMA, in other operations, rebuild TensorFlow",
    "E0000 00:00:1 11393 cuda_dnn.cc:8579] Unable to register cuDNN factory: register factory",
    "W0000 00:00:1 11393 x.cc:1] it could not register cuBLAS",
    "E0000 00:00:1 11393 cuda_executor.cc:1228] INTERNAL: CUDA Runtime error",
    "W0000 00:00:1 11393 cuda_platform.cc:51] failed call to cuInit",
    "E0000 00:00:1 11393 cudart_stub.cc:31] Could not find cuda drivers",
    "E external/local_xla/xla/stream_executor/cuda/cuda_fft.cc:467] Unable to register factory",
    "W external/local_xla/xla/stream_executor/cuda/cuda_executor.cc:1] no device",
    "W external/local_xla/xla/tsl/cuda/cudart_stub.cc:31] Could not find cuda drivers",
    "E0000 00:00:1 11393 x.cc:1] oneDNN supports BF16 only on platforms with AVX-512",
    "Matplotlib is building the font cache; this may take a moment.",
    RETRACED.format("conv.<locals>._conv_xla"),
    "INFO: Created TensorFlow Lite XNNPACK delegate for CPU.",
    "fully_quantize: 0, inference_type: 6, input_inference_type: FLOAT32",
)


def test_each_notice_of_a_library_is_passed_over_wherever_it_stands():
    for line in NOISE:
        assert noise(line) == "", line
        assert noise(f"mine\n{line}\nmine too") == "mine\nmine too"


@pytest.mark.parametrize("line", NOISE)
def test_a_line_that_is_only_like_one_is_told(line):
    for other in (line.swapcase(), f"mine: {line[1:]}"):
        assert noise(other) == other
