"""Other tile servers over the same tables, run in an environment of their own (.venv-bench)."""
