"""Pure decisions of notices: who is told, in which words, how fast, when again; no database, no clock."""
