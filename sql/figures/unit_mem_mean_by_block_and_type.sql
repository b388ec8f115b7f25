-- Mean UnitMem over the units of each layer, against depth.
-- Grain: part, block and layer type. Inputs: localization, u10_threshold, ownership.
-- Population: the training images where there are any, else all images. One picture a part (transformer, tokenizer).
WITH chosen AS (
    SELECT
        population,
        part,
        if(part = 'tokenizer', 'Level', 'Block') AS depth,
        format(
            '{} on {:,} {}images · {:,} units',
            upper(part[1]) || part[2:], image_count, if(population = 'train', 'training ', ''), unit_count
        ) AS subtitle
    FROM u10_threshold
    JOIN ownership USING (population, part)
    WHERE population = (SELECT if(bool_or(population = 'train'), 'train', 'all') FROM ownership)
)

SELECT
    subtitle,
    depth,
    part,
    block,
    kind,
    unit_mem_mean
FROM localization
JOIN chosen USING (population, part)
WHERE block IS NOT NULL
ORDER BY part DESC, block, kind
