-- held_out_unit_mem (sql/metrics/21_held_out_unit_mem.sql) in SQL.

WITH
split_size AS (
    SELECT count(*) FILTER (WHERE split = 'train') AS train_count, count(*) FILTER (WHERE split = 'val') AS val_count
    FROM image
),

side AS (
    SELECT 'train' AS split, 'val' AS other, train_count AS n, val_count AS other_n FROM split_size WHERE least(train_count, val_count) > 0
    UNION ALL
    SELECT 'val', 'train', val_count, train_count FROM split_size WHERE least(train_count, val_count) > 0
),

-- The largest mu of each split, falling.
strongest AS (
    SELECT
        split,
        unit_id,
        max(mu, (SELECT coalesce(max(least(other_n, ceil(21 * other_n / n) + 1)), 1) FROM side)::BIGINT) AS mu
    FROM activation
    JOIN image USING (image_id)
    WHERE split IN (SELECT split FROM side)
    GROUP BY split, unit_id
),

paired AS (
    SELECT own.split, own.unit_id, n, other_n, own.mu[1] AS mu_max, strongest.mu AS others
    FROM strongest AS own
    JOIN side USING (split)
    JOIN strongest ON strongest.split = other AND strongest.unit_id = own.unit_id
),

weighted AS (
    SELECT
        *,
        list_transform(
            others,
            lambda value, j: pow((other_n - j + 1) / other_n, n) - pow((other_n - j) / other_n, n)
        ) AS weights
    FROM paired
),

final AS (
    SELECT
        split,
        unit_id,
        mu_max,
        list_dot_product(others::DOUBLE[], weights) / list_sum(weights) AS held_out_max,
        CASE WHEN mu_max + held_out_max = 0 THEN 0 ELSE (mu_max - held_out_max) / (mu_max + held_out_max) END AS held_out_unit_mem
    FROM weighted
)

SELECT * FROM final
