-- The same images in two databases: do they own the same units, and as many?
-- Grain:  one row per part and pair of databases with images in common, over population all.
-- Inputs: image, num_mem_units, unit_mem, unit, layer. Images are the same by path and SHA-256, units by the name of layer and number.
--
--     owners_jaccard = images that own units of U10 in both / in either
--     rank correlations are Spearman's, over the images in common, and for UnitMem over the units in common
--     same_owner = share of the units in common that the same image owns in both; NULL, as unit_mem_rank, where the layers differ
WITH
pair AS (
    SELECT a.db AS first, b.db AS second, a.position AS first_position, b.position AS second_position
    FROM database AS a
    JOIN database AS b ON a.position < b.position
),

counted AS (
    SELECT db, part, path, sha256, num_mem_units, units_owned
    FROM num_mem_units
    JOIN image USING (db, image_id)
    WHERE population = 'all'
),

common AS (
    SELECT
        first,
        second,
        a.part,
        a.path,
        a.num_mem_units AS a_u10,
        b.num_mem_units AS b_u10,
        rank() OVER (PARTITION BY first, second, a.part ORDER BY a.num_mem_units)
            + (count(*) OVER (PARTITION BY first, second, a.part, a.num_mem_units) - 1) / 2 AS a_u10_rank,
        rank() OVER (PARTITION BY first, second, a.part ORDER BY b.num_mem_units)
            + (count(*) OVER (PARTITION BY first, second, a.part, b.num_mem_units) - 1) / 2 AS b_u10_rank,
        rank() OVER (PARTITION BY first, second, a.part ORDER BY a.units_owned)
            + (count(*) OVER (PARTITION BY first, second, a.part, a.units_owned) - 1) / 2 AS a_rank,
        rank() OVER (PARTITION BY first, second, a.part ORDER BY b.units_owned)
            + (count(*) OVER (PARTITION BY first, second, a.part, b.units_owned) - 1) / 2 AS b_rank
    FROM pair
    JOIN counted AS a ON a.db = first
    JOIN counted AS b
        ON b.db = second AND b.part = a.part AND b.path = a.path AND b.sha256 IS NOT DISTINCT FROM a.sha256
),

by_image AS (
    SELECT
        first,
        second,
        part,
        count(*) AS images,
        count(*) FILTER (WHERE a_u10 > 0 AND b_u10 > 0) / nullif(count(*) FILTER (WHERE a_u10 > 0 OR b_u10 > 0), 0) AS owners_jaccard,
        corr(a_u10_rank, b_u10_rank ORDER BY path) AS num_mem_units_rank,
        corr(a_rank, b_rank ORDER BY path) AS units_owned_rank
    FROM common
    GROUP BY first, second, part
),

owned AS (
    SELECT unit_mem.db, unit.part, unit.name, unit_mem, path, sha256
    FROM unit_mem
    JOIN unit USING (db, unit_id)
    JOIN image ON image.db = unit_mem.db AND image_id = owner_image_id
    WHERE population = 'all'
),

common_unit AS (
    SELECT
        first,
        second,
        a.part,
        a.name,
        a.path = b.path AND a.sha256 IS NOT DISTINCT FROM b.sha256 AS is_same_owner,
        rank() OVER (PARTITION BY first, second, a.part ORDER BY a.unit_mem)
            + (count(*) OVER (PARTITION BY first, second, a.part, a.unit_mem) - 1) / 2 AS a_rank,
        rank() OVER (PARTITION BY first, second, a.part ORDER BY b.unit_mem)
            + (count(*) OVER (PARTITION BY first, second, a.part, b.unit_mem) - 1) / 2 AS b_rank
    FROM pair
    JOIN owned AS a ON a.db = first
    JOIN owned AS b ON b.db = second AND b.part = a.part AND b.name = a.name
),

by_unit AS (
    SELECT
        first,
        second,
        part,
        count(*) AS units,
        avg(is_same_owner::INTEGER) AS same_owner,
        corr(a_rank, b_rank ORDER BY name) AS unit_mem_rank
    FROM common_unit
    GROUP BY first, second, part
)

SELECT
    part,
    first,
    second,
    images,
    round(owners_jaccard, 4) AS owners_jaccard,
    round(if(isnan(num_mem_units_rank), NULL, num_mem_units_rank), 4) AS num_mem_units_rank,
    round(if(isnan(units_owned_rank), NULL, units_owned_rank), 4) AS units_owned_rank,
    coalesce(units, 0) AS units,
    round(same_owner, 4) AS same_owner,
    round(if(isnan(unit_mem_rank), NULL, unit_mem_rank), 4) AS unit_mem_rank
FROM by_image
LEFT JOIN by_unit USING (first, second, part)
JOIN pair USING (first, second)
ORDER BY part DESC, first_position, second_position
