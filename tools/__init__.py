"""Small scripts for those who work on optviz; the app itself uses none of them."""
