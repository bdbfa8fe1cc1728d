"""Plans and what stands in them."""
