"""Every write of territories, one module per noun; not how files are read nor how the choice is made."""
