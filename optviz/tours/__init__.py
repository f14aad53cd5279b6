"""Tours: lesson files, each a row of stops at addresses of the app; built in, in the app's folder, or one's own."""
