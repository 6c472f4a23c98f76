"""Bulk input of appeals: the catalogue of topics and history from files; no single appeal is made here."""
