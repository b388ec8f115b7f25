-- Localization by layer type: the share of its units that are in U10
-- Grain:  one row per part, layer type and database, of the population shown.
-- Inputs: localization_by_kind, shown.
SELECT
    part,
    kind,
    db,
    unit_count AS units,
    u10_count AS in_u10,
    round(u10_share_of_kind, 4) AS share,
    round(unit_mem_mean, 4) AS unit_mem_mean,
    round(unit_mem_max, 4) AS unit_mem_max
FROM localization_by_kind
SEMI JOIN shown USING (db, population, part)
JOIN database USING (db)
ORDER BY part DESC, kind, position
