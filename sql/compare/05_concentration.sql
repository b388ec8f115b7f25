-- Concentration: the share of U10 that the top images own
-- Grain:  one row per part, percentage of the images and database, of the population shown.
-- Inputs: concentration, shown.
SELECT
    part,
    top_percent,
    db,
    top_images,
    u10_owned,
    round(u10_share, 4) AS share
FROM concentration
SEMI JOIN shown USING (db, population, part)
JOIN database USING (db)
ORDER BY part DESC, top_percent, position
