-- The nearest pairs of near-duplicates, for the table of `varmem duplicates`.
-- Grain: pair, $k at most. Inputs: duplicate, image.
-- Parameters: $k.
SELECT
    round(tiled_distance, 4) AS tiled_l2,
    round(distance, 4) AS l2,
    one.path AS image,
    other.path AS other_image
FROM duplicate
JOIN image AS one ON one.image_id = duplicate.image_id
JOIN image AS other ON other.image_id = other_image_id
ORDER BY tiled_distance, distance, duplicate.image_id, other_image_id
LIMIT $k
