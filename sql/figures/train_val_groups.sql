-- Training against validation, group by group: the share of units that training images own, beside what chance gives them.
-- Section: Train against validation
-- Grain: part, set of units and group (overall, block, layer type, scale). Inputs: train_val_test, shown.
-- Population: all images; empty where the source has no splits. One picture a part (transformer, tokenizer).
-- A row without numbers, named by blanks, keeps the groupings apart.
WITH tested AS (
    SELECT
        *,
        list_position(['overall', 'kind', 'block', 'scale'], grouping) AS grouping_rank,
        CASE grouping
            WHEN 'overall' THEN 'overall'
            WHEN 'block' THEN format('{} {}', depth, group_name)
            WHEN 'scale' THEN format('scale {}', group_name)
            ELSE group_name
        END AS name
    FROM train_val_test
    JOIN shown USING (part)
    WHERE statistic = 'train_share'
),

spaced AS (
    FROM tested
    UNION ALL BY NAME
    SELECT DISTINCT part, unit_set, grouping, grouping_rank, -1 AS place, repeat(' ', grouping_rank) AS name
    FROM tested
    WHERE grouping <> 'overall'
)

SELECT
    format(
        '{} · bars: 95% bootstrap intervals · black: by chance · p not corrected for many groups', upper(part[1]) || part[2:]
    ) AS subtitle,
    part,
    if(unit_set = 'all', 'All units', unit_set) AS unit_set,
    name,
    observed AS train_share,
    bootstrap_low,
    bootstrap_high,
    exact_mean,
    CASE verdict
        WHEN 'higher' THEN 'more than by chance (p < 0.05)'
        WHEN 'lower' THEN 'less than by chance (p < 0.05)'
        WHEN 'same' THEN 'neither (p ≥ 0.05)'
    END AS verdict
FROM spaced
ORDER BY part DESC, spaced.unit_set = 'U10', grouping_rank, place NULLS LAST, try_cast(group_name AS INTEGER), group_name
