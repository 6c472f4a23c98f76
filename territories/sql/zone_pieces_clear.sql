-- Removes what was derived from zones, before it is derived anew.
-- Parameters: zone_ids bigint[].
-- Writes territories_piece. Index: foreign key of zone.
DELETE FROM territories_piece
WHERE zone_id = any(%(zone_ids)s)
