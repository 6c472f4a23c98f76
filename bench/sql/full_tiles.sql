-- Tiles of zoom 14 by how many public marks they hold.
-- Parameters: least, most bigint: marks in a tile; wanted bigint: tiles.
-- Returns mk bigint: a code inside the tile. Index: mark_mk, index-only.
SELECT min(mark.mk) AS mk
FROM appeals_mark AS mark
WHERE mark.visibility = 'public'
GROUP BY mark.mk >> 34
HAVING count(*) BETWEEN %(least)s AND %(most)s
ORDER BY count(*) DESC
LIMIT %(wanted)s
