"""Numbers in, Plotly figures or the stage's bytes out."""
