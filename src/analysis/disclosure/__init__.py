"""Estimates to shown estimates: what one audience may see, rounded once. Kept empty of imports: kernels load ``shown_file`` alone."""
