"""What libraries write to stderr on one machine or another, and no snippet can help."""

import re

NOISE = re.compile(
    r"^(I\d{4} [\d:.]+|\d{4}-\d\d-\d\d [\d:.]+: I )"
    r"|^WARNING: All log messages before absl::InitializeLog\(\)"
    r"|^To enable the following instructions:"
    r"|[EW]\d{4} .*(register factory|register cu|cuda_executor|cudart_stub)"
    r"|[EW] external/local_xla.*(register factory|cuda_executor|cudart_stub)"
    r"|E\d{4} .*oneDNN supports \w+ only on platforms with"
    r"|^Matplotlib is building the font cache"
    # Keras compiles each grouped convolution on a CPU anew, and TensorFlow counts that.
    r"|^WARNING:tensorflow:\d+ out of the last \d+ calls to <function conv\.<locals>\._conv_xla "
    r"|^INFO: Created TensorFlow Lite XNNPACK delegate"
    r"|^fully_quantize: \d"  # TFLite's quantiser says what it was asked for
)


def noise(stderr: str) -> str:
    """What is left of `stderr` without such lines; empty if nothing is."""
    left = [line for line in stderr.splitlines() if not NOISE.search(line)]
    return "\n".join(left).strip()
