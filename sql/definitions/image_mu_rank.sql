-- image_mu_rank (sql/metrics/17_image_mu_rank.sql) in SQL.

WITH
ranked AS (
    SELECT
        population,
        part,
        image_id,
        (rank() OVER by_mu + (count(*) OVER same - 1) / 2 - 0.5) / count(*) OVER everything AS rank
    FROM activation
    JOIN population USING (image_id)
    JOIN unit USING (unit_id)
    WINDOW
        everything AS (PARTITION BY population, unit_id),
        by_mu AS (PARTITION BY population, unit_id ORDER BY mu),
        same AS (PARTITION BY population, unit_id, mu)
)

SELECT population, part, image_id, avg(rank) AS mean_rank
FROM ranked
GROUP BY population, part, image_id
