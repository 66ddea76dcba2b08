"""What is no fault of a snippet is passed over; a line that could be one is not."""

from runner.noise import noise

RETRACED = "WARNING:tensorflow:5 out of the last 5 calls to <function {} at 0x7f3> triggered ..."


def test_what_keras_compiles_for_itself_is_no_fault_of_a_snippet():
    assert noise(RETRACED.format("conv.<locals>._conv_xla")) == ""


def test_what_a_snippet_has_traced_again_and_again_is():
    line = RETRACED.format("scan")
    assert noise(f"To enable the following instructions: AVX2\n{line}\n") == line


def test_what_is_left_is_as_it_was():
    assert noise("\nfirst\nMatplotlib is building the font cache\n\nsecond\n") == "first\n\nsecond"
