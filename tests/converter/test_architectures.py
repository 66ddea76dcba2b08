"""Random networks against their conversion: on their own size, and on larger inputs by cropping."""

from hypothesis import given, settings

from tests.converter.comparing import check
from tests.converter.networks import NO_CROPS, TRUNK, examples, networks


@settings(max_examples=examples(60))
@given(networks(first=False))
def test_channels_last(network):
    check(network)


@settings(max_examples=examples(40))
@given(networks(first=False, trunk=[name for name in TRUNK if name not in NO_CROPS]))
def test_what_slides(network):
    check(network)


@settings(max_examples=examples(8))
@given(networks(first=True))
def test_channels_first(network):
    check(network)
