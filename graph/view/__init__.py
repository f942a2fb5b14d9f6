"""What people look at: the offline page, and what a notebook shows."""
