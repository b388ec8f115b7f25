-- How many units of each layer type are among the U10, as counted and as if every type had as many units as the smallest one:
-- a type with four times the units has four times the chances.
-- Grain: part, layer type and measure. Inputs: localization_by_kind, u10_threshold, ownership.
-- Population: the training images where there are any, else all images. One picture a part (transformer, tokenizer).
WITH chosen AS (
    SELECT
        population,
        part,
        if(part = 'tokenizer', 'Level', 'Block') AS depth,
        format(
            '{} on {:,} {}images · U10: {:,} of {:,} units, UnitMem ≥ {:.3f}',
            upper(part[1]) || part[2:], image_count, if(population = 'train', 'training ', ''), u10_count, unit_count, threshold
        ) AS subtitle
    FROM u10_threshold
    JOIN ownership USING (population, part)
    WHERE population = (SELECT if(bool_or(population = 'train'), 'train', 'all') FROM ownership)
)

SELECT
    subtitle,
    part,
    kind,
    'In U10' AS measure,
    u10_count::double AS units,
    format('{:,}', u10_count) AS label
FROM localization_by_kind
JOIN chosen USING (population, part)
UNION ALL
SELECT
    subtitle,
    part,
    kind,
    format('Per {:,} units of the type', min(unit_count) OVER (PARTITION BY part)) AS measure,
    u10_size_adjusted AS units,
    format('{:,.0f} ({:.1f}%)', u10_size_adjusted, 100 * u10_share_of_kind) AS label
FROM localization_by_kind
JOIN chosen USING (population, part)
ORDER BY part DESC, measure, kind
