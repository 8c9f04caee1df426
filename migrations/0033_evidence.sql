-- What proves a batch stays as long as the ledger that it is in, when the receipt is past its term:
-- a receipt tells of every item why it was refused, which nobody needs for longer; a dispute needs
-- that the hub signed, what it signed the digest of, and the root over the items.

-- SHA-256 of the receipt, which is what its signature covers. Null while the receipt itself is here.
ALTER TABLE batch ADD COLUMN receipt_digest bytea CHECK (octet_length(receipt_digest) = 32);
-- Root over the salted digests of the items, as the receipt named it. Null while the receipt is here.
ALTER TABLE batch ADD COLUMN items_root bytea CHECK (octet_length(items_root) = 32);
--> statement-breakpoint
-- As before, but of a receipt that goes its digest, its root and the signature over it stay.
CREATE OR REPLACE FUNCTION forget_hub(of_kind text, at timestamptz)
RETURNS TABLE (from_table text, removed bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  last date := retention_over(of_kind, '', '', at);
  done date := (SELECT through FROM retention_progress p
                 WHERE p.kind = of_kind AND p.municipality = '');
  rows bigint;
  batches text[] := '{}';
  ids uuid[] := '{}';
BEGIN
  IF done >= last THEN RETURN; END IF;
  IF EXISTS (SELECT FROM legal_hold l WHERE hold_stands(l, at)) THEN
    SELECT coalesce(array_agg(DISTINCT h.deliverer || ' ' || h.batch_id), '{}'),
           coalesce(array_agg(h.notification_id), '{}')
      INTO batches, ids
      FROM (SELECT DISTINCT month FROM notification_key WHERE month <= last) m,
           held_notifications('', m.month, at) h;
  END IF;
  IF of_kind = 'RECEIPT' THEN
    UPDATE batch b
       SET receipt = NULL,
           receipt_digest = sha256(convert_to(b.receipt, 'UTF8')),
           items_root = decode(b.receipt::json ->> 'itemsRoot', 'hex')
     WHERE b.month <= last AND b.receipt IS NOT NULL
       AND b.deliverer || ' ' || b.batch_id <> ALL (batches);
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT 'batch.receipt', rows;
  ELSIF of_kind = 'LEDGER' THEN
    DELETE FROM notification_key k WHERE k.month <= last AND k.notification_id <> ALL (ids);
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT 'notification_key', rows;
    DELETE FROM batch b WHERE b.month <= last AND b.deliverer || ' ' || b.batch_id <> ALL (batches);
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT 'batch', rows;
  ELSIF of_kind = 'SAVED_SEARCH' THEN
    DELETE FROM console_search WHERE created_at < (last + interval '1 month') AT TIME ZONE 'Europe/Amsterdam';
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN QUERY SELECT 'console_search', rows;
  ELSE
    RAISE EXCEPTION 'not a kind of the hub' USING ERRCODE = '22023';
  END IF;
  INSERT INTO retention_progress AS p (kind, municipality, through, done_at)
  VALUES (of_kind, '', last, at)
  ON CONFLICT (kind, municipality) DO UPDATE
     SET through = greatest(p.through, excluded.through), done_at = excluded.done_at;
END
$$;
