-- Held-out-normalised UnitMem in a few numbers, for training images and, as the control, for validation images.
-- Grain:  one row per part, unit set (all, U10) and split.
-- Inputs: held_out_unit_mem, unit_mem, unit. U10 is that of the split's own population.
-- Above 0 is above 1e-12: M = H happens (n = N = 1, equal images), and the sum that H is ends an ulp to either side.
-- Means add up in the order of the units, so that their last digit does not depend on the number of threads.

CREATE OR REPLACE TABLE held_out_summary AS
WITH
scored AS (
    SELECT part, split, unit_id, held_out_unit_mem, in_u10
    FROM held_out_unit_mem
    JOIN unit_mem USING (unit_id)
    JOIN unit USING (unit_id)
    WHERE population = split
),

unit_set AS (
    SELECT 'all' AS unit_set, * FROM scored
    UNION ALL
    SELECT 'U10' AS unit_set, * FROM scored WHERE in_u10
),

final AS (
    SELECT
        part,
        unit_set,
        split,
        count(*) AS unit_count,
        avg(held_out_unit_mem ORDER BY unit_id) AS held_out_unit_mem_mean,
        count(*) FILTER (WHERE held_out_unit_mem > 1e-12) / count(*) AS share_above
    FROM unit_set
    GROUP BY part, unit_set, split
)

SELECT * FROM final ORDER BY part, unit_set = 'U10', split;

COMMENT ON TABLE  held_out_summary                         IS 'Held-out-normalised UnitMem: one row per part, unit set and split.';
COMMENT ON COLUMN held_out_summary.part                    IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN held_out_summary.unit_set                IS 'all units of the part, or U10 of the population of this split.';
COMMENT ON COLUMN held_out_summary.split                   IS 'train, or val as the control.';
COMMENT ON COLUMN held_out_summary.unit_count              IS 'Units of the set.';
COMMENT ON COLUMN held_out_summary.held_out_unit_mem_mean  IS 'Mean of held_out_unit_mem.';
COMMENT ON COLUMN held_out_summary.share_above             IS 'Share of the units that stand above the other split''s expected maximum; about half where the splits do not differ.';
