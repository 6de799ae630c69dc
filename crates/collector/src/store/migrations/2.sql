-- Which releases have reached the webhook, so that each is sent until it has.
ALTER TABLE releases ADD COLUMN sent INTEGER NOT NULL DEFAULT 0;
