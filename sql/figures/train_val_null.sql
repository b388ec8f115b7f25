-- What chance alone makes of the share of units that training images own, beside the share observed.
-- Section: Train against validation
-- Grain: part, set of units and bin of the share. Inputs: train_val_permutation, train_val_test.
-- Population: all images; empty where the source has no splits. One picture a part (transformer, tokenizer).
--
--     bins are whole numbers of U10's units wide, for the shares of few units lie on a grid
WITH step AS (
    SELECT
        part,
        min(unit_count) FILTER (WHERE unit_set = 'U10') AS grid,
        greatest(ceil((max(train_share) - min(train_share)) * grid / 40), 1) / grid AS width
    FROM train_val_permutation
    JOIN train_val_test USING (part, unit_set)
    WHERE grouping = 'overall' AND statistic = 'train_share'
    GROUP BY part
),

binned AS (
    SELECT part, unit_set, floor(train_share / width + 0.5)::INTEGER AS bin, count(*) AS draws
    FROM train_val_permutation
    JOIN step USING (part)
    GROUP BY ALL
)

SELECT
    format(
        '{} · {:,} permutations of the split labels within classes · red line: observed',
        upper(part[1]) || part[2:], sum(draws) OVER (PARTITION BY part, unit_set)
    ) AS subtitle,
    part,
    format(
        '{}: {:.1f}% owned by training images, {:.1f}% by chance, {}',
        if(unit_set = 'all', 'All units', unit_set), 100 * observed, 100 * exact_mean, if(p < 0.001, 'p < 0.001', format('p = {:.3f}', p))
    ) AS label,
    (bin - 0.5) * width AS share_from,
    (bin + 0.5) * width AS share_to,
    draws / sum(draws) OVER (PARTITION BY part, unit_set) AS permutations,
    observed
FROM binned
JOIN step USING (part)
JOIN train_val_test USING (part, unit_set)
WHERE grouping = 'overall' AND statistic = 'train_share'
ORDER BY part DESC, unit_set = 'U10', bin
