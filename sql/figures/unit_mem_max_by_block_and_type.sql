-- Largest UnitMem among the units of each layer, against depth.
-- Section: Localization
-- Grain: part, block and layer type. Inputs: localization, shown.
-- Population: that of the view shown. One picture a part (transformer, tokenizer).
SELECT
    format('{} · {:,} units', title, shown.unit_count) AS subtitle,
    depth,
    part,
    block,
    kind,
    unit_mem_max
FROM localization
JOIN shown USING (population, part)
WHERE block IS NOT NULL
ORDER BY part DESC, block, kind
