"""What tests share: the functions as they are served, and people who use them."""
