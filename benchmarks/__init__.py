"""What is fast, measured: ratios in one run, since machines differ and are noisy."""
