-- Of all units, and of U10: the share owned by training and by validation images, beside the shares that chance gives training images.
-- Section: Train against validation
-- Grain: part, set of units and split. Inputs: train_val_owner, train_val_test, train_val_permutation, ownership.
-- Population: all images; empty where the source has no splits. One picture a part (transformer, tokenizer).
--
--     chance = shares under permutation of the split labels within classes: their mean and middle 95 %
WITH chance AS (
    SELECT
        part,
        unit_set,
        count(*) AS draws,
        quantile_cont(train_share, 0.025) AS chance_low,
        quantile_cont(train_share, 0.975) AS chance_high
    FROM train_val_permutation
    GROUP BY part, unit_set
),

tested AS (
    SELECT part, unit_set, exact_mean, p
    FROM train_val_test
    WHERE grouping = 'overall' AND statistic = 'train_share'
)

SELECT
    format(
        '{} on {:,} images · black and grey: mean and middle 95% by chance ({:,} permutations)',
        upper(part[1]) || part[2:], image_count, draws
    ) AS subtitle,
    part,
    if(unit_set = 'all', 'all units', unit_set) AS unit_set,
    owned_by,
    units / unit_count AS share,
    format('{}: {:,} ({:.1f}%{})', owned_by, units, 100 * units / unit_count,
        if(owned_by = 'val', '', if(p < 0.001, ', p < 0.001', format(', p = {:.3f}', p)))) AS label,
    exact_mean,
    chance_low,
    chance_high
FROM train_val_owner
JOIN tested USING (part, unit_set)
JOIN chance USING (part, unit_set)
JOIN ownership USING (part)
CROSS JOIN LATERAL (VALUES ('train', owned_by_train), ('val', owned_by_val)) AS owned(owned_by, units)
WHERE population = 'all'
ORDER BY part DESC, train_val_owner.unit_set = 'U10', owned_by
