"""The app's interface: the only package that imports Streamlit."""
