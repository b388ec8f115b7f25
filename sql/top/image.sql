-- An image, the units of highest UnitMem that it owns, and the five images on which each is most active, for `varmem top --image`.
-- Grain: unit, $k at most, and image; first the image itself, without unit. Inputs: image, unit_mem, unit, activation, population.
-- Parameters: $id (image_id), $population, $k.
WITH
owned AS (
    SELECT unit_id, unit.name, unit_mem, in_u10
    FROM unit_mem
    JOIN unit USING (unit_id)
    WHERE population = $population AND owner_image_id = $id
),

chosen AS (
    SELECT unit_id, name, unit_mem
    FROM owned
    ORDER BY unit_mem DESC, unit_id
    LIMIT $k
),

ranked AS (
    SELECT unit_id, row_number() OVER (PARTITION BY unit_id ORDER BY mu DESC, image_id) AS rank, image_id, mu
    FROM activation
    JOIN population USING (image_id)
    SEMI JOIN chosen USING (unit_id)
    WHERE population = $population
    QUALIFY rank <= 5
),

tile AS (
    SELECT NULL AS unit_id, NULL AS unit, NULL AS unit_mem, NULL AS rank, NULL AS mu, $id AS image_id
    UNION ALL
    SELECT unit_id, name, unit_mem, rank, mu, image_id
    FROM ranked
    JOIN chosen USING (unit_id)
)

SELECT
    (SELECT 'Units that ' || path || ' owns' FROM image WHERE image_id = $id) AS title,
    (
        SELECT format(
            '{:,} {}images · owns {:,} units, {:,} of U10{}',
            (SELECT count(*) FROM population WHERE population = $population), if($population = 'all', '', $population || ' '),
            count(*), count(*) FILTER (WHERE in_u10),
            if(count(*) > 0, ' · images of highest μ of each: rank and μ, class, image', '')
        )
        FROM owned
    ) AS subtitle,
    format('{} · UnitMem {}', unit, coalesce(format('{:.3f}', unit_mem), '–')) AS section,
    format('{} · {:.3g}', rank, mu) AS caption_1,
    class_name AS caption_2,
    concat_ws(', ', split, 'image ' || image_id) AS caption_3,
    unit,
    round(unit_mem, 4) AS unit_mem,
    rank,
    mu,
    image_id,
    path,
    class_name AS class,
    split
FROM tile
JOIN image USING (image_id)
ORDER BY unit_id IS NOT NULL, tile.unit_mem DESC, unit_id, rank
