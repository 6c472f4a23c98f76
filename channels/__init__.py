"""Notices from events by e-mail and bell, area alerts, feeds, the worker and its watchdog; not what happened."""
