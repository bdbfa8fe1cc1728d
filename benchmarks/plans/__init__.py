"""Parts of the benchmark of the plan reader."""
