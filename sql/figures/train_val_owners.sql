-- Of all units, and of U10: the share owned by training and by validation images, beside the share that training images have of all images.
-- Grain: part, set of units and split. Inputs: train_val_owner, ownership.
-- Population: all images; empty where the source has no splits. One picture a part (transformer, tokenizer).
SELECT
    format(
        '{} on {:,} images · black mark: training images are {:.1f}% of them',
        upper(part[1]) || part[2:], image_count, 100 * expected_train_share
    ) AS subtitle,
    part,
    if(unit_set = 'all', 'all units', unit_set) AS unit_set,
    owned_by,
    units / unit_count AS share,
    format('{}: {:,} ({:.1f}%)', owned_by, units, 100 * units / unit_count) AS label,
    expected_train_share
FROM train_val_owner
JOIN ownership USING (part)
CROSS JOIN LATERAL (VALUES ('train', owned_by_train), ('val', owned_by_val)) AS owned(owned_by, units)
WHERE population = 'all'
ORDER BY part DESC, unit_set = 'U10', owned_by
