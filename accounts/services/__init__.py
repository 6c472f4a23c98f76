"""What people do with their accounts, and administrators with memberships: every write, one file per noun."""
