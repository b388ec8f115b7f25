-- UnitMem and U10, and what of the first database's mean UnitMem each of the others reaches
-- Grain:  one row per part and database, of the population shown.
-- Inputs: shown, unit_mem, unit, concentration.
--
-- Against an untrained network of the same shape, or shuffled labels, the last column says how much of UnitMem selectivity alone explains.
WITH
mean AS (
    SELECT db, part, avg(unit_mem ORDER BY unit_id) AS unit_mem_mean
    FROM unit_mem
    JOIN unit USING (db, unit_id)
    SEMI JOIN shown USING (db, population, part)
    GROUP BY db, part
),

top AS (
    SELECT db, part, u10_share
    FROM concentration
    SEMI JOIN shown USING (db, population, part)
    WHERE top_percent = 1
)

SELECT
    part,
    db,
    image_count AS images,
    unit_count AS units,
    round(unit_mem_mean, 4) AS unit_mem_mean,
    round(threshold, 4) AS u10_threshold,
    round(u10_owner_share, 4) AS u10_owner_share,
    round(u10_share, 4) AS top_1_percent_own,
    round(unit_mem_mean / first_value(unit_mem_mean) OVER (PARTITION BY part ORDER BY position), 4) AS of_first
FROM shown
JOIN database USING (db)
JOIN mean USING (db, part)
LEFT JOIN top USING (db, part)
ORDER BY part DESC, position
