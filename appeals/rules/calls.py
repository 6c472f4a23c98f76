"""What an operator writes down for somebody else: how it may have come; pure."""

from appeals.types import Channel

# Chosen at the desk, the commonest first.
WAYS = (Channel.PHONE, Channel.PAPER, Channel.VISIT)
BY_OPERATOR = frozenset({*WAYS, Channel.OPERATOR})
