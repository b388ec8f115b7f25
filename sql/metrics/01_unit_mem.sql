-- UnitMem of every unit: how far one image stands out from all the others.
-- Grain:  one row per population and unit; a population without images has no rows.
-- Inputs: activation, image, population; setting 'rest' (mean or median).
-- Source: Wang et al., "Localizing Memorization in SSL Vision Encoders", arXiv 2409.19069, with mu = mean |activation|.
--
--     M(u) = max_x mu_u(x)        m(u) = mean, or median, of mu_u over the N - 1 images other than the owner
--     UnitMem(u) = (M - m) / (M + m), which is 0 where M + m = 0 and NULL where N = 1
--
-- Sums count multiples of 2^-64, because integers add up to the same in every order: no digit of the result depends on
-- the number of threads. mu is a FLOAT, so nothing above 2^-41 (5e-13) is rounded.

-- One pass over all activations. A table of its own, so that the planner knows how small it is and joins from it.
CREATE OR REPLACE TEMP TABLE split_unit AS
SELECT
    split,
    unit_id,
    max(mu) AS mu_max,
    sum((mu * pow(2, 64))::HUGEINT) AS mu_sum,
    count(*) AS image_count
FROM activation
JOIN image USING (image_id)
GROUP BY split, unit_id;

CREATE OR REPLACE TABLE unit_mem AS
WITH
population_unit AS (
    SELECT split AS population, unit_id, mu_max, mu_sum, image_count
    FROM split_unit
    WHERE split IS NOT NULL
    UNION ALL
    SELECT 'all' AS population, unit_id, max(mu_max), sum(mu_sum), sum(image_count)::BIGINT
    FROM split_unit
    GROUP BY unit_id
),

-- The few rows that reach the maximum of a split. A join after the maximum is faster than arg_max, and keeps ties.
peak AS (
    SELECT image_id, unit_id, mu
    FROM activation
    SEMI JOIN split_unit ON activation.unit_id = split_unit.unit_id AND mu = mu_max
),

owner AS (
    SELECT population, unit_id, min(image_id) AS image_id
    FROM peak
    JOIN population USING (image_id)
    JOIN population_unit USING (population, unit_id)
    WHERE mu = mu_max
    GROUP BY population, unit_id
),

-- Empty unless the setting asks for it: medians take three times as long as all the rest.
median_population AS (
    SELECT population, image_id
    FROM population
    SEMI JOIN setting ON key = 'rest' AND value = 'median'
),

rest_median AS (
    SELECT population, unit_id, median(mu::DOUBLE) AS mu_median
    FROM activation
    JOIN median_population USING (image_id)
    ANTI JOIN owner USING (population, unit_id, image_id)
    GROUP BY population, unit_id
),

rest_mean AS (
    SELECT
        population,
        unit_id,
        (mu_sum - (mu_max * pow(2, 64))::HUGEINT) / pow(2, 64) / nullif(image_count - 1, 0) AS mu_mean
    FROM population_unit
),

final AS (
    SELECT
        population,
        unit_id,
        mu_max,
        coalesce(mu_median, mu_mean) AS mu_rest,
        CASE WHEN mu_max + mu_rest = 0 THEN 0 ELSE (mu_max - mu_rest) / (mu_max + mu_rest) END AS unit_mem,
        image_id AS owner_image_id,
        NULL::BOOLEAN AS in_u10 -- 02_u10_threshold fills it in
    FROM population_unit
    JOIN owner USING (population, unit_id)
    JOIN rest_mean USING (population, unit_id)
    LEFT JOIN rest_median USING (population, unit_id)
)

SELECT * FROM final ORDER BY population, unit_id;

DROP TABLE split_unit;

COMMENT ON TABLE  unit_mem                IS 'UnitMem of every unit: one row per population and unit.';
COMMENT ON COLUMN unit_mem.population     IS 'train, val or all: the images that the unit was measured over.';
COMMENT ON COLUMN unit_mem.unit_id        IS 'The unit; its name, layer and block stand in the view unit.';
COMMENT ON COLUMN unit_mem.mu_max         IS 'M: the largest mu of any image.';
COMMENT ON COLUMN unit_mem.mu_rest        IS 'm: mean, or median, of mu over the other images; NULL without any.';
COMMENT ON COLUMN unit_mem.unit_mem       IS '(M - m) / (M + m): 0 none stands out, 1 only the owner activates it.';
COMMENT ON COLUMN unit_mem.owner_image_id IS 'The image with mu = M; the smallest image_id of several.';
COMMENT ON COLUMN unit_mem.in_u10         IS 'Whether UnitMem reaches the percentile of its part (u10_threshold).';
