"""The case: from the pin to the answer; not how it is drawn or sent."""
