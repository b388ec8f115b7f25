-- Ground truth: how well NumMemUnits and the number of units owned find the images that are known to have been trained on
-- Grain:  one row per part, contrast, score and database that knows.
-- Inputs: ground_truth.
SELECT
    part,
    contrast,
    score,
    db,
    round(auroc, 4) AS auroc,
    round(auroc_low, 4) AS low,
    round(auroc_high, 4) AS high,
    round(p, 4) AS p
FROM ground_truth
JOIN database USING (db)
WHERE score IN ('num_mem_units', 'units_owned')
ORDER BY part DESC, contrast, score, position
