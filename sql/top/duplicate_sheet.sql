-- The nearest pairs of near-duplicates, for the sheet of `varmem duplicates`: both images of a pair beside each other.
-- Grain: image of a pair, of $k pairs at most. Inputs: duplicate, image.
-- Parameters: $k.
WITH
nearest AS (
    SELECT *, row_number() OVER (ORDER BY tiled_distance, distance, image_id, other_image_id) AS rank
    FROM duplicate
    QUALIFY rank <= $k
),

side AS (
    SELECT *, image_id AS shown, 1 AS position FROM nearest
    UNION ALL
    SELECT *, other_image_id AS shown, 2 AS position FROM nearest
)

SELECT
    format('the {} nearest of {:,} pairs', (SELECT count(*) FROM nearest), (SELECT count(*) FROM duplicate)) AS subtitle,
    format('{}. tiled l2 {:.3g} · l2 {:.3g}{}', rank, tiled_distance, distance, coalesce(format(' · {:.0f} % of the tokens', 100 * token_agreement), '')) AS section,
    image.path AS path,
    parse_filename(image.path) AS caption_1,
    image.class_name AS caption_2,
    concat_ws(', ', image.split, 'image ' || shown) AS caption_3
FROM side
JOIN image ON image.image_id = shown
ORDER BY rank, position
