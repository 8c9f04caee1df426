-- To find whether something else was said later about a notification: what was told with a consent that
-- is withdrawn since is not handed out any more, also to who had not read it.
CREATE INDEX feedback_item_notification ON feedback_item (creditor, notification_id, number);
