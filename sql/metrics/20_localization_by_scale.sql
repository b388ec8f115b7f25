-- Where the memorizing units are, scale by scale.
-- Grain:  one row per population, part, scale, block and kind; none without the means of scales.
-- Inputs: unit_mem_scale, unit.
-- Means add up in the order of the units, so that their last digit does not depend on the number of threads.

CREATE OR REPLACE TABLE localization_by_scale AS
WITH
final AS (
    SELECT
        population,
        part,
        scale,
        block,
        kind,
        count(*) AS unit_count,
        count(*) FILTER (WHERE in_u10) AS u10_count,
        avg(unit_mem ORDER BY unit_id) AS unit_mem_mean,
        max(unit_mem) AS unit_mem_max
    FROM unit_mem_scale
    JOIN unit USING (unit_id)
    GROUP BY population, part, scale, block, kind
)

SELECT * FROM final ORDER BY population, part, scale, block, kind;

COMMENT ON TABLE  localization_by_scale               IS 'U10 and UnitMem at each scale: one row per population, part, scale, block and kind.';
COMMENT ON COLUMN localization_by_scale.population    IS 'train, val or all.';
COMMENT ON COLUMN localization_by_scale.part          IS 'transformer: other parts have no scales.';
COMMENT ON COLUMN localization_by_scale.scale         IS 'The scale, as in table scale.';
COMMENT ON COLUMN localization_by_scale.block         IS 'Depth: index of the transformer block.';
COMMENT ON COLUMN localization_by_scale.kind          IS 'Layer type, such as ffn.fc1.';
COMMENT ON COLUMN localization_by_scale.unit_count    IS 'Units of these layers.';
COMMENT ON COLUMN localization_by_scale.u10_count     IS 'How many of them are in U10 at this scale (unit_mem_scale).';
COMMENT ON COLUMN localization_by_scale.unit_mem_mean IS 'Their mean UnitMem at this scale.';
COMMENT ON COLUMN localization_by_scale.unit_mem_max  IS 'Their largest UnitMem at this scale.';
