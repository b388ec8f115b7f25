-- How many units each image owns over all images, in whatever groups training and validation images are compared by.
-- Grain:  one row per part, unit set (all, U10), grouping (overall, block, kind, scale), group and owner; none unless the images have both splits.
-- Inputs: unit_mem (population all), unit_mem_scale, unit, image.
-- Sums add up in the order of the units, so that their last digit does not depend on the number of threads.

CREATE OR REPLACE TABLE owner_weight AS
WITH
owned AS (
    SELECT part, block, kind, NULL::TINYINT AS scale, unit_id, unit_mem, in_u10, owner_image_id AS image_id
    FROM unit_mem
    JOIN unit USING (unit_id)
    WHERE population = 'all'
),

owned_at_scale AS (
    SELECT part, block, kind, scale, unit_id, unit_mem, in_u10, owner_image_id AS image_id
    FROM unit_mem_scale
    JOIN unit USING (unit_id)
    WHERE population = 'all'
),

grouped AS (
    SELECT 'overall' AS grouping, 'all' AS group_name, * FROM owned
    UNION ALL
    SELECT 'block', block::VARCHAR, * FROM owned WHERE block IS NOT NULL
    UNION ALL
    SELECT 'kind', kind, * FROM owned
    UNION ALL
    SELECT 'scale', scale::VARCHAR, * FROM owned_at_scale
),

unit_set AS (
    SELECT 'all' AS unit_set, * FROM grouped
    UNION ALL
    SELECT 'U10' AS unit_set, * FROM grouped WHERE in_u10
),

final AS (
    SELECT
        part,
        unit_set,
        grouping,
        group_name,
        image_id,
        count(*) AS unit_count,
        sum(unit_mem ORDER BY unit_id) AS unit_mem_sum
    FROM unit_set
    WHERE (SELECT count(DISTINCT split) FROM image) = 2
    GROUP BY part, unit_set, grouping, group_name, image_id
)

SELECT * FROM final ORDER BY part, unit_set, grouping, group_name, image_id;

COMMENT ON TABLE  owner_weight              IS 'Units that each image owns over all images: one row per part, unit set, grouping, group and owner.';
COMMENT ON COLUMN owner_weight.part         IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN owner_weight.unit_set     IS 'all units, or U10; at scales those of unit_mem_scale.';
COMMENT ON COLUMN owner_weight.grouping     IS 'overall, block, kind or scale.';
COMMENT ON COLUMN owner_weight.group_name   IS 'Which block, kind or scale; all where overall.';
COMMENT ON COLUMN owner_weight.image_id     IS 'The image.';
COMMENT ON COLUMN owner_weight.unit_count   IS 'Units of the group that it owns.';
COMMENT ON COLUMN owner_weight.unit_mem_sum IS 'Sum of their UnitMem.';
