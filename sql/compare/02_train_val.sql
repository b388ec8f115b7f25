-- Training against validation images: the share of the units that training images own
-- Grain:  one row per part, unit set and database that has both splits.
-- Inputs: train_val_test.
SELECT
    part,
    unit_set,
    db,
    unit_count AS units,
    round(observed, 4) AS train_share,
    round(exact_mean, 4) AS by_chance,
    round(bootstrap_low, 4) AS low,
    round(bootstrap_high, 4) AS high,
    round(p, 4) AS p,
    verdict
FROM train_val_test
JOIN database USING (db)
WHERE grouping = 'overall' AND statistic = 'train_share'
ORDER BY part DESC, unit_set = 'U10', position
