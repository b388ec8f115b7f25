-- The images on which a unit is most active, for `varmem top --unit`.
-- Grain: image, $k at most. Inputs: activation, population, image, unit, unit_mem.
-- Parameters: $id (unit_id), $population, $k.
WITH
ranked AS (
    SELECT
        row_number() OVER (ORDER BY mu DESC, image_id) AS rank,
        image_id,
        mu,
        format('{:,} {}images', count(*) OVER (), if($population = 'all', '', $population || ' ')) AS images
    FROM activation
    JOIN population USING (image_id)
    WHERE unit_id = $id AND population = $population
    QUALIFY rank <= $k
)

SELECT
    'Images on which ' || unit.name || ' is most active' AS title,
    format(
        '{} · UnitMem {}{} · rank and μ, class, image',
        images, coalesce(format('{:.3f}', unit_mem), '–'), if(in_u10, ', in U10', '')
    ) AS subtitle,
    format('{} · {:.3g}', rank, mu) AS caption_1,
    class_name AS caption_2,
    concat_ws(', ', split, 'image ' || image_id) AS caption_3,
    rank,
    mu,
    image_id,
    path,
    class_name AS class,
    split
FROM ranked
JOIN image USING (image_id)
JOIN unit ON unit_id = $id
JOIN unit_mem USING (unit_id)
WHERE population = $population
ORDER BY rank
