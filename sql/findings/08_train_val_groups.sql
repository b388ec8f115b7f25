-- Where training images own more, or fewer, of all units than chance: by depth, layer type and scale, each p-value on its own.
WITH
grouped AS (
    SELECT
        part,
        grouping,
        count(*) AS group_count,
        list(group_name ORDER BY try_cast(group_name AS INTEGER), group_name) FILTER (WHERE verdict = 'higher') AS higher,
        list(group_name ORDER BY try_cast(group_name AS INTEGER), group_name) FILTER (WHERE verdict = 'lower') AS lower
    FROM train_val_test
    WHERE grouping <> 'overall' AND unit_set = 'all' AND statistic = 'train_share' AND p IS NOT NULL
    GROUP BY part, grouping
)

SELECT
    part,
    format(
        'Training images'' share of the units by {} ({:,} tests, p < 0.05 each): {}.',
        CASE grouping WHEN 'block' THEN lower(depth) WHEN 'kind' THEN 'layer type' ELSE 'scale' END,
        group_count,
        coalesce(
            concat_ws('; ', 'higher in ' || enumerated(higher), 'lower in ' || enumerated(lower)),
            ''
        ) || if(higher IS NULL AND lower IS NULL, 'no different from chance anywhere', '')
    ) AS sentence
FROM grouped
JOIN (SELECT part, depth FROM shown) USING (part)
WHERE group_count > 1
ORDER BY grouping
