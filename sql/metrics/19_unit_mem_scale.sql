-- UnitMem of every unit at every scale alone, where the means of each scale were recorded (--per-scale).
-- Grain:  one row per population, unit and scale; none without the means of scales.
-- Inputs: activation_scale, image, unit; setting 'percentile'.
--
--     as 01_unit_mem on mu_{u,s}(x), with m the mean of the others; in_u10 marks the units and scales that reach the percentile of
--     all units and scales of their part pooled, so that scales compare
--
-- Sums count multiples of 2^-64, as in 01_unit_mem.

CREATE OR REPLACE TABLE unit_mem_scale AS
WITH
split_unit AS MATERIALIZED (
    SELECT
        split,
        unit_id,
        scale,
        max(mu) AS mu_max,
        sum((mu * pow(2, 64))::HUGEINT) AS mu_sum,
        count(*) AS image_count
    FROM activation_scale
    JOIN image USING (image_id)
    GROUP BY split, unit_id, scale
),

population_unit AS MATERIALIZED (
    SELECT split AS population, unit_id, scale, mu_max, mu_sum, image_count
    FROM split_unit
    WHERE split IS NOT NULL
    UNION ALL
    SELECT 'all' AS population, unit_id, scale, max(mu_max), sum(mu_sum), sum(image_count)::BIGINT
    FROM split_unit
    GROUP BY unit_id, scale
),

peak AS (
    SELECT image_id, a.unit_id, a.scale, mu
    FROM activation_scale a
    SEMI JOIN split_unit s ON a.unit_id = s.unit_id AND a.scale = s.scale AND mu = mu_max
),

owner AS (
    SELECT population, unit_id, scale, min(image_id) AS image_id
    FROM peak
    JOIN population USING (image_id)
    JOIN population_unit USING (population, unit_id, scale)
    WHERE mu = mu_max
    GROUP BY population, unit_id, scale
),

scored AS (
    SELECT
        population,
        unit_id,
        scale,
        part,
        mu_max,
        (mu_sum - (mu_max * pow(2, 64))::HUGEINT) / pow(2, 64) / nullif(image_count - 1, 0) AS mu_rest,
        CASE WHEN mu_max + mu_rest = 0 THEN 0 ELSE (mu_max - mu_rest) / (mu_max + mu_rest) END AS unit_mem,
        image_id AS owner_image_id
    FROM population_unit
    JOIN owner USING (population, unit_id, scale)
    JOIN unit USING (unit_id)
),

-- The percentile as in 02_u10_threshold.
pooled AS (
    SELECT population, part, list(unit_mem ORDER BY unit_mem) AS sorted, (count(*) - 1) * any_value(value::DOUBLE) / 100 AS position
    FROM scored
    JOIN setting ON key = 'percentile'
    GROUP BY population, part
),

threshold AS (
    SELECT
        population,
        part,
        sorted[floor(position)::INTEGER + 1] AS below,
        sorted[ceil(position)::INTEGER + 1] AS above,
        below + (above - below) * (position - floor(position)) AS threshold
    FROM pooled
),

final AS (
    SELECT
        population,
        unit_id,
        scale,
        mu_max,
        mu_rest,
        unit_mem,
        owner_image_id,
        coalesce(unit_mem >= threshold, FALSE) AS in_u10
    FROM scored
    JOIN threshold USING (population, part)
)

SELECT * FROM final ORDER BY population, unit_id, scale;

COMMENT ON TABLE  unit_mem_scale                IS 'UnitMem at each scale: one row per population, unit and scale.';
COMMENT ON COLUMN unit_mem_scale.population     IS 'train, val or all.';
COMMENT ON COLUMN unit_mem_scale.unit_id        IS 'The unit.';
COMMENT ON COLUMN unit_mem_scale.scale          IS 'The scale, as in table scale.';
COMMENT ON COLUMN unit_mem_scale.mu_max         IS 'M: the largest mu of any image at this scale.';
COMMENT ON COLUMN unit_mem_scale.mu_rest        IS 'm: mean of mu over the other images; NULL without any.';
COMMENT ON COLUMN unit_mem_scale.unit_mem       IS '(M - m) / (M + m).';
COMMENT ON COLUMN unit_mem_scale.owner_image_id IS 'The image with mu = M; the smallest image_id of several.';
COMMENT ON COLUMN unit_mem_scale.in_u10         IS 'Whether UnitMem reaches the percentile of all units and scales of the part.';
