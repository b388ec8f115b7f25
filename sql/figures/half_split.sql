-- Whether U10 reproduces: two random halves of the images, and how far they agree on which units memorize.
-- Section: Robustness
-- Grain: part, population, measure and draw. Inputs: half_split.
-- Population: each of train, val and all. One picture a part (transformer, tokenizer).
--
--     overlap = units in both halves' U10 / units in either        by chance: for sets of these sizes chosen at random; 0 for a correlation
WITH measured AS (
    SELECT part, population, draw, first_images, 'overlap' AS measure, jaccard AS value, jaccard_by_chance AS by_chance FROM half_split
    UNION ALL
    SELECT part, population, draw, first_images, 'correlation', spearman, 0 FROM half_split WHERE spearman IS NOT NULL
)

SELECT
    format('{} · {:,} random halvings · black: by chance', upper(part[1]) || part[2:], 1 + max(draw) OVER (PARTITION BY part)) AS subtitle,
    part,
    if(measure = 'overlap', 'Overlap of U10 (1: the same units)', 'Rank correlation of UnitMem, all units') AS measure,
    format(
        '{} (halves of {:,})', CASE population WHEN 'all' THEN 'all images' WHEN 'train' THEN 'training' ELSE 'validation' END,
        max(first_images) OVER (PARTITION BY part, population)
    ) AS images,
    value,
    by_chance
FROM measured
ORDER BY part DESC, measured.measure = 'correlation', population, draw
