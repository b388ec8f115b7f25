-- Where in the network the memorizing units are: by block and layer type.
-- Grain:  one row per population, part, block and kind.
-- Inputs: unit_mem, unit.
-- Means add up in the order of the units, so that their last digit does not depend on the number of threads.

CREATE OR REPLACE TABLE localization AS
WITH
final AS (
    SELECT
        population,
        part,
        block,
        kind,
        count(*) AS unit_count,
        count(*) FILTER (WHERE in_u10) AS u10_count,
        avg(unit_mem ORDER BY unit_id) AS unit_mem_mean,
        max(unit_mem) AS unit_mem_max
    FROM unit_mem
    JOIN unit USING (unit_id)
    GROUP BY population, part, block, kind
)

SELECT * FROM final ORDER BY population, part, block, kind;

COMMENT ON TABLE  localization               IS 'U10 and UnitMem: one row per population, part, block and kind.';
COMMENT ON COLUMN localization.population    IS 'train, val or all.';
COMMENT ON COLUMN localization.part          IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN localization.block         IS 'Depth: index of the transformer block, or level of the tokenizer.';
COMMENT ON COLUMN localization.kind          IS 'Layer type, such as ffn.fc1.';
COMMENT ON COLUMN localization.unit_count    IS 'Units of these layers.';
COMMENT ON COLUMN localization.u10_count     IS 'How many of them are in U10.';
COMMENT ON COLUMN localization.unit_mem_mean IS 'Their mean UnitMem.';
COMMENT ON COLUMN localization.unit_mem_max  IS 'Their largest UnitMem.';
