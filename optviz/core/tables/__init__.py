"""Tables that a person pastes or loads: read by one set of rules in Python and in the browser, kept in memory alone."""
