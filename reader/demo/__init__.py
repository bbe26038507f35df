"""A fictional day of news, written for this project, and the server that plays it on loopback."""
