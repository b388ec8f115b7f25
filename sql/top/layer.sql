-- The units of a layer with the highest UnitMem and the five images on which each is most active, for `varmem top --layer`.
-- Grain: unit, $k at most, and image. Inputs: unit_mem, unit, layer, activation, population, image.
-- Parameters: $id (layer_id), $population, $k.
WITH
chosen AS (
    SELECT unit_id, unit.name, unit_mem
    FROM unit_mem
    JOIN unit USING (unit_id)
    WHERE population = $population AND layer_id = $id
    ORDER BY unit_mem DESC, unit_id
    LIMIT $k
),

ranked AS (
    SELECT
        unit_id,
        row_number() OVER (PARTITION BY unit_id ORDER BY mu DESC, image_id) AS rank,
        image_id,
        mu,
        format('{:,} {}images', count(*) OVER (PARTITION BY unit_id), if($population = 'all', '', $population || ' ')) AS images
    FROM activation
    JOIN population USING (image_id)
    SEMI JOIN chosen USING (unit_id)
    WHERE population = $population
    QUALIFY rank <= 5
)

SELECT
    'Units of ' || layer.name || ' with the highest UnitMem' AS title,
    images || ' · those of highest μ of each unit: rank and μ, class, image' AS subtitle,
    format('{} · UnitMem {}', chosen.name, coalesce(format('{:.3f}', unit_mem), '–')) AS section,
    format('{} · {:.3g}', rank, mu) AS caption_1,
    class_name AS caption_2,
    concat_ws(', ', split, 'image ' || image_id) AS caption_3,
    chosen.name AS unit,
    round(unit_mem, 4) AS unit_mem,
    rank,
    mu,
    image_id,
    path,
    class_name AS class,
    split
FROM ranked
JOIN chosen USING (unit_id)
JOIN image USING (image_id)
JOIN layer ON layer_id = $id
ORDER BY chosen.unit_mem DESC, unit_id, rank
