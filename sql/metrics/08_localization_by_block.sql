-- Where in the network the memorizing units are: by block.
-- Grain:  one row per population, part and block.
-- Inputs: unit_mem, unit.
-- Means add up in the order of the units, so that their last digit does not depend on the number of threads.

CREATE OR REPLACE TABLE localization_by_block AS
WITH
final AS (
    SELECT
        population,
        part,
        block,
        count(*) AS unit_count,
        count(*) FILTER (WHERE in_u10) AS u10_count,
        avg(unit_mem ORDER BY unit_id) AS unit_mem_mean,
        max(unit_mem) AS unit_mem_max
    FROM unit_mem
    JOIN unit USING (unit_id)
    GROUP BY population, part, block
)

SELECT * FROM final ORDER BY population, part, block;

COMMENT ON TABLE  localization_by_block               IS 'U10 and UnitMem: one row per population, part and block.';
COMMENT ON COLUMN localization_by_block.population    IS 'train, val or all.';
COMMENT ON COLUMN localization_by_block.part          IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN localization_by_block.block         IS 'Depth: transformer block, or level of the tokenizer.';
COMMENT ON COLUMN localization_by_block.unit_count    IS 'Units of the block.';
COMMENT ON COLUMN localization_by_block.u10_count     IS 'How many of them are in U10.';
COMMENT ON COLUMN localization_by_block.unit_mem_mean IS 'Their mean UnitMem.';
COMMENT ON COLUMN localization_by_block.unit_mem_max  IS 'Their largest UnitMem.';
