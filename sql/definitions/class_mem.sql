-- class_mem (sql/metrics/13_class_mem.sql) in SQL. Sums count multiples of 2^-64: integers add up to the same in every order.

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
        avg(mu_mean ORDER BY class_id) FILTER (WHERE rank > 1) AS class_rest,
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

SELECT * FROM final
