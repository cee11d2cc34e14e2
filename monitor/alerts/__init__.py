"""A shift becomes an alert, and an alert is delivered."""
