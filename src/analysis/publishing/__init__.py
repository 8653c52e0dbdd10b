"""From shown files to pages: the plan, execution, HTML, PDF/UA, the passport, the guard and the index."""
