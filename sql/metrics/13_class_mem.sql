-- ClassMem of every unit: how far one class stands out from all the others.
-- Grain:  one row per population and unit; none where images have no classes.
-- Inputs: activation, image.
-- Source: Wang et al., arXiv 2409.19069, section on class memorization: UnitMem's ratio on the means of classes.
--
--     mu_u(c) = mean of mu_u(x) over the images of class c        M = max_c mu_u(c)        m = mean of mu_u(c) over the K - 1 other classes
--     ClassMem(u) = (M - m) / (M + m), which is 0 where M + m = 0 and NULL where K = 1
--
-- Sums count multiples of 2^-64, as in 01_unit_mem.

CREATE OR REPLACE TABLE class_mem AS
WITH
split_class AS (
    SELECT split, class_id, unit_id, sum((mu * pow(2, 64))::HUGEINT) AS mu_sum, count(*) AS image_count
    FROM activation
    JOIN image USING (image_id)
    WHERE class_id IS NOT NULL
    GROUP BY split, class_id, unit_id
),

class_mean AS (
    SELECT split AS population, class_id, unit_id, mu_sum / pow(2, 64) / image_count AS mu_mean
    FROM split_class
    WHERE split IS NOT NULL
    UNION ALL
    SELECT 'all' AS population, class_id, unit_id, sum(mu_sum) / pow(2, 64) / sum(image_count)
    FROM split_class
    GROUP BY class_id, unit_id
),

-- Of classes with equal means the one with the smallest number.
ranked AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY population, unit_id ORDER BY mu_mean DESC, class_id) AS rank
    FROM class_mean
),

unit AS (
    SELECT
        population,
        unit_id,
        max(mu_mean) AS class_max,
        avg(mu_mean ORDER BY rank) FILTER (WHERE rank > 1) AS class_rest,
        min(class_id) FILTER (WHERE rank = 1) AS class_id
    FROM ranked
    GROUP BY population, unit_id
),

final AS (
    SELECT
        population,
        unit_id,
        class_max,
        class_rest,
        CASE WHEN class_max + class_rest = 0 THEN 0 ELSE (class_max - class_rest) / (class_max + class_rest) END AS class_mem,
        class_id
    FROM unit
)

SELECT * FROM final ORDER BY population, unit_id;

COMMENT ON TABLE  class_mem            IS 'ClassMem of every unit: one row per population and unit.';
COMMENT ON COLUMN class_mem.population IS 'train, val or all.';
COMMENT ON COLUMN class_mem.unit_id    IS 'The unit.';
COMMENT ON COLUMN class_mem.class_max  IS 'M: the largest mean mu of any class.';
COMMENT ON COLUMN class_mem.class_rest IS 'm: mean of the other classes'' means; NULL where there is no other.';
COMMENT ON COLUMN class_mem.class_mem  IS '(M - m) / (M + m): 0 no class stands out, 1 only one class activates it.';
COMMENT ON COLUMN class_mem.class_id   IS 'The class with M; the smallest number of several.';
