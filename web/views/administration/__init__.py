"""The administrator's desk without drawing: reference data that decides who answers, for what and by when."""
