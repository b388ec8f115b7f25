-- How UnitMem grows with the number of images alone.
WITH mean AS (
    SELECT part, image_count, avg(unit_mem_mean ORDER BY draw) AS unit_mem_mean
    FROM n_curve
    SEMI JOIN shown USING (population, part)
    GROUP BY part, image_count
)

SELECT
    part,
    format(
        'Mean UnitMem by the number of images that the maximum is taken over: {}; compare populations of one size.',
        enumerated(list(format('{:.3f} with {:,}', unit_mem_mean, image_count) ORDER BY image_count))
    ) AS sentence
FROM (
    SELECT *, row_number() OVER rising AS step, count(*) OVER (PARTITION BY part) AS steps
    FROM mean
    WINDOW rising AS (PARTITION BY part ORDER BY image_count)
)
WHERE step IN (1, (steps + 1) // 2, steps) AND steps > 1
GROUP BY part
