-- U10: the units whose UnitMem reaches a percentile, by default the 90th, of all units of their part pooled.
-- Grain:  one row per population and part; also marks the units in unit_mem.in_u10.
-- Inputs: unit_mem, unit; setting 'percentile'.
--
--     position = (n - 1) p / 100
--     threshold = a + (b - a) (position - floor(position))
--     U10 = {u : UnitMem(u) >= threshold}
--
-- where a and b are the sorted values, counted from 0, at floor and ceiling of the position: linear interpolation.
-- quantile_cont weighs a and b apart, which where they are equal may round to more than both: ties would drop out.

CREATE OR REPLACE TABLE u10_threshold AS
WITH
percentile AS (
    SELECT value::DOUBLE AS percentile FROM setting WHERE key = 'percentile'
),

pooled AS (
    SELECT population, part, percentile, count(*) AS unit_count, list(unit_mem ORDER BY unit_mem) AS sorted
    FROM unit_mem
    JOIN unit USING (unit_id)
    CROSS JOIN percentile
    GROUP BY population, part, percentile
),

neighbours AS (
    SELECT
        *,
        (unit_count - 1) * percentile / 100 AS position,
        sorted[floor(position)::INTEGER + 1] AS below,
        sorted[ceil(position)::INTEGER + 1] AS above
    FROM pooled
),

final AS (
    SELECT
        population,
        part,
        percentile,
        below + (above - below) * (position - floor(position)) AS threshold,
        unit_count,
        len(list_filter(sorted, lambda value: value >= threshold)) AS u10_count
    FROM neighbours
)

SELECT * FROM final ORDER BY population, part;

UPDATE unit_mem SET in_u10 = coalesce(unit_mem >= threshold, FALSE)
FROM unit JOIN u10_threshold USING (part)
WHERE unit.unit_id = unit_mem.unit_id AND u10_threshold.population = unit_mem.population;

COMMENT ON TABLE  u10_threshold            IS 'Where U10 begins: one row per population and part.';
COMMENT ON COLUMN u10_threshold.population IS 'train, val or all.';
COMMENT ON COLUMN u10_threshold.part       IS 'transformer or tokenizer; each has a percentile of its own.';
COMMENT ON COLUMN u10_threshold.percentile IS 'Which percentile, 0 to 100.';
COMMENT ON COLUMN u10_threshold.threshold  IS 'Its value of UnitMem; NULL for a population of one image.';
COMMENT ON COLUMN u10_threshold.unit_count IS 'Units of the part.';
COMMENT ON COLUMN u10_threshold.u10_count  IS 'Units of the part with UnitMem >= threshold.';
