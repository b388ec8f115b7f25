-- What the results owe to a few images: the same metrics without those that own most of U10.
-- Section: Robustness
-- Grain: part, measure, set of units and number of images left out. Inputs: leave_owners_out, shown.
-- Population: that of the view shown; for the share of training images all images, where the source has splits. One picture a part.
WITH measured AS (
    SELECT part, left_out, 1 AS place, 'U10' AS unit_set, u10_kept AS value
    FROM leave_owners_out
    JOIN shown USING (population, part)
    UNION ALL
    SELECT part, left_out, 2, 'U10', top_owner_share
    FROM leave_owners_out
    JOIN shown USING (population, part)
    UNION ALL
    SELECT part, left_out, 3, 'U10', train_share_u10
    FROM leave_owners_out
    WHERE population = 'all'
    UNION ALL
    SELECT part, left_out, 3, 'all units', train_share
    FROM leave_owners_out
    WHERE population = 'all'
)

SELECT
    format('{} · measured again without the images that own most of U10', title) AS subtitle,
    part,
    [
        'Share of the original U10 that is in U10 still',
        'Share of U10 that the largest owner has',
        'Share of units owned by training images rather than validation images'
    ][place] AS measure,
    place,
    unit_set,
    left_out,
    value
FROM measured
JOIN shown USING (part)
WHERE value IS NOT NULL
ORDER BY part DESC, place, unit_set, left_out
