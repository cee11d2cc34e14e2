"""The only place that calls all rooms: visits, records, deliveries, replays and seeds."""
