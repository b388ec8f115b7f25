-- How many units of each layer are among the U10, stacked over the layer types of a block.
-- Section: Localization
-- Grain: part, block and layer type. Inputs: localization, shown.
-- Population: that of the view shown. One picture a part (transformer, tokenizer).
SELECT
    format('{} · U10: {:,} of {:,} units, UnitMem ≥ {:.3f}', title, shown.u10_count, shown.unit_count, threshold) AS subtitle,
    depth,
    part,
    block,
    kind,
    localization.u10_count
FROM localization
JOIN shown USING (population, part)
WHERE block IS NOT NULL
ORDER BY part DESC, block, kind
