"""Running the site: preparing its data, its web processes, its worker."""
