-- UnitMem of every unit: how far one image stands out from all the others.
-- Grain:  one row per population and unit; a population without images has no rows.
-- Inputs: unit_peak; setting 'rest' (mean or median), for the median also activation and population.
-- Source: Wang et al., "Localizing Memorization in SSL Vision Encoders", arXiv 2409.19069, with mu = mean |activation|.
--
--     M(u) = max_x mu_u(x)        m(u) = mean, or median, of mu_u over the N - 1 images other than the owner
--     UnitMem(u) = (M - m) / (M + m), which is 0 where M + m = 0 and NULL where N = 1

CREATE OR REPLACE TABLE unit_mem AS
WITH
population_unit AS (
    SELECT split AS population, unit_id, mu_max, image_id, mu_sum, image_count
    FROM unit_peak
    WHERE split IS NOT NULL
    UNION ALL
    SELECT
        'all' AS population,
        unit_id,
        max(mu_max),
        arg_min(image_id, {'falling': -mu_max, 'image_id': image_id}),
        sum(mu_sum)::HUGEINT,
        sum(image_count)::BIGINT
    FROM unit_peak
    GROUP BY unit_id
),

-- Empty unless the setting asks for it: medians take longer than all the rest.
median_population AS (
    SELECT population, image_id
    FROM population
    SEMI JOIN setting ON key = 'rest' AND value = 'median'
),

rest_median AS (
    SELECT population, unit_id, median(mu::DOUBLE) AS mu_median
    FROM activation
    JOIN median_population USING (image_id)
    ANTI JOIN population_unit USING (population, unit_id, image_id)
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
    JOIN rest_mean USING (population, unit_id)
    LEFT JOIN rest_median USING (population, unit_id)
)

SELECT * FROM final ORDER BY population, unit_id;

COMMENT ON TABLE  unit_mem                IS 'UnitMem of every unit: one row per population and unit.';
COMMENT ON COLUMN unit_mem.population     IS 'train, val or all: the images that the unit was measured over.';
COMMENT ON COLUMN unit_mem.unit_id        IS 'The unit; its name, layer and block stand in the view unit.';
COMMENT ON COLUMN unit_mem.mu_max         IS 'M: the largest mu of any image.';
COMMENT ON COLUMN unit_mem.mu_rest        IS 'm: mean, or median, of mu over the other images; NULL without any.';
COMMENT ON COLUMN unit_mem.unit_mem       IS '(M - m) / (M + m): 0 none stands out, 1 only the owner activates it.';
COMMENT ON COLUMN unit_mem.owner_image_id IS 'The image with mu = M; the smallest image_id of several.';
COMMENT ON COLUMN unit_mem.in_u10         IS 'Whether UnitMem reaches the percentile of its part (u10_threshold).';
