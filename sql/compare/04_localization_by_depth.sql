-- Localization by depth, in tenths of the network, so that depths compare
-- Grain:  one row per part, tenth of the depth and database, of the population shown.
-- Inputs: localization_by_block, shown.
--
--     tenth = floor(10 (block + 1/2) / blocks)
WITH deep AS (
    SELECT
        *,
        floor(10 * (block + 0.5) / (max(block) OVER (PARTITION BY db, part) + 1))::INTEGER AS tenth
    FROM localization_by_block
    SEMI JOIN shown USING (db, population, part)
    WHERE block IS NOT NULL
)

SELECT
    part,
    format('{}–{}%', 10 * tenth, 10 * tenth + 10) AS depth,
    db,
    sum(unit_count)::BIGINT AS units,
    sum(u10_count)::BIGINT AS in_u10,
    round(sum(u10_count) / sum(unit_count), 4) AS share,
    round(sum(unit_mem_mean * unit_count ORDER BY block) / sum(unit_count), 4) AS unit_mem_mean
FROM deep
JOIN database USING (db)
GROUP BY part, tenth, db, position
ORDER BY part DESC, tenth, position
